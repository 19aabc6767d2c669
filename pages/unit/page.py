"""部门: one unit's score explained line by line, down to the rows that cost the points."""

import streamlit as st

from metrics.run.filter import Filter
from metrics.run.trend import month_before
from pages.downloads import table_export
from pages.look.chart_box import chart_box
from pages.look.draw import draw
from pages.look.help_panel import help_panel
from pages.look.page_head import head, month_short
from pages.shell import chosen_unit
from pages.shell.entry import Entry
from pages.shell.session import Session
from pages.unit import decisions as unit_decisions
from pages.unit import headline, own_page, score_lines, scorecard_button, unit_choice
from pages.unit.charts import lost, monthly
from pages.unit.summary import summary


def render(s: Session) -> None:
    """The whole page for the unit in the address; without one, the first that the viewer may see."""
    row = chosen_unit.chosen(s)
    draw(s.kept(_head))
    tools, _, download = st.columns([2, 1, 1], vertical_alignment="bottom")
    with tools:
        unit_choice.control(s, row)
    with download:
        scorecard_button.show(s, row)
    draw(s.kept(_figures))
    left, right = st.columns([1.2, 1], gap="large")
    with left:
        chart_box(s.w("unit.lost"), s.w("unit.lost_note"), s.kept(lost), "lost", s.w("unit.nothing_lost"))
    with right:
        chart_box(s.w("unit.months"), s.w("unit.months_note"), s.kept(monthly), "trend", s.w("moves.no_month_before"))
    score_lines.show(s)
    table_export.show(s, row["unit_name"], score_lines.lines(s))
    unit_decisions.show(s, row)


def _head(s: Session) -> str:
    row = chosen_unit.chosen(s)
    title = head(row["unit_name"], s.reader.meta(), s.w, trail=unit_choice.trail(row, s.place, s.w))
    return title + help_panel("department", s.w, s.reader.rules())


def _figures(s: Session) -> str:
    """The unit's total and rank, its counts, and what changed in a month."""
    w, row = s.w, chosen_unit.chosen(s)
    mine, wanted = s.place.standing(unit=row["unit_id"]), Filter(unit_id=row["unit_id"])
    earlier = month_before(s.run, s.runs)
    before = s.reader_of(earlier).tally(wanted) if earlier else None
    now, against = s.reader.tally(wanted), month_short(earlier.as_of, w) if earlier else ""
    most = s.reader.scheme().undecided_share
    told = summary(row, unit_choice.earlier_row(s, row["unit_id"], earlier), s.reader.totals(), most, s.place, w)
    return told + headline.headline(now, before, against, mine, w) + headline.rest(now, mine, w)


ENTRIES = (Entry("mine", "own", "home_work", own_page.render, order=2), Entry("unit", "department", "account_balance", render, order=4))
