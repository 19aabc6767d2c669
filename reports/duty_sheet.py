"""The sheets of a scorecard that list obligations: each with its state, its days, and the row of the export behind it."""

from collections.abc import Mapping
from datetime import datetime, time
from typing import Any

import polars as pl

from reports.sheet_dress import Dress
from reports.standing import source

STATES = {"met": "按期完成", "late": "逾期完成", "overdue": "逾期未完成", "unmet": "未落实"}
COLUMNS = (
    ("义务", "rule_title_zh", "text", 16), ("事项", "subject_name", "text", 30), ("事项编号", "subject_id", "code", 22),
    ("承办部门", "department_name", "text", 22), ("状态", "state", "text", 11), ("产生", "arose_on", "day", 11), ("到期", "due_on", "day", 11),
    ("完成", "met_on", "day", 11), ("用时（工作日）", "days_taken", "count", 9), ("逾期（工作日）", "days_late", "count", 9),
    ("说明", "detail", "text", 18), ("批次", "batch_id", "code", 18), ("行", "row_no", "count", 7),
)  # fmt: skip


def write_duties(dress: Dress, name: str, unit: Mapping[str, Any], meta: Mapping[str, str], rows: pl.DataFrame) -> None:
    """Write one sheet. An empty list says so."""
    sheet = dress.sheet(name, tuple(width for *_, width in COLUMNS), f"督数 {unit['unit_name']} {source(meta)}", landscape=True)
    sheet.write_string(0, 0, f"{unit['unit_name']} {name}（{len(rows)} 条，截至 {meta['as_of']}）", dress.format("title"))
    sheet.set_row(0, 26)
    for column, (title, *_) in enumerate(COLUMNS):
        sheet.write_string(2, column, title, dress.format("head"))
    sheet.freeze_panes(3, 2)
    sheet.repeat_rows(2)
    if rows.is_empty():
        sheet.write_string(3, 0, "没有这样的义务。", dress.format("note"))
        return
    sheet.autofilter(2, 0, 2 + len(rows), len(COLUMNS) - 1)
    for number, row in enumerate(rows.iter_rows(named=True), 3):
        for column, (_, key, look, _) in enumerate(COLUMNS):
            _cell(sheet, number, column, STATES[row[key]] if key == "state" else row[key], dress.format(look))


def _cell(sheet: Any, row: int, column: int, value: Any, look: Any) -> None:
    if value is None or value == "":
        sheet.write_blank(row, column, None, look)
    elif isinstance(value, str):
        sheet.write_string(row, column, value, look)
    elif isinstance(value, int | float):
        sheet.write_number(row, column, value, look)
    else:
        sheet.write_datetime(row, column, datetime.combine(value, time()), look)
