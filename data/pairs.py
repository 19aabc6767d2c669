"""What two runs give when they are held against each other, kept beside the runs and named by both: found out once for every process.

A run never changes, so this never grows old; where it is lost it is found out again.
"""

import json
import shutil

from data import landing
from data.editions import DESCRIPTION
from data.settings import Home

LOCK = "lock"  # of the runs, with which this is built and swept
KEPT = ".moved"


def read(home: Home, before: str, after: str) -> bytes | None:
    """What is kept of two runs, by their run ids; None where there is nothing."""
    path = home.runs / f"{before}-{after}{KEPT}"
    return path.read_bytes() if path.exists() else None


def keep(home: Home, before: str, after: str, told: bytes) -> None:
    """Put it in place whole, over what an older program kept of the two."""
    with landing.building(home.runs / LOCK):
        folder = landing.unfinished_folder(home.runs)
        try:
            (folder / KEPT).write_bytes(told)
            landing.land_built(folder / KEPT, home.runs / f"{before}-{after}{KEPT}")
        finally:
            shutil.rmtree(folder)


def sweep(home: Home) -> None:
    """Clear away what is kept of runs that are no more, neither as a draft nor frozen in an edition. For who holds the lock."""
    there = {path.stem for path in home.runs.glob("*.duckdb")}
    there |= {json.loads(path.read_bytes())["run_id"] for path in home.editions.glob(f"*/{DESCRIPTION}")}
    for path in home.runs.glob(f"*{KEPT}"):
        if not there.issuperset(path.stem.split("-")):
            path.unlink()
