"""A batch: one file brought in for one day, as its manifest tells it."""

from datetime import date, datetime
from typing import Literal

from pydantic import BaseModel, ConfigDict

Mode = Literal["full", "cumulative"]


class Counts(BaseModel):
    """Rows of a file. `read` = `accepted` + `merged` + `rejected`; `skipped` rows (titles, totals, notes, blanks) are no data."""

    model_config = ConfigDict(frozen=True)

    read: int
    accepted: int
    merged: int
    rejected: int
    skipped: int


class Batch(BaseModel):
    """What is kept about one file that was taken in.

    `form`: workbook, or the encoding and delimiter of text. `exported_on`: the day it speaks for.
    `division`: whose file it is, which decides what 市教育局 means.
    `mode`: a full listing replaces the former one; cumulative rows replace rows of the same key.
    `supplements`: the batch whose rejected rows these are, corrected. `mapping`: contract column → label in the file.
    `empty`: the columns of the contract that the file has and that hold nothing in any accepted row; None for batches kept before that was told.
    `labels`: the labels of all positions, in order. `header_row`: the lowest row of the header, 1-based; `header_depth`: its rows.
    `departments_batch`: the listing of departments that names were resolved with ("+" between several).
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    batch_id: str
    export: str
    file_name: str
    sha256: str
    form: str
    exported_on: date
    division: str
    mode: Mode
    supplements: str | None
    received_at: datetime
    by: str
    sheet: str
    header_row: int
    header_depth: int
    labels: tuple[str, ...]
    mapping: dict[str, str]
    empty: tuple[str, ...] | None = None
    contract_digest: str
    departments_batch: str | None
    counts: Counts
    warnings: list[str]
