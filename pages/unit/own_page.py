"""我的部门: where a unit stands, what it owes next, what would regain points, what became of what was open, what was said and decided."""

from datetime import date

import streamlit as st

from metrics.run.trend import month_before
from pages.look.draw import draw
from pages.look.help_panel import help_panel
from pages.look.page_head import head
from pages.shell import chosen_unit
from pages.shell.office_calendar import today
from pages.shell.session import Session
from pages.unit import calendar_button, open_since_last_month, procedure_status, regain_table, unit_choice, work_list
from pages.unit.summary import summary


def render(s: Session) -> None:
    """The whole page for the unit in the address; without one, the first that the viewer may see."""
    row = chosen_unit.chosen(s)
    draw(s.kept(_head))
    choice, _ = st.columns([2, 3])
    with choice:
        unit_choice.control(s, row)
    draw(s.kept(_standing) + procedure_status.stage(s))  # the stage is never kept: it changes with what people decide
    draw(s.kept(_figures))
    title, download = st.columns([3, 1], vertical_alignment="bottom")
    draw(s.kept(_title, today(s)), title)
    with download:
        calendar_button.show(s, row)
    draw(s.kept(_work, today(s)))
    draw(s.kept(_regain))
    draw(s.kept(_followed))
    if told := procedure_status.rectifications(s, row["unit_id"]):
        draw(told)
    draw(procedure_status.cases(s, row["unit_id"]))
    draw(procedure_status.decisions(s, row["unit_id"]))


def _head(s: Session) -> str:
    row, w = chosen_unit.chosen(s), s.w
    trail = unit_choice.trail(row, s.place, w)
    title = w("own.title" if s.viewer.scope is not None else "own.title_of", name=row["unit_name"])
    return head(title, s.reader.meta(), w, trail=trail) + help_panel("own", w, s.reader.rules())


def _standing(s: Session) -> str:
    """Total, rank as far as the gate tells it, and the change since the last month's end."""
    row = chosen_unit.chosen(s)
    earlier = month_before(s.run, s.runs)
    most = s.reader.scheme().undecided_share
    return summary(row, unit_choice.earlier_row(s, row["unit_id"], earlier), s.reader.ranking(), most, s.place, s.w)


def _figures(s: Session) -> str:
    return work_list.figures(s, _unit(s))


def _title(s: Session, day: date) -> str:
    return work_list.title(s, _unit(s), day)


def _work(s: Session, day: date) -> str:
    return work_list.table(s, _unit(s), day)


def _regain(s: Session) -> str:
    return regain_table.panel(s, _unit(s))


def _followed(s: Session) -> str:
    return open_since_last_month.panel(s, _unit(s))


def _unit(s: Session) -> str:
    return str(chosen_unit.chosen(s)["unit_id"])
