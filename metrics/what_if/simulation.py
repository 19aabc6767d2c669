"""A run as it would stand by another scheme, beside what it is: who moves, how far, and how much of the order stays. Nothing is judged anew.

Scored from the indicators and the decisions that the run keeps, so that an assessment of the same day by that scheme gives the same totals.
"""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import combinations

from data.runs.store import RunInfo
from metrics.run.reader import Reader
from metrics.schemes.scheme import Scheme
from metrics.scoring.scoring import ranks
from metrics.what_if.rescoring import rescored


@dataclass(frozen=True)
class Placed:
    """One unit as it is and as it would be. Total, rank and grade None = not ranked, nothing to judge.

    `is_comparable`: whether no more of it is undecided for want of evidence than the scheme that is tried allows.
    """

    unit_id: str
    unit_name: str
    unit_group: str
    total_before: Decimal | None
    total_after: Decimal | None
    rank_before: int | None
    rank_after: int | None
    grade_before: str | None
    grade_after: str | None
    is_comparable: bool

    @property
    def up(self) -> int | None:
        """Places won (+) or lost (−); None where it has no rank on both sides."""
        return None if self.rank_before is None or self.rank_after is None else self.rank_before - self.rank_after

    @property
    def gain(self) -> Decimal | None:
        """Points won (+) or lost (−); None without both totals."""
        return None if self.total_before is None or self.total_after is None else self.total_after - self.total_before


@dataclass(frozen=True)
class Simulation:
    """Every unit of a run in the order of its ranking as it is. `kept` of `pairs`: of two of one group that are ranked on both sides, how many
    stand to each other as before: one ahead, the other ahead, or level.
    """

    units: tuple[Placed, ...]
    pairs: int
    kept: int

    @property
    def moved(self) -> int:
        """How many change their rank, or gain or lose one."""
        return sum(one.rank_before != one.rank_after for one in self.units)

    @property
    def widest(self) -> int:
        """The most places that one of them moves."""
        return max((abs(one.up) for one in self.units if one.up is not None), default=0)

    @property
    def regraded(self) -> int:
        """How many change their grade."""
        return sum(one.grade_before != one.grade_after for one in self.units)

    @property
    def share_kept(self) -> float | None:
        """The share of pairs that keep their order; None without any pair."""
        return self.kept / self.pairs if self.pairs else None


def last_runs(runs: Sequence[RunInfo], most: int) -> list[RunInfo]:
    """The newest run of each of the last periods, and the newest edition of it where that is another run. Newest period first.

    `runs`: newest first, as a store gives them.
    """
    found: list[RunInfo] = []
    for period in list(dict.fromkeys(run.period for run in runs))[:most]:
        of = [run for run in runs if run.period == period]
        editions = [run for run in of if not run.is_draft]
        found += dict.fromkeys((of[0], *editions[:1]))
    return found


def simulated(reader: Reader, scheme: Scheme) -> Simulation:
    """The run by a scheme, of the units in sight. Ranks are told only to who sees all units."""
    scores = rescored(reader, scheme)
    rows = list(reader.totals().iter_rows(named=True))
    placed = ranks_within({row["unit_id"]: row["unit_group"] for row in rows}, {unit: found.total for unit, found in scores.items()})
    sees_all = reader.viewer.scope is None
    units = tuple(
        Placed(
            row["unit_id"], row["unit_name"], row["unit_group"], row["total"], scores[row["unit_id"]].total,
            row["rank"], placed[row["unit_id"]] if sees_all else None, row["grade"], scores[row["unit_id"]].grade,
            (row["undecided_share"] or 0.0) <= scheme.undecided_share,
        )
        for row in rows
    )  # fmt: skip
    return Simulation(units, *kept_order([(one.unit_group, one.rank_before, one.rank_after) for one in units]))


def ranks_within(groups: Mapping[str, str], totals: Mapping[str, Decimal | None]) -> dict[str, int | None]:
    """The rank of each unit in its group."""
    found: dict[str, int | None] = {}
    for group in dict.fromkeys(groups.values()):
        units = [unit for unit, of in groups.items() if of == group]
        found |= zip(units, ranks([totals.get(unit) for unit in units]), strict=True)
    return found


def kept_order(placed: Sequence[tuple[Hashable, int | None, int | None]]) -> tuple[int, int]:
    """(pairs, kept) of units given as group, rank before, rank after."""
    pairs = kept = 0
    by_group: dict[Hashable, list[tuple[int, int]]] = {}
    for group, before, after in placed:
        if before is not None and after is not None:
            by_group.setdefault(group, []).append((before, after))
    for places in by_group.values():
        for (one, one_after), (other, other_after) in combinations(places, 2):
            pairs += 1
            kept += _sign(one - other) == _sign(one_after - other_after)
    return pairs, kept


def _sign(number: int) -> int:
    return (number > 0) - (number < 0)
