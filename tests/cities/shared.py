"""Cities that take long to make, made once for all workers of a test run. Who changes one takes a copy."""

import os
import shutil
from collections.abc import Callable
from pathlib import Path

from data import atomic_files
from data.settings import Home

FOLDER = "TESTS_SHARED_FOLDER"  # an environment variable that the workers and the processes of a run inherit


def once(name: str, make: Callable[[Path], None]) -> Path:
    """The folder of that name, made by the first that asks for it while all others wait."""
    folder = Path(os.environ[FOLDER]) / name
    folder.parent.mkdir(exist_ok=True)
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
