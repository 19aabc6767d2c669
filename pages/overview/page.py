"""总览: on one screen, how the city stands, who leads and lags, what moved since the month before and why, what needs a decision.

`wall=1` in the address hangs it on a wall: nothing beside it, type that fills the screen.
"""

import streamlit as st

from metrics.run.filter import Filter
from metrics.run.trend import month_before
from pages.downloads import table_export
from pages.look import markup as m
from pages.look.chart_box import chart_box
from pages.look.draw import draw
from pages.look.help_panel import help_panel
from pages.look.page_head import head, month_short
from pages.overview import month_changes, open_questions, wall
from pages.overview.best_and_worst import best_and_worst
from pages.overview.months_chart import month_by_month
from pages.ranking import rank_change
from pages.review import queue as review_queue
from pages.shell.entry import Entry
from pages.shell.office_calendar import today
from pages.shell.session import Session
from pages.unit import headline
from pages.unit.rule_table import by_rule, rule_table


def render(s: Session) -> None:
    """The whole page. A department sees the same of its own units."""
    wall.hang(s.place)
    draw(s.kept(_figures))
    left, middle, right = st.columns([1.25, 1.1, 0.95], gap="small")
    draw(s.kept(_ends), left)
    draw(s.kept(_moves), middle)
    with right:
        chart_box(s.w("overview.months"), s.w("overview.months_note"), s.kept(month_by_month), "months", s.w("overview.months_none"))
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
    told = "" if s.place.wall else help_panel("overview", w)
    return head(w("page.overview"), reader.meta(), w, notes=[wall.switch(s.place, w)]) + told + figures


def _ends(s: Session) -> str:
    """Who leads and who lags."""
    return best_and_worst(s.reader.totals(), s.place.standing(), s.w, is_own=s.viewer.units is not None)


def _moves(s: Session) -> str:
    """What moved since the month before, and why."""
    if (since := rank_change.since_month(s)) is None:
        return month_changes.no_month_before(s.w)
    return month_changes.panel(s.reader, since[0].as_of, rank_change.largest(since[1], s.place, s.w), s.place.standing(), s.w)


def _waiting(s: Session) -> str:
    """What waits for a person."""
    may, waiting = s.viewer.may("bring_in"), len(review_queue.decisions_waiting(s))
    return open_questions.panel(s.reader, s.place.standing(), today(s), s.w, may_decide=may, waiting=waiting)


def _rules(s: Session) -> str:
    """How each rule stands, the most overdue first."""
    rules = by_rule(s.reader.rules(), s.reader.facets(Filter(counted=True))).sort("overdue", "ord", descending=[True, False])
    title = f"<summary><b>{m.e(s.w('overview.rules'))}</b> {m.e(s.w('overview.rules_note'))}</summary>"
    return f'<details class="ds ds-fold">{title}{rule_table(rules, s.place.standing(), s.w)}</details>'


ENTRIES = (Entry("", "overview", "dashboard", render, order=1),)
