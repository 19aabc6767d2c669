"""审计: who did or saw what, when, from where; whether the trail is whole; and the trail as a file."""

from data.errors import DushuError
from pages.audit import chain_check
from pages.audit import filters as trail_filters
from pages.audit import table as trail_table
from pages.look import markup as m
from pages.look.draw import draw
from pages.look.help_panel import help_panel
from pages.look.page_head import plain_head, subtitle
from pages.shell.entry import Entry
from pages.shell.session import Session


def render(s: Session) -> None:
    """The whole page, for who may read the trail."""
    s.still_may("read_trail")
    w = s.w
    draw(plain_head(w("page.audit"), w("trail.kept")) + help_panel("audit", w))
    chain_check.show(s)
    draw(subtitle(w("trail.title"), w("trail.note")))
    trail_filters.controls(s)
    try:
        trail_table.show(s, trail_filters.wanted(s))
    except DushuError as fault:  # a line that was altered hides neither the check nor the filters
        draw(f'<p class="ds ds-note ds-warn">{m.e(w.told(fault))}</p>')


ENTRIES = (Entry("trail", "audit", "policy", render, "keeping", order=1, needs="read_trail", needs_run=False),)
