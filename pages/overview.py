"""总览: how the city stands at the day of assessment, what moved since the month before, and what needs a decision."""

import streamlit as st

from metrics.reading import Filter
from pages.parts import charts, decisions, headline, movement
from pages.parts.best_and_worst import best_and_worst
from pages.parts.header import head, month_short, subtitle
from pages.parts.rule_table import by_rule, rule_table
from pages.parts.session import Session


def render(s: Session) -> None:
    """The whole page. A department sees the same of its own units."""
    w, reader, place = s.w, s.reader, s.place.standing()
    earlier = movement.month_before(s.run, s.runs)
    now = reader.tally()
    before = s.reader_of(earlier).tally() if earlier else None
    st.html(head(w("page.overview"), reader.meta(), w))
    against = month_short(earlier.as_of, w) if earlier else ""
    st.html(headline.headline(now, before, against, place, w) + headline.rest(now, place, w))
    _standing(s)
    rules = by_rule(reader.rules(), reader.facets(Filter(counted=True))).sort("overdue", "ord", descending=[True, False])
    st.html(subtitle(w("overview.rules"), w("overview.rules_note")) + rule_table(rules, place, w))


def _standing(s: Session) -> None:
    """Who leads and who lags, what moved, what waits for a person: side by side."""
    w, place, totals = s.w, s.place.standing(), s.reader.totals()
    earlier = movement.month_before(s.run, s.runs)
    left, middle, right = st.columns([1.25, 1, 1], gap="small")
    left.html(best_and_worst(totals, place, w, is_own=s.viewer.units is not None))
    if earlier:
        moved = movement.moves(totals, s.reader_of(earlier).totals())
        middle.html(movement.panel(s.reader, earlier.as_of, moved, place, w))
    else:
        middle.html(movement.no_month_before(w))
    with right:
        st.html(decisions.panel(s.reader, place, w, may_decide=s.viewer.may_bring_in))
        _months(s)


def _months(s: Session) -> None:
    """The same figures at each month's end, once there are at least two."""
    past = movement.series(s.run, s.runs)
    if len(past) > 1:
        figure = charts.month_states([month_short(run.as_of, s.w) for run in past], [s.reader_of(run).tally() for run in past], s.w, 215)
        st.html(subtitle(s.w("overview.months"), s.w("overview.months_note")))
        st.plotly_chart(figure, config=charts.CONFIG, key="months", theme=None)
