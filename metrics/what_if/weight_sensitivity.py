"""How firm an order is against the weights themselves: each weight in turn a tenth heavier and a tenth lighter, the others scaled so that
all still sum to the total. Nothing is drawn at random: the same run and scheme give the same answer, whoever asks.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from metrics.run.reader import Reader
from metrics.schemes.scheme import Item, Scheme
from metrics.scoring.points_by_decision import Given
from metrics.scoring.scoring import score, share, value_of
from metrics.what_if.rescoring import Measured, given, measured

SHAKE = 0.1
CENTS = 100
FINE = 10**10  # of a point, as scores are rounded before they are rounded to hundredths
NO_TOTAL = -1  # in place of hundredths
Cents = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Weight:
    """What shaking one item's weight moves. `places`: moved by all units, up and down, both ways of shaking; `units`: how many of them move
    either way; `widest`: the most that one of them moves.
    """

    item_id: str
    title: str
    points: float
    places: int
    units: int
    widest: int


@dataclass(frozen=True)
class Stability:
    """`reach`: best and worst rank of each ranked unit over all shakes, its own rank among them. `weights`: what matters most first.

    `kept`: the share of pairs of a group that keep their order, the mean over all shakes; `least`: the smallest. None without any pair.
    """

    reach: Mapping[str, tuple[int, int]]
    weights: tuple[Weight, ...]
    kept: float | None
    least: float | None

    @property
    def firm(self) -> int:
        """How many units no shake moves."""
        return sum(low == high for low, high in self.reach.values())


def stability(reader: Reader, scheme: Scheme) -> Stability:
    """How firm the order of a run is by a scheme, of the units in sight: whoever does not see all of them is told nothing about ranks."""
    if reader.viewer.scope is not None:
        return Stability({}, (), None, None)
    groups = dict(reader.units().select("unit_id", "unit_group").iter_rows())
    return shaken_order(scheme, groups, measured(reader), given(reader))


def shaken(scheme: Scheme, item: Item, by: float) -> Scheme:
    """The scheme with one weight changed by a share of itself, and the others so that the sum stays. Alone, an item keeps its weight."""
    weights = _weights(scheme, scheme.items.index(item), by)
    items = tuple(i.model_copy(update={"points": points}) for i, points in zip(scheme.items, weights, strict=True))
    return scheme.model_copy(update={"items": items})


def shaken_order(
    scheme: Scheme, groups: Mapping[str, str], figures: Measured, points: Mapping[str, Sequence[Given]], by: float = SHAKE
) -> Stability:
    """The same from indicators. `groups`: unit → group, of all who are ranked against each other; `points`: by decision."""
    units = list(groups)
    many = Many(scheme, [figures.get(unit, {}) for unit in units], [points.get(unit, ()) for unit in units])
    ways = [(n, way * by) for n in range(len(scheme.items)) for way in (1, -1)]
    totals = np.stack([many.totals(scheme), *(many.totals(shaken(scheme, scheme.items[n], change)) for n, change in ways)])
    places = np.zeros_like(totals)
    kept = np.zeros(len(totals))
    pairs = 0
    for group in dict.fromkeys(groups.values()):
        of = [n for n, unit in enumerate(units) if groups[unit] == group]
        placed, same, count = _placed(totals[:, of])
        places[:, of], kept, pairs = placed, kept + same, pairs + count
    moved = np.abs(places[1:] - places[0]).reshape(len(scheme.items), 2, len(units))
    weights = [_weight(item, moved[n]) for n, item in enumerate(scheme.items)]
    ranked = totals[0] != NO_TOTAL
    reach = {unit: (int(places[:, n].min()), int(places[:, n].max())) for n, unit in enumerate(units) if ranked[n]}
    shares = kept[1:] / pairs if pairs and ways else None
    firm = (None, None) if shares is None else (float(shares.mean()), float(shares.min()))
    return Stability(reach, tuple(sorted(weights, key=lambda one: (-one.places, -one.points, one.item_id))), *firm)


class Many:
    """Many units scored at once by schemes that differ in their weights alone: the totals that `score` gives, in hundredths.

    `given`: the points by decision of each. Where there are some, what they are worth hangs on every weight: such a unit is scored by itself.
    """

    def __init__(self, scheme: Scheme, figures: Sequence[Mapping[str, Mapping]], given: Sequence[Sequence[Given]]):
        self._figures, self._given = figures, given
        self._alone = [n for n, points in enumerate(given) if points]
        self._shares = np.array([[_share(item, of) for item in scheme.items] for of in figures]).reshape(len(figures), len(scheme.items))
        self._known = ~np.isnan(self._shares)
        self._shares = np.nan_to_num(self._shares)
        self._after = np.array([sum(line.points for line in score(scheme, of).adjustments if line.kind != "floor") for of in figures])

    def totals(self, scheme: Scheme) -> Cents:
        """The total of each unit in hundredths of a point; NO_TOTAL where none of its items applies."""
        earned, possible = np.zeros(len(self._figures)), np.zeros(len(self._figures))
        for n, item in enumerate(scheme.items):  # item by item, as one unit is summed
            earned += item.points * self._shares[:, n]
            possible += np.where(self._known[:, n], item.points, 0.0)
        has_total = possible > 0
        exact = np.maximum(earned * (scheme.total / np.where(has_total, possible, 1.0)) + self._after, 0.0)
        cents = np.where(has_total, (np.rint(exact * FINE).astype(np.int64) + FINE // CENTS // 2) // (FINE // CENTS), NO_TOTAL)
        for n in self._alone:
            total = score(scheme, self._figures[n], self._given[n]).total
            cents[n] = NO_TOTAL if total is None else int(total * CENTS)
        return cents


def _weights(scheme: Scheme, changed: int, by: float) -> list[float]:
    points = [item.points for item in scheme.items]
    rest = sum(points) - points[changed]
    if len(points) == 1:
        return points
    scale = (rest - points[changed] * by) / rest
    if scale <= 0:  # one weight is nearly all there is: the others can't give that much
        return points
    return [p * (1 + by) if n == changed else p * scale for n, p in enumerate(points)]


def _share(item: Item, figures: Mapping[str, Mapping]) -> float:
    value = value_of(figures.get(item.rule), item.measure)
    return float("nan") if value is None else share(item, value)


def _placed(totals: Cents) -> tuple[Cents, npt.NDArray[np.int64], int]:
    """Of one group under each shake: ranks (0 for who has none), and how many of the pairs stand as in the first row."""
    ahead = totals[:, :, None] > totals[:, None, :]
    ranked = totals[0] != NO_TOTAL
    places = np.where(ranked, 1 + ahead.sum(axis=1), 0)
    order = (ahead.astype(np.int8) - ahead.transpose(0, 2, 1).astype(np.int8))[:, ranked][:, :, ranked]
    upper = np.triu_indices(int(ranked.sum()), 1)
    same = (order == order[0])[:, upper[0], upper[1]].sum(axis=1)
    return places, same, len(upper[0])


def _weight(item: Item, moved: Cents) -> Weight:
    return Weight(item.id, item.title, item.points, int(moved.sum()), int((moved > 0).any(axis=0).sum()), int(moved.max(initial=0)))
