"""Kept answers: the same as the gate's own, and never another viewer's, however many ask at once."""

from concurrent.futures import ThreadPoolExecutor

import polars as pl
import pytest

from data.access import Viewer
from data.runs.store import RunStore
from data.settings import Home, Settings
from metrics.run.filter import Filter
from metrics.run.reader import Reader
from pages.shell.run_cache import KeptReader, Memory

UNITS = ("JM001", "JM002", "JM005", "JM013", "XQ01", "XQ03", "XQ05")


@pytest.fixture(scope="module")
def store(small_city: Home) -> RunStore:
    return RunStore(small_city, Settings(home=small_city.path))


def viewers() -> list[Viewer]:
    return [Viewer("leader", "leader"), *(Viewer(u, "department", frozenset({u})) for u in UNITS)]


def asked(reader: Reader) -> list[pl.DataFrame]:
    return [
        reader.totals(),
        reader.items("JM013"),
        reader.indicators(),
        reader.obligations(Filter(states=("overdue",)), limit=20),
        reader.obligations(Filter(rule_id="share_reply")),
        reader.facets(),
    ]


def test_a_kept_answer_is_the_gates_own(store: RunStore):
    info = store.runs()[0]
    for viewer in viewers():
        plain = asked(Reader(store, info.run_id, viewer))
        for _ in range(2):
            for mine, theirs in zip(asked(KeptReader(store, info, viewer)), plain, strict=True):
                assert mine.equals(theirs)


def test_many_at_once_are_each_given_their_own(store: RunStore):
    info = store.runs()[0]
    known = {viewer.name: asked(Reader(store, info.run_id, viewer)) for viewer in viewers()}

    def look(n: int) -> bool:
        viewer = viewers()[n % len(known)]
        found = asked(KeptReader(store, info, viewer))
        mine = all(viewer.units is None or set(frame["unit_id"]) <= viewer.units for frame in found)
        return mine and all(a.equals(b) for a, b in zip(found, known[viewer.name], strict=True))

    with ThreadPoolExecutor(8) as crowd:
        assert all(crowd.map(look, range(400)))


def test_the_memory_has_an_end():
    memory = Memory(2)
    for n in range(5):
        memory.answer(n, lambda n=n: pl.DataFrame({"n": [n]}))
    asked_again = []
    for n in (4, 3, 2):
        memory.answer(n, lambda n=n: asked_again.append(n) or pl.DataFrame())
    assert asked_again == [2]
