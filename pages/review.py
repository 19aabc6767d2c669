"""复核: what waits for the viewer, each with the way to where it is done."""

from itertools import groupby

import polars as pl

from pages.parts import reassess, review_queue
from pages.parts.draw import draw
from pages.parts.empty import empty
from pages.parts.header import head
from pages.parts.help_panel import help_panel
from pages.parts.session import Session


def render(s: Session) -> None:
    """The whole page: the tasks by group, or that there is nothing to do."""
    draw(head(s.w("page.review"), s.reader.meta(), s.w) + help_panel("review", pl.DataFrame(), s.w))
    reassess.offer(s)
    found = review_queue.tasks(s)
    if not found:
        draw(empty(s.w("queue.nothing"), [s.w("queue.nothing_what")]))
    for group, of in groupby(found, key=lambda task: task.group):
        draw(review_queue.lines(s, group, list(of)))
