"""Scores by hand, and the laws that every score keeps (domain rules §6)."""

from decimal import Decimal
from math import isclose

import pytest
from hypothesis import given
from hypothesis import strategies as st

from metrics.schemes.scheme import Adjustment, Band, Bands, Grade, Item, Limits, Linear, Scheme, Section
from metrics.scoring.points_by_decision import Given
from metrics.scoring.scoring import Score, grade, ranks, rounded_to_sum, score, share, wilson

GRADES = (Grade(name="优秀", min=90), Grade(name="良好", min=80), Grade(name="合格", min=60), Grade(name="不合格", min=0))
LIMITS = Limits(per_item=2, per_total=5)
LINEAR = Linear(kind="linear", floor=0.5, target=1.0)


def item(n: int, points: float, how: Linear | Bands = LINEAR, measure: str = "completion_rate", min_count: int = 0) -> Item:
    return Item(id=f"i{n}", section="s", title=f"指标{n}", rule=f"r{n}", measure=measure, points=points, score=how, min_count=min_count)


def scheme(*items: Item, adjustments: tuple[Adjustment, ...] = (), total: float = 100, limits: Limits = LIMITS) -> Scheme:
    sections, of = (Section(id="s", title="一级指标"),), {"id": "t", "title": "t", "status": "sample", "grades": GRADES}
    return Scheme(total=total, sections=sections, items=items, adjustments=adjustments, limits=limits, **of)


def rates(*values: float | None, counted: int = 100) -> dict[str, dict[str, float | int]]:
    """Indicators by rule id, from a completion rate for each item; None = nothing was counted."""
    return {f"r{n}": {"counted": counted, "completion_rate": v} for n, v in enumerate(values, 1) if v is not None}


def line_losses(result: Score) -> list[Decimal]:
    return [line.lost for line in (*result.items, *result.adjustments)]


def test_linear_between_floor_and_target():
    shares = [share(item(1, 10), v) for v in (0.0, 0.5, 0.75, 1.0, 1.2)]
    assert shares == [0.0, 0.0, 0.5, 1.0, 1.0]


def test_linear_where_less_is_better():
    falling = item(1, 10, Linear(kind="linear", floor=10, target=2), "median_days")
    assert [share(falling, v) for v in (1, 2, 6, 10, 11)] == [1.0, 1.0, 0.5, 0.0, 0.0]


def test_bands_read_from_the_top():
    steps = Bands(kind="bands", bands=(Band(at=1.0, share=1.0), Band(at=0.9, share=0.8), Band(at=0.6, share=0.3)))
    assert [share(item(1, 10, steps), v) for v in (1.0, 0.999, 0.9, 0.8999, 0.6, 0.59)] == [1.0, 0.8, 0.8, 0.3, 0.3, 0.0]


def test_a_band_is_reached_by_a_rate_that_is_its_border_but_for_the_float():
    steps = Bands(kind="bands", bands=(Band(at=0.3, share=1.0),))
    assert share(item(1, 10, steps), 1 - 0.7) == 1.0
    assert share(item(1, 10, steps), 0.1 + 0.2) == 1.0


def test_bands_where_less_is_better():
    steps = Bands(kind="bands", lower_is_better=True, bands=(Band(at=1, share=1.0), Band(at=3, share=0.8), Band(at=10, share=0.3)))
    assert [share(item(1, 4, steps), v) for v in (0, 1, 1.5, 3, 10, 10.5)] == [1.0, 1.0, 0.8, 0.8, 0.3, 0.0]


def test_a_worked_score():
    """60 × 0.8 + 40 × 0.5 = 68; the lines say where the 32 went."""
    result = score(scheme(item(1, 60), item(2, 40)), rates(0.9, 0.75))
    assert (result.total, result.grade, result.points, result.points_max) == (Decimal("68.00"), "合格", 68.0, 100)
    assert line_losses(result) == [Decimal("12.00"), Decimal("20.00")]


