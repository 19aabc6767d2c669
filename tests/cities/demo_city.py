"""The demo city with its procedure, played once for all workers of a test run."""

from pathlib import Path

from data.settings import Home, Settings
from metrics.demo.load import load_demo
from tests.cities.shared import copied, once


def load(folder: Path) -> Home:
    """The demo loaded anew into a folder."""
    home = Home(folder).create()
    load_demo(home, Settings(home=home.path), lambda step: None)
    return home


def copy(folder: Path) -> Home:
    """A copy of the demo as it was loaded."""
    return copied(Home(once("demo-city", _load_into) / "home"), folder)


def _load_into(made: Path) -> None:
    load(made / "home")
