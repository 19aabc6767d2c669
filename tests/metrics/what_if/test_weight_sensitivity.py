"""How firm an order is: the same totals as one unit scored by itself, the same answer whoever is called what, and nothing drawn at random."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.access import Viewer
from data.runs.store import RunStore
from data.settings import Settings
from metrics.run.reader import Reader
from metrics.schemes.scheme import Scheme
from metrics.scoring.scoring import score
from metrics.what_if.simulation import ranks_within
from metrics.what_if.weight_sensitivity import NO_TOTAL, SHAKE, Many, Stability, shaken, shaken_order, stability
from tests.cities import small_city
from tests.cities.small_editions import LEADER
from tests.metrics.scoring.any_figures import FIGURES, GIVEN, SCHEME, SCHEMES

ITEMS = st.integers(0, 13)
UNITS = st.lists(st.tuples(st.sampled_from(("市直", "县区")), FIGURES, GIVEN), min_size=1, max_size=6)
BY = st.sampled_from((SHAKE, -SHAKE, 0.5, -0.9))


def once(given: list) -> list:
    return list({g.act_id: g for g in given}.values())


def shaking(scheme: Scheme, told: list[tuple], names: str = "abcdef", by: float = SHAKE) -> Stability:
    units = dict(zip(names, told, strict=False))
    groups = {unit: group for unit, (group, _, _) in units.items()}
    return shaken_order(scheme, groups, {u: f for u, (_, f, _) in units.items()}, {u: once(g) for u, (_, _, g) in units.items()}, by)


@settings(max_examples=100)
@given(SCHEMES, UNITS, ITEMS, BY)
def test_many_at_once_have_the_totals_of_each_by_itself(scheme: Scheme, told: list[tuple], n: int, by: float):
    other = shaken(scheme, scheme.items[n], by)
    figures, points = [of for _, of, _ in told], [once(given) for _, _, given in told]
    alone = [score(other, of, given).total for of, given in zip(figures, points, strict=True)]
    assert [*Many(scheme, figures, points).totals(other)] == [NO_TOTAL if total is None else int(total * 100) for total in alone]


@given(SCHEMES, ITEMS, BY)
def test_a_shaken_scheme_sums_to_what_it_did(scheme: Scheme, n: int, by: float):
    other = shaken(scheme, scheme.items[n], by)
    assert sum(i.points for i in other.items) == pytest.approx(sum(i.points for i in scheme.items))
    assert other.items[n].points == pytest.approx(scheme.items[n].points * (1 + by))
    assert min(i.points for i in other.items) > 0


def test_what_is_alone_or_nearly_all_keeps_its_weight():
    alone = SCHEME.model_copy(update={"items": SCHEME.items[:1]})
    assert shaken(alone, alone.items[0], SHAKE) == alone
    heavy = SCHEME.model_copy(update={"items": (SCHEME.items[0].model_copy(update={"points": 99.0}), SCHEME.items[1])})
    assert shaken(heavy, heavy.items[0], 0.1).items == heavy.items
    assert shaken(heavy, heavy.items[0], -0.1).items != heavy.items


@settings(max_examples=20)
@given(UNITS, st.randoms(use_true_random=False))
def test_it_hangs_on_nobodys_name_or_place(told: list[tuple], shuffled: Any):
    plain = shaking(SCHEME, told)
    order = list(range(len(told)))
    shuffled.shuffle(order)
    other = shaking(SCHEME, [told[n] for n in order], "uvwxyz")
    assert [other.reach.get("uvwxyz"[order.index(n)]) for n in range(len(told))] == [plain.reach.get("abcdef"[n]) for n in range(len(told))]
    assert (other.weights, other.firm) == (plain.weights, plain.firm)
    assert (other.kept, other.least) == (pytest.approx(plain.kept), pytest.approx(plain.least))
    assert shaking(SCHEME, told) == plain, "nothing is drawn at random"


@settings(max_examples=20)
@given(UNITS)
def test_everybody_reaches_the_own_rank_and_no_shake_moves_nobody(told: list[tuple]):
    found = shaking(SCHEME, told)
    groups = {"abcdef"[n]: group for n, (group, _, _) in enumerate(told)}
    totals = {"abcdef"[n]: score(SCHEME, of, once(given)).total for n, (_, of, given) in enumerate(told)}
    own = ranks_within(groups, totals)
    assert found.reach.keys() == {unit for unit, rank in own.items() if rank is not None}
    assert all(low <= (own[unit] or 0) <= high for unit, (low, high) in found.reach.items())
    assert sum(weight.places for weight in found.weights) >= sum((own[u] or 0) - low for u, (low, _) in found.reach.items())
    still = shaking(SCHEME, told, by=0.0)
    assert all(low == high for low, high in still.reach.values())
    assert {weight.places for weight in still.weights} == {0}
    assert still.kept in (None, 1.0)


def test_an_order_that_one_weight_turns_round():
    """Two units that differ in two items only: which of these weighs more decides who is ahead."""
    items = tuple(i.model_copy(update={"points": p}) for i, p in zip(SCHEME.items[:3], (10.0, 9.9, 80.1), strict=True))
    scheme = SCHEME.model_copy(update={"items": items, "adjustments": ()})
    done, undone = ({"counted": 1, "completion_rate": rate} for rate in (1.0, 0.0))
    rules = [item.rule for item in items]
    figures = {"x": dict(zip(rules, (done, undone, done), strict=True)), "y": dict(zip(rules, (undone, done, done), strict=True))}
    found = shaken_order(scheme, {"x": "g", "y": "g"}, figures, {})
    assert found.reach == {"x": (1, 2), "y": (1, 2)}
    assert [(w.item_id, w.places, w.units, w.widest) for w in found.weights] == [
        (items[0].id, 2, 2, 1), (items[1].id, 2, 2, 1), (items[2].id, 0, 0, 0)
    ]  # fmt: skip
    assert (found.kept, found.least, found.firm) == (pytest.approx(4 / 6), 0.0, 0)


def test_a_department_is_told_nothing():
    home = small_city.build()
    store = RunStore(home, Settings(home=home.path))
    department, leader = (Reader(store, store.runs()[0], viewer) for viewer in (Viewer("d", "department", frozenset({"JM013"})), LEADER))
    assert stability(department, SCHEME) == Stability({}, (), None, None)
    ranked = leader.totals().drop_nulls("rank")["unit_id"].to_list()
    assert sorted(stability(leader, SCHEME).reach) == sorted(ranked)
