"""An assessment ends with what pages would have to find out; whoever opens one then, in any process, finds it there."""

from dataclasses import replace
from typing import get_args

import pytest
from polars.testing import assert_frame_equal

from data.access import Viewer
from data.runs.findings import FOLLOWED, MOVED, REACH, TIMING
from data.runs.store import RunInfo, RunStore
from data.settings import Home
from metrics.assessment.assess import assess, gather
from metrics.comparison import attribution, carried_over
from metrics.obligations.period import parse_period
from metrics.precompute import keep_timing, prepare
from metrics.rulebook.rulebook import load_rules
from metrics.run.filter import Filter
from metrics.run.reader import Reader
from metrics.run.response_times import By
from metrics.schemes.scheme import SAMPLE, load_scheme
from metrics.what_if import rank_range
from tests.cities import small_year
from tests.cities.small_editions import LEADER, bring_to, decisions_of, settings, store_of

City = tuple[Home, RunStore, RunInfo, RunInfo]
B2 = Viewer("B2", "department", frozenset({"B2"}), login="B2")


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> City:
    """Two month ends of the small year; the later one is prepared."""
    home = Home(tmp_path_factory.mktemp("ready") / "home").create()
    decisions, options, period = bring_to("begun", home), settings(home), parse_period(small_year.PERIOD)
    scheme = load_scheme(SAMPLE, load_rules(home.site))
    before, after = (
        assess(home, options, gather(home, options, period, small_year.DAY.replace(month=month), scheme, "A0", look_back=True, acts=()))
        for month in (4, 6)
    )
    store = store_of(home, decisions)
    prepare(store, after)
    return home, store, before, after


@pytest.fixture
def nothing_is_found_out(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (attribution, carried_over, rank_range):
        monkeypatch.setattr(module, "keep", lambda *given: pytest.fail("found out once more"))


def test_the_findings_lie_beside_the_run(city: City):
    home, _, before, after = city
    assert {path.name for path in home.runs.glob("*.*_*")} == {
        f"{after.run_id}.{REACH}", f"{after.run_id}.{TIMING}", f"{before.run_id}-{after.run_id}.{MOVED}", f"{before.run_id}-{after.run_id}.{FOLLOWED}"
    }  # fmt: skip


@pytest.mark.usefixtures("nothing_is_found_out")
def test_another_process_finds_them_there(city: City):
    home, _, *runs = city
    before, after = (Reader(store_of(home, decisions_of(home)), run, LEADER) for run in runs)
    assert attribution.splits(before, after) == attribution.movement(before, after).splits
    assert rank_range.reaches(after) == rank_range.reach(after)
    whole = after.following(before)
    for unit in small_year.UNITS:
        assert carried_over.followed(before, after, unit).equals(whole.filter(unit_id=unit).drop("unit_id"))
    prepare(after.store, after.info)


@pytest.mark.usefixtures("nothing_is_found_out")
def test_a_department_is_given_its_own_of_them(city: City):
    _, store, *runs = city
    before, after = (Reader(store, run, B2) for run in runs)
    (own,) = attribution.splits(before, after)
    assert (own.unit_id, own.places) == ("B2", {})
    assert not carried_over.followed(before, after, "B2").is_empty()
    assert carried_over.followed(before, after, "B3").is_empty()
    assert rank_range.reaches(after) == {}


def test_what_is_missing_is_found_out_by_who_asks_first_and_kept(city: City):
    home, store, before, after = city
    for path in home.runs.glob("*.*_*"):
        path.unlink()
    readers = [Reader(store, run, B2) for run in (before, after)]
    assert attribution.splits(*readers)
    assert not carried_over.followed(*readers, "B2").is_empty()
    assert rank_range.reaches(readers[1]) == {}
    assert len(list(home.runs.glob("*.*_*"))) == 3


def test_how_long_things_took_is_kept_as_it_is_counted(city: City):
    _, store, _, after = city
    reader, wanted = Reader(store, after, LEADER), Filter(rule_id="share_reply")
    counted = {by: reader.timing(by, wanted) for by in (None, *get_args(By))}
    assert all(len(frame) for frame in counted.values())
    keep_timing(store, after)
    for by, frame in counted.items():
        assert_frame_equal(reader.timing(by, wanted), frame)
    of_unit = Reader(store, after, B2).timing(None, wanted)
    assert of_unit["obligations"].sum() == reader.timing(None, replace(wanted, unit_id="B2"))["obligations"].sum() == 10
