"""部门: one unit's score explained line by line, down to the rows that cost the points."""

from decimal import Decimal

import plotly.graph_objects as go
import polars as pl
import streamlit as st

from metrics.reading import Filter
from metrics.trend import month_before, series, trend
from pages.parts import charts, headline, scorecard_button, table_export, unit_choice, unit_decisions, unit_lines
from pages.parts.chart_box import chart_box
from pages.parts.draw import draw
from pages.parts.header import head, month_short
from pages.parts.help_panel import help_panel
from pages.parts.session import Session
from pages.parts.unit_summary import summary

DEAREST = 8  # lines of lost points that are drawn


def render(s: Session) -> None:
    """The whole page for the unit in the address; without one, the first that the viewer may see."""
    row = unit_choice.chosen(s)
    draw(s.kept(_head))
    tools, _, download = st.columns([2, 1, 1], vertical_alignment="bottom")
    with tools:
        unit_choice.control(s, row)
    with download:
        scorecard_button.show(s, row)
    draw(s.kept(_figures))
    left, right = st.columns([1.2, 1], gap="large")
    with left:
        chart_box(s.w("unit.lost"), s.w("unit.lost_note"), s.kept(_lost), "lost", s.w("unit.nothing_lost"))
    with right:
        chart_box(s.w("unit.months"), s.w("unit.months_note"), s.kept(_trend), "trend", s.w("moves.no_month_before"))
    unit_lines.show(s)
    table_export.show(s, row["unit_name"], unit_lines.lines(s))
    unit_decisions.show(s, row)


def _head(s: Session) -> str:
    row = unit_choice.chosen(s)
    title = head(row["unit_name"], s.reader.meta(), s.w, trail=unit_choice.trail(row, s.place, s.w))
    return title + help_panel("department", s.reader.rules(), s.w)


def _figures(s: Session) -> str:
    """The unit's total and rank, its counts, and what changed in a month."""
    w, row = s.w, unit_choice.chosen(s)
    mine, wanted = s.place.standing(unit=row["unit_id"]), Filter(unit_id=row["unit_id"])
    earlier = month_before(s.run, s.runs)
    before = s.reader_of(earlier).tally(wanted) if earlier else None
    now, against = s.reader.tally(wanted), month_short(earlier.as_of, w) if earlier else ""
    told = summary(row, unit_choice.earlier_row(s, row["unit_id"], earlier), s.reader.totals(), w)
    return told + headline.headline(now, before, against, mine, w) + headline.rest(now, mine, w)


def _lost(s: Session) -> go.Figure | None:
    """Where the points went."""
    unit_id = unit_choice.chosen(s)["unit_id"]
    lines = pl.concat([x.select("title", pl.col("lost").cast(float)) for x in (s.reader.items(unit_id), s.reader.adjustments(unit_id))])
    dearest = lines.filter(pl.col("lost") != 0).sort("lost", descending=True).head(DEAREST)
    return None if dearest.is_empty() else charts.lost_points([s.w.told(t) for t in dearest["title"]], dearest["lost"].to_list(), s.w)


def _trend(s: Session) -> go.Figure | None:
    """How the total went month by month, beside the group's median."""
    past, row = series(s.run, s.runs), unit_choice.chosen(s)
    if len(past) < 2:
        return None
    moments = trend([s.reader_of(run) for run in past], row["unit_id"], row["unit_group"])
    totals, middle = [_float(x.total) for x in moments], [_float(x.middle) for x in moments]
    return charts.total_trend([month_short(x.as_of, s.w) for x in moments], totals, middle, s.w)


def _float(total: Decimal | None) -> float | None:
    return None if total is None else float(total)
