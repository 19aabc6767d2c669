"""审计: who did or saw what, when, from where; whether the trail is whole; and the trail as a file."""

import polars as pl

from data.errors import DushuError
from pages.parts import markup as m
from pages.parts import trail_check, trail_filters, trail_table
from pages.parts.draw import draw
from pages.parts.header import plain_head, subtitle
from pages.parts.help_panel import help_panel
from pages.parts.session import Session


def render(s: Session) -> None:
    """The whole page, for who may read the trail."""
    s.still_may("read_trail")
    w = s.w
    draw(plain_head(w("page.audit"), w("trail.kept")) + help_panel("audit", pl.DataFrame(), w))
    trail_check.show(s)
    draw(subtitle(w("trail.title"), w("trail.note")))
    trail_filters.controls(s)
    try:
        trail_table.show(s, trail_filters.wanted(s))
    except DushuError as fault:  # a line that was altered hides neither the check nor the filters
        draw(f'<p class="ds ds-note ds-warn">{m.e(w.told(fault))}</p>')
