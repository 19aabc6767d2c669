"""The rejected rows of a batch as a workbook: original cells, the faulty ones marked, the reasons said; made to be corrected and sent back.

Sent back, it is known by its mark as a supplement of its batch: its rows join the listing instead of replacing it.
"""

import re
from io import BytesIO

import polars as pl
import xlsxwriter

from data.contracts.contracts import Contracts
from data.facts.batch import Batch

MARK_SHEET = "_督数"
LOST_SHEET = "冲突行（仅供核对）"
LOST_SENTENCE = "以下各行与同一主键靠后的行内容不同，已以靠后的行为准；仅供核对，不会再次接入。"
REASON, ROW_NO = "退回原因", "原行号"
MARK = re.compile(r"补正批次\s*([0-9a-f]{16})")
REJECTED_IN_TITLE = "退回的"
SENTENCE = "《{title}》退回的 {count} 行：请改正标红的单元格，保存后把本文件原样上传（补正批次 {batch_id}，请勿删改本行）"
WIDTH, REASON_WIDTH = 18, 60


def rejects_workbook(batch: Batch, rejected: pl.DataFrame, contracts: Contracts) -> bytes:
    """An xlsx of the rejected rows. `rejected`: as `Facts.rejected` gives them.

    Rows that only lost against a later row of their key stand apart: nothing in them is to be corrected, and sent back they would win.
    """
    is_lost = pl.col("positions").list.drop_nulls().list.len() == 0
    lost, rejected = rejected.filter(is_lost), rejected.filter(~is_lost)
    stream = BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(stream, options) as book:
        sheet = book.add_worksheet("退回行")
        title = SENTENCE.format(title=contracts.exports[batch.export].title_zh, count=len(rejected), batch_id=batch.batch_id)
        sheet.write_string(0, 0, title, book.add_format({"bold": True}))
        _write_header(book, sheet, [REASON, ROW_NO, *_without_last_blanks(batch.labels)])
        _write_rows(book, sheet, rejected)
        sheet.freeze_panes(2, 2)
        if len(lost):
            apart = book.add_worksheet(LOST_SHEET)
            apart.write_string(0, 0, LOST_SENTENCE, book.add_format({"bold": True}))
            _write_header(book, apart, [REASON, ROW_NO, *_without_last_blanks(batch.labels)])
            _write_rows(book, apart, lost)
        mark = book.add_worksheet(MARK_SHEET)
        mark.write_string(0, 0, f"补正批次 {batch.batch_id}")
        mark.very_hidden()
    return stream.getvalue()


def _without_last_blanks(labels: tuple[str, ...]) -> tuple[str, ...]:
    return labels[: max(i for i, label in enumerate(labels, start=1) if label)]


def mark_of(sheet_name: str, title: str) -> str | None:
    """The batch whose rejected rows a sheet holds or its hidden companion names; None for any other sheet."""
    found = MARK.search(title)
    return found[1] if found and (sheet_name == MARK_SHEET or REJECTED_IN_TITLE in title) else None


def _write_header(book: xlsxwriter.Workbook, sheet: xlsxwriter.worksheet.Worksheet, labels: list[str]) -> None:
    style = book.add_format({"bold": True, "bg_color": "#E8EDF3", "border": 1, "text_wrap": True})
    for position, label in enumerate(labels):
        sheet.write_string(1, position, label, style)
    sheet.set_column(0, 0, REASON_WIDTH)
    sheet.set_column(1, 1, 8)
    sheet.set_column(2, len(labels), WIDTH)


def _write_rows(book: xlsxwriter.Workbook, sheet: xlsxwriter.worksheet.Worksheet, rejected: pl.DataFrame) -> None:
    wrapped = book.add_format({"text_wrap": True, "valign": "top"})
    plain = book.add_format({"num_format": "@"})  # text, so that correcting a cell does not turn a code into a number
    faulty = book.add_format({"num_format": "@", "bg_color": "#FFC7CE", "font_color": "#9C0006"})
    for at, row in enumerate(rejected.iter_rows(named=True), start=2):
        sheet.write_string(at, 0, "；".join(row["reasons"]), wrapped)
        sheet.write_number(at, 1, row["row_no"])
        for position, text in enumerate(row["cells"]):
            style = faulty if position in row["positions"] else plain
            sheet.write_string(at, position + 2, text, style) if text else sheet.write_blank(at, position + 2, None, style)
