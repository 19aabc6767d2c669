"""A ranking book as a workbook: one sheet a group, real numbers, formulas for what sums and ranks, A4 in landscape."""

from datetime import datetime
from io import BytesIO

import xlsxwriter

from reports.ranking_book import annex_sheets
from reports.ranking_book import text as telling
from reports.ranking_book.book import Book
from reports.ranking_book.group_sheet import write_group
from reports.ranking_book.overview_sheet import write_overview
from reports.ranking_book.sheet_styles import BookDress
from reports.wording.wording import Wording

MADE_ON = datetime(2000, 1, 1)  # in the file's properties: the run says which figures these are, not a clock
OPTIONS = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}


def book_xlsx(book: Book, t: Wording) -> bytes:
    """The workbook. The same book gives the same bytes."""
    out = BytesIO()
    with xlsxwriter.Workbook(out, OPTIONS) as file:
        foot = telling.foot(book, t)
        file.set_properties({"title": telling.title(book, t), "comments": foot, "created": MADE_ON})
        dress = BookDress(file, t, foot)
        write_overview(dress, book)
        for group in book.groups:
            write_group(dress, group, book)
        if book.since:
            annex_sheets.write_moved(dress, book)
        annex_sheets.write_items(dress, book)
        annex_sheets.write_scheme(dress, book)
        if book.changes:
            annex_sheets.write_changes(dress, book)
    return out.getvalue()
