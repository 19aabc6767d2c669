"""Scores from indicators (domain rules §6). Pure: no run, no clock, no file; a few thousand numbers in, lines that sum out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from math import sqrt

from metrics.schemes.scheme import Bands, Item, Linear, Scheme
from metrics.scoring.points_by_decision import Given, granted

CENT = Decimal("0.01")
RATES = {"on_time_rate", "completion_rate"}
DAYS = {"mean_days", "median_days", "p90_days"}
DECIDED = "裁定调整："  # before the item that an officer gave points on or took them from
NOT_APPLICABLE = "（不适用，不计分）"

Indicator = Mapping[str, float | int | None]


@dataclass(frozen=True)
class ScoredItem:
    """One item of one unit. `value`, `points` are None where nothing was to be judged (不适用).

    `lost`: what the item cost on the scale of the total, in hundredths that sum over a unit's lines to total − result.
    `interval`: Wilson 95 % interval of a rate, given when the counted obligations are fewer than the item's `min_count`.
    """

    item: Item
    value: float | None
    points: float | None
    lost: Decimal
    interval: tuple[float, float] | None


@dataclass(frozen=True)
class ScoredAdjustment:
    """One line after the items: a deduction (negative), a bonus (positive), points by an officer's decision, or the floor at 0.

    A decision has its `act_id`, the points that it `asked` for and the item it is on (none: the total); `points` is what it was worth.
    """

    id: str
    title: str
    kind: str
    rule: str | None
    measure: str | None
    value: float | None
    points: float
    lost: Decimal = Decimal(0)
    act_id: int | None = None
    item_id: str | None = None
    asked: float | None = None


@dataclass(frozen=True)
class Score:
    """One unit's result. `total`, `grade` are None where no item applies."""

    items: tuple[ScoredItem, ...]
    adjustments: tuple[ScoredAdjustment, ...]
    total: Decimal | None
    grade: str | None
    points: float
    points_max: float


def score(scheme: Scheme, indicators: Mapping[str, Indicator], given: Sequence[Given] = ()) -> Score:
    """Score one unit from its indicators by rule id. A rule without an indicator was not applicable.

    `given`: the points by decision, in any order; they are applied in the order of their acts, within the scheme's limits.
    """
    earned = [earns(item, indicators.get(item.rule)) for item in scheme.items]
    if (whole := _whole(scheme, earned, indicators, given)) is None:
        items = tuple(ScoredItem(item, None, None, Decimal(0), None) for item in scheme.items)
        return Score(items, tuple(_decisions(scheme, given, {})), None, None, 0.0, 0.0)
    points, points_max, adjustments, before_floor = whole
    if before_floor < 0:
        adjustments.append(ScoredAdjustment("floor", "总分不低于零", "floor", None, None, None, -before_floor))
    total, scale = _half_up(max(before_floor, 0.0)), scheme.total / points_max
    losses = [0.0 if p is None else (i.points - p) * scale for i, p in zip(scheme.items, earned, strict=True)]
    losses += [-line.points for line in adjustments]
    values = [value_of(indicators.get(item.rule), item.measure) for item in scheme.items]
    cents = rounded_to_sum(losses, Decimal(str(scheme.total)) - total)
    items = tuple(
        ScoredItem(item, value, p, lost, _interval(item, value, indicators))
        for item, value, p, lost in zip(scheme.items, values, earned, cents, strict=False)
    )
    lines = tuple(replace(line, lost=lost) for line, lost in zip(adjustments, cents[len(items) :], strict=True))
    return Score(items, lines, total, grade(scheme, total), points, points_max)


def earns(item: Item, indicator: Indicator | None) -> float | None:
    """The points that an item earns; None where nothing was to be judged."""
    value = value_of(indicator, item.measure)
    return None if value is None else item.points * share(item, value)


def total_of(
    scheme: Scheme, earned: Sequence[float | None], indicators: Mapping[str, Indicator], given: Sequence[Given] = ()
) -> Decimal | None:
    """The total that `score` gives, without its lines. `earned`: what each item of the scheme `earns` from the same indicators."""
    whole = _whole(scheme, earned, indicators, given)
    return None if whole is None else _half_up(max(whole[-1], 0.0))


