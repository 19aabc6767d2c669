"""文书: what leaves on paper. Scorecards of many units at once as one zip, made while one looks on; the circular; the ranking book."""

import polars as pl

from pages.parts import circular_panel, kept_form, papers_made, papers_order, ranking_book_button
from pages.parts.draw import draw
from pages.parts.header import head
from pages.parts.help_panel import help_panel
from pages.parts.session import Session


def render(s: Session) -> None:
    """The whole page, for the run that is shown; the list beneath is of all runs. What tells of the whole city is for who sees it."""
    draw(head(s.w("page.papers"), s.reader.meta(), s.w) + help_panel("papers", pl.DataFrame(), s.w))
    kept_form.say_done()
    if s.viewer.may("see_city"):
        circular_panel.show(s)
        ranking_book_button.titled(s)
    papers_order.show(s)
    papers_made.show(s)
