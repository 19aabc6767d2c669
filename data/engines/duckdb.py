"""The reference engine: typed Parquet batches as views, and SQL texts turned into tables of one DuckDB file."""

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

import duckdb
import polars as pl
from duckdb import CaseExpression, ColumnExpression, ConstantExpression, SQLExpression, StarExpression

from data.contracts.contracts import Contract
from data.settings import Settings

SOURCE_FIELDS = (("batch_id", "VARCHAR"), ("sheet", "VARCHAR"), ("row_no", "INTEGER"))


class DuckDBEngine:
    """One connection that builds one file, or only answers when there is no path. Not shared between threads.

    What is shown of the exports and what the rules' own SELECTs find stays in memory; what is kept goes to the file.
    """

    def __init__(self, path: Path | None, settings: Settings):
        self.con = duckdb.connect(":memory:")
        self.con.execute("set enable_progress_bar = false")  # it would write into whatever the caller prints
        self.con.execute("set threads = $n", {"n": settings.threads})
        self.con.execute("set memory_limit = $m", {"m": settings.memory_limit})
        # Answers are sorted where order matters; keeping the order of inputs would only hold memory.
        self.con.execute("set preserve_insertion_order = false")
        if path:
            self.con.execute("set temp_directory = $d", {"d": f"{path}.spill"})
        file = str(path or ":memory:").replace("'", "''")  # ATTACH takes no parameters
        # The newest format packs text in half the time of the default one, which is kept for readers older than ours.
        self.con.execute(f"attach '{file}' as run (storage_version 'v1.5.0')")
        self.con.execute("set search_path = 'memory.main,run.main'")

    def __enter__(self) -> "DuckDBEngine":
        return self

    def __exit__(self, *_: object) -> None:
        self.con.close()

    def export(self, contract: Contract, parquet: Sequence[Path], as_of: date) -> None:
        """Show the batches in force (oldest first; the newer row of a key wins) under the export's name, as they stood at `as_of`.

        A day later than `as_of` has not happened and reads as empty, except a day that was only planned (domain rules §1).
        """
        relation = self._empty(contract) if not parquet else self._newest(contract, parquet)
        relation.select(*_as_it_stood(contract, as_of)).create_view(contract.name)

    def keep(self, name: str, frame: pl.DataFrame) -> None:
        """Store a frame as a table of the file."""
        self.con.from_arrow(frame.to_arrow()).create(f"run.{name}")

    def show(self, name: str, frame: pl.DataFrame) -> None:
        """Show a frame under a name; nothing is stored."""
        self.con.register("frame", frame.to_arrow())
        self.con.execute(f"create or replace temp table {name} as select * from frame")  # noqa: S608 - names are ours
        self.con.unregister("frame")

    def rename(self, view: str, name: str) -> None:
        """Show a view under another name."""
        self.con.execute(f"alter view {view} rename to {name}")

    def claims(self, texts: Mapping[str, str], columns: Mapping[str, str]) -> None:
        """Put what the rules' own SELECTs find under one another as `claims`; a column that a rule does not speak of is empty.

        Found once and held, in memory or the engine's spill: what asks for them after that would plan all the SELECTs again each time.
        """
        union = self.con.sql("select " + ", ".join(f"null::{kind} as {name}" for name, kind in columns.items()) + " limit 0")
        union.create_view("claims_of_none", replace=True)
        parts = ["select * from claims_of_none"]
        for rule_id, text in texts.items():
            self.con.execute(f"create or replace view claims_of_{rule_id} as {text}")
            parts.append(f"select '{rule_id}' as rule_id, * from claims_of_{rule_id}")  # noqa: S608 - ids are folder names
        self.con.execute("create or replace temp table claims as " + " union all by name ".join(parts))

    def view(self, name: str, sql: str) -> None:
        """Show what one SELECT yields under a name; nothing is stored."""
        self.con.execute(f"create view {name} as {sql}")

    def table(self, name: str, sql: str) -> None:
        """Store what one SELECT yields as a table of the file."""
        self.con.execute(f"create table run.{name} as {sql}")

    def read(self, sql: str, parameters: Mapping[str, object] | None = None) -> pl.DataFrame:
        """What one SELECT yields."""
        return self.con.sql(sql, params=dict(parameters or {})).pl()

    def _empty(self, contract: Contract) -> duckdb.DuckDBPyRelation:
        fields = [*SOURCE_FIELDS, *(f for column in contract.columns for f in column.fields)]
        return self.con.sql("select " + ", ".join(f"null::{kind} as {name}" for name, kind in fields) + " limit 0")

    def _newest(self, contract: Contract, parquet: Sequence[Path]) -> duckdb.DuckDBPyRelation:
        batches = [_of_contract(contract, self.con.read_parquet(str(path))) for path in parquet]
        if len(batches) == 1:
            return batches[0]
        ranked = [b.select(StarExpression(), ConstantExpression(n).alias("batch_no")) for n, b in enumerate(batches)]
        union = ranked[0]
        for relation in ranked[1:]:
            union = union.union(relation)
        newest = f"row_number() over (partition by {', '.join(contract.key)} order by batch_no desc)"
        return (
            union.select(StarExpression(), SQLExpression(newest).alias("age"))
            .filter("age = 1")
            .select(StarExpression(exclude=["age", "batch_no"]))
        )


def _of_contract(contract: Contract, batch: duckdb.DuckDBPyRelation) -> duckdb.DuckDBPyRelation:
    """The rows of a batch by the names of the contract: what it was kept without, because the contract has grown since, is empty."""
    fields = [*SOURCE_FIELDS, *(f for column in contract.columns for f in column.fields)]
    known = set(batch.columns)
    return batch.select(*(ColumnExpression(n) if n in known else SQLExpression(f"null::{kind}").alias(n) for n, kind in fields))


def _as_it_stood(contract: Contract, as_of: date) -> list[duckdb.Expression]:
    happened = {c.name for c in contract.columns if c.type == "date" and not c.plan}
    names = [name for name, _ in SOURCE_FIELDS] + [name for c in contract.columns for name, _ in c.fields]
    today = ConstantExpression(as_of)
    return [
        CaseExpression(ColumnExpression(n) <= today, ColumnExpression(n)).alias(n) if n in happened else ColumnExpression(n) for n in names
    ]
