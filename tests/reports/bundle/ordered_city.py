"""The small run in a home of its own, and who orders the papers there."""

import atexit
import shutil
import tempfile
from functools import cache
from pathlib import Path

from data.access import Viewer
from data.decisions.store import Decisions
from data.runs import editions
from data.runs.store import RunStore
from data.settings import Home, Settings
from metrics.run.reader import Reader
from reports.bundle.jobs import Job
from reports.bundle.ordering import ask
from reports.bundle.papers import KINDS
from tests.cities import small_run

OFFICER = Viewer("王审核", "officer", login="wang")
UNIT = Viewer("陈科员", "department", frozenset({"D1"}), login="chen")


@cache
def _built() -> Home:
    folder = Path(tempfile.mkdtemp(prefix="dushu-bundle-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    home = Home(folder / "home").create()
    small_run.build(home)
    return home


class City:
    """A home with the small run, and everything one needs to order there."""

    def __init__(self, home: Home):
        shutil.copytree(_built().path, home.path, dirs_exist_ok=True)
        self.home, self.settings = home, Settings(home=home.path, threads=1, papers_processes=1)
        self.decisions = Decisions(home, self.settings)
        self.store = RunStore(home, self.settings, lambda: editions.published(self.decisions))
        self.run = self.store.runs()[0]

    def reader(self, viewer: Viewer = OFFICER) -> Reader:
        return Reader(self.store, self.run, viewer)

    def order(
        self,
        viewer: Viewer = OFFICER,
        units: list[str] | None = None,
        kinds: tuple[str, ...] = KINDS,
        way: str = "terminal",
        book: bool = False,
    ) -> Job:
        return ask(self.reader(viewer), self.decisions, way, units, kinds, "zh", book=book)