def _whole(
    scheme: Scheme, earned: Sequence[float | None], indicators: Mapping[str, Indicator], given: Sequence[Given]
) -> tuple[float, float, list[ScoredAdjustment], float] | None:
    """Points, points that can be reached, the lines after the items, and the total before it is held at 0; None where no item applies."""
    applicable = [(item, points) for item, points in zip(scheme.items, earned, strict=True) if points is not None]
    points, points_max = sum(p for _, p in applicable), sum(i.points for i, _ in applicable)
    if not applicable:
        return None
    scale = scheme.total / points_max
    adjustments = [
        *_adjustments(scheme, indicators),
        *(_decisions(scheme, given, {i.id: (p * scale, i.points * scale) for i, p in applicable}) if given else ()),
    ]
    return points, points_max, adjustments, points * scale + sum(line.points for line in adjustments)


def share(item: Item, value: float) -> float:
    """The share of an item's points that a value earns, 0 to 1."""
    match item.score:
        case Linear(floor=floor, target=target):
            return min(1.0, max(0.0, (value - floor) / (target - floor)))
        case Bands(bands=bands, lower_is_better=lower):
            return next((b.share for b in bands if (value <= b.at + 1e-12 if lower else value >= b.at - 1e-12)), 0.0)


def grade(scheme: Scheme, total: Decimal) -> str:
    """The grade of a rounded total."""
    return next(g.name for g in scheme.grades if total >= Decimal(str(g.min)))


def ranks(totals: Sequence[Decimal | None]) -> list[int | None]:
    """Ranks, highest first; ties share a rank and the next is skipped (1, 2, 2, 4); a unit without a total has none."""
    known = [total for total in totals if total is not None]
    return [None if total is None else 1 + sum(other > total for other in known) for total in totals]


def rounded_to_sum(amounts: Sequence[float], total: Decimal) -> list[Decimal]:
    """Round amounts to hundredths so that they sum to `total` exactly, by largest remainder.

    The amounts must sum to `total` up to its own rounding; an amount of nothing stays nothing.
    """
    floors = [int((Fraction(a) * 100).__floor__()) for a in amounts]
    short = int(total / CENT) - sum(floors)
    by_remainder = sorted(
        (n for n, a in enumerate(amounts) if a), key=lambda n: (floors[n] - Fraction(amounts[n]) * 100, n), reverse=short < 0
    )
    for n in (by_remainder * (1 + abs(short)))[: abs(short)]:
        floors[n] += 1 if short > 0 else -1
    return [(Decimal(cents) * CENT).quantize(CENT) for cents in floors]


def wilson(successes: int, count: int) -> tuple[float, float]:
    """The Wilson 95 % interval of a rate."""
    z = 1.959963984540054
    rate, spread = successes / count, z * z / count
    middle = (rate + spread / 2) / (1 + spread)
    half = z * sqrt(rate * (1 - rate) / count + spread / (4 * count)) / (1 + spread)
    return max(0.0, middle - half), min(1.0, middle + half)


def value_of(indicator: Indicator | None, measure: str) -> float | None:
    """A measure's value; None where nothing was counted, or no case was finished whose days could be told."""
    return indicator[measure] if indicator and indicator["counted"] else None


def _interval(item: Item, value: float | None, indicators: Mapping[str, Indicator]) -> tuple[float, float] | None:
    if value is None or item.measure not in RATES or not (count := int(indicators[item.rule]["counted"] or 0)) < item.min_count:
        return None
    return wilson(round(value * count), count)


def _adjustments(scheme: Scheme, indicators: Mapping[str, Indicator]) -> list[ScoredAdjustment]:
    lines = []
    for a in scheme.adjustments:
        value = value_of(indicators.get(a.rule), a.measure)
        points = min(a.cap, a.per * (value or 0)) * (-1 if a.kind == "deduct" else 1)
        lines.append(ScoredAdjustment(a.id, a.title, a.kind, a.rule, a.measure, value, points or 0.0))
    return lines


def _decisions(scheme: Scheme, given: Sequence[Given], items: Mapping[str, tuple[float, float]]) -> list[ScoredAdjustment]:
    """A line for each act, also for one that is worth nothing."""
    titles: dict[str | None, str] = {None: "总分"} | {item.id: item.title for item in scheme.items}
    return [
        ScoredAdjustment(
            f"act-{g.given.act_id}", f"{DECIDED}{titles.get(g.given.item_id, g.given.item_id)}{'' if g.is_applicable else NOT_APPLICABLE}",
            "decision", None, None, None, g.points, act_id=g.given.act_id, item_id=g.given.item_id, asked=g.given.points,
        )
        for g in granted(scheme, given, items)
    ]  # fmt: skip


def _half_up(amount: float) -> Decimal:
    # Ten decimals first: 0.285 as a float lies just below itself and would round down.
    return Decimal(f"{amount:.10f}").quantize(CENT, ROUND_HALF_UP)
