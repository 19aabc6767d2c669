"""A scheme tried on a run says, to the hundredth, what an assessment by it says; by its own scheme nobody moves."""

import shutil
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.access import Viewer
from data.decisions.bodies import PointAdjustment
from data.decisions.store import in_computation
from data.runs.store import RunInfo, RunStore
from data.settings import Home, Settings
from metrics.assessment.assess import assess, gather, gather_again
from metrics.obligations.period import parse_period
from metrics.rulebook.rulebook import load_rules
from metrics.run.reader import Reader
from metrics.schemes.scheme import SAMPLE, Scheme, load_scheme
from metrics.what_if.simulation import Simulation, kept_order, last_runs, simulated
from tests.cities import small_city, small_year
from tests.cities.small_editions import LEADER, LI, assessed, bring_to, decisions_of, settings, store_of

RULES = load_rules()
BASE = load_scheme(SAMPLE, RULES)


def otherwise() -> Scheme:
    """Other weights, bands, limits, grades, adjustments and total; one item dropped, one added, one that measures otherwise."""
    spec: dict[str, Any] = BASE.model_dump(mode="json") | {"id": "v1", "title": "另一方案", "total": 120}
    items = {item["id"]: item for item in spec["items"]}
    del items["use"]
    items["reply"] |= {"points": 25, "score": {"kind": "bands", "bands": [{"at": 0.9, "share": 1}, {"at": 0.7, "share": 0.45}]}}
    items["reply_days"] |= {"points": 8, "measure": "p90_days"}
    items["provision"] |= {"points": 7.5, "score": {"kind": "linear", "floor": 0.1, "target": 0.95}}
    items["open"] = items["reply"] | {
        "id": "open",
        "measure": "overdue_count",
        "points": 1.5,
        "score": {"kind": "linear", "floor": 8, "target": 0},
    }
    spec["items"] = list(items.values())
    spec["total"] = sum(item["points"] for item in spec["items"])
    spec["limits"] = {"per_item": 0.75, "per_total": 1.25}
    spec["grades"][0]["min"] = 85
    spec["adjustments"][0] |= {"per": 0.3, "cap": 0.5}
    return Scheme.model_validate(spec)


def said(simulation: Simulation) -> dict[str, tuple]:
    return {one.unit_id: (one.total_after, one.rank_after, one.grade_after) for one in simulation.units}


def told(reader: Reader) -> dict[str, tuple]:
    return {row["unit_id"]: (row["total"], row["rank"], row["grade"]) for row in reader.totals().iter_rows(named=True)}


@pytest.fixture(scope="module")
def year(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """The half year with points by decision on an item and on totals, assessed."""
    home = Home(tmp_path_factory.mktemp("simulated") / "home").create()
    decisions = bring_to("begun", home)
    start = date(2026, 1, 1)
    for n, (unit, item, points) in enumerate((("B1", "reply", -1.5), ("B2", None, 4), ("B5", None, -2), ("B5", "provision", 1))):
        body = PointAdjustment(period=small_year.PERIOD, unit_id=unit, item_id=item, points=points, start=start)
        decisions.act(LI, "adjustment", f"t{n}", "made", body, reason="裁定")
    assessed(home, decisions)
    return home


def test_it_is_what_an_assessment_by_it_says(year: Home):
    decisions = decisions_of(year)
    store, scheme = store_of(year, decisions), otherwise()
    found = simulated(Reader(store, store.runs()[0], LEADER), scheme)
    inputs = gather(year, settings(year), parse_period(small_year.PERIOD), small_year.DAY, scheme, "A0", acts=in_computation(decisions))
    run = assess(year, settings(year), inputs)
    assert said(found) == told(Reader(store, run.run_id, LEADER))
    assert all(one.gain for one in found.units if one.total_before), "the scheme does change every total"


def test_so_it_is_in_a_whole_city(tmp_path: Path):
    home = Home(shutil.copytree(small_city.build().path, tmp_path / "city"))
    options = Settings(home=home.path)
    store, scheme = RunStore(home, options), otherwise()
    reader = Reader(store, store.runs()[0], LEADER)
    inputs = gather_again(home, options, reader, ())
    again = gather(home, options, inputs.period, inputs.as_of, scheme, inputs.authority_id, acts=())
    found = simulated(reader, scheme)
    assert found.moved and found.regraded and found.kept < found.pairs, "the scheme does move something"
    assert said(found) == told(Reader(store, assess(home, options, again).run_id, LEADER))


def test_by_its_own_scheme_nobody_moves(year: Home):
    home = small_city.build()
    for store in (RunStore(home, Settings(home=home.path)), store_of(year, decisions_of(year))):
        for run in store.runs():
            reader = Reader(store, run, LEADER)
            found = simulated(reader, reader.scheme())
            assert (found.moved, found.widest, found.regraded, found.kept) == (0, 0, 0, found.pairs)
            assert {one.gain for one in found.units if one.total_before is not None} <= {0}


def test_a_department_is_told_of_no_rank_that_would_be(year: Home):
    store = store_of(year, decisions_of(year))
    found = simulated(Reader(store, store.runs()[0], Viewer("d", "department", frozenset({"B2"}))), otherwise())
    assert [(one.unit_id, one.rank_after) for one in found.units] == [("B2", None)]


PLACES = st.lists(st.tuples(st.sampled_from("ab"), st.none() | st.integers(1, 5), st.none() | st.integers(1, 5)), max_size=8)


@given(PLACES, st.randoms(use_true_random=False))
def test_pairs_are_counted_whatever_their_order(placed: list, shuffled: Any):
    pairs, kept = kept_order(placed)
    assert 0 <= kept <= pairs
    assert kept_order([(group, now, before) for group, before, now in placed]) == (pairs, kept), "the same read backwards"
    assert kept_order([(group, before, before) for group, before, now in placed if now]) == (pairs, pairs)
    shuffled.shuffle(placed)
    assert kept_order(placed) == (pairs, kept)


def test_a_tie_that_is_broken_is_not_kept():
    assert kept_order([("a", 1, 1), ("a", 1, 2), ("a", 3, 3), ("b", 1, 9)]) == (3, 2)


def run(period: str, day: int, edition: str | None = None) -> RunInfo:
    start = date(2026, 1, 1)
    return RunInfo(f"{period}{day}", period, start, start, date(2026, day, 1), "s", "s", "sample", "A0", edition=edition)


def test_of_each_of_the_last_periods_the_newest_run_and_the_newest_edition():
    runs = [run("Q3", 9), run("H1", 8), run("H1", 7, "H1-2"), run("H1", 6, "H1-1"), run("Q1", 3, "Q1-1"), run("Q1", 2)]
    assert [(x.period, x.as_of.month) for x in last_runs(runs, 3)] == [("Q3", 9), ("H1", 8), ("H1", 7), ("Q1", 3)]
    assert [x.period for x in last_runs(runs, 1)] == ["Q3"]
