"""Papers all at once at the terminal: which run, making them here or waiting for who is at it, and laying them down."""

import json
import os
import shutil
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

import typer

from commands.printing.tables import err, out
from data import atomic_files
from data.decisions.store import Decisions
from data.errors import RequestFault
from data.runs.store import RunInfo, RunStore
from data.settings import Home, Settings
from metrics.obligations.period import parse_period
from reports.bundle.jobs import UNFINISHED, Job, Progress
from reports.bundle.packing import unpack
from reports.bundle.worker import start, waiting, work_off

POLL = 0.5  # seconds between two looks at what another process makes


def chosen_run(store: RunStore, period: str | None, edition: str | None, as_of: date | None) -> RunInfo:
    """The run of an edition, or the newest of a period: an edition rather than a draft of the same day. Raises RequestFault when there is none."""
    if edition:
        run = store.info(store.edition(edition).edition_id)
        if (period and parse_period(period).name != run.period) or (as_of and as_of != run.as_of):
            raise RequestFault(f"版本 {edition} 的考核期是 {run.period}，统计日是 {run.as_of}，与所写的不符。请去掉其中一项。")
        return run
    if not period:
        raise RequestFault("请给出考核期，如 --period 2026H1；或给出已发布的版本，如 --edition 2026H1-1。")
    name = parse_period(period).name
    found = next((run for run in store.runs() if run.period == name and as_of in (None, run.as_of)), None)
    if found is None:
        raise RequestFault(f"没有 {name}{f'（统计日 {as_of}）' if as_of else ''} 的测算结果。请先用 python cli.py assess 测算。")
    return found


def carried_out(home: Home, settings: Settings, decisions: Decisions, job: Job, progress: Callable[[int, int, str], None]) -> Progress:
    """Make the job here, or wait for the process that is at it. How it ended: done or failed. Raises RequestFault when it was cancelled."""
    while job.state in UNFINISHED and not job.is_cancelled:
        work_off(home, settings, decisions, progress, only=job)
        if job.state in UNFINISHED:
            told = job.progress()
            progress(told.done, told.total, told.current)
            time.sleep(POLL)
    if waiting(home):
        start(home)  # who ordered meanwhile found us at it
    job.told()
    return job.progress()


def lay_down(job: Job, folder: Path) -> tuple[Path, Path]:
    """The zip and, in a folder of its name beside it, what is in it."""
    folder.mkdir(parents=True, exist_ok=True)
    archive = folder / job.told().name
    beside = folder / f"{atomic_files.UNFINISHED}{archive.name}"
    shutil.copyfile(job.zip, beside)
    os.replace(beside, archive)
    unpack(archive, archive.with_suffix(""))
    return archive, archive.with_suffix("")


def say(job: Job, laid: tuple[Path, Path], *, as_json: bool) -> None:
    """What was made and where it lies."""
    told, progress = job.told(), job.progress()
    if as_json:
        said = {
            "zip": str(laid[0]), "folder": str(laid[1]), "sha256": progress.sha256, "size": progress.size, "files": progress.done,
            "units": len(told.order.units), "formats": told.order.kinds, "run": told.order.run_id, "edition": told.order.edition,
        }  # fmt: skip
        typer.echo(json.dumps(said, ensure_ascii=False, indent=1))
        return
    draft = "，草稿，未公布" if told.order.is_draft else ""
    out.print(f"已写入 {laid[0]}", highlight=False, markup=False, soft_wrap=True)
    out.print(f"{len(told.order.units)} 个单位，{progress.done} 份文书{draft}；SHA-256 {progress.sha256}", highlight=False, soft_wrap=True)


def say_fault(progress: Progress) -> None:
    """Why it isn't finished."""
    err.print(progress.fault, style="red", markup=False, highlight=False, soft_wrap=True)
    if progress.done:
        err.print(f"已成的 {progress.done} 份保留，再次运行同一命令即可继续。", style="yellow", markup=False, soft_wrap=True)
