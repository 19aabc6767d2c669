"""Scorecards of 300 departments in three formats as one zip, against the bare libraries; and pages while they are made, against pages at rest."""

import asyncio
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks import city
from benchmarks.bare_papers import read_back, write
from benchmarks.measure import apart, most_memory
from benchmarks.pages import Visit, visited
from benchmarks.wire import EMPTY, server
from data.access import Viewer
from data.decisions.store import Decisions
from data.runs.store import RunStore
from data.settings import PROJECT, Home, Settings
from metrics.assessment.assess import assess
from metrics.run.reader import Reader
from reports.bundle import worker
from reports.bundle.jobs import Job
from reports.bundle.ordering import ask
from reports.bundle.papers import KINDS

OFFICER = Viewer("benchmark", "officer", login="benchmark@terminal", address="terminal")
PAGES = {"overview": "", "ranking": "rank"}


@dataclass(frozen=True)
class Cost:
    """Seconds waited, seconds of processor of all processes that took part, and the most memory that one of them held, in MB."""

    wall: float
    cpu: float
    megabytes: float


def main(departments: int = 300, obligations: int = 60_000, visits: int = 40) -> None:
    """Print a line a way of making them, then a line a page."""
    with tempfile.TemporaryDirectory() as folder:
        home = Home(Path(folder) / "home")
        run = assess(home, Settings(home=home.path), city.build(home, obligations)).run_id
        home.demo_mark(home.path).write_text("{}", encoding="utf-8")  # so that pages open without a sign-in
        _compare(home, run, departments, Path(folder) / "pattern")
        _pages(home, run, departments, Path(folder) / "empty.py", visits)


def _compare(home: Home, run: str, departments: int, pattern: Path) -> None:
    ours = {f"ours, {processes} at once": cost(make, home.path, run, departments, processes) for processes in (1, 2)}
    archive = _job(home, run, departments).zip
    print(f"{departments * len(KINDS)} papers: {read_back(archive, pattern)}; zip {archive.stat().st_size / 1e6:.0f} MB", flush=True)
    bare = {f"bare {kind}": cost(write, pattern, departments, kind) for kind in KINDS}
    whole = Cost(
        *(sum(getattr(one, name) for one in bare.values()) for name in ("wall", "cpu")), max(one.megabytes for one in bare.values())
    )
    for name, one in (bare | {"bare, all": whole} | ours).items():
        print(
            f"{name:>16} {one.wall:7.1f} s, {one.cpu:7.1f} s of processor ({one.cpu / whole.cpu:5.2f}), {one.megabytes:5.0f} MB", flush=True
        )


def make(home: Path, run: str, departments: int, processes: int) -> None:
    """Ours: ordered, made, checked and packed. Raises RuntimeError where the bytes are others than those of the time before."""
    settings = Settings(home=home, papers_processes=processes)
    job = _job(Home(home), run, departments)
    before = job.zip.read_bytes() if job.zip.exists() else None
    if before:
        job.remove()
        job = _job(Home(home), run, departments)
    worker.work_off(Home(home), settings, Decisions(Home(home), settings))
    if job.progress().state != "done" or before not in (None, job.zip.read_bytes()):
        raise RuntimeError(f"not finished, or not the same bytes: {job.progress()}")


def _job(home: Home, run: str, departments: int) -> Job:
    settings = Settings(home=home.path)
    reader = Reader(RunStore(home, settings), run, OFFICER)
    return ask(reader, Decisions(home, settings), "terminal", sorted(reader.totals()["unit_id"])[:departments], KINDS, "zh")


def cost(work: Callable[..., object], *arguments: object) -> Cost:
    """Run the work in a fresh process."""
    found: Cost = apart(_run, work, arguments)
    return found


def _run(work: Callable[..., object], arguments: tuple, sender: Any) -> None:
    idle, start = most_memory(), time.perf_counter()
    before = time.process_time()
    work(*arguments)
    parts = resource.getrusage(resource.RUSAGE_CHILDREN)
    used = time.process_time() - before + parts.ru_utime + parts.ru_stime
    sender.send(Cost(time.perf_counter() - start, used, max(most_memory(), parts.ru_maxrss / 1024) - idle))


def _pages(home: Home, run: str, departments: int, empty: Path, visits: int) -> None:
    """Each page at rest and while papers are made, by turns, so that both are measured in the same noise."""
    empty.write_text(EMPTY, encoding="utf-8")
    print(f"{'page':>12} {'at rest: cpu':>16} {'wall':>10} {'papers made: cpu':>20} {'wall':>10} {'ratio: cpu':>12} {'wall':>7}")
    with server(empty, home) as nothing, server(PROJECT / "app.py", home) as ours:
        for name, (pid, address), page in (("(empty)", nothing, ""), *((name, ours, page) for name, page in PAGES.items())):
            ask_for = lambda: asyncio.run(visited(pid, address, page, visits))[1]  # noqa: B023, E731  # asked before the next is bound
            rest, busy = _by_turns(home, run, departments, ask_for)
            print(
                f"{name:>12} {rest.cpu:13.1f} ms {rest.wall:7.1f} ms {busy.cpu:17.1f} ms {busy.wall:7.1f} ms"
                f" {busy.cpu / rest.cpu:12.2f} {busy.wall / rest.wall:7.2f}", flush=True,
            )  # fmt: skip


def _by_turns(home: Home, run: str, departments: int, ask_for: Callable[[], Visit]) -> tuple[Visit, Visit]:
    """(at rest, while papers are made): the mean of before and after, and the visit between."""
    before = ask_for()
    known = _job(home, run, departments)
    known.remove()
    job = _job(home, run, departments)
    process = subprocess.Popen([sys.executable, "-m", "reports.bundle"], cwd=PROJECT, env=os.environ | {"DUSHU_HOME": str(home.path)})
    while job.progress().done < 4:
        time.sleep(0.1)
    busy = ask_for()
    if job.state != "making":
        raise RuntimeError("the papers were made before the pages were asked: more departments, or fewer visits")
    job.cancel()
    process.wait()
    after = ask_for()
    return Visit((before.wall + after.wall) / 2, (before.cpu + after.cpu) / 2), busy


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
