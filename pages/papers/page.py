"""文书: what leaves on paper. Scorecards of many units at once as one zip, made while one looks on; the circular; the ranking book."""

from pages.acts import draft_form
from pages.look.draw import draw
from pages.look.help_panel import help_panel
from pages.look.page_head import head
from pages.papers import circular as circular_panel
from pages.papers import jobs as papers_made
from pages.papers import order_form as papers_order
from pages.ranking import book_button as ranking_book_button
from pages.shell.entry import Entry
from pages.shell.session import Session


def render(s: Session) -> None:
    """The whole page, for the run that is shown; the list beneath is of all runs. What tells of the whole city is for who sees it."""
    draw(head(s.w("page.papers"), s.reader.meta(), s.w) + help_panel("papers", s.w))
    draft_form.say_done()
    if s.viewer.may("see_city"):
        circular_panel.show(s)
        ranking_book_button.titled(s)
    papers_order.show(s)
    papers_made.show(s)


ENTRIES = (Entry("papers", "papers", "folder_zip", render, "work", order=6, needs="export"),)
