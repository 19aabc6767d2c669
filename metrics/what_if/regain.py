"""Which rules of a unit give back how many points, if what is still open were fulfilled today: by scoring again, never by estimate.

What fell due and was not done can be completed but is late for good; what is not due yet can still be on time. Of each rule those are
named that regain the most: the missed ones, the coming ones, or both. The promise holds to the hundredth.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Literal, get_args

import polars as pl

from metrics.run.reader import Reader
from metrics.scoring.points_by_decision import Given
from metrics.scoring.scoring import Score, score

Choice = Literal["missed", "coming", "both"]
Measured = dict[str, dict[str, Any]]
CHOICES: tuple[Choice, ...] = get_args(Choice)


@dataclass(frozen=True)
class Regain:
    """One rule whose open obligations are worth points.

    `total`: the unit's total if the `choice` of them were fulfilled at the day of assessment and nothing else changed; `gain`: that less
    the total as it stands, in points. `named`: how many these are, by state. `items`: the lines of the score that give it, by their id.
    """

    rule_id: str
    choice: Choice
    total: Decimal
    gain: Decimal
    named: Mapping[str, int]
    items: tuple[str, ...]

    @property
    def count(self) -> int:
        """How many obligations are to be fulfilled."""
        return sum(self.named.values())


def regains(reader: Reader, unit_id: str) -> list[Regain]:
    """What a unit can regain, rule by rule, the most points first, then the fewest obligations. Empty for a unit that has no total."""
    scheme = reader.scheme()
    given = _given(reader, unit_id)
    standing = {row["rule_id"]: row for row in reader.indicators(unit_id).iter_rows(named=True)}
    now = score(scheme, standing, given)
    if now.total is None:
        return []
    duties, changed = reader.open_duties(unit_id), reader.fulfilled(unit_id)
    best = []
    for (rule_id,), named in duties.partition_by("rule_id", as_dict=True).items():
        offers = [
            _offer(str(rule_id), c, named, now, score(scheme, standing | _measured(changed, str(rule_id), c), given)) for c in CHOICES
        ]
        best.append(max(offers, key=lambda one: (one.gain, -one.count)))
    return sorted((one for one in best if one.gain > 0), key=lambda one: (-one.gain, one.count, one.rule_id))


def named_duties(duties: pl.DataFrame, one: Regain) -> pl.DataFrame:
    """The very obligations that a promise names. `duties`: as `Reader.open_duties` gives them."""
    return _named(duties.filter(rule_id=one.rule_id), one.choice)


def _named(duties: pl.DataFrame, choice: Choice) -> pl.DataFrame:
    return duties if choice == "both" else duties.filter(is_missed=choice == "missed")


def _offer(rule_id: str, choice: Choice, duties: pl.DataFrame, now: Score, then: Score) -> Regain:
    named = dict(_named(duties, choice)["state"].value_counts().sort("state").iter_rows())
    assert now.total is not None
    total = now.total if then.total is None else then.total
    return Regain(rule_id, choice, total, total - now.total, named, _better(now, then))


def _better(now: Score, then: Score) -> tuple[str, ...]:
    """The items and adjustments that earn more."""
    items = [new.item.id for old, new in zip(now.items, then.items, strict=True) if (new.points or 0.0) > (old.points or 0.0)]
    before = {line.id: line.points for line in now.adjustments}
    return (*items, *(line.id for line in then.adjustments if line.kind in ("deduct", "bonus") and line.points > before[line.id]))


def _measured(changed: pl.DataFrame, rule_id: str, choice: Choice) -> Measured:
    """The indicators that are others then: the rule's own, and of what is brought about with it."""
    own = ((pl.col("by_rule") == "") & (pl.col("rule_id") == rule_id)) | (pl.col("by_rule") == rule_id)
    return {row["rule_id"]: row for row in changed.filter(own, choice=choice).iter_rows(named=True)}


def _given(reader: Reader, unit_id: str) -> list[Given]:
    """The points by decision, as they were asked for; what they are worth depends on the rest."""
    lines = reader.adjustments(unit_id).filter(pl.col("act_id").is_not_null())
    return [Given(row["act_id"], row["item_id"], row["asked"]) for row in lines.iter_rows(named=True)]
