"""总览: on one screen, how the city stands, who leads and lags, what moved since the month before and why, what needs a decision.

`wall=1` in the address hangs it on a wall: nothing beside it, type that fills the screen.
"""

import plotly.graph_objects as go
import polars as pl
import streamlit as st

from metrics.reading import Filter
from metrics.trend import due_months, month_before
from pages.parts import charts, decisions, headline, moved, movement, review_queue, table_export, wall
from pages.parts import markup as m
from pages.parts.best_and_worst import best_and_worst
from pages.parts.chart_box import chart_box
from pages.parts.draw import draw
from pages.parts.header import head, month_short
from pages.parts.help_panel import help_panel
from pages.parts.rule_table import by_rule, rule_table
from pages.parts.session import Session


def render(s: Session) -> None:
    """The whole page. A department sees the same of its own units."""
    wall.hang(s.place)
    draw(s.kept(_figures))
    left, middle, right = st.columns([1.25, 1.1, 0.95], gap="small")
    draw(s.kept(_ends), left)
    draw(s.kept(_moves), middle)
    with right:
        chart_box(s.w("overview.months"), s.w("overview.months_note"), s.kept(_months), "months", s.w("overview.months_none"))
        draw(_waiting(s))
    if not s.place.wall:
        draw(s.kept(_rules))
        table_export.show(s, s.w("overview.rules"), s.kept(_rules))


def _figures(s: Session) -> str:
    """The page's head and the city's figures, with what changed in a month."""
    w, reader, place = s.w, s.reader, s.place.standing()
    earlier = month_before(s.run, s.runs)
    now = reader.tally()
    before = s.reader_of(earlier).tally() if earlier else None
    against = month_short(earlier.as_of, w) if earlier else ""
    figures = headline.headline(now, before, against, place, w) + headline.rest(now, place, w)
    told = "" if s.place.wall else help_panel("overview", pl.DataFrame(), w)
    return head(w("page.overview"), reader.meta(), w, notes=[wall.switch(s.place, w)]) + told + figures


def _ends(s: Session) -> str:
    """Who leads and who lags."""
    return best_and_worst(s.reader.totals(), s.place.standing(), s.w, is_own=s.viewer.units is not None)


def _moves(s: Session) -> str:
    """What moved since the month before, and why."""
    if (since := moved.since_month(s)) is None:
        return movement.no_month_before(s.w)
    return movement.panel(s.reader, since[0].as_of, moved.largest(since[1], s.place, s.w), s.place.standing(), s.w)


def _waiting(s: Session) -> str:
    """What waits for a person."""
    may, waiting = s.viewer.may("bring_in"), len(review_queue.decisions_waiting(s))
    return decisions.panel(s.reader, s.place.standing(), s.w, may_decide=may, waiting=waiting)


def _months(s: Session) -> go.Figure | None:
    """What fell due in each of the last twelve months, each opening its list; None where nothing did."""
    months, place = due_months(s.reader), s.place.standing()
    if not any(month.counts for month in months):
        return None
    links = [place.moved(due_from=month.first, due_to=month.last).href("list") for month in months]
    return charts.due_months(months, links, s.w, 160 if s.place.wall else 190)


def _rules(s: Session) -> str:
    """How each rule stands, the most overdue first."""
    rules = by_rule(s.reader.rules(), s.reader.facets(Filter(counted=True))).sort("overdue", "ord", descending=[True, False])
    title = f"<summary><b>{m.e(s.w('overview.rules'))}</b> {m.e(s.w('overview.rules_note'))}</summary>"
    return f'<details class="ds ds-fold">{title}{rule_table(rules, s.place.standing(), s.w)}</details>'
