"""What a movement is told in: the parts of one unit's change, of its place, its total and each of its lines."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Literal

from pydantic import BaseModel, ConfigDict

Part = Literal["own", "others", "correction", "evidence", "decision", "rules"]
PARTS: tuple[Part, ...] = ("own", "others", "correction", "evidence", "decision", "rules")
STEPS: tuple[Part, ...] = ("own", "correction", "evidence", "decision", "rules")  # of a total; a place is also moved by others
NONE = Decimal(0)


class _Told(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class LineSplit(_Told):
    """One line of a unit (an item, or an adjustment after the items): by how much it moved the total, by part (all but `others`)."""

    line_id: str
    title: str
    rule_id: str | None
    parts: Mapping[Part, Decimal]

    @property
    def gain(self) -> Decimal:
        """What the line gave the total (+) or took from it (−) in all."""
        return sum(self.parts.values(), NONE)


class Split(_Told):
    """One unit's movement. Ranks and totals None = not ranked, nothing to judge. `was_comparable`, `is_comparable`: whether the earlier and
    the later rank may be compared, which they may not where too much was undecided for want of evidence.

    `places`: places won (+) or lost (−) by part, summing to rank_before − rank_after; empty where there is no rank on both sides, or the
    viewer does not see the others. `points`: by part (all but `others`), summing to total_after − total_before; empty without both totals.
    `lines` sum to the points, part by part; only lines that moved.
    """

    unit_id: str
    unit_name: str
    unit_group: str
    rank_before: int | None
    rank_after: int | None
    was_comparable: bool
    is_comparable: bool
    total_before: Decimal | None
    total_after: Decimal | None
    places: Mapping[Part, int]
    points: Mapping[Part, Decimal]
    lines: tuple[LineSplit, ...]

    @property
    def up(self) -> int | None:
        """Places won; None where there is no rank on both sides."""
        return None if self.rank_before is None or self.rank_after is None else self.rank_before - self.rank_after

    @property
    def has_places(self) -> bool:
        """Whether its two ranks may be held against each other: both are there, and both comparable."""
        return self.up is not None and self.was_comparable and self.is_comparable

    @property
    def gain(self) -> Decimal | None:
        """Points won; None without both totals."""
        return None if self.total_before is None or self.total_after is None else self.total_after - self.total_before


class Movement(_Told):
    """The movement of every unit of the later run, in the order of its ranking."""

    splits: tuple[Split, ...]

    def within(self, scope: Iterable[str] | None) -> "Movement":
        """What of it concerns some units, without how the others moved their places; None = all."""
        if scope is None:
            return self
        wanted = set(scope)
        return Movement(splits=tuple(one.model_copy(update={"places": {}}) for one in self.splits if one.unit_id in wanted))
