"""Who looks at which run, in which language: worked out from the address anew at every rerun, and trusted nowhere else.

Sign-in is not configured yet, so real data are served on this machine only, to the officer who sits at it. Demo data have a picker.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import cache, cached_property
from typing import TypeVar

from data.access import OPERATOR, Viewer
from data.decisions.store import Decisions
from data.errors import RequestFault
from data.facts import Facts
from data.runs import RunInfo, RunStore
from data.settings import Home, settings
from metrics.reading import Reader
from pages.parts.links import Place, read_place
from pages.parts.reads import KeptReader, Memory
from pages.parts.words import LANGS, Words

LOOPBACK = ("127.0.0.1", "localhost", "::1")
PARTS = Memory(300)  # built parts of pages, some tens of KB each
T = TypeVar("T")

DEMO_ROLES = ("leader", "officer", "analyst", "department")


@dataclass(frozen=True)
class Session:
    """What a page is given. `place` carries the run that was chosen, so every link made from it opens the same.

    `chosen` is None while nothing has been assessed.
    """

    w: Words
    place: Place
    viewer: Viewer
    home: Home
    runs: tuple[RunInfo, ...]
    chosen: RunInfo | None
    is_demo: bool

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

    def kept(self, part: "Callable[[Session], T]") -> T:
        """A part of a page, built once for every look of this viewer at this view. `part`: a function of the session and nothing else."""
        view = (str(self.home.path), self.viewer, self.place, self.w.lang, self.runs)
        return PARTS.answer((part.__module__, part.__qualname__, *view), lambda: part(self))


@cache
def store() -> RunStore:
    """The finished runs of this process's home, opened once."""
    return RunStore(Home(settings().home), settings())


@cache
def facts() -> Facts:
    """What came into this process's home. It remembers manifests, which never change."""
    return Facts(Home(settings().home))


@cache
def decisions() -> Decisions:
    """The decisions of this process's home, opened and brought up to date once."""
    return Decisions(Home(settings().home).create(), settings())


def words_of(query: Mapping[str, str]) -> Words:
    """The language that an address asks for, before anything else of it is read."""
    lang = query.get("lang")
    return Words(next((known for known in LANGS if known == lang), LANGS[0]))


def enter(query: Mapping[str, str], address: str) -> Session:
    """The session that an address stands for. Raises RequestFault with a sentence for what can't be given.

    `address` is what the server listens on: beyond loopback real data are refused and the demo can only be looked at.
    """
    w, home = words_of(query), store().home
    is_demo, is_local = home.is_demo, address in LOOPBACK
    if not (is_demo or is_local):
        raise RequestFault(w("door.refused", address=address))
    place = read_place(query, w)
    runs = tuple(store().runs())
    run = choose(runs, place, w)
    if run:
        place = replace(place, period=run.period, as_of=run.as_of, run=run.run_id)
    viewer = _viewer(place, run, is_demo, is_local, w)
    return Session(w, place, viewer, home, runs, run, is_demo)


def choose(runs: tuple[RunInfo, ...], place: Place, w: Words) -> RunInfo | None:
    """The run that an address names, else the newest of its period and day. Raises RequestFault when there is no such run."""
    fits = [
        run for run in runs
        if place.run in (None, run.run_id) and place.period in (None, run.period) and place.as_of in (None, run.as_of)
    ]  # fmt: skip
    if not fits and (place.run or place.period or place.as_of):
        asked = "，".join(f"{name}={value}" for name, value in place.query().items() if name in ("run", "period", "as_of"))
        raise RequestFault(w("door.no_run", asked=asked))
    return fits[0] if fits else None


def _viewer(place: Place, run: RunInfo | None, is_demo: bool, is_local: bool, w: Words) -> Viewer:
    if not is_demo:
        if place.me:
            raise RequestFault(w("door.me_is_for_demo"))
        return OPERATOR
    if not is_local:
        return Viewer(w("role.leader"), "leader")
    role, _, unit = (place.me or "officer").partition(":")
    if role not in DEMO_ROLES or bool(unit) != (role == "department"):
        raise RequestFault(w("door.me_unknown", me=place.me))
    if role == "department":
        return Viewer(unit, "department", frozenset({unit}), login=f"demo:{place.me}")
    return Viewer(w.of("role", role), role, login=f"demo:{role}")  # type: ignore[arg-type]  # one of DEMO_ROLES, checked above
