"""A run scored again by another scheme, from the indicators it keeps: nothing is judged anew. Pure over readers."""

from collections.abc import Iterable
from typing import Any

from metrics.run.reader import Reader
from metrics.schemes.scheme import Scheme
from metrics.scoring.points_by_decision import Given
from metrics.scoring.scoring import Score, score

Measured = dict[str, dict[str, dict[str, Any]]]


def measured(reader: Reader) -> Measured:
    """Unit → rule → counts and measures, of the units in sight."""
    found: Measured = {}
    for row in reader.indicators().iter_rows(named=True):
        found.setdefault(row["unit_id"], {})[row["rule_id"]] = row
    return found


def given(reader: Reader) -> dict[str, list[Given]]:
    """The points by decision that a run was scored with, by unit."""
    found: dict[str, list[Given]] = {}
    for row in reader.adjustments().iter_rows(named=True):
        if row["act_id"] is not None:
            found.setdefault(row["unit_id"], []).append(Given(row["act_id"], row["item_id"], row["asked"]))
    return found


def rescored(reader: Reader, scheme: Scheme) -> dict[str, Score]:
    """Every unit's score by a scheme, of the units in sight."""
    figures, points = measured(reader), given(reader)
    return {unit: score(scheme, figures.get(unit, {}), points.get(unit, ())) for unit in reader.units()["unit_id"]}


def common(yardstick: Scheme, others: Iterable[Scheme]) -> Scheme:
    """The yardstick with only those items and adjustments that every scheme has: same id, rule and measure. Weights stay the yardstick's."""
    others = list(others)
    items = tuple(i for i in yardstick.items if all(any(_same(i, x) for x in other.items) for other in others))
    adjustments = tuple(a for a in yardstick.adjustments if all(any(_same(a, x) for x in other.adjustments) for other in others))
    return yardstick.model_copy(update={"items": items, "adjustments": adjustments})


def _same(one: Any, other: Any) -> bool:
    return bool((one.id, one.rule, one.measure) == (other.id, other.rule, other.measure))
