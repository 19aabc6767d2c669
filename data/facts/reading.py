"""What was recognised in one file: what a dry run shows, and what the store keeps."""

from dataclasses import dataclass, field
from datetime import date

import polars as pl

from data.contracts.contracts import Contract, Contracts
from data.facts.batch import Counts, Mode
from data.facts.cells import Cells

PREVIEWED = 20


UNKNOWNS = {"kind": pl.String, "scope": pl.String, "column": pl.String, "text": pl.String, "rows": pl.Int64}


@dataclass(frozen=True)
class Reading:
    """Everything that was recognised in one file.

    accepted: row_no, then the fields of the contract · merged: row_no, into_row_no, reason ·
    rejected: row_no, reasons, columns, positions (of the faulty cells), cells (as they came) · skipped: row_no, reason, cells ·
    contradictions: row_no, sentence · unknowns: kind (header, value, department, zone), scope, column, text, rows: what nobody has confirmed
    yet, scope being the export, the dictionary or the division, and the text of a zone its column. Row numbers are 1-based, as a spreadsheet
    program shows them.
    `form`: workbook, or the encoding and delimiter of text. `positions`: contract column → position in the sheet, from 0.
    `first`: the cells of the first rows as they came, telephone and identity numbers masked; never stored.
    `unmatched`: labels that belong to no column of the contract, whose cells are not stored.
    `suggestions`: names that were not found → near ones; never applied.
    """

    batch_id: str
    export: str
    title: str
    file_name: str
    data: bytes = field(repr=False)
    sha256: str
    form: str
    exported_on: date
    division: str
    mode: Mode
    supplements: str | None
    sheet: str
    header_row: int
    header_depth: int
    labels: tuple[str, ...]
    mapping: dict[str, str]
    positions: dict[str, int]
    first: Cells = field(repr=False)
    unmatched: list[str]
    sheets_skipped: dict[str, str]
    contract_digest: str
    words: Contracts = field(repr=False)
    departments_batch: str | None
    accepted: pl.DataFrame = field(repr=False)
    merged: pl.DataFrame = field(repr=False)
    rejected: pl.DataFrame = field(repr=False)
    skipped: pl.DataFrame = field(repr=False)
    contradictions: pl.DataFrame = field(repr=False)
    unknowns: pl.DataFrame = field(repr=False)
    warnings: list[str]
    suggestions: dict[str, list[str]]
    already_in: str | None = None  # the batch that this very reading is in as
    replaces: str | None = None  # the full listing in force that this one would take over from

    @property
    def counts(self) -> Counts:
        """Rows by what became of them."""
        sizes = {name: len(getattr(self, name)) for name in ("accepted", "merged", "rejected", "skipped")}
        return Counts(read=sum(sizes.values()) - sizes["skipped"], **sizes)

    @property
    def contract(self) -> Contract:
        """What its columns mean."""
        return self.words.exports[self.export]

    @property
    def missing(self) -> tuple[str, ...]:
        """Columns of the contract that the file does not have."""
        return tuple(column.name for column in self.contract.columns if column.name not in self.mapping)

    @property
    def empty(self) -> tuple[str, ...]:
        """Columns of the contract that it has, and that hold nothing in any accepted row."""
        rows = self.accepted
        return tuple(
            name for name in (c.name for c in self.contract.columns) if name in self.mapping and rows[name].null_count() == len(rows)
        )

    @property
    def preview(self) -> pl.DataFrame:
        """The first accepted rows."""
        return self.accepted.head(PREVIEWED)
