"""How the sheets of a scorecard's workbook look and print: fonts of office machines, real numbers with their formats, A4."""

from functools import cache, lru_cache
from typing import Any

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from reports.wording.wording import Wording

INK, QUIET, AMBER, RED, GREEN = "#1F2933", "#566373", "#7A4B00", "#9B2C2C", "#2F6B4F"
LINE, SHADE, PALE = "#C3CCD6", "#E8EEF4", "#F4F6F9"
FOOT_ROOM = 120  # signs of a foot; Excel takes 255 with its own marks
FONT = {"font_name": "微软雅黑", "font_size": 10, "valign": "vcenter", "font_color": INK}
BOX: dict[str, Any] = {"border": 1, "border_color": LINE}
LOOKS: dict[str, dict[str, Any]] = {
    "title": {"font_size": 18, "bold": True, "align": "center"},
    "heading": {"font_size": 12, "bold": True},
    "label": BOX | {"font_color": QUIET, "bg_color": PALE},
    "fact": BOX | {"text_wrap": True},
    "strong": BOX | {"bold": True, "text_wrap": True, "align": "left"},
    "total": BOX | {"bold": True, "font_size": 16, "num_format": "0.00", "align": "left"},
    "fact_day": BOX | {"num_format": "yyyy-mm-dd", "align": "left"},
    "warn": {"font_color": AMBER, "bg_color": "#FDF3DC", "align": "center"},
    "head": BOX | {"bold": True, "bg_color": SHADE, "text_wrap": True, "align": "center"},
    "part": BOX | {"bold": True, "text_wrap": True, "align": "center"},
    "text": BOX | {"text_wrap": True},
    "centre": BOX | {"align": "center", "text_wrap": True},
    "code": BOX | {"num_format": "@", "text_wrap": True},
    "count": BOX | {"num_format": "#,##0", "align": "center"},
    "worth": BOX | {"num_format": "0.##", "align": "center"},
    "points": BOX | {"num_format": "0.00", "align": "right"},
    "day": BOX | {"num_format": "yyyy-mm-dd", "align": "center"},
    "none": BOX | {"font_color": QUIET, "align": "center"},
    "sum": BOX | {"bold": True, "bg_color": PALE},
    "sum_worth": BOX | {"bold": True, "bg_color": PALE, "num_format": "0.##", "align": "center"},
    "sum_points": BOX | {"bold": True, "bg_color": PALE, "num_format": "0.00", "align": "right"},
    "sum_count": BOX | {"bold": True, "bg_color": PALE, "num_format": "#,##0", "align": "center"},
    "small_text": BOX | {"font_size": 9, "text_wrap": True},
    "small_centre": BOX | {"font_size": 9, "text_wrap": True, "align": "center"},
    "small_code": BOX | {"font_size": 9, "text_wrap": True, "num_format": "@"},
    "small_count": BOX | {"font_size": 9, "num_format": "#,##0", "align": "center"},
    "small_day": BOX | {"font_size": 9, "num_format": "yyyy-mm-dd", "align": "center"},
    "note": {"font_color": QUIET, "font_size": 9, "text_wrap": True, "valign": "top"},
    "sign": {"text_wrap": True, "valign": "top"} | BOX,
    "late": {"font_color": AMBER}, "open": {"font_color": RED, "bold": True}, "met": {"font_color": GREEN},
}  # fmt: skip
# The more, the redder. No bars: they are an extension that other programs than Excel warn of.
SCALE: dict[str, Any] = {"type": "2_color_scale", "min_color": "#FFFFFF", "max_color": "#F0C4B6", "min_type": "num", "min_value": 0}
CONDITIONS = ("late", "open", "met")  # formats that only tint
BEFORE_CHINESE = "\u2e7f"  # the last sign that is half as wide


@lru_cache(4096)  # a list of thousands of rows says the same again and again
def half_widths(text: str) -> int:
    """How wide a text is, in half-width signs: a Chinese one takes two."""
    return len(text) + sum(map(BEFORE_CHINESE.__lt__, text))


class Dress:
    """A workbook with its formats and the print set-up of its sheets."""

    def __init__(self, book: xlsxwriter.Workbook, t: Wording, foot: str):
        self.book, self.t, self.foot = book, t, foot[:FOOT_ROOM].replace("&", "&&")
        self.look = cache(lambda name: book.add_format(LOOKS[name] if name in CONDITIONS else FONT | LOOKS[name]))

    def sheet(self, name: str, widths: tuple[float, ...]) -> Worksheet:
        """A sheet for A4 in landscape, as wide as one page, with the run and the page in its foot. `widths` in characters."""
        sheet = self.book.add_worksheet(name)
        sheet.hide_gridlines(2)
        sheet.set_paper(9)
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        sheet.center_horizontally()
        sheet.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.7)
        sheet.set_footer(f"&L&9{self.foot}&R&9{self.t('common.page', page='&P', pages='&N')}")
        for column, width in enumerate(widths):
            sheet.set_column(column, column, width)
        return sheet

    def format(self, name: str) -> Format:
        """The format of that name."""
        return self.look(name)
