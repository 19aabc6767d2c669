"""Why a unit moved: the parts sum to the change whatever the figures are, and each kind of change is told as what it is."""

from collections.abc import Mapping
from decimal import Decimal
from itertools import permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.access import Viewer
from data.decisions.bodies import Exemption, PointAdjustment
from data.runs.store import RunInfo, RunStore
from data.settings import Home, Settings
from metrics.assessment.assess import assess, gather
from metrics.comparison.attribution import place_parts, splits, total_parts
from metrics.obligations.period import parse_period
from metrics.run.attribution_parts import PARTS, STEPS, Split
from metrics.run.reader import Reader
from metrics.schemes.scheme import Scheme
from metrics.scoring.points_by_decision import Given
from metrics.scoring.scoring import ranks, score
from tests.cities import small_city, small_editions, small_year
from tests.cities.small_editions import LEADER, LI, ZHANG, assessed, bring_to, store_of
from tests.metrics.scoring.any_figures import FIGURES, GIVEN, SCHEME, SCHEMES

UNITS = "abcdef"
TOTALS = st.one_of(st.none(), st.decimals(0, 100, places=2))
STAGE = st.fixed_dictionaries(dict.fromkeys(UNITS, TOTALS))
GROUPS = st.dictionaries(st.sampled_from(UNITS), st.sampled_from(("市直", "县区")))


def rank_in(unit: str, totals: Mapping[str, Decimal | None], groups: Mapping[str, str]) -> int | None:
    if unit not in groups:
        return None
    beside = [other for other in groups if groups[other] == groups[unit]]
    return ranks([totals[other] for other in beside])[beside.index(unit)]


@given(st.lists(STAGE, min_size=len(STEPS) + 1, max_size=len(STEPS) + 1), GROUPS, GROUPS)
def test_the_parts_of_a_place_sum_to_its_change(stages: list[dict], before: dict, after: dict):
    for unit in UNITS:
        was, is_ = rank_in(unit, stages[0], before), rank_in(unit, stages[-1], after)
        parts = place_parts(unit, stages, before, after)
        if was is None or is_ is None:
            assert parts == {}
        else:
            assert tuple(parts) == PARTS
            assert sum(parts.values()) == was - is_


@settings(max_examples=150)
@given(st.lists(st.tuples(SCHEMES, FIGURES, GIVEN), min_size=len(STEPS) + 1, max_size=len(STEPS) + 1))
def test_the_parts_of_a_total_sum_to_its_change_whole_and_line_by_line(told: list[tuple[Scheme, dict, list[Given]]]):
    stages = [score(scheme, figures, {g.act_id: g for g in given}.values()) for scheme, figures, given in told]  # type: ignore[arg-type]
    points, lines = total_parts(stages)
    if stages[0].total is None or stages[-1].total is None:
        assert (points, lines) == ({}, ())
        return
    assert tuple(points) == STEPS
    assert sum(points.values()) == stages[-1].total - stages[0].total
    assert all(sum(line.parts[part] for line in lines) == points[part] for part in STEPS)
    assert all(any(line.parts.values()) for line in lines)
    assert stages[0].total == stages[-1].total or lines


def tie(found: tuple[Split, ...], before: Reader, after: Reader) -> None:
    """Every unit of the later run, and every sum of it against the two runs themselves."""
    old, new = ({row["unit_id"]: row for row in r.totals().iter_rows(named=True)} for r in (before, after))
    assert {one.unit_id for one in found} == new.keys()
    for one in found:
        was, is_ = old.get(one.unit_id), new[one.unit_id]
        assert (one.rank_before, one.total_before) == ((was["rank"], was["total"]) if was else (None, None))
        assert (one.rank_after, one.total_after) == (is_["rank"], is_["total"])
        if was and was["rank"] is not None and is_["rank"] is not None:
            assert sum(one.places.values()) == was["rank"] - is_["rank"] == one.up
            assert sum(one.points.values()) == is_["total"] - was["total"] == one.gain
        for part in one.points:
            assert sum(line.parts[part] for line in one.lines) == one.points[part]


def test_every_pair_of_the_small_citys_months_ties(small_city_runs: tuple[RunStore, list[RunInfo]]):
    store, runs = small_city_runs
    assert len(runs) == 4
    for one, other in permutations(runs, 2):
        if one.as_of < other.as_of:
            before, after = Reader(store, one, LEADER), Reader(store, other, LEADER)
            tie(splits(before, after), before, after)


