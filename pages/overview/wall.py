"""The briefing on a wall: no side, type that grows with the screen so that all of it stays in sight. `wall=1` in the address."""

from pages.language.words import Words
from pages.look import markup as m
from pages.look.draw import draw
from pages.shell.address import Place

# Sizes of the page are in rem: one rem is what makes the whole just fit, whichever side of the screen is the shorter.
_LOOK = """<style>
html { font-size: min(1.2vw, 1.78vh) !important; }
[data-testid="stSidebar"], [data-testid="stHeader"], [data-testid="stExpandSidebarButton"] { display: none !important; }
.stMainBlockContainer { max-width: none; padding: .7rem 1.6rem; }
</style>"""


def hang(place: Place) -> None:
    """Dress the page for a wall where the address says so."""
    if place.wall:
        draw(_LOOK)


def switch(place: Place, w: Words) -> str:
    """The link to the wall, or back from it."""
    on = bool(place.wall)
    return m.go(place.moved(wall=None if on else True).href(""), m.e(w("wall.leave" if on else "wall.hang")), "ds-chip")
