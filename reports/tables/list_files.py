"""A list as a file that others work on: xlsx, csv or parquet, each telling what it holds, of which run and by which filter.

An xlsx tells it on a sheet of its own in front; a csv has a second file beside it in one zip, so that the csv itself begins with its head
and every program reads it; a parquet carries it as the metadata of the file.
"""

import json
import zipfile
from collections.abc import Sequence
from datetime import datetime, time
from io import BytesIO
from typing import Any

import polars as pl
import xlsxwriter

SHEET_ROWS = 1_048_575  # what a sheet of Excel holds beside its head; a longer list goes on on the next one
STAMP = (2000, 1, 1, 0, 0, 0)  # of the files in a zip: the same list gives the same bytes
FORMULA = r"^[=+\-@\t\r]"
NUMBER = r"^[+-]?\d+([.,]\d+)*%?$"
Facts = Sequence[tuple[str, str]]


def workbook(rows: pl.DataFrame, facts: Facts, titles: tuple[str, str]) -> bytes:
    """An xlsx. `rows`: the columns under their headings; `titles`: of the sheet of facts and of that of the rows. No text becomes a formula."""
    stream = BytesIO()
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(stream, options) as book:
        bold, day = book.add_format({"bold": True, "bottom": 1}), book.add_format({"num_format": "yyyy-mm-dd"})
        write_facts(book.add_worksheet(titles[0]), facts, bold)
        for number, start in enumerate(range(0, max(1, len(rows)), SHEET_ROWS)):
            name = titles[1] + (f" {number + 1}" if number else "")
            _write_rows(book.add_worksheet(name), rows.slice(start, SHEET_ROWS), bold, day)
    return stream.getvalue()


def zipped_csv(rows: pl.DataFrame, facts: Facts, titles: tuple[str, str]) -> bytes:
    """A zip of the csv and, beside it, what it holds. Both in UTF-8 with a mark, as Excel wants it."""
    stream = BytesIO()
    told = "".join(f"{label}：{value}\r\n" for label, value in facts)
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        archive.writestr(zipfile.ZipInfo(f"{titles[1]}.csv", STAMP), csv_bytes(rows), zipfile.ZIP_DEFLATED)
        archive.writestr(zipfile.ZipInfo(f"{titles[0]}.txt", STAMP), told.encode("utf-8-sig"))
    return stream.getvalue()


def csv_bytes(rows: pl.DataFrame) -> bytes:
    """The csv alone. A text that a spreadsheet would take for a formula has a quote before it; numbers are never touched."""
    return rows.with_columns(harmless(pl.col(pl.String))).write_csv(include_bom=True).encode("utf-8")


def harmless(text: pl.Expr) -> pl.Expr:
    """A quote before what starts like a formula, unless it is a number such as -5: that means the same everywhere."""
    is_formula = text.str.contains(FORMULA) & ~text.str.contains(NUMBER)
    return pl.when(is_formula).then("'" + text).otherwise(text).name.keep()


def parquet(rows: pl.DataFrame, facts: Facts, codes: dict[str, str]) -> bytes:
    """A parquet with stored names and values. `codes`: run_id, edition, as_of and the filter by the names that programs know."""
    stream = BytesIO()
    rows.write_parquet(stream, metadata={**codes, "dushu": json.dumps(dict(facts), ensure_ascii=False)})
    return stream.getvalue()


def write_facts(sheet: Any, facts: Facts, bold: Any) -> None:
    """What a file tells of itself, a line each: the label in `bold`, what it is beside it."""
    sheet.set_column(0, 0, 16)
    sheet.set_column(1, 1, 80)
    for row, (label, value) in enumerate(facts):
        sheet.write_string(row, 0, label, bold)
        sheet.write_string(row, 1, value)


def _write_rows(sheet: Any, rows: pl.DataFrame, bold: Any, day: Any) -> None:
    sheet.freeze_panes(1, 1)
    for column, kind in enumerate(rows.dtypes):
        sheet.set_column(column, column, 26 if kind == pl.String else 12, day if kind == pl.Date else None)
    for column, name in enumerate(rows.columns):
        sheet.write_string(0, column, name, bold)
    sheet.autofilter(0, 0, len(rows), max(0, rows.width - 1))
    texts = [kind == pl.String for kind in rows.dtypes]
    days = [kind == pl.Date for kind in rows.dtypes]
    midnight = time()
    for number, row in enumerate(rows.iter_rows(), 1):
        for column, value in enumerate(row):
            if value is None:
                continue
            if texts[column]:
                sheet.write_string(number, column, value)
            elif days[column]:
                sheet.write_datetime(number, column, datetime.combine(value, midnight), day)
            else:
                sheet.write_number(number, column, value)
