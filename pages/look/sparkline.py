"""A year of totals as a small line: a picture in the text, drawn once, readable in grey, with its figures as words."""

from base64 import b64encode
from collections.abc import Sequence

from pages.look.markup import e
from pages.look.theme import BRAND

WIDE, HIGH, EDGE = 92, 26, 3


def sparkline(values: Sequence[float | None], low: float, high: float, told: str) -> str:
    """`low` to `high` is the scale, the same for all that are compared. A gap where there is no value. `told`: the same in words."""
    spots = [(n, value) for n, value in enumerate(values) if value is not None]
    if len(spots) < 2:
        return ""
    step, span = (WIDE - 2 * EDGE) / (len(values) - 1), (high - low) or 1
    places = [(EDGE + n * step, HIGH - EDGE - (value - low) / span * (HIGH - 2 * EDGE)) for n, value in spots]
    line = " ".join(f"{x:.1f},{y:.1f}" for x, y in places)
    x, y = places[-1]
    drawn = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDE}" height="{HIGH}" viewBox="0 0 {WIDE} {HIGH}">'
        f'<polyline points="{line}" fill="none" stroke="{BRAND}" stroke-width="1.6" stroke-linejoin="round"/>'
        f'<circle cx="{x:.1f}" cy="{y:.1f}" r="2.6" fill="{BRAND}"/></svg>'
    )
    source = b64encode(drawn.encode()).decode()
    return (
        f'<img class="ds-spark" width="{WIDE}" height="{HIGH}" alt="{e(told)}" title="{e(told)}" src="data:image/svg+xml;base64,{source}">'
    )
