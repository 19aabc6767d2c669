"""From one month's end to the next: every open obligation is in exactly one place, and the counts tie on both sides."""

from itertools import pairwise

import polars as pl
import pytest

from data.access import OPERATOR, Viewer
from data.runs.store import RunStore
from data.settings import Home, Settings
from metrics.comparison.carried_over import CHANGES, OPEN, OPEN_BEFORE, OPEN_NOW, followed, row_name
from metrics.run.filter import Filter
from metrics.run.reader import Reader
from tests.cities import small_city


@pytest.fixture(scope="module")
def months() -> list[Reader]:
    """The run of each month's end, oldest first."""
    home: Home = small_city.build()
    store = RunStore(home, Settings(home=home.path))
    return [Reader(store, run, OPERATOR) for run in sorted(store.runs(), key=lambda run: run.as_of)]


def units(months: list[Reader]) -> list[str]:
    return months[0].units()["unit_id"].to_list()[::4]


def counted(found: pl.DataFrame) -> dict[str, int]:
    return dict(found["change"].value_counts().iter_rows())


def test_what_was_open_and_what_is_open_tie(months: list[Reader]):
    seen: set[str] = set()
    for before, after in pairwise(months):
        for unit in units(months):
            counts = counted(followed(before, after, unit))
            wanted = Filter(unit_id=unit, states=OPEN)
            assert sum(counts.get(name, 0) for name in OPEN_BEFORE) == before.count(wanted)
            assert sum(counts.get(name, 0) for name in OPEN_NOW) == after.count(wanted)
            seen |= counts.keys()
    assert {"new", "still", "fixed", "reopened"} <= seen <= {*CHANGES}


def test_each_is_what_it_is_called(months: list[Reader]):
    found = followed(months[-2], months[-1], units(months)[0])
    states = found.select("change", "was", "state").unique()
    for change, was, state in states.iter_rows():
        assert (was in OPEN) == (change in OPEN_BEFORE)
        assert (state in OPEN) == (change in OPEN_NOW)
        assert change != "fixed" or state in ("met", "late")
        assert change != "reopened" or was in ("met", "late")


def test_the_names_lead_to_the_very_obligations(months: list[Reader]):
    unit = units(months)[0]
    found = followed(months[-2], months[-1], unit).filter(pl.col("row_name").is_not_null())
    for change in set(found["change"]):
        names = found.filter(change=change)["row_name"].sort().to_list()
        rows = months[-1].obligations(Filter(unit_id=unit, rows=tuple(names)))
        assert rows.select(row_name())["row_name"].sort().to_list() == names
    assert months[-1].count(Filter(rows=())) == 0


def test_a_run_beside_itself_has_only_what_is_still_open(months: list[Reader]):
    assert set(followed(months[-1], months[-1], units(months)[0])["change"]) == {"still"}


def test_a_department_follows_its_own_only(months: list[Reader]):
    one, other = units(months)[:2]
    viewer = Viewer("某人", "department", frozenset({one}), login="x")
    own = [Reader(reader.store, reader.info, viewer) for reader in months[-2:]]
    assert followed(*own, one).equals(followed(*months[-2:], one))
    assert followed(*own, other).is_empty()
