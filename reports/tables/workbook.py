"""The tables of a page as a workbook: what it is on the first sheet, then a sheet a table. Figures are numbers, no text is a formula.

Where figures have something small beside them (an interval, a state's number), that has a column of its own after theirs.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from io import BytesIO
from typing import Any, Final

import xlsxwriter

from reports.tables.list_files import Facts, write_facts
from reports.tables.page_figures import apart, read
from reports.tables.page_tables import Cell, Table
from reports.wording.printable import REFUSED

MADE: Final = datetime(2000, 1, 1)  # a sheet knows no zones; the same page gives the same bytes
NAME, WIDEST, LONGEST = 31, 60, 32_767  # signs: of a sheet's name and of a cell as Excel takes them; the widest column
BESIDE: Final = "{head} · {aside}"


@dataclass(frozen=True)
class BookWords:
    """`facts`: the name of the first sheet. `table`: of a table without a heading. `aside`: what stands beside figures."""

    facts: str
    table: str
    aside: str


def workbook(tables: Sequence[Table], facts: Facts, words: BookWords) -> bytes:
    """An xlsx with every table as it stands on the page; the first sheet tells the headings that are no name of a sheet."""
    names: list[str] = [words.facts]
    for table in tables:
        names.append(_sheet_name(table.title or words.table, names))
    stream = BytesIO()
    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(stream, options) as book:
        book.set_properties({"created": MADE})
        titles = [(name, table.title) for name, table in zip(names[1:], tables, strict=True) if table.title not in ("", name)]
        write_facts(book.add_worksheet(names[0]), [*facts, *titles], book.add_format({"bold": True, "bottom": 1}))
        for name, table in zip(names[1:], tables, strict=True):
            _Sheet(book, book.add_worksheet(name)).write(_columns(table, words), table.notes)
    return stream.getvalue()


def _sheet_name(title: str, taken: Sequence[str]) -> str:
    """A heading as Excel takes it for a sheet: without its forbidden signs, short, and not there yet."""
    plain = REFUSED.sub(" ", title).replace("[", "(").replace("]", ")").strip(" '") or "-"
    used, number, name = {other.lower() for other in taken}, 1, plain[:NAME].strip(" '")
    while name.lower() in used or name.lower() == "history":
        number += 1
        name = f"{plain[: NAME - 4].strip()} {number}"
    return name


def _columns(table: Table, words: BookWords) -> list[list[Cell]]:
    """The rows with a cell in every column: the rest of a wide one is empty, and what stands beside figures is set apart."""
    rows = [[one for cell in row for one in (cell, *[Cell()] * (cell.span - 1))] for row in table.rows]
    split = {n for row in rows for n, cell in enumerate(row) if not cell.is_head and all(_apart(cell))}
    return [[one for n, cell in enumerate(row) for one in (_two(cell, words) if n in split else (_whole(cell),))] for row in rows]


def _apart(cell: Cell) -> tuple[str, str]:
    """A figure and what stands beside it; twice nothing where there is no figure."""
    said, rest = apart(cell.said or cell.aside) if cell.is_figure else ("", "")
    beside = " ".join(part for part in (rest, cell.aside if cell.said else "") if part)
    return (said, beside) if said and read(said) else ("", "")


def _two(cell: Cell, words: BookWords) -> tuple[Cell, Cell]:
    if cell.is_head:
        return cell, Cell(is_head=True, said=BESIDE.format(head=cell.said, aside=words.aside) if cell.said else words.aside)
    said, beside = _apart(cell)
    return (Cell(True, said=said), Cell(said=beside)) if said else (Cell(True, said=cell.said), Cell(said=cell.aside))


def _whole(cell: Cell) -> Cell:
    return Cell(cell.is_figure, cell.is_head, said=" ".join(part for part in (cell.said, cell.aside) if part))


class _Sheet:
    """One sheet while it is written."""

    def __init__(self, book: Any, sheet: Any):
        self._book, self._sheet = book, sheet
        self._formats: dict[str, Any] = {}
        self._head, self._note = book.add_format({"bold": True, "bottom": 1, "text_wrap": True}), book.add_format({"italic": True})

    def write(self, rows: Sequence[Sequence[Cell]], notes: Sequence[str]) -> None:
        heads = sum(all(cell.is_head for cell in row) for row in rows)
        self._sheet.freeze_panes(heads, 1)
        for number, row in enumerate(rows):
            for column, cell in enumerate(row):
                self._write(number, column, cell)
        for column in range(max((len(row) for row in rows), default=0)):
            self._sheet.set_column(column, column, _width([row[column].said for row in rows if column < len(row)]))
        for number, note in enumerate(notes, len(rows) + 1):
            self._sheet.write_string(number, 0, note[:LONGEST], self._note)

    def _write(self, row: int, column: int, cell: Cell) -> None:
        figure = read(cell.said) if cell.is_figure and not cell.is_head else None
        if figure is None:
            if cell.said:
                self._sheet.write_string(row, column, cell.said[:LONGEST], self._head if cell.is_head else None)
        elif isinstance(figure.value, date):
            self._sheet.write_datetime(row, column, datetime.combine(figure.value, time()), self._as(figure.shown))
        else:
            self._sheet.write_number(row, column, figure.value, self._as(figure.shown))

    def _as(self, shown: str) -> Any:
        if shown not in self._formats:
            self._formats[shown] = self._book.add_format({"num_format": shown})
        return self._formats[shown]


def _width(texts: Sequence[str]) -> int:
    """Of a column, in letters; a Chinese sign takes two."""
    return max(8, min(WIDEST, 2 + max((sum(1 + (sign > "⺀") for sign in text) for text in texts), default=0)))
