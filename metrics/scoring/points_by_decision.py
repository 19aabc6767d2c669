"""What the points that officers give or take are worth: within the scheme's limits, and of an item no more than it lost or earned."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from metrics.schemes.scheme import Scheme


@dataclass(frozen=True)
class Given:
    """Points that an officer's act asks to give (+) or take (−), on the total's scale; on an item or, without one, on the total."""

    act_id: int
    item_id: str | None
    points: float


@dataclass(frozen=True)
class Granted:
    """What an act is worth. Not applicable: nothing was to be judged of its item, or of the unit at all."""

    given: Given
    points: float
    is_applicable: bool


def granted(scheme: Scheme, given: Sequence[Given], items: Mapping[str, tuple[float, float]]) -> list[Granted]:
    """The worth of each act, in the order of the acts.

    `items`: what each item that applies earned, of how much, on the total's scale. All acts on one place together stay within its limit,
    and an item's points between none and all of them: what goes beyond is cut off the later act.
    """
    moved: dict[str | None, float] = {}
    found = []
    for act in sorted(given, key=lambda act: act.act_id):
        before = moved.get(act.item_id, 0.0)
        low, high = _bounds(scheme, act.item_id, items)
        moved[act.item_id] = min(high, max(low, before + act.points))
        found.append(Granted(act, moved[act.item_id] - before, bool(items) and (act.item_id is None or act.item_id in items)))
    return found


def _bounds(scheme: Scheme, item_id: str | None, items: Mapping[str, tuple[float, float]]) -> tuple[float, float]:
    """How far down and up the acts on one place may move it in all."""
    if item_id is None:
        limit = scheme.limits.per_total if items else 0.0
        return -limit, limit
    earned, full = items.get(item_id, (0.0, 0.0))
    return max(-scheme.limits.per_item, -earned), min(scheme.limits.per_item, full - earned)
