"""What others are given, from one description: every table and column with its meaning, unit and type in both languages."""

import hashlib
import tomllib
from functools import cache
from pathlib import Path
from typing import Any, Literal, get_args

import polars as pl
from pydantic import BaseModel, ConfigDict

Table = Literal["totals", "indicators", "obligations"]
TABLES: tuple[Table, ...] = get_args(Table)
SOURCE = Path(__file__).with_name("description.toml")
TYPES: dict[str, pl.DataType] = {
    "string": pl.String(), "integer": pl.Int64(), "number": pl.Float64(), "decimal": pl.Decimal(10, 2), "boolean": pl.Boolean(), "date": pl.Date(),
}  # fmt: skip


class Column(BaseModel):
    """One column. `values`: of a closed list, each with its Chinese and English meaning."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str
    type: Literal["string", "integer", "number", "decimal", "boolean", "date"]
    zh: str
    en: str
    unit_zh: str = ""
    unit_en: str = ""
    values: dict[str, tuple[str, str]] = {}


class Description(BaseModel):
    """One table. `key`: the columns that tell its rows apart."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: Table
    zh: str
    en: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]


@cache
def descriptions() -> dict[Table, Description]:
    """Every table by its name."""
    tables = tomllib.loads(SOURCE.read_text(encoding="utf-8"))["tables"]
    return {one.name: one for one in map(Description.model_validate, tables)}


@cache
def version() -> str:
    """Changes whenever the description does."""
    return hashlib.sha256(SOURCE.read_bytes()).hexdigest()[:12]


def dictionary(tables: tuple[Table, ...] = TABLES) -> list[dict[str, Any]]:
    """The data dictionary of some tables, for programs."""
    return [descriptions()[name].model_dump(mode="json") for name in tables]


def dictionary_rows(tables: tuple[Table, ...] = TABLES) -> pl.DataFrame:
    """The same as one table, for people: a row a column, under headings in both languages."""
    rows = [
        {
            "表 table": one.name, "表名": one.zh, "table title": one.en, "列 column": c.name, "类型 type": c.type, "含义": c.zh, "meaning": c.en,
            "单位": c.unit_zh, "unit": c.unit_en, "主键 key": "是 yes" if c.name in one.key else "",
            "取值 values": "；".join(f"{value} {zh} / {en}" for value, (zh, en) in c.values.items()),
        }
        for one in (descriptions()[name] for name in tables)
        for c in one.columns
    ]  # fmt: skip
    return pl.DataFrame(rows)
