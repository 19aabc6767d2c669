"""总览: how the city stands at the day of assessment, what moved since the month before, and what needs a decision."""

import plotly.graph_objects as go
import streamlit as st

from metrics.reading import Filter
from pages.parts import charts, decisions, headline, movement, review_queue
from pages.parts.best_and_worst import best_and_worst
from pages.parts.header import head, month_short, subtitle
from pages.parts.rule_table import by_rule, rule_table
from pages.parts.session import Session


def render(s: Session) -> None:
    """The whole page. A department sees the same of its own units."""
    st.html(s.kept(_figures))
    left, middle, right = st.columns([1.25, 1, 1], gap="small")
    left.html(s.kept(_ends))
    middle.html(s.kept(_moves))
    with right:
        st.html(_waiting(s))
        if figure := s.kept(_months):
            st.html(subtitle(s.w("overview.months"), s.w("overview.months_note")))
            st.plotly_chart(figure, config=charts.CONFIG, key="months", theme=None)
    st.html(s.kept(_rules))


def _figures(s: Session) -> str:
    """The page's head and the city's figures, with what changed in a month."""
    w, reader, place = s.w, s.reader, s.place.standing()
    earlier = movement.month_before(s.run, s.runs)
    now = reader.tally()
    before = s.reader_of(earlier).tally() if earlier else None
    against = month_short(earlier.as_of, w) if earlier else ""
    figures = headline.headline(now, before, against, place, w) + headline.rest(now, place, w)
    return head(w("page.overview"), reader.meta(), w) + figures


def _ends(s: Session) -> str:
    """Who leads and who lags."""
    return best_and_worst(s.reader.totals(), s.place.standing(), s.w, is_own=s.viewer.units is not None)


def _moves(s: Session) -> str:
    """What moved since the month before."""
    earlier = movement.month_before(s.run, s.runs)
    if earlier is None:
        return movement.no_month_before(s.w)
    moved = movement.moves(s.reader.totals(), s.reader_of(earlier).totals())
    return movement.panel(s.reader, earlier.as_of, moved, s.place.standing(), s.w)


def _waiting(s: Session) -> str:
    """What waits for a person."""
    waiting = len(review_queue.decisions_waiting(s))
    return decisions.panel(s.reader, s.place.standing(), s.w, may_decide=s.viewer.may("bring_in"), waiting=waiting)


def _months(s: Session) -> go.Figure | None:
    """The same figures at each month's end, once there are at least two."""
    past = movement.series(s.run, s.runs)
    if len(past) < 2:
        return None
    return charts.month_states([month_short(run.as_of, s.w) for run in past], [s.reader_of(run).tally() for run in past], s.w, 215)


def _rules(s: Session) -> str:
    """How each rule stands, the most overdue first."""
    rules = by_rule(s.reader.rules(), s.reader.facets(Filter(counted=True))).sort("overdue", "ord", descending=[True, False])
    return subtitle(s.w("overview.rules"), s.w("overview.rules_note")) + rule_table(rules, s.place.standing(), s.w)
