"""Rectification orders as a table: the number opens one; to whom, about what, how it stands, its clock, and how much of it is open still."""

from collections.abc import Iterable, Mapping
from datetime import date

import polars as pl

from data.decisions.order_course import Course, Status
from pages.look import markup as m
from pages.look.figures import NONE, count
from pages.orders import standing as order_standing
from pages.shell.office_calendar import calendar, today
from pages.shell.session import Session

STATUSES: tuple[Status, ...] = ("open", "overdue", "replied", "closed", "revoked")
LOOKS: Mapping[Status, str] = {"open": "brand", "overdue": "warn", "replied": "brand", "closed": "", "revoked": "quiet"}


def figures(s: Session, found: Iterable[Course]) -> str:
    """How many stand how; each leads to the same table with these alone."""
    day = today(s)
    stand = [one.status(day) for one in found]
    cells = []
    for status in STATUSES:
        number = m.go(s.place.standing(what=status).href("rectify"), count(stand.count(status)))
        cells.append(
            f'<div data-figure="{status}"><div class="label">{m.e(s.w.of("order_status", status))}</div><div class="value">{number}</div></div>'
        )
    return f'<div class="ds"><div class="ds-figures">{"".join(cells)}</div></div>'


def table(s: Session, found: list[Course], *, is_one_unit: bool) -> str:
    """One line an order, in the order given."""
    w, rows = s.w, order_standing.of(s, found)
    head = [m.th(w("order.number")), *([] if is_one_unit else [m.th(w("list.unit"))]), m.th(w("order.matter")), m.th(w("order.status"))]
    head += [m.th(w("order.issued_on"), "n"), m.th(w("order.due_on"), "n"), m.th(w("order.clock"))]
    head += [m.th(w("order.named"), "n"), m.th(w("order.open"), "n", w("order.open_note", as_of=s.run.as_of))]
    return m.table(head, [_row(s, one, rows[one.number], is_one_unit=is_one_unit) for one in found], "orders")


def _row(s: Session, one: Course, rows: pl.DataFrame, *, is_one_unit: bool) -> str:
    w, day, own = s.w, today(s), s.place.standing(order=one.number).href("rectify")
    matter = f"{m.e(one.said.matter)}<br><small>{m.e(w.of('order_kind', one.said.kind))}</small>"
    cells = [m.td(m.go(own, m.e(one.number)), "t"), *([] if is_one_unit else [m.td(m.e(unit_name(s, one)), "s")]), m.td(matter)]
    cells += [m.td(status(s, one)), m.td(m.e(one.said.issued_on), "n t"), m.td(m.e(one.said.due_on), "n t")]
    cells += [m.td(m.e(clock(s, one)), "bad t" if one.is_late(day) else "t")]
    cells += [m.td(m.go(own, count(len(one.said.obligations))), "n"), m.td(order_standing.open_link(s, one, rows), "n")]
    return m.tr(cells, "row", f'data-order="{m.e(one.number)}" data-status="{one.status(day)}"')


def status(s: Session, one: Course) -> str:
    """How it stands, as a chip."""
    stands = one.status(today(s))
    return m.chip(s.w.of("order_status", stands), LOOKS[stands])


def unit_name(s: Session, one: Course) -> str:
    """The name of the unit that it went to, as the run that is shown has it."""
    units = dict(s.reader.units().select("unit_id", "unit_name").iter_rows())
    names = dict(s.reader.departments().select("department_id", "department_name").iter_rows())
    return str((names | units).get(one.said.unit_id, one.said.unit_id))


def clock(s: Session, one: Course) -> str:
    """How much time is left until the limit, or whether it was closed within it."""
    if one.stage == "revoked":
        return NONE
    if one.closed_on is not None:
        return s.w("order.in_time" if one.closed_on <= one.said.due_on else "order.too_late", on=one.closed_on)
    return left(s, one, today(s))


def left(s: Session, one: Course, day: date) -> str:
    """Working days left, or late by."""
    days = one.days_left(day, calendar(s))
    if one.is_late(day):
        return s.w("order.late", n=-days) if days else s.w("order.late_today")
    return s.w("order.left", n=days) if days else s.w("order.last_day")
