"""A run scored again: by its own scheme it says what it said; by the items in common, like is held against like."""

import pytest

from data.access import Viewer
from data.runs.store import RunStore
from data.settings import Home, Settings
from metrics.rulebook.rulebook import load_rules
from metrics.run.reader import Reader
from metrics.schemes.scheme import SAMPLE, load_scheme
from metrics.what_if.rescoring import common, rescored
from tests.cities import small_city
from tests.cities.small_editions import LEADER

SCHEME = load_scheme(SAMPLE, load_rules())


@pytest.fixture(scope="module")
def store() -> RunStore:
    home: Home = small_city.build()
    return RunStore(home, Settings(home=home.path))


def test_by_its_own_scheme_a_run_says_what_it_said(store: RunStore):
    for run in store.runs():
        reader = Reader(store, run, LEADER)
        found = rescored(reader, reader.scheme())
        said = {row["unit_id"]: (row["total"], row["grade"]) for row in reader.totals().iter_rows(named=True)}
        assert {unit: (one.total, one.grade) for unit, one in found.items()} == said


def test_an_item_that_one_scheme_lacks_or_measures_otherwise_is_left_out():
    first, second, *rest = SCHEME.items
    other = SCHEME.model_copy(update={"items": (second.model_copy(update={"measure": "counted"}), *rest), "adjustments": ()})
    found = common(SCHEME, [SCHEME, other])
    assert [item.id for item in found.items] == [item.id for item in rest]
    assert found.adjustments == ()
    assert common(SCHEME, [SCHEME]) == SCHEME
    assert first.id not in {item.id for item in found.items}


def test_other_weights_are_held_against_the_same_yardstick():
    heavier = SCHEME.model_copy(update={"items": tuple(i.model_copy(update={"points": i.points + 1}) for i in SCHEME.items)})
    assert common(SCHEME, [heavier]) == SCHEME


def test_a_department_is_scored_alone(store: RunStore):
    viewer = Viewer("d", "department", frozenset({"JM013"}))
    assert rescored(Reader(store, store.runs()[0], viewer), SCHEME).keys() == {"JM013"}
