"""Ten, thirty and sixty people who click every five seconds, at a million obligations, beside as many on an empty Streamlit page, in one run.

Each person has a page of their own open and walks from page to page, of another unit than the next one. What is told is how long they
wait for the answer to a click, what the server spent on it, and what it holds in memory. The people sit on the same machine.
"""

import asyncio
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import duckdb

from benchmarks.large_city import served
from benchmarks.rooms import ME, OBLIGATIONS, View
from benchmarks.wire import EMPTY, SHIPPED, Line, cpu, memory, server
from data.runs.store import RunInfo
from data.settings import PROJECT, Home

CROWDS = (10, 30, 60)
EVERY = 5.0  # seconds from one click of a person to the next; later when the answer is not there yet
SECONDS = 60.0  # for which a crowd clicks
Walk = Callable[[int, int], View]  # (person, click) → where to


@dataclass
class Told:
    """Of one crowd on one server: seconds waited at each click, the server's CPU a click and MB held at the end, clicks that failed."""

    waited: list[float] = field(default_factory=list)
    cpu: float = 0.0
    held: float = 0.0
    failed: int = 0


def walk(run: Path) -> Walk:
    """From page to page as people go, each person about a unit of their own."""
    with duckdb.connect(run, read_only=True) as con:
        units = [row[0] for row in con.sql("select unit_id from totals where total is not null order by unit_id").fetchall()]
    ways = (
        "/",
        "/rank",
        "/unit?unit={u}",
        "/list?state=overdue",
        "/list?unit={u}",
        "/mine?unit={u}",
        "/timing",
        "/catalog?unit={u}",
        "/history?unit={u}",
    )

    def step(person: int, click: int) -> View:
        page, _, query = ways[(person + click) % len(ways)][1:].format(u=units[person % len(units)]).partition("?")
        return View(page, query)

    return step


def main(obligations: int = OBLIGATIONS, seconds: float = SECONDS, folder: str | None = None) -> None:
    """Print a line a crowd: what it waits on the empty page and on ours (median, and one in twenty waits longer), CPU a click, memory."""
    with tempfile.TemporaryDirectory() as temporary:
        home, run = served(Path(folder or temporary), obligations)
        (Path(temporary) / "empty.py").write_text(EMPTY, encoding="utf-8")
        with server(Path(temporary) / "empty.py", home, *SHIPPED) as none, server(PROJECT / "app.py", home) as ours:
            asyncio.run(_table(home, run, none, ours, seconds))


async def _table(home: Home, run: RunInfo, none: tuple[int, str], ours: tuple[int, str], seconds: float) -> None:
    ways = walk(home.runs / f"{run.run_id}.duckdb")
    print(f"{'people':>7} {'':>8} {'median':>9} {'95 %':>9} {'cpu a click':>12} {'memory':>9} {'clicks':>7} {'failed':>7}")
    for people in CROWDS:
        for name, asked, to in (("empty", none, lambda person, click: View("")), ("ours", ours, ways)):
            told = await crowd(asked, people, seconds, to)
            cells = f"{statistics.median(told.waited):7.2f} s {_longest(told.waited):7.2f} s {told.cpu * 1000:9.1f} ms {told.held:6.0f} MB"
            print(f"{people:>7} {name:>8} {cells} {len(told.waited):>7} {told.failed:>7}", flush=True)


async def crowd(asked: tuple[int, str], people: int, seconds: float, to: Walk) -> Told:
    """So many people who have the page open already click for a while."""
    pid, address = asked
    told = Told()
    lines = [await Line(address).__aenter__() for _ in range(people)]
    try:
        for person, line in enumerate(lines):
            await _click(line, to(person, 0))
        before, end = cpu(pid), time.monotonic() + seconds
        await asyncio.gather(*(_person(line, person, end, to, told) for person, line in enumerate(lines)))
        told.cpu, told.held = (cpu(pid) - before) / max(1, len(told.waited)), memory(pid)
    finally:
        for line in lines:
            await line.__aexit__()
    return told


async def _person(line: Line, person: int, end: float, to: Walk, told: Told) -> None:
    await asyncio.sleep(random.Random(person).uniform(0, EVERY))
    click = 0
    while (now := time.monotonic()) < end:
        click += 1
        told.waited.append(await _click(line, to(person, click)))
        told.failed += line.failed is not None
        await asyncio.sleep(max(0.0, now + EVERY - time.monotonic()))


async def _click(line: Line, view: View) -> float:
    return await line.ask(view.page, "&".join(part for part in (view.query, ME) if part))


def _longest(waited: list[float]) -> float:
    return sorted(waited)[int(len(waited) * 0.95)]


if __name__ == "__main__":
    main(folder=sys.argv[1] if len(sys.argv) > 1 else None)
