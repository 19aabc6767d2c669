"""Runs of one table of a hundred rows."""

from datetime import date

import duckdb

from data.runs.store import RunInfo, RunStore, building
from data.settings import Home


def info(run_id: str = "a1", as_of: date = date(2026, 6, 30)) -> RunInfo:
    period = ("2026H1", date(2026, 1, 1), date(2026, 6, 30))
    return RunInfo(run_id, *period, as_of, "sample-2026", "方案（示例）", "sample", "D1", missing_exports=("assets",))


def publish(home: Home, run: RunInfo, value: int = 1) -> None:
    with building(home, run) as path, duckdb.connect(path) as file:
        file.execute("create table obligations as select $n as n from range(100)", {"n": value})


def values(store: RunStore, run_id: str) -> list[tuple]:
    with store.cursor(run_id) as cursor:
        return cursor.sql("select distinct n from obligations").fetchall()
