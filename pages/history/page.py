"""历史: a department, or the city by the median of each group, over periods and month ends; like for like where a scheme changed."""

from collections.abc import Sequence

import plotly.graph_objects as go
import streamlit as st

from metrics.comparison import history
from metrics.run.reader import Reader
from pages.downloads import table_export
from pages.history.totals_over_time import chart, table
from pages.look import markup as m
from pages.look.chart_box import chart_box
from pages.look.draw import draw
from pages.look.empty_state import empty
from pages.look.help_panel import help_panel
from pages.look.page_head import head
from pages.ranking.group_choice import choose_group
from pages.shell import chosen_unit
from pages.shell.entry import Entry
from pages.shell.session import Session
from pages.unit import unit_choice


def render(s: Session) -> None:
    """The whole page. `unit` in the address picks a department, else the city; `group` whose median that is."""
    w = s.w
    draw(head(w("page.over_time"), s.reader.meta(), w) + help_panel("history", w))
    groups = list(dict.fromkeys(s.reader.totals()["unit_group"]))
    if not groups:
        draw(empty(w("rank.nobody"), [w("rank.nobody_what")]))
        return
    choice, _ = st.columns([2, 3])
    with choice:
        unit_choice.of_city_or_unit(s)
    if _unit(s) is None:
        choose_group(s, groups)
    chart_box(w("past.title", name=_name(s, groups)), w("past.note"), s.kept(_chart), "past", w("past.one_only"))
    draw(s.kept(_table))
    table_export.show(s, f"{w('page.over_time')} · {_name(s, groups)}", s.kept(_table))


def _unit(s: Session) -> str | None:
    """The department that is shown; a viewer of one unit is shown that. Raises RequestFault for one that is not there to be seen."""
    if s.place.unit is None and (s.viewer.scope is None or len(s.reader.totals()) != 1):
        return None
    return str(chosen_unit.chosen(s)["unit_id"])


def _name(s: Session, groups: Sequence[str]) -> str:
    return chosen_unit.chosen(s)["unit_name"] if _unit(s) else s.w("past.median_of", group=s.w.name(s.place.group or groups[0]))


def _readers(s: Session) -> list[Reader]:
    return [s.reader_of(run) for run in history.chosen(s.runs, s.run)]


def _line(s: Session) -> history.Line:
    return history.line(_readers(s), s.reader, _unit(s), s.place.group or s.reader.totals()["unit_group"][0])


def _chart(s: Session) -> go.Figure | None:
    """The totals over the days."""
    return chart(s.kept(_line), s.w)


def _table(s: Session) -> str:
    """Every run with its figures, and which items were left out of the comparison."""
    told = s.kept(_line)
    left_out = s.w("rank.comma").join(s.w.name(title) for title in told.left_out)
    note = s.w("past.left_out", items=left_out) if left_out else s.w("past.same" if told.is_like else "past.weighed")
    return table(told, _readers(s), _unit(s), s.place, s.w) + f'<p class="ds ds-note">{m.e(note)}</p>'


ENTRIES = (Entry("history", "over_time", "timeline", render, order=5),)
