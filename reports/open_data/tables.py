"""The tables of a published edition with exactly the columns that are described, and as files."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, get_args

import polars as pl

from data.errors import RequestFault
from metrics.run.reader import Reader
from reports.open_data.description import TABLES, TYPES, Table, descriptions, dictionary, dictionary_rows
from reports.tables import list_files

Format = Literal["csv", "parquet", "json"]
FORMATS: tuple[Format, ...] = get_args(Format)
MEDIA: dict[Format, str] = {
    "csv": "text/csv; charset=utf-8", "parquet": "application/vnd.apache.parquet", "json": "application/json",
}  # fmt: skip


@dataclass(frozen=True)
class Page:
    """Some rows of a table, from `offset` on; `of`: how many it has."""

    rows: pl.DataFrame
    offset: int
    of: int


def page(reader: Reader, table: Table, limit: int | None = None, offset: int = 0) -> Page:
    """A table of the reader's edition, or a part of it, always in the same order. Raises RequestFault for a draft: drafts are nobody else's."""
    if reader.info.edition is None:
        raise RequestFault("草稿不能导出给其他系统，只能导出已发布的版本。请用 python cli.py editions 查看。")
    frame = {"totals": _totals, "indicators": _indicators, "obligations": _obligations}[table](reader)
    return Page(_described(table, frame.slice(offset, limit), reader), offset, len(frame))


def _totals(reader: Reader) -> pl.DataFrame:
    """All units, with a rank where it may be compared: who passes it on need not know of the others."""
    return reader.totals().with_columns(rank=pl.when("is_comparable").then("rank"))


def _indicators(reader: Reader) -> pl.DataFrame:
    """Units and rules of which there is anything, with their names."""
    rules = reader.rules().select("rule_id", "ord", rule_title_zh="title_zh", rule_title_en="title_en")
    found = reader.indicators().join(reader.units().select("unit_id", "unit_name"), on="unit_id").join(rules, on="rule_id")
    return found.sort("unit_id", "ord")


def _obligations(reader: Reader) -> pl.DataFrame:
    """All of them; their order holds from page to page, as that of a list with ties might not."""
    order = dict(reader.rules().select("rule_id", "ord").iter_rows())
    rows = reader.obligations().with_columns(ord=pl.col("rule_id").replace_strict(order, return_dtype=pl.Int64))
    return rows.sort("ord", "subject_id", "department_id", "arose_on", "batch_id", "sheet", "row_no")


def _described(table: Table, frame: pl.DataFrame, reader: Reader) -> pl.DataFrame:
    """Exactly the described columns in their order and types. What an early edition did not know yet is empty."""
    info = reader.info
    facts = {"edition": info.edition, "period": info.period, "as_of": info.as_of, "is_reconstructed": info.is_reconstructed}
    whole = frame.with_columns(pl.lit(value).alias(name) for name, value in facts.items())
    columns = descriptions()[table].columns
    return whole.select(
        (pl.col(c.name) if c.name in whole.columns else pl.lit(None)).cast(TYPES[c.type]).alias(c.name) for c in columns
    )  # fmt: skip


def as_file(rows: pl.DataFrame, kind: Format, facts: Mapping[str, str]) -> bytes:
    """The rows as one file. `facts`: edition, run and day, kept in the file where the format has a place for them."""
    if kind == "csv":
        return list_files.csv_bytes(rows)
    if kind == "parquet":
        return list_files.parquet(rows, [], dict(facts))
    plain = rows.with_columns(pl.col(pl.Decimal).cast(pl.Float64))
    return _json({**facts, "rows": json.loads(plain.write_json())})


def facts_of(reader: Reader, table: Table) -> dict[str, str]:
    """What a file tells of itself."""
    info = reader.info
    return {"edition": str(info.edition), "table": table, "period": info.period, "as_of": str(info.as_of), "run_id": info.run_id}


def write_files(reader: Reader, formats: tuple[Format, ...], folder: Path, tables: tuple[Table, ...] = TABLES) -> list[Path]:
    """Every table in every format, and the dictionary as JSON and CSV, named by the edition."""
    folder.mkdir(parents=True, exist_ok=True)
    stem, written = str(reader.info.edition), list[Path]()
    for table in tables:
        rows = page(reader, table).rows
        for kind in formats:
            written.append(_written(folder / f"{stem}-{table}.{kind}", as_file(rows, kind, facts_of(reader, table))))
    written.append(_written(folder / f"{stem}-dictionary.json", dictionary_file("json", tables)))
    return [*written, _written(folder / f"{stem}-dictionary.csv", dictionary_file("csv", tables))]


def dictionary_file(kind: Literal["json", "csv"], tables: tuple[Table, ...]) -> bytes:
    """The data dictionary as a file."""
    return _json({"tables": dictionary(tables)}) if kind == "json" else list_files.csv_bytes(dictionary_rows(tables))


def _written(path: Path, data: bytes) -> Path:
    path.write_bytes(data)
    return path


def _json(said: Any) -> bytes:
    return json.dumps(said, ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode()
