"""Sheets as files: CSV in several encodings, and workbooks whose bytes don't depend on when they were written."""

import csv
import io
from datetime import date, datetime
from pathlib import Path

import xlsxwriter

from data.demo.dress import Sheet, plain

MADE = datetime(2026, 11, 1, 9, 0, 0)
OPTIONS = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}


def write_csv(path: Path, sheet: Sheet, encoding: str) -> None:
    """The sheet's lines as CSV with Windows line ends."""
    text = io.StringIO(newline="")
    csv.writer(text).writerows([plain(value) for value in line] for line in sheet.lines)
    path.write_bytes(text.getvalue().encode(encoding))


def write_workbook(path: Path, sheet: Sheet) -> None:
    """The sheet as a workbook, days as date cells, merged header cells merged, the options on a sheet of their own."""
    memory = io.BytesIO()
    with xlsxwriter.Workbook(memory, {**OPTIONS, "in_memory": True}) as book:
        book.set_properties({"created": MADE, "title": "演示数据"})
        formats = {"day": book.add_format({"num_format": "yyyy-mm-dd"}), "head": book.add_format({"bold": True, "text_wrap": True})}
        _fill(book.add_worksheet("演示数据"), sheet, formats)
        if sheet.options:
            book.add_worksheet("下拉选框附页").write_column(0, 0, sheet.options)
    path.write_bytes(memory.getvalue())


def _fill(page: xlsxwriter.worksheet.Worksheet, sheet: Sheet, formats: dict[str, xlsxwriter.format.Format]) -> None:
    page.set_column(0, len(sheet.lines[0]) - 1, 16)
    for at, line in enumerate(sheet.lines):
        for column, value in enumerate(line):
            if isinstance(value, date):
                page.write_datetime(at, column, datetime(value.year, value.month, value.day), formats["day"])
            elif isinstance(value, str):
                page.write_string(at, column, value)
            elif value is not None:
                page.write_number(at, column, value)
    for at, first, last in sheet.merges:
        page.merge_range(at, first, at, last, sheet.lines[at][first], formats["head"])
