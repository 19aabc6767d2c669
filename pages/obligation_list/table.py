"""A page of the list of obligations as a table; the name of each opens its own page."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import polars as pl

from pages.language.words import Words
from pages.look import markup as m
from pages.look.figures import NONE, count
from pages.shell import evidence
from pages.shell.address import Place

Row = Mapping[str, Any]
USUAL = ("rule", "unit", "state", "arose_on", "due_on", "met_on", "days_taken", "days_late")


def columns_of(place: Place) -> tuple[str, ...]:
    """The columns that the address asks for beside the subject; the usual ones when it doesn't say, less what is the same in every row."""
    if place.cols is not None:
        return tuple(dict.fromkeys(place.cols.split(",")))
    same = {"unit": place.unit is not None, "rule": place.rule is not None}
    return tuple(name for name in USUAL if not same.get(name))


def obligation_table(rows: pl.DataFrame, columns: Sequence[str], place: Place, w: Words) -> str:
    """The subject first, then the columns in their order. `columns`: names of COLUMNS."""
    head = [m.th(w("list.subject")), *(m.th(w.of("list", name), COLUMNS[name][0]) for name in columns)]
    return m.table(head, [_row(row, columns, place, w) for row in rows.iter_rows(named=True)], "obligations")


def _row(row: Row, columns: Sequence[str], place: Place, w: Words) -> str:
    own = place.standing(rule=row["rule_id"], subject=row["subject_id"])
    name = row["subject_name"] or row["subject_id"]
    number = f'<br><small class="ds-id">{m.e(row["subject_id"])}</small>' if row["subject_name"] else ""
    cells = (m.td(COLUMNS[name][1](row, w), COLUMNS[name][0] or COLUMNS[name][2]) for name in columns)
    return m.tr([m.td(m.go(own.href("duty"), m.e(name)) + number), *cells], "row")


def _state(row: Row, w: Words) -> str:
    """The state, and beneath it why it is so, or that the headline figures leave it out."""
    notes = [why] if (why := evidence.why(row, w)) else []
    if row["is_backlog"]:
        notes.append(w("list.is_backlog"))
    elif not row["counted"] and row["state"] in ("met", "late", "overdue", "unmet"):
        notes.append(w("list.not_counted"))
    return m.state_word(row["state"], w) + (f"<br><small>{m.e(w('rows.and').join(notes))}</small>" if notes else "")


def _due(row: Row, w: Words) -> str:
    return m.day(row["due_on"]) + (f" <small>{m.e(w('list.provisional'))}</small>" if row["is_provisional"] else "")


def _days(row: Row, name: str) -> str:
    """Working days; none beside what can't be judged, where they would read as a delay."""
    return NONE if row["state"] == "unknown" else count(row[name] if name == "days_taken" else row[name] or None)


def _clock(row: Row, w: Words) -> str:
    return m.e(w.of("clock_name", row["clock"])) if row["clock"] else NONE


def source(row: Row, w: Words) -> str:
    """Where a row was read: the batch and the row of its file; of one that was not brought in, the decision."""
    if row["batch_id"] is None:
        return f"<small>{m.e(w('order.act', n=row['row_no']))}</small>"
    return f'<small class="ds-id">{m.e(row["batch_id"])}</small><br><small>{m.e(w("source.row_no", n=row["row_no"]))}</small>'


def _text(name: str) -> Callable[[Row, Words], str]:
    return lambda row, w: m.e(row[name]) if row[name] else NONE


# Name → (look of a number or nothing, the cell, look of other cells).
COLUMNS: dict[str, tuple[str, Callable[[Row, Words], str], str]] = {
    "rule": ("", lambda row, w: m.e(w.pick(row["rule_title_zh"], row["rule_title_en"])), "s"),
    "unit": ("", lambda row, w: m.e(row["unit_name"] or row["department_name"]), "s"),
    "department": ("", _text("department_name"), "s"),
    "counterpart": ("", lambda row, w: m.e(row["counterpart_name"] or row["counterpart_id"]) or NONE, "s"),
    "state": ("", _state, ""),
    "clock": ("", _clock, "s"),
    "clock_days": ("n", lambda row, w: count(row["clock_days"]), ""),
    "arose_on": ("n", lambda row, w: m.day(row["arose_on"]), ""),
    "due_on": ("n", _due, ""),
    "stated_due_on": ("n", lambda row, w: m.day(row.get("stated_due_on")), ""),
    "met_on": ("n", lambda row, w: m.day(row["met_on"]), ""),
    "days_taken": ("n", lambda row, w: _days(row, "days_taken"), ""),
    "days_late": ("n", lambda row, w: _days(row, "days_late"), ""),
    "counting": ("", lambda row, w: m.e(w("list.counted" if row["counted"] else "list.uncounted")), "s"),
    "detail": ("", lambda row, w: m.e(w.told(row["detail"])) if row["detail"] else NONE, "s"),
    "source": ("", source, "t"),
}
