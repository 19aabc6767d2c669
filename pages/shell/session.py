"""Who looks at which run, in which language: worked out anew at every rerun. What an address says is trusted nowhere."""

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, replace
from functools import cache, cached_property
from typing import TypeVar

from data.access import Action, Viewer
from data.decisions.store import Decisions
from data.decisions.withdrawals import facts_of
from data.errors import RequestFault
from data.facts.store import Facts
from data.runs.editions import published
from data.runs.store import RunInfo, RunStore
from data.settings import Home, settings
from metrics.run.reader import Reader
from pages.language.words import LANGS, Words
from pages.shell.address import Place, read_place
from pages.shell.identity import Identity, identify, way_of
from pages.shell.run_cache import KeptReader, Memory

PARTS = Memory(300)  # built parts of pages, some tens of KB each
T = TypeVar("T")


@dataclass(frozen=True)
class Session:
    """What a page is given. `place` carries the run that was chosen, so every link made from it opens the same.

    `chosen` is None while nothing has been assessed.
    """

    w: Words
    place: Place
    identity: Identity
    home: Home
    runs: tuple[RunInfo, ...]
    chosen: RunInfo | None

    @property
    def viewer(self) -> Viewer:
        """Who looks."""
        return self.identity.viewer

    @property
    def is_demo(self) -> bool:
        """Whether who looks was picked, in the demo city."""
        return self.identity.way == "demo"

    def still_may(self, action: Action) -> None:
        """Ask again, for what happens after the page was drawn. Raises RequestFault when the sign-in is over or the role is another now."""
        viewer = self.identity.still(self.decisions, settings(), self.w)
        if viewer != self.viewer or not viewer.may(action):
            raise RequestFault(self.w("door.changed"))

    @property
    def run(self) -> RunInfo:
        """The run that is shown. Raises RequestFault while there is none."""
        if self.chosen is None:
            raise RequestFault(self.w("empty.no_run"))
        return self.chosen

    @cached_property
    def reader(self) -> Reader:
        """The viewer's sight of the run that is shown."""
        return self.reader_of(self.run)

    def reader_of(self, run: RunInfo) -> Reader:
        """The same viewer's sight of another run."""
        return KeptReader(store(), run, self.viewer)

    @property
    def decisions(self) -> Decisions:
        """What people decided in this home."""
        return decisions()

    def kept(self, part: Callable[..., T], *about: Hashable) -> T:
        """A part of a page, built once for every look of this viewer at this view. `part`: a function of the session, `about` and nothing else."""
        view = (str(self.home.path), self.viewer, self.place, self.w.lang, self.runs)
        return PARTS.answer((part.__module__, part.__qualname__, about, *view), lambda: part(self, *about))


@cache
def store() -> RunStore:
    """The editions and finished runs of this process's home, opened once."""
    return RunStore(Home(settings().home), settings(), lambda: published(decisions()))


@cache
def facts() -> Facts:
    """What came into this process's home, as it counts by the withdrawals of the moment. It remembers manifests, which never change."""
    return facts_of(Home(settings().home), decisions())


@cache
def decisions() -> Decisions:
    """The decisions of this process's home, opened and brought up to date once."""
    return Decisions(Home(settings().home).create(), settings())


def words_of(query: Mapping[str, str]) -> Words:
    """The language that an address asks for, before anything else of it is read."""
    lang = query.get("lang")
    return Words(next((known for known in LANGS if known == lang), LANGS[0]))


def enter(query: Mapping[str, str], address: str) -> Session:
    """The session of who is at the browser at an address. Raises DushuError with a sentence for who may not enter and what can't be given.

    `address` is what the server listens on: beyond loopback the demo can only be looked at.
    """
    w, home = words_of(query), store().home
    way = way_of(home, settings())
    identity = identify(way, query.get("me"), address, decisions(), settings(), w)
    place = read_place(query, w)
    runs = tuple(store().runs())
    run = choose(runs, place, w)
    if run:
        place = replace(place, period=run.period, as_of=run.as_of, run=run.address)
    return Session(w, place, identity, home, runs, run)


def choose(runs: tuple[RunInfo, ...], place: Place, w: Words) -> RunInfo | None:
    """The run that an address names, else the newest of its period and day. Raises RequestFault when there is no such run.

    A draft's address opens the edition that it was published as.
    """
    fits = [
        run for run in runs
        if place.run in (None, run.address, run.run_id) and place.period in (None, run.period) and place.as_of in (None, run.as_of)
    ]  # fmt: skip
    if not fits and (place.run or place.period or place.as_of):
        asked = w("rank.comma").join(f"{name}={value}" for name, value in place.query().items() if name in ("run", "period", "as_of"))
        raise RequestFault(w("door.no_run", asked=asked))
    return fits[0] if fits else None
