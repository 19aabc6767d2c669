"""Every page and every filter at a million obligations: its server time against an empty Streamlit page, in one run.

Twice: when nothing is kept of earlier looks (the first paint after a start or a new assessment), and once more with what the looks before
have left. The empty page is asked between the others, so that both are measured in the same noise.
"""

import asyncio
import statistics
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

import duckdb

from benchmarks.large_city import served
from benchmarks.wire import EMPTY, SHIPPED, Line, cpu, server
from data.runs.store import RunInfo
from data.settings import PROJECT, Home

OBLIGATIONS = 1_000_000
VISITS = 5
ME = "me=officer"

# The app as it is, but that it forgets all it kept before each look.
FORGETFUL = """
import runpy, sys
from pages.shell import session
from pages.shell.run_cache import Memory
for module in list(sys.modules.values()):
    for value in list(vars(module).values()):
        if isinstance(value, Memory):
            value._answers.clear()
runpy.run_path("app.py", run_name="__main__")
"""


@dataclass(frozen=True)
class View:
    """One look at one page. `query`: what is picked out, as the address writes it."""

    page: str
    query: str = ""

    @property
    def name(self) -> str:
        """How the table calls it."""
        return f"/{self.page}" + (f"?{self.query}" if self.query else "")


def views(run: Path) -> list[View]:
    """The pages first, then what each can be narrowed to, of a run file: a large unit, a project, an obligation that are there."""
    with duckdb.connect(run, read_only=True) as con:
        unit, group = con.sql("select unit_id, unit_group from units order by unit_group desc, unit_id limit 1").fetchone()
        rule, subject = con.sql(
            "select rule_id, subject_id from obligations where state = 'overdue' order by subject_id limit 1"
        ).fetchone()
        sheets = con.sql("select count(*) // 50 from obligations").fetchone()[0]
    pages = (
        "",
        "rank",
        "unit",
        "mine",
        "history",
        "list",
        "timing",
        "catalog",
        "returned",
        "projects",
        "assets",
        "quality",
        "rules",
        "todo",
    )
    dept = f"me=department:{unit}"
    return [
        *(View(page) for page in (*pages, "appeals", "publication", "weights")),
        View("duty", f"rule={rule}&subject={subject}"), View("", "wall=1"), View("assets", "by=register"),
        View("rank", "sort=total"), View("rank", f"unit={unit}&group={group}"),
        View("unit", f"unit={unit}"), View("mine", f"unit={unit}"), View("history", f"unit={unit}"),
        *(View("list", query) for query in (
            "state=overdue", "rule=share_reply", f"unit={unit}", "counted=1", "backlog=1", "late=20", "due_from=2026-10-01&due_to=2026-10-31",
            "q=XQ12345", "q=%E8%AE%B8%E5%8F%AF", f"unit={unit}&rule=share_provision&state=overdue", f"unit={unit}&open=1", "reason=withdrawn",
            f"counterpart={unit}", "arose_from=2026-10-01", "days_from=21", f"unit={unit}&change=new", "sheet=2", "sheet=100",
            f"sheet={sheets // 2}", f"sheet={sheets}", "cols=rule,subject,unit,state,due_on",
        )),
        *(View("timing", query) for query in (
            f"unit={unit}", f"counterpart={unit}", "clock=conditional", "by=month", "by=requester", "rule=share_provision",
            "arose_from=2026-09-01&arose_to=2026-09-30",
        )),
        *(View(page, f"unit={unit}") for page in ("catalog", "returned", "projects", "assets")), View("rules", "rule=share_reply"),
        *(View(page, dept) for page in ("", "mine", "unit", "list", "timing", "rank")), View("list", f"{dept}&state=overdue"),
    ]  # fmt: skip


def main(obligations: int = OBLIGATIONS, visits: int = VISITS, folder: str | None = None) -> None:
    """Print a line a view: CPU and waiting time, first and again, in milliseconds and as ratios to the empty page's."""
    with tempfile.TemporaryDirectory() as temporary:
        home, run = served(Path(folder or temporary), obligations)
        scripts = Path(temporary)
        (scripts / "empty.py").write_text(EMPTY, encoding="utf-8")
        _measured(home, run, scripts, visits)


def _measured(home: Home, run: RunInfo, scripts: Path, visits: int) -> None:
    forgetful = PROJECT / f"forgetful_{scripts.name}.py"  # beside app.py, so that it finds what app.py finds
    forgetful.write_text(FORGETFUL, encoding="utf-8")
    try:
        with (
            server(scripts / "empty.py", home, *SHIPPED) as none,
            server(forgetful, home) as first,
            server(PROJECT / "app.py", home) as again,
        ):
            asyncio.run(_table(home.runs / f"{run.run_id}.duckdb", none, first, again, visits))
    finally:
        forgetful.unlink()


Server = tuple[int, str]
Times = tuple[float, float]  # CPU, waiting: milliseconds


async def _table(run: Path, none: Server, first: Server, again: Server, visits: int) -> None:
    only = sys.argv[sys.argv.index("--only") + 1].split(",") if "--only" in sys.argv else None
    print(f"{'view':>62} {'empty':>13} {'first: cpu':>12} {'wait':>8} {'ratio':>12} {'again: cpu':>12} {'wait':>8} {'ratio':>12}")
    async with Line(none[1]) as a, Line(first[1]) as b, Line(again[1]) as c:
        for view in views(run):
            if only is None or view.page in only:
                await _row(view, [(none, a), (first, b), (again, c)], visits)


async def _row(view: View, asked: list[tuple[Server, Line]], visits: int) -> None:
    query = view.query if "me=" in view.query else "&".join(part for part in (view.query, ME) if part)
    found: list[list[Times]] = [[], [], []]
    for (pid, _), line in asked:
        await _ask(pid, line, view.page if line is not asked[0][1] else "", query)
    for _ in range(visits):
        for times, ((pid, _), line) in zip(found, asked, strict=True):
            times.append(await _ask(pid, line, view.page if line is not asked[0][1] else "", query))
    empty, *ours = [(statistics.median(t[0] for t in times), statistics.median(t[1] for t in times)) for times in found]
    cells = [f"{c:9.1f} ms {w:5.0f} ms {c / empty[0]:5.2f} {w / empty[1]:6.2f}" for c, w in ours]
    print(f"{view.name:>62} {empty[0]:5.1f} {empty[1]:5.1f} {' '.join(cells)}", flush=True)


async def _ask(pid: int, line: Line, page: str, query: str) -> Times:
    before = cpu(pid)
    waited = await line.ask(page, query)
    await asyncio.sleep(0.06)  # what the server does after the last message counts too
    if line.failed:
        raise RuntimeError(f"/{page}?{query}: {line.failed}")
    return (cpu(pid) - before) * 1000, waited * 1000


if __name__ == "__main__":
    main(folder=sys.argv[1] if len(sys.argv) > 1 else None)
