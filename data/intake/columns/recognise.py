"""What each column of a file was taken for, and how that is known; of a file that is no known export, what it comes nearest to."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from typing import Literal

from data.contracts.contracts import Column, Contract, Contracts
from data.errors import FileFault
from data.facts.cells import Cells
from data.intake.cells.mask_personal import masked
from data.intake.columns.headers import SEARCHED_ROWS, Match, normal_label, recognise
from data.intake.files.sheets import Sheet, read_sheets
from data.intake.rejects_workbook import LOST_SHEET, MARK_SHEET
from data.settings import Settings

How = Literal["label", "synonym", "confirmed", "unknown"]
FIRST = 3  # rows shown beside the columns


@dataclass(frozen=True)
class Heading:
    """One column of a file. `position`: from 0. `column`: what it was taken for, None where nobody knows. `first`: its cells in the first rows."""

    position: int
    label: str
    column: Column | None
    how: How
    first: tuple[str | None, ...]


@dataclass(frozen=True)
class Guess:
    """A table that is no known export yet. `export`: what was said it is, else the nearest; None where not one label is known.

    `missing`: the needed columns that no label was found for. Everything else as in `Reading`.
    """

    export: str | None
    sheet: str
    header_row: int
    labels: tuple[str, ...]
    positions: dict[str, int]
    missing: tuple[Column, ...]
    first: Cells = field(repr=False)

    @property
    def unmatched(self) -> list[str]:
        """Labels that belong to no column."""
        used = set(self.positions.values())
        return [label for n, label in enumerate(self.labels) if label and n not in used]


def headings(
    labels: Sequence[str], positions: dict[str, int], first: Cells, contract: Contract | None, confirmed: Collection[tuple[str, str]]
) -> list[Heading]:
    """Every column that has a label or a cell, in the order of the file. `confirmed`: (column, label) that officers confirmed."""
    column_at = {position: contract.column(name) for name, position in positions.items()} if contract else {}
    known = {(name, normal_label(text)) for name, text in confirmed}
    told = []
    for position, label in enumerate(labels):
        cells = tuple(row[position] if position < len(row) else None for row in first)
        column = column_at.get(position)
        if label or any(cells):
            told.append(Heading(position, label, column, _how(label, column, known), cells))
    return told


def _how(label: str, column: Column | None, confirmed: Collection[tuple[str, str]]) -> How:
    if column is None:
        return "unknown"
    if normal_label(label) == normal_label(column.label):
        return "label"
    return "confirmed" if (column.name, normal_label(label)) in confirmed else "synonym"


def positions_of(labels: Sequence[str], export: str, contracts: Contracts) -> dict[str, int]:
    """The columns of an export that labels alone are known to be: column → position."""
    return next((match.columns for match in recognise([labels], contracts) if match.contract.name == export), {})


def guess(data: bytes, name: str, contracts: Contracts, limits: Settings, export: str | None = None) -> Guess | None:
    """What a file comes nearest to, or what it is if it were `export`; None for a file without a table."""
    found: list[tuple[float, Sheet, Match | None]] = []
    try:
        for sheet in read_sheets(data, name, limits):
            if sheet.cells.is_empty() or sheet.name in (MARK_SHEET, LOST_SHEET):
                continue
            matches = recognise(sheet.cells.head(SEARCHED_ROWS).rows(), contracts, name)
            match = next((m for m in matches if export in (None, m.contract.name)), None)
            found.append((match.score if match else -100.0, sheet, match))
    except FileFault:
        return None
    if not found:
        return None
    _, sheet, match = max(found, key=lambda one: one[0])  # of equal ones the first
    return _told(sheet, match, contracts.exports.get(export or ""))


def _told(sheet: Sheet, match: Match | None, wanted: Contract | None) -> Guess | None:
    header_row = match.header_row if match else _widest(sheet)
    labels = match.labels if match else tuple((cell or "").strip() for cell in sheet.cells.row(header_row - 1))
    if not any(labels):
        return None
    contract, positions = (match.contract, match.columns) if match else (wanted, {})
    missing = tuple(c for c in contract.columns if c.need and c.name not in positions) if contract else ()
    first = first_cells(sheet, range(header_row, header_row + FIRST))
    return Guess(contract.name if contract else None, sheet.name, header_row, labels, positions, missing, first)


def first_cells(sheet: Sheet, rows: Sequence[int]) -> Cells:
    """Rows to be looked at, not kept: telephone and identity numbers masked. `rows`: from 0; beyond the last none."""
    cells = sheet.cells[[row for row in rows if row < sheet.cells.height]]
    return tuple(cells.select(masked(column) for column in cells.get_columns()).rows())


def _widest(sheet: Sheet) -> int:
    """The row, from 1, with the most different texts among the first: the likeliest header of a table nobody knows."""
    top = sheet.cells.head(SEARCHED_ROWS).rows()
    return max(range(len(top)), key=lambda n: (len({cell for cell in top[n] if cell and cell.strip()}), -n)) + 1
