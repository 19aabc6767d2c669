"""A unit over the runs of a home: which runs make the line, and like held against like where a scheme dropped an item."""

from dataclasses import replace
from pathlib import Path
from statistics import median

import pytest

from data.access import Viewer
from data.runs.store import RunInfo, RunStore
from data.settings import Home
from metrics.assessment.assess import assess, gather
from metrics.comparison.history import chosen, line
from metrics.obligations.period import parse_period
from metrics.rulebook.rulebook import load_rules
from metrics.run.reader import Reader
from metrics.schemes.scheme import SAMPLE, load_scheme
from metrics.what_if.rescoring import rescored
from tests.cities import small_year, wanting_year
from tests.cities.small_editions import LEADER, assessed, bring_to, settings, store_of

SCHEME = load_scheme(SAMPLE, load_rules())
DROPPED = next(item for item in SCHEME.items if item.rule == "share_reply")
SHORTER = SCHEME.model_copy(update={"id": "shorter", "items": tuple(i for i in SCHEME.items if i != DROPPED)})


@pytest.fixture(scope="module")
def two(tmp_path_factory: pytest.TempPathFactory) -> tuple[RunStore, RunInfo, RunInfo]:
    """The half year by the whole scheme, and a quarter by one that dropped an item."""
    home = Home(tmp_path_factory.mktemp("past") / "home").create()
    decisions = bring_to("begun", home)
    first, options = assessed(home, decisions), settings(home)
    second = assess(
        home,
        options,
        gather(home, options, parse_period("2026Q1"), small_year.DAY.replace(month=3), SHORTER, "A0", look_back=True, acts=()),
    )
    return store_of(home, decisions), second, first


def readers(store: RunStore, *runs: RunInfo, viewer: Viewer = LEADER) -> list[Reader]:
    return [Reader(store, run, viewer) for run in runs]


def test_an_item_that_one_scheme_dropped_is_left_out_of_the_comparison(two: tuple[RunStore, RunInfo, RunInfo]):
    found = readers(*two)
    told = line(found, found[-1], "B2", None)
    assert told.left_out == (DROPPED.title,)
    assert not told.is_like
    for point, reader in zip(told.points, found, strict=True):
        total = next(row["total"] for row in reader.totals().iter_rows(named=True) if row["unit_id"] == "B2")
        assert (point.total, point.like) == (total, rescored(reader, SHORTER)["B2"].total)
    assert told.points[-1].like != told.points[-1].total


def test_by_one_scheme_like_is_the_total_itself(two: tuple[RunStore, RunInfo, RunInfo]):
    found = readers(two[0], two[2])
    told = line(found, found[0], "B3", None)
    assert told.is_like
    assert told.left_out == ()
    assert [point.like for point in told.points] == [point.total for point in told.points]


def test_a_group_is_told_by_its_median(two: tuple[RunStore, RunInfo, RunInfo]):
    (reader,) = readers(two[0], two[2])
    totals = [row["total"] for row in reader.totals().iter_rows(named=True) if row["total"] is not None]
    (point,) = line([reader], reader, None, "市直部门").points
    assert (point.total, point.rank) == (median(totals), None)


def test_a_department_is_told_of_no_other(two: tuple[RunStore, RunInfo, RunInfo]):
    found = readers(*two, viewer=Viewer("B2", "department", frozenset({"B2"})))
    assert all(point.total is None for point in line(found, found[-1], "B3", None).points)
    assert any(point.total is not None for point in line(found, found[-1], "B2", None).points)


def test_an_edition_stands_for_its_day_and_of_drafts_the_newest(tmp_path):
    home = Home(tmp_path / "home").create()
    decisions = bring_to("exported_again", home)
    draft = assessed(home, decisions)
    store = store_of(home, decisions)
    runs = store.runs()
    assert {run.address for run in runs} == {"2026H1-1", draft.run_id}
    edition = store.info("2026H1-1")
    assert chosen(runs, edition) == [edition]
    assert chosen(runs, store.info(draft.run_id)) == [store.info(draft.run_id)], "the run that is shown stands for its own day"
    other = replace(draft, run_id="other", period="2026Q1")
    assert [run.address for run in chosen([*runs, other], edition)] == ["2026H1-1", "other"]
    assert chosen([replace(draft, authority_id="else")], edition) == [edition]


def test_a_point_says_whether_its_rank_may_be_compared(tmp_path: Path):
    home = Home(tmp_path / "home").create()
    store = store_of(home, wanting_year.bring_to(wanting_year.SECOND, home))
    first, second = (Reader(store, edition, LEADER) for edition in (wanting_year.FIRST, wanting_year.SECOND))
    assert [point.is_comparable for point in line([first, second], second, "B1", None).points] == [False, True]
    assert [point.is_comparable for point in line([first, second], second, "B4", None).points] == [True, True]
