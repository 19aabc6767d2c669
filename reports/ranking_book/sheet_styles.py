"""How the sheets of a ranking book look beside what every workbook of the house has, and what they may be called."""

import re
from functools import cache
from typing import Any

import xlsxwriter
from xlsxwriter.format import Format

from reports.scorecard.sheet_styles import BOX, FONT, GREEN, PALE, QUIET, RED, Dress
from reports.wording.printable import printable
from reports.wording.wording import Wording

LONGEST = 31  # signs of a sheet's name in Excel
REFUSED = re.compile(r"[\[\]:*?/\\']")
SIGNED = '"+"0.00;"−"0.00;"—"'
PLACES = '"↑"0;"↓"0;"—"'
SUM: dict[str, Any] = BOX | {"bold": True, "bg_color": PALE}
LOOKS: dict[str, dict[str, Any]] = {
    "big": BOX | {"num_format": "0.00", "bold": True},
    "rank": BOX | {"num_format": "0", "bold": True, "align": "center"},
    "signed": BOX | {"num_format": SIGNED, "align": "right"},
    "places": BOX | {"num_format": PLACES, "align": "center"},
    "rate": BOX | {"num_format": "0.0%"},
    "sum_count": SUM | {"num_format": "#,##0", "align": "center"},
    "sum_rate": SUM | {"num_format": "0.0%"},
    "sum_none": SUM | {"font_color": QUIET, "align": "center"},
    "lead": {"text_wrap": True, "valign": "top"},
    "up": {"font_color": GREEN}, "down": {"font_color": RED}, "low": {"font_color": RED, "bg_color": "#FBECE9"},
}  # fmt: skip
TINTS = ("up", "down", "low")  # formats that only tint what a cell has already


class BookDress(Dress):
    """A workbook with the formats of the house and its own, whose sheets have names that Excel takes."""

    def __init__(self, book: xlsxwriter.Workbook, t: Wording, foot: str):
        super().__init__(book, t, foot)
        self._own = cache(lambda name: book.add_format(LOOKS[name] if name in TINTS else FONT | LOOKS[name]))
        self._names: set[str] = set()

    def format(self, name: str) -> Format:
        """The format of that name."""
        return self._own(name) if name in LOOKS else super().format(name)

    def free_name(self, wanted: str) -> str:
        """A name for a sheet like the one that is wanted, and like no other's: without what Excel refuses, no longer than it takes."""
        plain = REFUSED.sub("", printable(wanted))[:LONGEST].strip() or self.t("sheet.unnamed")
        if plain.lower() == "history":  # which Excel keeps for itself
            plain += "_"
        name, number = plain, 1
        while name.lower() in self._names:
            number += 1
            name = f"{plain[: LONGEST - len(str(number)) - 1]}_{number}"
        self._names.add(name.lower())
        return name
