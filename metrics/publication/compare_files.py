"""Two files that ought to say the same, held against each other: row by row, column by column, every difference named."""

from collections.abc import Iterator
from dataclasses import dataclass
from math import isclose
from pathlib import Path
from typing import Any

import duckdb
import polars as pl

KEYS: dict[str, tuple[str, ...]] = {
    "meta": ("key",), "rules": ("rule_id",), "batches": ("batch_id",), "units": ("unit_id",), "departments": ("department_id",),
    "answering": ("department_id",), "totals": ("unit_id",), "sections": ("unit_id", "section_id"), "items": ("unit_id", "item_id"),
    "adjustments": ("unit_id", "adjustment_id"), "indicators": ("unit_id", "rule_id"), "obligations": ("rule_id", "subject_id"),
    "follow_ups": ("rule_id", "subject_id"), "calendar": ("day",),
    "clocks": ("rule_id", "clock", "valid_from"), "decisions": ("act_id",), "waits": ("rule_id", "subject_id"),
}  # fmt: skip
UNLIKE = "select 1 from one as old_row positional join other as new_row where old_row is distinct from new_row limit 1"  # DuckDB finds relations by their names
WHOLE = "*"  # in place of a column: the row as a whole is missing on one side


@dataclass(frozen=True)
class Difference:
    """One cell that is different, as text. `frozen` or `recomputed` None: there is no such row (or column, or table) on that side."""

    table: str
    key: str
    column: str
    frozen: str | None
    recomputed: str | None


def compare_runs(frozen: Path, fresh: Path) -> list[Difference]:
    """Every difference between the tables of two run files. Raises duckdb.Error when one of them is no database."""
    with duckdb.connect(":memory:") as con:
        for name, path in (("frozen", frozen), ("fresh", fresh)):
            file = str(path).replace("'", "''")  # ATTACH takes no parameters
            con.execute(f"attach '{file}' as {name} (read_only)")
        old, new = (_tables(con, name) for name in ("frozen", "fresh"))
        found = [Difference(name, "", WHOLE, "有" if name in old else None, "有" if name in new else None) for name in sorted(old ^ new)]
        for name in sorted(old & new):
            found += _differences(con, name, con.table(f"frozen.main.{name}"), con.table(f"fresh.main.{name}"), KEYS.get(name, ()))
        return found


def compare_rows(name: str, frozen: Path, fresh: Path) -> list[Difference]:
    """Every difference between the typed rows of two Parquet files, by row number."""
    with duckdb.connect(":memory:") as con:
        return list(_differences(con, name, con.read_parquet(str(frozen)), con.read_parquet(str(fresh)), ("row_no",)))


def _tables(con: duckdb.DuckDBPyConnection, name: str) -> set[str]:
    return {row[0] for row in con.execute("select table_name from duckdb_tables() where database_name = $n", {"n": name}).fetchall()}


def _differences(
    con: duckdb.DuckDBPyConnection, name: str, old: duckdb.DuckDBPyRelation, new: duckdb.DuckDBPyRelation, key: tuple[str, ...]
) -> Iterator[Difference]:
    for column in sorted(set(old.columns) ^ set(new.columns)):
        yield Difference(name, "", column, "有" if column in old.columns else None, "有" if column in new.columns else None)
    columns = [column for column in old.columns if column in new.columns]
    one, other = old.select(*columns), new.select(*columns)
    if _is_equal(con, one, other):
        return
    only_old, only_new = one.except_(other).pl(), other.except_(one).pl()
    key = key if set(key) <= set(columns) else tuple(columns)
    key = key or tuple(columns)
    was, now = _by_key(only_old, key), _by_key(only_new, key)
    for place in sorted(was.keys() | now.keys(), key=str):
        yield from _cells(name, " / ".join(map(str, place[:-1])), was.get(place), now.get(place))


def _is_equal(con: duckdb.DuckDBPyConnection, one: duckdb.DuckDBPyRelation, other: duckdb.DuckDBPyRelation) -> bool:
    """Whether both have the same rows in the same order, as files that hold do. Each row is looked at once; a set difference hashes all."""
    return len(one) == len(other) and not con.sql(UNLIKE).fetchall()


def _by_key(frame: pl.DataFrame, key: tuple[str, ...]) -> dict[tuple[Any, ...], dict[str, Any]]:
    """Rows by their key and a number, where several bear one key."""
    found: dict[tuple[Any, ...], dict[str, Any]] = {}
    for row in sorted(frame.iter_rows(named=True), key=str):
        place, number = tuple(str(row[name]) for name in key), 1
        while (*place, number) in found:
            number += 1
        found[(*place, number)] = row
    return found


def _cells(name: str, key: str, old: dict[str, Any] | None, new: dict[str, Any] | None) -> Iterator[Difference]:
    if old is None or new is None:
        yield Difference(name, key, WHOLE, None if old is None else str(old), None if new is None else str(new))
        return
    for column, value in old.items():
        if not _is_same(value, new[column]):
            yield Difference(name, key, column, str(value), str(new[column]))


def _is_same(one: Any, other: Any) -> bool:
    """Equal; of two floats also when only the order of a sum, on another machine, can have told them apart."""
    if isinstance(one, float) and isinstance(other, float):
        return isclose(one, other, rel_tol=1e-12, abs_tol=1e-12) or (one != one and other != other)
    return bool(one == other)
