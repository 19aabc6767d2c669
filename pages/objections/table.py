"""Objections as a table: the number opens one; what it is about, how it stands, and the clock of its answer."""

from collections.abc import Iterable
from datetime import date

from data.calendar import CHINA, Calendar
from data.decisions.objections import Case
from pages.acts.act_text import item_title
from pages.look import markup as m
from pages.look.figures import count
from pages.shell.rule_names import rule_title
from pages.shell.session import Session

LOOKS = {"open": "warn", "accepted": "brand", "partly_accepted": "brand", "rejected": "", "withdrawn": "quiet"}


def table(s: Session, cases: Iterable[Case], today: date, calendar: Calendar, *, is_one_unit: bool) -> str:
    """One line an objection, in the order given."""
    w = s.w
    names = ("number", "about", "wants", "status", "filed", "due", "clock")
    head = [m.th(w.of("objection", name)) for name in names]
    if not is_one_unit:
        head.insert(1, m.th(w("list.unit")))
    return m.table(head, [_row(s, one, today, calendar, is_one_unit=is_one_unit) for one in cases], "objections")


def _row(s: Session, one: Case, today: date, calendar: Calendar, *, is_one_unit: bool) -> str:
    w = s.w
    cells = [m.td(m.go(s.place.standing(objection=one.number).href("appeals"), m.e(one.number)), "t")]
    cells += [] if is_one_unit else [m.td(m.e(unit_name(s, one)), "s")]
    cells += [m.td(m.e(about(s, one))), m.td(m.e(w.of("wants", one.said.wants)), "s"), m.td(status(s, one))]
    cells += [m.td(m.e(f"{one.opened.at.astimezone(CHINA):%Y-%m-%d}"), "s t"), m.td(m.e(one.due), "s t")]
    cells += [m.td(m.e(clock(s, one, today, calendar)), "bad t" if one.is_late(today) or one.is_in_time is False else "t")]
    return m.tr(cells, "row", f'data-objection="{m.e(one.number)}"')


def status(s: Session, one: Case) -> str:
    """How it stands, as a chip."""
    return m.chip(s.w.of("objection_status", one.status), LOOKS[one.status])


def unit_name(s: Session, one: Case) -> str:
    """The name of the unit that objects, as the run that is shown has it."""
    return dict(s.reader.units().select("unit_id", "unit_name").iter_rows()).get(one.said.unit_id, one.said.unit_id)


def about(s: Session, one: Case) -> str:
    """What is objected to, in a few words."""
    w, said = s.w, one.said
    parts = [w.name(item_title(s, said.item_id))] if said.item_id else []
    if said.obligations:
        rules = list(dict.fromkeys(rule for rule, _ in said.obligations))
        parts.append(
            w("objection.obligations", rules=w("rank.comma").join(rule_title(s, r) for r in rules), n=count(len(said.obligations)))
        )
    return w("act.and").join(parts)


def clock(s: Session, one: Case, today: date, calendar: Calendar) -> str:
    """How much time is left for the answer, or whether it came in time."""
    w = s.w
    if one.answered is not None:
        on = f"{one.answered.at.astimezone(CHINA):%Y-%m-%d}"
        return w("objection.in_time" if one.is_in_time else "objection.too_late", on=on)
    if one.status == "withdrawn":
        return "—"
    left = one.days_left(today, calendar)
    return w("objection.late", n=-left) if one.is_late(today) else w("objection.left", n=left)