def test_an_item_that_does_not_apply_leaves_both_sides():
    """30 of 60 possible points is 50 of 100; the item without obligations costs nothing and has no points."""
    result = score(scheme(item(1, 60), item(2, 40)), rates(0.75, None))
    assert (result.total, result.points, result.points_max) == (Decimal("50.00"), 30.0, 60)
    assert (result.items[1].value, result.items[1].points, result.items[1].lost) == (None, None, 0)
    assert line_losses(result) == [Decimal("50.00"), 0]


def test_counted_nothing_is_not_zero():
    nothing = {"r1": {"counted": 0, "completion_rate": None, "overdue": 0}}
    result = score(scheme(item(1, 100)), nothing)
    assert (result.total, result.grade) == (None, None)


def test_a_measure_of_days_without_a_finished_case_does_not_apply():
    """All still open: there is no median of days taken, and no item either; the rate beside it is 0."""
    days = item(1, 50, Linear(kind="linear", floor=10, target=1), "median_days")
    indicators = {"r1": {"counted": 3, "median_days": None}, "r2": {"counted": 3, "completion_rate": 0.0}}
    result = score(scheme(days, item(2, 50)), indicators)
    assert [line.points for line in result.items] == [None, 0.0]
    assert result.total == Decimal("0.00")


DEDUCT = Adjustment(id="gate", title="扣分", kind="deduct", rule="g", measure="overdue_count", per=1, cap=8)
BONUS = Adjustment(id="asset", title="加分", kind="bonus", rule="b", measure="met", per=0.5, cap=2)


@pytest.mark.parametrize(
    ("overdue", "met", "total"), [(0, 0, "60.00"), (3, 0, "57.00"), (8, 0, "52.00"), (20, 0, "52.00"), (0, 3, "61.50"), (20, 9, "54.00")]
)
def test_adjustments_up_to_their_cap(overdue: int, met: int, total: str):
    indicators = rates(0.8) | {"g": {"counted": 30, "overdue_count": overdue}, "b": {"counted": 30, "met": met}}
    result = score(scheme(item(1, 100), adjustments=(DEDUCT, BONUS)), indicators)
    assert result.total == Decimal(total)
    assert sum(line_losses(result)) == 100 - Decimal(total)


def test_the_total_stops_at_zero_and_a_line_says_so():
    indicators = rates(0.52) | {"g": {"counted": 9, "overdue_count": 9}}
    result = score(scheme(item(1, 100), adjustments=(DEDUCT,)), indicators)
    assert result.total == Decimal("0.00")
    assert [(a.kind, a.lost) for a in result.adjustments] == [("deduct", Decimal("8.00")), ("floor", Decimal("-4.00"))]
    assert sum(line_losses(result)) == 100


@pytest.mark.parametrize(
    ("rate", "total"),
    [(0.500025, "0.01"), (0.50002, "0.00"), (0.501425, "0.29"), (0.505025, "1.01"), (0.9999749, "99.99"), (0.999975, "100.00")],
)
def test_the_total_is_rounded_half_up(rate: float, total: str):
    assert score(scheme(item(1, 100)), rates(rate)).total == Decimal(total)


@pytest.mark.parametrize(
    ("total", "name"),
    [("100", "优秀"), ("90.00", "优秀"), ("89.99", "良好"), ("80.00", "良好"), ("60.00", "合格"), ("59.99", "不合格"), ("0", "不合格")],
)
def test_the_grade_is_of_the_rounded_total(total: str, name: str):
    assert grade(scheme(item(1, 100)), Decimal(total)) == name


def test_ties_share_a_rank_and_the_next_is_skipped():
    assert ranks([Decimal("80"), Decimal("90"), None, Decimal("80"), Decimal("70")]) == [2, 1, None, 2, 4]


