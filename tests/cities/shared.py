"""Cities that take long to make, made once for all workers of a test run. Who changes one takes a copy."""

import hashlib
import os
import shutil
import tempfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from data import atomic_files
from data.decisions.database import sqlite_file
from data.decisions.store import Decisions
from data.settings import Home, Settings

FOLDER = "TESTS_SHARED_FOLDER"  # an environment variable that the workers and the processes of a run inherit


def once(name: str, make: Callable[[Path], None]) -> Path:
    """The folder of that name, made by the first that asks for it while all others wait."""
    folder = Path(os.environ[FOLDER]) / name
    with atomic_files.in_turn(folder.with_suffix(".lock")):
        if not folder.exists():
            made = folder.with_suffix(".being-made")
            shutil.rmtree(made, ignore_errors=True)
            made.mkdir(parents=True)
            make(made)
            made.rename(folder)
    return folder


def copied(city: Home, folder: Path) -> Home:
    """A copy of a home. What is never changed once it is there (facts, runs, editions) gets a second name, the decisions a second file."""

    def second(source: str, target: str) -> None:
        if {"facts", "runs", "editions"} & set(Path(source).parts):
            Path(target).hardlink_to(source)
        else:
            shutil.copy2(source, target)

    shutil.copytree(city.path, folder, copy_function=second)
    return Home(folder)


def with_run(home: Home, run_id: str, make: Callable[[], object], *of: object) -> None:
    """Have a run in a home: made there, or a copy of the one that was made first. The same id (and the same `of`) is the same run.

    Copied and not linked: when a run was asked for last stands in the time of its file.
    """
    kept = Path(os.environ[FOLDER]) / "runs" / hashlib.sha256(repr((run_id, *of)).encode()).hexdigest()
    if kept.exists():
        for kind in ("json", "duckdb"):  # the run is there from the moment its second file is
            shutil.copyfile(kept / f"run.{kind}", home.runs / f"{run_id}.{kind}")
        return
    make()
    made = Path(tempfile.mkdtemp(dir=os.environ[FOLDER]))
    for kind in ("json", "duckdb"):
        shutil.copyfile(home.runs / f"{run_id}.{kind}", made / f"run.{kind}")
    kept.parent.mkdir(exist_ok=True)
    with suppress(OSError):  # another worker was first with the same
        made.rename(kept)


def with_empty_store(home: Home) -> None:
    """Have an empty store of decisions in a home that has none: opening a new one takes four times as long as a copy of it."""
    file = sqlite_file(home)
    if not file.exists():
        shutil.copyfile(sqlite_file(Home(once("empty-store", _make_store) / "home")), file)


def _make_store(folder: Path) -> None:
    home = Home(folder / "home").create()
    Decisions(home, Settings(home=home.path)).close()
