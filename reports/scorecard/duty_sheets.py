"""The sheets of a scorecard's workbook that list obligations: each with its state, its days, and the row of the file behind it."""

from collections.abc import Sequence
from datetime import date, datetime, time
from typing import Any

from reports.scorecard.card import Scorecard
from reports.scorecard.duties import Duty, days_note
from reports.scorecard.sheet_styles import SCALE, Dress, half_widths
from reports.wording.wording import Wording

ROOM = 1_000_000  # obligations on a sheet; the rest goes on on the next
COLUMNS = (
    ("number", "count", 6), ("rule", "text", 13), ("subject", "text", 24), ("subject_id", "code", 18), ("department", "text", 18),
    ("state", "centre", 10), ("arose_on", "day", 10), ("due_on", "day", 10), ("met_on", "day", 10), ("term", "count", 6), ("taken", "count", 6),
    ("late", "count", 6), ("provisional", "centre", 6), ("costs", "text", 16), ("note", "text", 16), ("clause", "text", 26),
    ("file", "text", 20), ("sheet", "text", 9), ("row", "count", 7),
)  # fmt: skip
STATE, LATE, HEAD = 5, 11, 2


def write_duties(dress: Dress, card: Scorecard, duties: Sequence[Duty], name: str, title: str, none: str, t: Wording) -> None:
    """Write them on as many sheets as they need. `none`: what an empty list says."""
    for number, start in enumerate(range(0, max(1, len(duties)), ROOM), 1):
        _write(dress, card, duties[start : start + ROOM], start, f"{name} {number}" if number > 1 else name, (title, none), t)


def _write(dress: Dress, card: Scorecard, duties: Sequence[Duty], start: int, name: str, words: tuple[str, str], t: Wording) -> None:
    title, none = words
    sheet = dress.sheet(name, tuple(width for *_, width in COLUMNS))
    sheet.write_string(0, 0, f"{card.head.unit}　{title}", dress.format("heading"))
    sheet.write_string(1, 0, days_note(duties, t), dress.format("label"))
    sheet.set_row(0, 24)
    for column, (key, *_) in enumerate(COLUMNS):
        sheet.write_string(HEAD, column, t(f"duty.{key}"), dress.format("head"))
    sheet.freeze_panes(HEAD + 1, 3)
    sheet.repeat_rows(HEAD)
    if not duties:
        sheet.write_string(HEAD + 1, 0, none, dress.format("note"))
        return
    last = HEAD + len(duties)
    sheet.autofilter(HEAD, 0, last, len(COLUMNS) - 1)
    looks = [dress.format(f"small_{look}") for _, look, _ in COLUMNS]
    for row, duty in enumerate(duties, HEAD + 1):
        cells = _cells(duty, start + row - HEAD, t)
        for column, (value, look) in enumerate(zip(cells, looks, strict=True)):
            _cell(sheet, row, column, value, look)
        sheet.set_row(row, 13 * max(_lines(value, width) for value, (*_, width) in zip(cells, COLUMNS, strict=True)) + 4)
    _tint(dress, sheet, last, t)


def _cells(duty: Duty, number: int, t: Wording) -> tuple[Any, ...]:
    return (
        number, duty.rule, duty.subject, duty.subject_id, duty.department, duty.state_name, duty.arose_on, duty.due_on, duty.met_on,
        duty.term, duty.taken, duty.late, t("duty.provisional") if duty.is_provisional else "", t("account.and").join(duty.costs),
        duty.note, duty.clause, duty.file, duty.sheet, duty.row,
    )  # fmt: skip


def _lines(value: Any, width: int) -> int:
    """How many lines a text takes in a column of so many signs."""
    return max(1, -(-half_widths(value) // width)) if isinstance(value, str) else 1


def _cell(sheet: Any, row: int, column: int, value: Any, look: Any) -> None:
    if value is None or value == "":
        sheet.write_blank(row, column, None, look)
    elif isinstance(value, str):
        sheet.write_string(row, column, value, look)
    elif isinstance(value, date):
        sheet.write_datetime(row, column, datetime.combine(value, time()), look)
    else:
        sheet.write_number(row, column, value, look)


def _tint(dress: Dress, sheet: Any, last: int, t: Wording) -> None:
    for state, look in (("late", "late"), ("overdue", "open"), ("unmet", "open"), ("met", "met")):
        equal = {"type": "cell", "criteria": "==", "value": f'"{t(f"state.{state}")}"', "format": dress.format(look)}
        sheet.conditional_format(HEAD + 1, STATE, last, STATE, equal)
    sheet.conditional_format(HEAD + 1, LATE, last, LATE, SCALE)
