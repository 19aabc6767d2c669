"""How the obligations that orders name stand in the run that is shown, and the lists behind these figures."""

from collections.abc import Iterable, Mapping

import polars as pl

from data.decisions.order_course import Course
from metrics.comparison.order_outcome import followed, unit_now
from pages.look import markup as m
from pages.look.figures import count
from pages.look.states import OPEN, STATES
from pages.shell.address import Place
from pages.shell.session import Session


def of(s: Session, found: Iterable[Course]) -> Mapping[str, pl.DataFrame]:
    """Number → the obligations that each order names, as they stand."""
    return followed(s.reader, found)


def open_link(s: Session, one: Course, rows: pl.DataFrame) -> str:
    """How many of them are open still."""
    number = len(rows.filter(pl.col("state").is_in(OPEN)))
    return m.go(_place(s, one).moved(open=True).href("list"), count(number), "" if number else "zero")


def by_state(s: Session, one: Course, rows: pl.DataFrame) -> str:
    """How many of them are in each state, each with its list; and how many the run no longer has."""
    counts = dict(rows["state"].drop_nulls().value_counts().iter_rows())
    told = [
        f"<span>{m.state_word(state, s.w)} {m.go(_place(s, one).moved(state=state).href('list'), count(counts[state]))}</span>"
        for state in STATES
        if state in counts
    ]
    gone = rows["state"].null_count()
    told += [f"<span>{m.e(s.w('order.gone', n=count(gone)))}</span>"] if gone else []
    return f'<div class="ds ds-rest" data-order-states>{"".join(told)}</div>'


def _place(s: Session, one: Course) -> Place:
    return s.place.standing(order=one.number, unit=unit_now(s.reader, one.said.unit_id))
