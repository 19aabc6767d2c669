"""Cells below the header into accepted, merged, rejected and skipped rows: every row ends in exactly one of them."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import polars as pl

from data.contracts.contracts import Column, Contract
from data.intake.cells.column_reader import Reader
from data.intake.cells.dates import without_time
from data.intake.cells.distinct_texts import Texts
from data.intake.cells.utc_midnights import UtcMidnights, with_zone
from data.intake.columns.choose_sheet import Choice
from data.intake.columns.headers import display_label
from data.intake.merge_rows import merge
from data.intake.non_data_rows import skip_reasons
from data.intake.sheet_columns import Fault, SheetColumns

PARALLEL = 4  # columns read side by side; the work is done outside the interpreter's lock


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
    unknown: dict[str, dict[str, int]]  # column → text that means nothing to us yet → rows
    midnights: dict[str, UtcMidnights]  # date columns whose every time of day is 16:00:00


def assemble(choice: Choice, reader: Reader, contract: Contract) -> Assembled:
    """Read all rows below the header."""
    match = choice.match
    below = choice.sheet.cells.slice(match.header_row)
    row_no = pl.int_range(match.header_row + 1, choice.sheet.cells.height + 1, dtype=pl.Int32, eager=True).alias("row_no")
    with ThreadPoolExecutor(PARALLEL) as pool:
        read = list(pool.map(lambda name: _column(below, contract.column(name), match.columns[name]), match.columns))
        texts = {name: column for name, (column, _) in zip(match.columns, read, strict=True)}
        midnights = {name: found for name, (_, found) in zip(match.columns, read, strict=True) if found}
        reasons = skip_reasons(below, texts, match)
        skipped = _with_cells(row_no.filter(reasons.is_not_null()), below.filter(reasons.is_not_null()))
        skipped.insert_column(1, reasons.drop_nulls().alias("reason"))
        if len(skipped):
            is_data = reasons.is_null()
            texts = {name: column.only(is_data) for name, column in texts.items()}
            below, row_no = below.filter(is_data), row_no.filter(is_data)
        sheet = SheetColumns(choice, texts, row_no, reader)
        fields = [sheet.told(*read) for read in pool.map(sheet.read, contract.columns)]
    rows = pl.DataFrame([row_no, *(series for group in fields for series in group)])
    sheet.check_width(below)
    for name, found in midnights.items():
        sheet.warnings.append(found.sentence(display_label(match.labels[match.columns[name]]), match.header_row + 1 + found.first))
    return _sorted_out(rows, below, contract, sheet, skipped, midnights)


def _column(below: pl.DataFrame, column: Column, position: int) -> tuple[Texts, UtcMidnights | None]:
    cells = below[str(position)]
    if column.type != "date":
        return Texts.of(cells), None
    cells, found = with_zone(cells, column.zone)
    return Texts.of(without_time(cells)), found


def _sorted_out(
    rows: pl.DataFrame,
    below: pl.DataFrame,
    contract: Contract,
    sheet: SheetColumns,
    skipped: pl.DataFrame,
    midnights: dict[str, UtcMidnights],
) -> Assembled:
    match = sheet.choice.match
    if sheet.faults:
        faulty = pl.Series(list(sheet.faults), dtype=pl.UInt32)
        sound = rows.filter(~pl.int_range(len(rows), dtype=pl.UInt32, eager=True).is_in(faulty.implode()))
    else:
        sound = rows
    left = merge(sound, contract)
    key_label = "、".join(display_label(match.labels[match.columns[c.name]]) for c in contract.columns if c.need == "key")
    index_of = dict(zip(rows["row_no"].to_list(), range(len(rows)), strict=True)) if len(left.conflicts) else {}
    for row_no, kept in left.conflicts.iter_rows():
        sentence = f"与第 {kept} 行的{key_label}相同而内容不同，已按靠后的一行（第 {kept} 行）为准"
        sheet.faults[index_of[row_no]] = [(None, key_label, sentence)]
    return Assembled(
        accepted=left.rows,
        merged=left.merged,
        rejected=_rejected(rows["row_no"], below, sheet.faults),
        skipped=skipped,
        contradictions=_contradictions(left.rows, contract, match.columns, match.labels),
        warnings=sheet.warnings,
        suggestions=sheet.suggestions,
        unknown=sheet.unknown,
        midnights=midnights,
    )


def _rejected(row_no: pl.Series, below: pl.DataFrame, faults: dict[int, list[Fault]]) -> pl.DataFrame:
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
            first, then = (display_label(labels[columns[name]]).replace("{", "").replace("}", "") for name in (start, end))
            sentence = pl.format(f"{then} {{}} 早于{first} {{}}", pl.col(end), pl.col(start))
            found.append(rows.select("row_no", start, end).filter(pl.col(end) < pl.col(start)).select("row_no", sentence.alias("sentence")))
    return pl.concat(found).sort("row_no", maintain_order=True)