def test_small_numbers_are_marked_with_their_interval():
    few = item(1, 100, min_count=5)
    assert score(scheme(few), rates(0.75, counted=5)).items[0].interval is None
    interval = score(scheme(few), rates(0.75, counted=4)).items[0].interval
    assert interval is not None
    assert interval == pytest.approx((0.3006, 0.9544), abs=1e-4)


@pytest.mark.parametrize(
    ("successes", "count", "low", "high"),
    [(0, 10, 0.0, 0.27753), (10, 10, 0.72247, 1.0), (1, 1, 0.20655, 1.0), (81, 263, 0.25529, 0.36621)],
)
def test_wilson_against_published_values(successes: int, count: int, low: float, high: float):
    assert wilson(successes, count) == pytest.approx((low, high), abs=1e-5)


# Points by decision. Of 60 and 40 points 48 and 20 are earned: the lines before them cost 12 and 20.


def decided(*given: Given, of: Scheme | None = None, values: tuple[float | None, ...] = (0.9, 0.75)) -> Score:
    result = score(of or scheme(item(1, 60), item(2, 40)), rates(*values), given)
    if result.total is not None:
        assert sum(line_losses(result)) == 100 - result.total
    return result


def granted(result: Score) -> list[tuple[int | None, float]]:
    return [(a.act_id, pytest.approx(a.points)) for a in result.adjustments if a.kind == "decision"]


def test_points_on_an_item_are_a_line_of_their_own():
    result = decided(Given(5, "i1", 1.5), Given(6, "i2", -0.5))
    assert result.total == Decimal("69.00")
    assert line_losses(result) == [Decimal("12.00"), Decimal("20.00"), Decimal("-1.50"), Decimal("0.50")]
    line = result.adjustments[0]
    assert (line.id, line.kind, line.act_id, line.item_id, line.asked, line.points) == ("act-5", "decision", 5, "i1", 1.5, 1.5)
    assert "指标1" in line.title


def test_points_on_the_total():
    result = decided(Given(5, None, -3.25))
    assert (result.total, granted(result)) == (Decimal("64.75"), [(5, -3.25)])
    assert "总分" in result.adjustments[0].title


def test_beyond_a_limit_the_later_act_is_cut():
    result = decided(Given(9, "i1", 1.5), Given(4, "i1", 1.5), Given(7, None, 4.0), Given(8, None, 4.0))
    assert granted(result) == [(4, 1.5), (7, 4.0), (8, 1.0), (9, 0.5)]
    assert [a.asked for a in result.adjustments] == [1.5, 4.0, 4.0, 1.5]
    assert granted(decided(Given(1, "i1", 2.0), Given(2, "i1", 1.0), Given(3, "i1", -1.5))) == [(1, 2.0), (2, 0.0), (3, -1.5)]


def test_an_item_gives_no_more_than_it_lost_and_takes_no_more_than_it_earned():
    assert granted(decided(Given(1, "i1", 2.0), values=(0.99, 0.75))) == [(1, 1.2)]
    assert granted(decided(Given(1, "i1", 0.5), values=(1.0, 0.75))) == [(1, 0.0)]
    assert granted(decided(Given(1, "i2", -2.0), values=(0.9, 0.51))) == [(1, -0.8)]


def test_what_an_item_lost_is_told_on_the_scale_of_the_total():
    """Only the first item applies, and is worth the whole hundred: it lost 1.2 of 60, which is 2 of 100."""
    assert granted(decided(Given(1, "i1", 2.5), of=scheme(item(1, 60), item(2, 40), limits=Limits(per_item=9)), values=(0.99, None))) == [
        (1, 2.0)
    ]


@pytest.mark.parametrize("item_id", ["i2", "nothing"])
def test_on_an_item_that_does_not_apply_points_are_worth_nothing(item_id: str):
    result = decided(Given(5, item_id, 1.0), values=(0.9, None))
    assert (result.total, granted(result), result.adjustments[0].lost) == (Decimal("80.00"), [(5, 0.0)], 0)
    assert "不适用" in result.adjustments[0].title


