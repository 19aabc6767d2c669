"""A page of the list of obligations as a table; the name of each opens its own page."""

from collections.abc import Mapping
from typing import Any

import polars as pl

from pages.parts import markup as m
from pages.parts.figures import NONE, count
from pages.parts.links import Place
from pages.parts.words import Words

Row = Mapping[str, Any]


def obligation_table(rows: pl.DataFrame, place: Place, w: Words, *, is_one_unit: bool, is_one_rule: bool) -> str:
    """What is the same in every row (the unit, the rule, when filtered by it) has no column of its own."""
    head = [m.th(w("list.subject"))]
    head += [] if is_one_rule else [m.th(w("list.rule"))]
    head += [] if is_one_unit else [m.th(w("list.unit"))]
    head += [m.th(w("list.state"))]
    head += [m.th(w(f"list.{name}"), "n") for name in ("arose_on", "due_on", "met_on", "days_taken", "days_late")]
    lines = [_row(row, place, w, is_one_unit=is_one_unit, is_one_rule=is_one_rule) for row in rows.iter_rows(named=True)]
    return m.table(head, lines, "obligations")


def _row(row: Row, place: Place, w: Words, *, is_one_unit: bool, is_one_rule: bool) -> str:
    own = place.standing(rule=row["rule_id"], subject=row["subject_id"])
    name = row["subject_name"] or row["subject_id"]
    number = f'<br><small class="ds-id">{m.e(row["subject_id"])}</small>' if row["subject_name"] else ""
    cells = [m.td(m.go(own.href("duty"), m.e(name)) + number)]
    cells += [] if is_one_rule else [m.td(m.e(w.pick(row["rule_title_zh"], row["rule_title_en"])), "s")]
    cells += [] if is_one_unit else [m.td(m.e(row["unit_name"] or row["department_name"]), "s")]
    cells += [m.td(m.state_word(row["state"], w) + _aside(row, w))]
    provisional = f" <small>{m.e(w('list.provisional'))}</small>" if row["is_provisional"] else ""
    cells += [m.td(_day(row["arose_on"]), "n"), m.td(_day(row["due_on"]) + provisional, "n"), m.td(_day(row["met_on"]), "n")]
    cells += [m.td(count(row["days_taken"]), "n"), m.td(count(row["days_late"] or None), "n")]
    return m.tr(cells, "row")


def _aside(row: Row, w: Words) -> str:
    """Beneath the state: why it is so, or that the headline figures leave it out."""
    notes = [w.of("reason", row["reason"])] if row["reason"] else []
    if row["is_backlog"]:
        notes.append(w("list.is_backlog"))
    elif not row["counted"] and row["state"] in ("met", "late", "overdue", "unmet"):
        notes.append(w("list.not_counted"))
    return f"<br><small>{m.e('；'.join(notes))}</small>" if notes else ""


def _day(value: object) -> str:
    return m.e(value) if value else NONE
