"""What was found out of runs that takes long to find out, kept beside them for every process: of one run, or of two held against each other.

A run never changes, so a finding never grows old; where it is lost it is found out again.
"""

import json
import shutil
from pathlib import Path

from data import atomic_files
from data.runs.editions import DESCRIPTION
from data.settings import Home

LOCK = "lock"  # of the runs, with which findings are kept and swept
# Each with a number that is raised when the same runs would give another answer, so that what was kept before is found out again.
MOVED, FOLLOWED, REACH, TIMING = KINDS = ("moved_2", "followed_1", "reach_1", "timing_1")


def path_of(home: Home, kind: str, *run_ids: str) -> Path | None:
    """Where a finding of one of the `KINDS` lies; None where it has not been found out yet. Two runs: the earlier first."""
    path = _name(home, kind, run_ids)
    return path if path.exists() else None


def keep(home: Home, kind: str, told: bytes, *run_ids: str) -> None:
    """Put a finding in place whole, over what an older program kept."""
    with atomic_files.building(home.runs / LOCK):
        folder = atomic_files.unfinished_folder(home.runs)
        try:
            (folder / kind).write_bytes(told)
            atomic_files.land_built(folder / kind, _name(home, kind, run_ids))
        finally:
            shutil.rmtree(folder)


def sweep(home: Home) -> None:
    """Clear away the findings of runs that are no more, neither as a draft nor in an edition, or of an older program. For who holds the lock."""
    there = {path.stem for path in home.runs.glob("*.duckdb")}
    there |= {_run_id(path) for path in home.editions.glob(f"*/{DESCRIPTION}")}
    for path in home.runs.glob("*.*_*"):
        if path.suffix[1:] not in KINDS or not there.issuperset(path.stem.split("-")):
            path.unlink()


def _run_id(description: Path) -> str:
    """The run that an edition froze; "" where its description is damaged, which `verify` tells of: its findings are found out again."""
    try:
        return str(json.loads(description.read_bytes())["run_id"])
    except (ValueError, KeyError, TypeError):
        return ""


def _name(home: Home, kind: str, run_ids: tuple[str, ...]) -> Path:
    return home.runs / f"{'-'.join(run_ids)}.{kind}"