@pytest.fixture(scope="module")
def small_city_runs() -> tuple[RunStore, list[RunInfo]]:
    home = small_city.build()
    store = RunStore(home, Settings(home=home.path))
    return store, sorted(store.runs(), key=lambda run: run.as_of)


@pytest.fixture
def year(tmp_path) -> tuple[Home, small_editions.Decisions]:
    home = Home(tmp_path / "home").create()
    decisions = bring_to("begun", home)
    return home, decisions


def moved(home: Home, decisions, before: RunInfo, after: RunInfo, viewer: Viewer = LEADER) -> dict[str, Split]:
    store = store_of(home, decisions)
    one, other = Reader(store, before, viewer), Reader(store, after, viewer)
    found = splits(one, other)
    tie(found, one, other)
    return {split.unit_id: split for split in found}


def only(parts: Mapping, *named: str) -> bool:
    return {name for name, value in parts.items() if value} <= {*named}


def test_a_file_sent_again_for_a_day_already_covered_is_a_correction(year):
    home, decisions = year
    before = assessed(home, decisions)
    small_year.late_export(home, decisions)
    found = moved(home, decisions, before, assessed(home, decisions))
    assert [found[unit].gain > 0 for unit in ("B2", "B3")] == [True, True]
    assert all(only(one.points, "correction") and only(one.places, "correction") for one in found.values())


def test_an_exemption_and_points_are_decisions(year):
    home, decisions = year
    before = assessed(home, decisions)
    lifted = Exemption(rule_id="share_reply", subject_id="SQ-B4-0", unit_id="B4", start=small_year.DAY)
    points = PointAdjustment(period=small_year.PERIOD, unit_id="B1", points=-5, start=small_year.DAY)
    decisions.act(LI, "exemption", "one", "made", lifted, reason="系统停机")
    decisions.act(ZHANG, "adjustment", "two", "made", points, reason="通报批评")
    found = moved(home, decisions, before, assessed(home, decisions))
    assert found["B4"].points["decision"] > 0
    assert found["B1"].points["decision"] == -5
    assert all(only(one.points, "decision") and only(one.places, "decision") for one in found.values())
    assert [line.gain for line in found["B1"].lines] == [-5]


def test_other_weights_are_rules(year):
    home, decisions = year
    before = assessed(home, decisions)
    items = tuple(i.model_copy(update={"points": i.points + (1 if i.rule == "share_reply" else 0)}) for i in SCHEME.items)
    scheme = SCHEME.model_copy(update={"items": items})
    options, period = small_editions.settings(home), parse_period(small_year.PERIOD)
    after = assess(home, options, gather(home, options, period, small_year.DAY, scheme, "A0", acts=()))
    found = moved(home, decisions, before, after)
    assert any(one.gain for one in found.values())
    assert all(only(one.points, "rules") and only(one.places, "rules") for one in found.values())


def test_another_period_of_the_same_day_is_no_development(year):
    home, decisions = year
    options = small_editions.settings(home)
    before = assessed(home, decisions)
    after = assess(home, options, gather(home, options, parse_period("2026Q2"), small_year.DAY, SCHEME, "A0", acts=()))
    assert all(only(one.points, "rules") for one in moved(home, decisions, before, after).values())


def test_what_was_done_since_is_ones_own_and_moves_the_others(year):
    home, decisions = year
    options, period = small_editions.settings(home), parse_period(small_year.PERIOD)
    days = [small_year.DAY.replace(month=4), small_year.DAY]
    before, after = (assess(home, options, gather(home, options, period, day, SCHEME, "A0", look_back=True, acts=())) for day in days)
    found = moved(home, decisions, before, after)
    assert any(one.points["own"] for one in found.values())
    assert all(only(one.points, "own") and only(one.places, "own", "others") for one in found.values())


def test_a_department_is_told_of_its_own_points_and_of_no_other(year):
    home, decisions = year
    before = assessed(home, decisions)
    small_year.late_export(home, decisions)
    after = assessed(home, decisions)
    whole = moved(home, decisions, before, after)
    own = moved_of(home, decisions, before, after)
    assert {*own} == {"B2"}
    assert own["B2"].places == {}
    assert (own["B2"].up, own["B2"].points, own["B2"].lines) == (whole["B2"].up, whole["B2"].points, whole["B2"].lines)


def moved_of(home: Home, decisions, before: RunInfo, after: RunInfo) -> dict[str, Split]:
    store, viewer = store_of(home, decisions), Viewer("B2", "department", frozenset({"B2"}), login="B2")
    return {one.unit_id: one for one in splits(Reader(store, before, viewer), Reader(store, after, viewer))}
