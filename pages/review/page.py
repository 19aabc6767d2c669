"""复核: what waits for the viewer, each with the way to where it is done."""

from itertools import groupby

from pages.acts import reassess
from pages.look.draw import draw
from pages.look.empty_state import empty
from pages.look.help_panel import help_panel
from pages.look.page_head import head
from pages.review import queue as review_queue
from pages.shell.entry import Entry
from pages.shell.session import Session


def render(s: Session) -> None:
    """The whole page: the tasks by group, or that there is nothing to do."""
    draw(head(s.w("page.review"), s.reader.meta(), s.w) + help_panel("review", s.w))
    reassess.offer(s)
    found = review_queue.tasks(s)
    if not found:
        draw(empty(s.w("queue.nothing"), [s.w("queue.nothing_what")]))
    for group, of in groupby(found, key=lambda task: task.group):
        draw(review_queue.lines(s, group, list(of)))


ENTRIES = (Entry("todo", "review", "checklist", render, "work", order=2),)