def test_without_a_total_no_points_are_given():
    result = decided(Given(5, None, 1.0), Given(6, "i1", 1.0), values=(None, None))
    assert (result.total, granted(result)) == (None, [(5, 0.0), (6, 0.0)])
    assert all("不适用" in a.title for a in result.adjustments)


def test_a_scheme_without_limits_grants_nothing():
    result = decided(Given(5, None, 1.0), Given(6, "i1", 1.0), of=scheme(item(1, 60), item(2, 40), limits=Limits()))
    assert (result.total, granted(result)) == (Decimal("68.00"), [(5, 0.0), (6, 0.0)])


def test_a_decision_takes_no_total_below_zero():
    result = decided(Given(5, None, -5.0), values=(0.51, 0.5))
    assert (result.total, granted(result)) == (Decimal("0.00"), [(5, -5.0)])
    assert [(a.kind, a.lost) for a in result.adjustments] == [("decision", Decimal("5.00")), ("floor", Decimal("-3.80"))]


# The laws: whatever the scheme and the figures.

RATE = st.none() | st.fractions(min_value=0, max_value=1, max_denominator=400).map(float)
POINTS = st.integers(1, 80).map(lambda quarter: quarter / 4)


@st.composite
def schemes(draw: st.DrawFn) -> tuple[Scheme, dict[str, dict]]:
    points = draw(st.lists(POINTS, min_size=1, max_size=20))
    floors = [draw(st.sampled_from([0.0, 0.3, 0.5, 0.6])) for _ in points]
    items = [item(n, p, Linear(kind="linear", floor=f, target=1.0)) for n, (p, f) in enumerate(zip(points, floors, strict=True), 1)]
    indicators = rates(*[draw(RATE) for _ in points])
    lines = []
    for n in range(draw(st.integers(0, 3))):
        kind, per, cap = (
            draw(st.sampled_from(["deduct", "bonus"])),
            draw(st.sampled_from([0.1, 0.5, 1, 3])),
            draw(st.sampled_from([2, 8, 60])),
        )
        lines.append(Adjustment(id=f"a{n}", title="a", kind=kind, rule=f"a{n}", measure="overdue_count", per=per, cap=cap))
        indicators[f"a{n}"] = {"counted": 50, "overdue_count": draw(st.integers(0, 50))}
    total = draw(st.sampled_from([100, 120, 1000]))
    return scheme(*items, adjustments=tuple(lines), total=total), indicators


@given(schemes())
def test_lines_sum_exactly_to_what_was_lost(made: tuple[Scheme, dict]):
    spec, indicators = made
    result = score(spec, indicators)
    if result.total is not None:
        assert sum(line_losses(result)) == Decimal(str(spec.total)) - result.total
        assert all(lost == lost.quantize(Decimal("0.01")) for lost in line_losses(result))


@st.composite
def adjusted(draw: st.DrawFn) -> tuple[Scheme, dict[str, dict], list[Given]]:
    spec, indicators = draw(schemes())
    limits = Limits(per_item=draw(st.sampled_from([0, 0.5, 2, 30])), per_total=draw(st.sampled_from([0, 1, 5, 150])))
    places = st.sampled_from([None, *(i.id for i in spec.items), "nothing"])
    points = st.integers(-4000, 4000).filter(bool).map(lambda cents: cents / 100)
    acts = draw(st.lists(st.tuples(places, points), max_size=8))
    return spec.model_copy(update={"limits": limits}), indicators, [Given(n, place, p) for n, (place, p) in enumerate(acts, 1)]


