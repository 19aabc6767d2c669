"""The demo city with its procedure, played once for all workers of a test run."""

from pathlib import Path
from unittest import mock

from data.settings import Home, Settings
from metrics.demo import load
from tests.cities import demo_exports
from tests.cities.shared import copied, once


def copy(folder: Path) -> Home:
    """A copy of the demo as it was loaded."""
    return copied(Home(once("demo-city", _load_into) / "home"), folder)


def _load_into(made: Path) -> None:
    """From the files that are there already: the same seed writes the same ones (tests/data/test_demo.py)."""
    home = Home(made / "home").create()
    with mock.patch.object(load, "write_exports", return_value=demo_exports.written()):
        load.load_demo(home, Settings(home=home.path), lambda step: None)
