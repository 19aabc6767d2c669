"""A sheet that is written from left to right and from above: a cell by its look, a formula with the value that it has."""

from collections.abc import Sequence
from math import ceil
from typing import Any

from xlsxwriter.utility import xl_col_to_name, xl_range
from xlsxwriter.worksheet import Worksheet

from reports.ranking_book.sheet_styles import BookDress
from reports.scorecard.sheet_styles import half_widths
from reports.wording.printable import printable

LINE = 13.5  # points that a line of text takes


class Sheet:
    """One sheet. `row` is the next to be written, from 0. No text becomes a formula or a link."""

    def __init__(self, dress: BookDress, name: str, widths: Sequence[float], title: str):
        self.dress, self.widths, self.columns = dress, widths, len(widths)
        self.page: Worksheet = dress.sheet(dress.free_name(name), tuple(widths))
        self.page.write_string(0, 0, printable(title), dress.format("heading"))
        self.page.set_row(0, 26)
        self.row = 1

    def told(self, text: str, look: str = "note") -> None:
        """A text over the whole width, in as many lines as it needs."""
        self.page.merge_range(self.row, 0, self.row, max(1, self.columns - 1), printable(text), self.dress.format(look))
        self._tall([(text, sum(self.widths))])
        self.row += 1

    def head(self, titles: Sequence[str], frozen: int) -> None:
        """The head of a table; it stays in sight and stands on every printed page, with `frozen` columns at the left."""
        for column, title in enumerate(titles):
            self.page.write_string(self.row, column, printable(title), self.dress.format("head"))
        self.row += 1
        if frozen:
            self.page.freeze_panes(self.row, frozen)
            self.page.repeat_rows(self.row - 1)

    def put(self, cells: Sequence[tuple[Any, str]]) -> None:
        """A row of values, each with its look. None leaves its cell empty; a pair (formula, value) is a formula that carries its value."""
        for column, (value, look) in enumerate(cells):
            form = self.dress.format(look)
            match value:
                case None:
                    self.page.write_blank(self.row, column, None, form)
                case (formula, known):
                    self.page.write_formula(self.row, column, formula, form, "" if known is None else float(known))
                case str():
                    self.page.write_string(self.row, column, printable(value), form)
                case _:
                    self.page.write_number(self.row, column, float(value), form)
        self._tall([(value, width) for (value, _), width in zip(cells, self.widths, strict=False) if isinstance(value, str)])
        self.row += 1

    def _tall(self, texts: Sequence[tuple[str, float]]) -> None:
        """Make the row as high as the longest of its texts needs, each in its width."""
        lines = max((ceil(half_widths(text) / (width + 1)) for text, width in texts), default=1)
        if lines > 1:
            self.page.set_row(self.row, LINE * lines + 3)

    def tint(self, first: int, column: int, rule: dict[str, Any], last_column: int | None = None) -> None:
        """A condition on a column's cells from row `first` on to the last that is written."""
        if self.row > first:
            self.page.conditional_format(first, column, self.row - 1, column if last_column is None else last_column, rule)


def over(first: int, last: int, column: int) -> str:
    """A column's cells between two rows, both from 0 and included: C3:C9."""
    return str(xl_range(first, column, last, column))


def cell(row: int, column: int) -> str:
    """C3, of a row and a column from 0."""
    return f"{xl_col_to_name(column)}{row + 1}"
