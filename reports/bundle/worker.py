"""The process that works off the orders of a home, one after another; only one does at a time. `python -m reports.bundle` is one."""

import os
import subprocess
import sys
import time
from collections.abc import Callable
from threading import Thread

from data import atomic_files
from data.decisions.store import Decisions
from data.errors import DushuError, RequestFault
from data.runs import editions
from data.runs.store import RunStore
from data.settings import PROJECT, Home, Settings
from metrics.run.reader import Reader
from reports.bundle import keeping
from reports.bundle.control import sheets
from reports.bundle.crew import Fault, making
from reports.bundle.disk import in_words
from reports.bundle.jobs import AT_WORK, LOCK, Job, Told, known
from reports.bundle.journal import Made, note, recovered
from reports.bundle.order import order
from reports.bundle.packing import pack
from reports.bundle.papers import Paper, papers

Progress = Callable[[int, int, str], None]
TOLD_MOST = 5  # faults that are said one by one


class _Cancelled(Exception):
    """Nobody wants the job any more."""


def start(home: Home) -> None:
    """Start a process that works off what waits. It outlives who started it, and ends when nothing waits."""
    with (home.papers / "log.txt").open("ab") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "reports.bundle"], cwd=PROJECT, env=os.environ | {"DUSHU_HOME": str(home.path)},
            stdin=subprocess.DEVNULL, stdout=log, stderr=log, process_group=0, creationflags=getattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0),
        )  # fmt: skip
    Thread(target=process.wait, daemon=True).start()  # so that nothing is left of it when it has ended


def work_off(
    home: Home, settings: Settings, decisions: Decisions, progress: Progress = lambda done, total, name: None, only: Job | None = None
) -> None:
    """Make whatever waits, until nothing does; of a job alone where it is said. Ends at once where another process is at it, which finds
    what was ordered meanwhile.
    """
    while waiting(home, only):
        with atomic_files.sweeping(home.papers / LOCK) as alone:
            if alone:
                with atomic_files.in_turn(home.papers / AT_WORK):
                    while job := waiting(home, only):
                        make_job(home, settings, decisions, job, progress)
                        keeping.clear(home, settings.papers_days)
        if not alone:
            if atomic_files.is_taken(home.papers / AT_WORK):
                return
            time.sleep(0.05)  # somebody sweeps, which takes a moment


def waiting(home: Home, only: Job | None = None) -> Job | None:
    """The order that has waited longest, or the one that is meant."""
    asked = (job for job, _ in reversed(known(home)) if only is None or job.job_id == only.job_id)
    return next((job for job in asked if job.progress().state == "waiting"), None)


def make_job(home: Home, settings: Settings, decisions: Decisions, job: Job, progress: Progress) -> None:
    """Make what is missing of a job and pack it; or write down why not. Who calls holds the lock."""
    try:
        _make(home, settings, decisions, job, progress)
    except _Cancelled:
        job.remove()
    except DushuError as fault:
        job.say(state="failed", fault=str(fault))
    except OSError as fault:
        job.say(state="failed", fault=in_words(fault))


def _make(home: Home, settings: Settings, decisions: Decisions, job: Job, progress: Progress) -> None:
    told = job.told()
    reader = _reader(home, settings, decisions, told)
    wanted = papers(reader, told.order.units, told.order.kinds, told.order.lang, book=told.order.book)
    job.say(state="making", pid=os.getpid(), total=len(wanted), fault="")
    made = {one.path: one for one in recovered(job, {paper.path for paper in wanted})}
    faults = []
    for answer in making(home, job, _by_unit(wanted, made), settings.papers_processes):
        if job.is_cancelled:
            raise _Cancelled
        if isinstance(answer, Fault):
            if answer.is_last:
                raise RequestFault(answer.sentence)
            faults.append(answer.sentence)
            continue
        note(job, answer)
        made[answer.path] = answer
        job.say(done=len(made), current=answer.path)
        progress(len(made), len(wanted), answer.path)
    if faults:
        raise RequestFault(_in_short(faults))
    told.asked.still(decisions)
    reader = _reader(home, settings, decisions, told)  # what the papers say of their edition must still be so
    _finish(job, [made[paper.path] for paper in wanted], sheets(reader, wanted, made, told.order.lang))


def _reader(home: Home, settings: Settings, decisions: Decisions, told: Told) -> Reader:
    """The sight of who ordered. Raises RequestFault when it is another by now, or the papers would no longer say the same."""
    viewer = told.asked.still(decisions)
    reader = Reader(RunStore(home, settings, lambda: editions.published(decisions)), told.order.run, viewer)
    said = told.order
    if order(reader, said.units, said.kinds, said.lang, said.past, book=said.book) != said:
        raise RequestFault("这批文书下单之后，版本已被更正，或程序已经更新。请取消后重新办理。")
    return reader


def _by_unit(wanted: tuple[Paper, ...], made: dict[str, Made]) -> list[list[Paper]]:
    """What is missing, the papers of a unit together."""
    units: dict[str, list[Paper]] = {}
    for paper in wanted:
        if paper.path not in made:
            units.setdefault(paper.unit_id, []).append(paper)
    return list(units.values())


def _finish(job: Job, made: list[Made], checking: dict[str, bytes]) -> None:
    if job.is_cancelled:
        raise _Cancelled
    sha256, size = pack(job, made, checking)
    job.say(state="done", done=len(made), total=len(made), sha256=sha256, size=size)
    atomic_files.remove_folder(job.files)  # the zip has it all
    job.made.unlink()


def _in_short(faults: list[str]) -> str:
    more = f"\n另有 {len(faults) - TOLD_MOST} 份。" if len(faults) > TOLD_MOST else ""
    return f"有 {len(faults)} 份没有生成，其余保留：\n" + "\n".join(faults[:TOLD_MOST]) + more
