"""Cells below the header into accepted, merged, rejected and skipped rows: every row ends in exactly one of them."""

from dataclasses import dataclass

import polars as pl

from data.contracts import Column, Contract
from data.intake.choosing import Choice
from data.intake.cleaning import clean
from data.intake.columns import Reader
from data.intake.merging import merge
from data.intake.rows import skip_reasons

POLARS = {"DATE": pl.Date, "BIGINT": pl.Int64, "DOUBLE": pl.Float64, "VARCHAR[]": pl.List(pl.String), "VARCHAR": pl.String}


@dataclass(frozen=True)
class Assembled:
    """The rows of one file by what became of them; shapes as in `Reading`."""

    accepted: pl.DataFrame
    merged: pl.DataFrame
    rejected: pl.DataFrame
    skipped: pl.DataFrame
    contradictions: pl.DataFrame
    warnings: list[str]
    suggestions: dict[str, list[str]]


def assemble(choice: Choice, reader: Reader, contract: Contract) -> Assembled:
    """Read all rows below the header."""
    match = choice.match
    below = choice.sheet.cells.slice(match.header_row)
    row_no = pl.int_range(match.header_row + 1, choice.sheet.cells.height + 1, dtype=pl.Int32, eager=True).alias("row_no")
    cells = clean(below)
    reasons = skip_reasons(cells, match.labels, [match.columns[c.name] for c in contract.columns if c.need == "key"])
    is_data = reasons.is_null()
    skipped = _with_cells(row_no.filter(~is_data), below.filter(~is_data)).insert_column(1, reasons.drop_nulls().alias("reason"))
    if not is_data.all():
        cells, below, row_no = cells.filter(is_data), below.filter(is_data), row_no.filter(is_data)
    sheet = _Sheet(choice, cells, reader)
    rows = pl.DataFrame([row_no, *(series for column in contract.columns for series in sheet.fields(column))])
    sheet.check_width()
    return _sorted_out(rows, below, contract, sheet, skipped)


class _Sheet:
    """The columns of one sheet being read, and what was found on the way. Faults: row index → [(position or −1, label, reason)]."""

    def __init__(self, choice: Choice, cells: pl.DataFrame, reader: Reader):
        self.choice, self.cells, self.reader = choice, cells, reader
        self.faults: dict[int, list[tuple[int, str, str]]] = {}
        self.warnings: list[str] = []
        self.suggestions: dict[str, list[str]] = {}

    def fields(self, column: Column) -> list[pl.Series]:
        """The typed fields of one column; all null where the file lacks it."""
        match = self.choice.match
        if column.name not in match.columns:
            return [pl.repeat(None, len(self.cells), dtype=POLARS[sql], eager=True).alias(name) for name, sql in column.fields]
        position = match.columns[column.name]
        label = match.labels[position]
        typed = self.reader.read(self.cells[str(position)], column, label)
        for row, reason in typed.faults:
            self._add(row, position, label, reason)
        if column.need:
            self._require(typed.fields[0], {row for row, _ in typed.faults}, position, label)
        self.warnings += typed.warnings
        self.suggestions |= typed.suggestions
        if len(self.cells) and typed.fields[0].null_count() == len(self.cells) and self.cells[str(position)].is_null().all():
            self.warnings.append(f"{label}整列为空；若原为公式，请在 Excel 中打开并保存一次后重新上传。")
        return typed.fields

    def check_width(self) -> None:
        """A delimited row with cells beyond the last label has lost its place: a comma inside a cell was not quoted."""
        labels = self.choice.match.labels
        last = max(i for i, label in enumerate(labels) if label)
        beyond = [c for c in self.cells.columns if int(c) > last]
        if self.choice.sheet.is_delimited and beyond:
            hits = self.cells.select(pl.any_horizontal(pl.col(c).is_not_null() for c in beyond)).to_series()
            for row in hits.arg_true():
                self._add(row, last + 1, "", "单元格比表头多，各列可能已错位，请检查是否有未加引号的分隔符")

    def _require(self, values: pl.Series, faulty: set[int], position: int, label: str) -> None:
        if values.null_count():
            for row in values.is_null().arg_true():
                if row not in faulty:
                    self._add(row, position, label, f"{label}为空，此列必填")

    def _add(self, row: int, position: int, label: str, reason: str) -> None:
        self.faults.setdefault(row, []).append((position, label, reason))


def _sorted_out(rows: pl.DataFrame, below: pl.DataFrame, contract: Contract, sheet: _Sheet, skipped: pl.DataFrame) -> Assembled:
    match = sheet.choice.match
    if sheet.faults:
        faulty = pl.Series(list(sheet.faults), dtype=pl.UInt32)
        sound = rows.filter(~pl.int_range(len(rows), dtype=pl.UInt32, eager=True).is_in(faulty.implode()))
    else:
        sound = rows
    left = merge(sound, contract)
    key_position = match.columns[next(c.name for c in contract.columns if c.need == "key")]
    key_label = "、".join(match.labels[match.columns[c.name]] for c in contract.columns if c.need == "key")
    index_of = dict(zip(rows["row_no"].to_list(), range(len(rows)), strict=True)) if len(left.conflicts) else {}
    for row_no, kept in left.conflicts.iter_rows():
        sentence = f"与第 {kept} 行的{key_label}相同而内容不同，已按靠后的一行（第 {kept} 行）为准"
        sheet.faults[index_of[row_no]] = [(key_position, key_label, sentence)]
    return Assembled(
        accepted=left.rows,
        merged=left.merged,
        rejected=_rejected(rows["row_no"], below, sheet.faults),
        skipped=skipped,
        contradictions=_contradictions(left.rows, contract, match.columns, match.labels),
        warnings=sheet.warnings,
        suggestions=sheet.suggestions,
    )


def _rejected(row_no: pl.Series, below: pl.DataFrame, faults: dict[int, list[tuple[int, str, str]]]) -> pl.DataFrame:
    indexes = sorted(faults)
    told = [faults[i] for i in indexes]
    frame = _with_cells(row_no.gather(indexes), below[indexes] if indexes else below.clear())
    return frame.with_columns(
        pl.Series("reasons", [[reason for _, _, reason in f] for f in told], dtype=pl.List(pl.String)),
        pl.Series("columns", [[label for _, label, _ in f] for f in told], dtype=pl.List(pl.String)),
        pl.Series("positions", [[position for position, _, _ in f] for f in told], dtype=pl.List(pl.Int32)),
    ).select("row_no", "reasons", "columns", "positions", "cells")


def _with_cells(row_no: pl.Series, cells: pl.DataFrame) -> pl.DataFrame:
    """Row numbers with the cells of each row as they came, in one list."""
    return pl.DataFrame([row_no]).with_columns(cells.select(pl.concat_list(pl.all()).alias("cells")).to_series())


def _contradictions(rows: pl.DataFrame, contract: Contract, columns: dict[str, int], labels: tuple[str, ...]) -> pl.DataFrame:
    """Ends before their starts: kept as they came, and told."""
    found = [pl.DataFrame(schema={"row_no": pl.Int32, "sentence": pl.String})]
    for start, end in contract.in_order:
        if start in columns and end in columns:
            sentence = pl.format(f"{labels[columns[end]]} {{}} 早于{labels[columns[start]]} {{}}", pl.col(end), pl.col(start))
            found.append(rows.filter(pl.col(end) < pl.col(start)).select("row_no", sentence.alias("sentence")))
    return pl.concat(found).sort("row_no", maintain_order=True)
