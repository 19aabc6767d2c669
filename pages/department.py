"""部门: one unit's score explained line by line, down to the rows that cost the points."""

import polars as pl
import streamlit as st

from metrics.reading import Filter
from pages.parts import charts, headline, movement, scorecard_button, unit_choice
from pages.parts.header import head, month_short, subtitle
from pages.parts.item_table import item_table
from pages.parts.rule_table import by_rule, rule_table
from pages.parts.session import Session
from pages.parts.unit_summary import summary


def render(s: Session) -> None:
    """The whole page for the unit in the address; without one, the first that the viewer may see."""
    w, reader = s.w, s.reader
    row = unit_choice.chosen(s)
    unit_id, mine = row["unit_id"], s.place.standing(unit=row["unit_id"])
    earlier = movement.month_before(s.run, s.runs)
    before = s.reader_of(earlier).tally(Filter(unit_id=unit_id)) if earlier else None
    st.html(head(row["unit_name"], reader.meta(), w, trail=unit_choice.trail(row, s.place, w)))
    tools, _, download = st.columns([2, 1, 1], vertical_alignment="bottom")
    with tools:
        unit_choice.control(s, row)
    with download:
        scorecard_button.show(s, row)
    st.html(summary(row, unit_choice.earlier_row(s, unit_id, earlier), reader.totals(), w))
    tally = reader.tally(Filter(unit_id=unit_id))
    st.html(headline.headline(tally, before, month_short(earlier.as_of, w) if earlier else "", mine, w) + headline.rest(tally, mine, w))
    items, adjustments = reader.items(unit_id), reader.adjustments(unit_id)
    _lost(s, items, adjustments, row)
    st.html(subtitle(w("unit.items"), w("unit.items_note")))
    st.html(item_table(items, adjustments, row["total"], float(reader.meta()["total"]), s.place.standing(), w))
    _other_rules(s, items, adjustments, unit_id)


def _lost(s: Session, items: pl.DataFrame, adjustments: pl.DataFrame, row: dict) -> None:
    """Where the points went, and how the total went month by month, side by side."""
    w = s.w
    lines = pl.concat([items.select("title", pl.col("lost").cast(float)), adjustments.select("title", pl.col("lost").cast(float))])
    dearest = lines.filter(pl.col("lost") != 0).sort("lost", descending=True).head(8)
    left, right = st.columns([1.2, 1], gap="large")
    with left:
        st.html(subtitle(w("unit.lost"), w("unit.lost_note")))
        if dearest.is_empty():
            st.html(f'<p class="ds ds-note">{w("unit.nothing_lost")}</p>')
        else:
            figure = charts.lost_points([w.name(t) for t in dearest["title"]], dearest["lost"].to_list(), w)
            st.plotly_chart(figure, config=charts.CONFIG, key="lost", theme=None)
    past = movement.series(s.run, s.runs)
    with right:
        st.html(subtitle(w("unit.months"), w("unit.months_note") if len(past) > 1 else w("moves.no_month_before")))
        if len(past) > 1:
            totals, middle = unit_choice.history(s, past, row)
            st.plotly_chart(
                charts.total_trend([month_short(r.as_of, w) for r in past], totals, middle, w),
                config=charts.CONFIG,
                key="trend",
                theme=None,
            )


def _other_rules(s: Session, items: pl.DataFrame, adjustments: pl.DataFrame, unit_id: str) -> None:
    """Rules that the scheme gives no points for: shown all the same."""
    scored = {*items["rule_id"], *adjustments["rule_id"]}
    rows = by_rule(s.reader.rules(), s.reader.facets(Filter(unit_id=unit_id, counted=True))).filter(~pl.col("rule_id").is_in(list(scored)))
    if not rows.is_empty():
        st.html(subtitle(s.w("unit.other_rules"), s.w("unit.other_rules_note")) + rule_table(rows, s.place.standing(unit=unit_id), s.w))
