"""A page's server time against an empty Streamlit page, over the wire that browsers use, in one run.

How they are asked and how server time is taken: `benchmarks/wire.py`.
"""

import asyncio
import statistics
import tempfile
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path

from benchmarks.wire import EMPTY, SHIPPED, Line, cpu, server
from data.settings import PROJECT, Home, Settings
from metrics.demo.load import load_demo

PAGES = {"overview": "", "ranking": "rank", "department": "unit", "obligations": "list", "intake": "import"}


@dataclass(frozen=True)
class Visit:
    """Milliseconds of a visit: median until the script had finished, mean of the server's CPU."""

    wall: float
    cpu: float


def main(visits: int = 60) -> None:
    """Print a line a page: milliseconds of a first visit in a new session and of a rerun, and their ratios to the empty page.

    The empty page runs as Streamlit ships; once more, lean, with our setting that leaves out the garbage collection after each run.
    """
    with tempfile.TemporaryDirectory() as folder:
        home = Home(Path(folder) / "home")
        load_demo(home, Settings(home=home.path), lambda step: None)
        empty = Path(folder) / "empty.py"
        empty.write_text(EMPTY, encoding="utf-8")
        with server(empty, home, *SHIPPED) as (pid, address):
            none = asyncio.run(visited(pid, address, "", visits))
        with server(empty, home) as (pid, address):
            lean = asyncio.run(visited(pid, address, "", visits))
        print(f"{'page':>14} {'first: cpu':>12} {'wall':>9} {'ratio':>7} {'again: cpu':>12} {'wall':>9} {'ratio':>7}")
        _show("(empty)", none, none)
        _show("(empty, lean)", lean, none)
        with server(PROJECT / "app.py", home) as (pid, address):
            for name, path in PAGES.items():
                _show(name, asyncio.run(visited(pid, address, path, visits)), none)


async def visited(pid: int, address: str, page: str, visits: int) -> tuple[Visit, Visit]:
    """(a first visit, each in a session of its own; a rerun, all in one session), after a few that aren't counted."""
    return await _first(pid, address, page, visits), await _again(pid, address, page, visits)


async def _first(pid: int, address: str, page: str, visits: int) -> Visit:
    async def one() -> float:
        async with Line(address) as line:
            return await line.ask(page)

    return await _timed(pid, one, visits)


async def _again(pid: int, address: str, page: str, visits: int) -> Visit:
    async with Line(address) as line:
        return await _timed(pid, lambda: line.ask(page), visits)


async def _timed(pid: int, visit: Callable[[], Awaitable[float]], visits: int) -> Visit:
    for _ in range(3):
        await visit()
    before = cpu(pid)
    walls = [await visit() for _ in range(visits)]
    await asyncio.sleep(0.2)  # what the server does after the last message counts too
    return Visit(statistics.median(walls) * 1000, (cpu(pid) - before) / visits * 1000)


def _show(name: str, visits: tuple[Visit, Visit], none: tuple[Visit, Visit]) -> None:
    cells = [f"{v.cpu:9.1f} ms {v.wall:6.1f} ms {v.cpu / e.cpu:7.2f}" for v, e in zip(visits, none, strict=True)]
    print(f"{name:>14} {' '.join(cells)}", flush=True)


if __name__ == "__main__":
    main()