@given(adjusted())
def test_decided_lines_sum_exactly_and_keep_their_limits(made: tuple[Scheme, dict, list[Given]]):
    spec, indicators, acts = made
    plain, result = score(spec, indicators), score(spec, indicators, acts)
    lines = [a for a in result.adjustments if a.kind == "decision"]
    assert [(a.act_id, a.item_id, a.asked) for a in lines] == [(g.act_id, g.item_id, g.points) for g in acts]
    if result.total is None:
        assert all(a.points == 0 and a.lost == 0 for a in lines)
        return
    assert result.total >= 0
    assert sum(line_losses(result)) == Decimal(str(spec.total)) - result.total
    scale = spec.total / result.points_max
    for place in {g.item_id for g in acts}:
        moved = sum(a.points for a in lines if a.item_id == place)
        assert abs(moved) <= (spec.limits.per_total if place is None else spec.limits.per_item) + 1e-9
        if place is not None:
            found = next((x for x in result.items if x.item.id == place and x.points is not None), None)
            low, high = (0.0, 0.0) if found is None else (-found.points * scale, (found.item.points - found.points) * scale)
            assert low - 1e-9 <= moved <= high + 1e-9
    assert all(abs(a.points) <= abs(a.asked) + 1e-9 and a.points * a.asked >= -1e-9 for a in lines)
    assert [(x.points, x.value) for x in result.items] == [(x.points, x.value) for x in plain.items]


@given(adjusted(), st.randoms())
def test_acts_apply_in_their_own_order(made: tuple[Scheme, dict, list[Given]], shuffle):
    spec, indicators, acts = made
    mixed = acts.copy()
    shuffle.shuffle(mixed)
    assert score(spec, indicators, mixed) == score(spec, indicators, acts)


@given(schemes())
def test_without_acts_a_score_is_what_it_was(made: tuple[Scheme, dict]):
    spec, indicators = made
    assert score(spec, indicators, ()) == score(spec.model_copy(update={"limits": Limits()}), indicators)


@given(schemes())
def test_a_total_is_what_the_text_says(made: tuple[Scheme, dict]):
    """Σ points / Σ points possible × total, then the adjustments, never below 0: against a second count."""
    spec, indicators = made
    result = score(spec, indicators)
    known = [(i, indicators[i.rule]["completion_rate"]) for i in spec.items if i.rule in indicators]
    if not known:
        assert result.total is None
        return
    earned = sum(i.points * max(0.0, min(1.0, (rate - i.score.floor) / (1 - i.score.floor))) for i, rate in known)
    moved = sum((1 if a.kind == "bonus" else -1) * min(a.cap, a.per * indicators[a.rule]["overdue_count"]) for a in spec.adjustments)
    expected = max(0.0, earned / sum(i.points for i, _ in known) * spec.total + moved)
    assert abs(float(result.total) - expected) <= 0.005 + 1e-9
    assert result.total >= 0


@given(schemes())
def test_each_line_is_within_a_cent_of_what_it_cost(made: tuple[Scheme, dict]):
    spec, indicators = made
    result = score(spec, indicators)
    for line in result.items:
        if line.points is None or result.total is None:
            assert line.lost == 0
        else:
            assert abs(float(line.lost) - (line.item.points - line.points) * spec.total / result.points_max) <= 0.01 + 1e-9
            assert line.lost >= 0
            assert line.lost == 0 or not isclose(line.points, line.item.points, abs_tol=1e-12)


@given(st.lists(st.decimals(0, 50, places=3).map(float), min_size=1, max_size=30))
def test_rounding_keeps_the_sum(amounts: list[float]):
    total = Decimal(f"{sum(amounts):.6f}").quantize(Decimal("0.01"))
    parts = rounded_to_sum(amounts, total)
    assert sum(parts) == total
    assert all(abs(float(part) - amount) <= 0.01 + 1e-9 for part, amount in zip(parts, amounts, strict=True))
    assert all(part == 0 for part, amount in zip(parts, amounts, strict=True) if amount == 0)


@given(st.lists(st.none() | st.decimals(0, 100, places=2), max_size=30))
def test_a_rank_is_one_more_than_those_above(totals: list[Decimal | None]):
    for total, rank in zip(totals, ranks(totals), strict=True):
        assert rank == (None if total is None else 1 + len([other for other in totals if other is not None and other > total]))
