"""A row of an original file with its neighbours, for whoever asks where a figure came from. Mobile and identity numbers are masked."""

from collections import OrderedDict
from dataclasses import dataclass
from threading import Lock

import polars as pl

from data.errors import RequestFault
from data.facts.batch import Batch
from data.facts.store import Facts
from data.intake.cells.mask_personal import masked
from data.intake.files.sheets import read_sheets
from data.settings import Settings, settings

HELD_BYTES = 512 * 1024 * 1024


@dataclass(frozen=True)
class OriginalRow:
    """One row as it came. `row_no` as a spreadsheet program shows it; `cells` beside the labels; `is_asked`: the row that was asked for."""

    row_no: int
    cells: tuple[str | None, ...]
    is_asked: bool


@dataclass(frozen=True)
class Original:
    """Rows of an original file. `positions`: contract column → position of its cells."""

    file_name: str
    sheet: str
    labels: tuple[str, ...]
    positions: dict[str, int]
    rows: list[OriginalRow]


def original_rows(facts: Facts, batch: Batch, row_no: int, around: int = 3, limits: Settings | None = None) -> Original:
    """The row of that number and its neighbours below the header. Raises RequestFault when the file has no such row, FileFault when gone."""
    cells = _HELD.cells(facts, batch, limits or settings())
    if not batch.header_row < row_no <= cells.height:
        raise RequestFault(f"“{batch.file_name}”没有第 {row_no} 行数据（表头在第 {batch.header_row} 行，共 {cells.height} 行）。")
    first = max(batch.header_row + 1, row_no - around)
    part = pl.DataFrame([masked(column) for column in cells.slice(first - 1, row_no + around - first + 1).get_columns()])
    rows = [OriginalRow(first + i, row, first + i == row_no) for i, row in enumerate(part.rows())]
    positions = {column: batch.labels.index(label) for column, label in batch.mapping.items()}
    return Original(batch.file_name, batch.sheet, batch.labels, positions, rows)


class _Held:
    """The sheets read last, up to so many bytes. One reader at a time: two that ask for one file parse it once."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._sheets: OrderedDict[tuple[str, str], pl.DataFrame] = OrderedDict()

    def cells(self, facts: Facts, batch: Batch, limits: Settings) -> pl.DataFrame:
        key = (batch.sha256, batch.sheet)
        with self._lock:
            if key not in self._sheets:
                sheets = read_sheets(facts.original(batch), batch.file_name, limits)
                self._sheets[key] = next(sheet.cells for sheet in sheets if sheet.name == batch.sheet)
            self._sheets.move_to_end(key)
            while len(self._sheets) > 1 and sum(cells.estimated_size() for cells in self._sheets.values()) > HELD_BYTES:
                self._sheets.popitem(last=False)
            return self._sheets[key]


_HELD = _Held()
