"""How long jobs are kept, and what a process that was killed has left."""

import shutil
from datetime import timedelta

from data import atomic_files
from data.decisions.store import utc_now
from data.runs import editions
from data.settings import Home
from reports.bundle.jobs import LOCK, STARTING, UNFINISHED, Job, there, told_or_none


def sweep(home: Home, days: int) -> list[str]:
    """Clear away half-written files, what was cancelled, what is older than so many `days` and what tells of runs that are gone.

    A sentence for each job that was cut off: what it has made stays, and it goes on when it is asked for again. Does nothing while
    somebody makes papers.
    """
    with atomic_files.sweeping(home.create().papers / LOCK) as alone:
        return clear(home, days) if alone else []


def clear(home: Home, days: int) -> list[str]:
    """The same for who holds the lock already."""
    for left in atomic_files.leftovers(home.papers):
        shutil.rmtree(left) if left.is_dir() else left.unlink()
    told = []
    for job in there(home):
        if job.is_cancelled or _is_over(job, days):
            job.remove()
        elif job.progress().state in UNFINISHED and not job.is_starting:
            told.append(_stopped(job))
        elif job.progress().state == "done" and job.files.exists():
            atomic_files.remove_folder(job.files)  # the zip has it all
    return told


def _stopped(job: Job) -> str:
    for left in job.folder.rglob(f"{atomic_files.UNFINISHED}*"):
        left.unlink()
    job.say(state="stopped")
    name = job.told().name.removesuffix(".zip")
    return f"上次生成《{name}》在中途停止，已成的 {job.progress().done} 份保留；请在“文书”页继续，或再次运行同一命令。"


def _is_over(job: Job, days: int) -> bool:
    told = told_or_none(job)
    if told is None:  # its order may be about to be written
        return utc_now().timestamp() - job.folder.stat().st_mtime > STARTING.total_seconds()
    frozen = told.order.edition and editions.folder_of(job.home, told.order.edition) / editions.RUN
    run = frozen or job.home.runs / f"{told.order.run_id}.duckdb"
    return not run.exists() or utc_now() - max(told.asked.at, job.progress().at) > timedelta(days=days)
