"""Acts and trail lines a second, on SQLite and on PostgreSQL, against a bare INSERT of the same bytes, each synced to disk at its commit."""

import json
import sqlite3
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import date
from pathlib import Path

import psycopg
from sqlalchemy import text

from data.access import Viewer
from data.decisions.bodies import Exemption
from data.decisions.store import Decisions
from data.settings import Home, Settings
from tests.data.decisions import postgres

OFFICER = Viewer("王审核", "officer", login="wang", address="10.0.0.5")
LIFTED = Exemption(rule_id="respond", subject_id="A-2026-000123", unit_id="JM002", start=date(2026, 1, 1))
SLICE = 20
REASON = "系统停机三日，期间无法办理，见附件。"


def main(count: int = 1000) -> None:
    """Print a line for each database and kind of write, and how long the whole trail takes to verify."""
    print(f"{'':>24} {'bare':>9} {'ours':>9}   ratio   (writes a second, one writer)")
    with tempfile.TemporaryDirectory() as folder:
        _show("SQLite", Path(folder), None, count)
    if postgres.binaries() is None:
        print("PostgreSQL is not installed: run `make system` as root")
        return
    with postgres.server(durable=True) as server, tempfile.TemporaryDirectory() as folder:
        _show("PostgreSQL", Path(folder), f"{server}/postgres", count)


def _show(name: str, folder: Path, address: str | None, count: int) -> None:
    home = Home(folder / "home").create()
    with closing(Decisions(home, Settings(home=home.path, decisions=address))) as decisions, _bare(folder, address) as write:
        for kind, ours, tables in (("act and line", _act, ("acts", "trail")), ("line alone", _trace, ("trail",))):
            ours(decisions, -1)
            same = _bytes(decisions, *tables)
            rate, bare = _rates(lambda n, ours=ours: ours(decisions, n), lambda n, same=same: write(same), count)
            print(f"{f'{name}, {kind}':>24} {bare:>9.0f} {rate:>9.0f} {bare / rate:>7.1f}")
        start = time.perf_counter()
        verdict = decisions.verify_trail()
        assert not verdict.faults
        print(f"{name + ', verify':>24} {verdict.lines / (time.perf_counter() - start):>19.0f} lines a second")


def _rates(ours: Callable[[int], object], bare: Callable[[int], object], count: int) -> tuple[float, float]:
    """Writes a second of both, the medians over slices taken by turns, so that whatever else the machine does slows both alike."""
    rates: tuple[list[float], list[float]] = ([], [])
    for first in range(0, count, SLICE):
        for write, found in zip((ours, bare), rates, strict=True):
            start = time.perf_counter()
            for number in range(first, first + SLICE):
                write(number)
            found.append(SLICE / (time.perf_counter() - start))
    return statistics.median(rates[0]), statistics.median(rates[1])


def _act(decisions: Decisions, number: int) -> None:
    decisions.act(OFFICER, "exemption", f"thing-{number}", "made", LIFTED, reason=REASON)


def _trace(decisions: Decisions, number: int) -> None:
    decisions.trace(OFFICER, "view", "department", unit="JM002", run_id="1f" * 16, number=number)


def _bytes(decisions: Decisions, *tables: str) -> list[str]:
    """The newest row of each table as one text: what the bare write writes."""
    key = {"acts": "act_id", "trail": "line"}
    with decisions.database.reading() as session:
        rows = [session.execute(text(f"select * from {table} order by {key[table]} desc limit 1")).one() for table in tables]
    return [json.dumps(list(row), ensure_ascii=False, default=str) for row in rows]


@contextmanager
def _bare(folder: Path, address: str | None) -> Iterator[Callable[[list[str]], None]]:
    """One transaction of one INSERT a text into a table of nothing but a number and a text, through the driver alone."""
    if address is None:
        with closing(sqlite3.connect(folder / "bare.sqlite", isolation_level=None)) as connection:
            connection.execute("pragma journal_mode = wal")
            connection.execute("pragma synchronous = full")
            connection.execute("create table bare (n integer primary key, said text)")

            def write(texts: list[str]) -> None:
                connection.execute("begin immediate")
                for said in texts:
                    connection.execute("insert into bare (said) values (?)", (said,))
                connection.execute("commit")

            yield write
        return
    with psycopg.connect(address) as server:
        server.execute("create table bare (n serial primary key, said text)")
        server.commit()

        def insert(texts: list[str]) -> None:
            for said in texts:
                server.execute("insert into bare (said) values (%s)", (said,))
            server.commit()

        yield insert
