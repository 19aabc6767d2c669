"""How the sheets of a scorecard look and print: fonts of office machines, real numbers with their formats, A4."""

from functools import cache
from typing import Any

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

FONT = {"font_name": "微软雅黑", "font_size": 10, "valign": "vcenter"}
LOOKS: dict[str, dict[str, Any]] = {
    "title": {"font_size": 16, "bold": True},
    "label": {"font_color": "#566373"},
    "fact": {"bold": True},
    "warn": {"font_color": "#7A4B00", "bg_color": "#FDF3DC"},
    "head": {"bold": True, "bg_color": "#E8EEF4", "border": 1, "border_color": "#B8C3CE", "text_wrap": True, "align": "center"},
    "part": {"bold": True, "bg_color": "#F4F6F9", "border": 1, "border_color": "#D5DBE2"},
    "text": {"border": 1, "border_color": "#D5DBE2", "text_wrap": True},
    "code": {"border": 1, "border_color": "#D5DBE2", "num_format": "@", "text_wrap": True},
    "count": {"border": 1, "border_color": "#D5DBE2", "num_format": "#,##0"},
    "points": {"border": 1, "border_color": "#D5DBE2", "num_format": "0.00"},
    "rate": {"border": 1, "border_color": "#D5DBE2", "num_format": "0.0%"},
    "days": {"border": 1, "border_color": "#D5DBE2", "num_format": '0.0"天"'},
    "day": {"border": 1, "border_color": "#D5DBE2", "num_format": "yyyy-mm-dd", "align": "center"},
    "sum": {"bold": True, "bg_color": "#F4F6F9", "border": 1, "border_color": "#B8C3CE", "num_format": "0.00"},
    "total": {"bold": True, "bg_color": "#F4F6F9", "border": 1, "border_color": "#B8C3CE", "num_format": "#,##0"},
    "note": {"font_color": "#566373", "font_size": 9, "text_wrap": True, "valign": "top"},
}


class Dress:
    """A workbook with its formats and the print set-up of its sheets."""

    def __init__(self, book: xlsxwriter.Workbook):
        self.book = book
        self.look = cache(lambda name: book.add_format(FONT | LOOKS[name]))

    def sheet(self, name: str, widths: tuple[float, ...], footer: str, *, landscape: bool) -> Worksheet:
        """A sheet for A4, as wide as one page, with the run in its footer. `widths` in characters."""
        sheet = self.book.add_worksheet(name)
        sheet.hide_gridlines(2)
        sheet.set_paper(9)
        sheet.set_landscape() if landscape else sheet.set_portrait()
        sheet.fit_to_pages(1, 0)
        sheet.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.7)
        sheet.set_footer(f"&L&9{footer}&R&9第 &P 页，共 &N 页")
        for column, width in enumerate(widths):
            sheet.set_column(column, column, width)
        return sheet

    def format(self, name: str) -> Format:
        """The format of that name."""
        return self.look(name)
