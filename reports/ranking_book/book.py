"""What a ranking book (考核结果汇总) tells, as one value that every format is made from: no words of a language, no look."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from metrics.run.attribution_parts import Split
from metrics.run.differences_record import Differences
from metrics.schemes.scheme import Scheme
from metrics.what_if.rank_range import Reach
from reports.ranking_book.distribution import Distribution
from reports.wording.evidence import REASONS


@dataclass(frozen=True)
class Earned:
    """Points of a section or an item, of the most that there was to earn. `points` None: nothing was to be judged (不适用).

    `is_small`: of an item with fewer counted obligations than its `min_count` (样本不足).
    """

    points: float | None
    points_max: float
    is_small: bool = False

    @property
    def share(self) -> float | None:
        """What was earned of what there was; None where nothing was to be judged."""
        return None if self.points is None or not self.points_max else self.points / self.points_max


@dataclass(frozen=True)
class Line:
    """An adjustment after the items that moved the total, or that an officer decided. `points` on the scale of the total."""

    title: str
    points: float


@dataclass(frozen=True)
class Unit:
    """One unit. `rank`, `total`, `grade` None: not ranked, no item applies. `sections` and `items` in the order of the scheme.

    `points`, `points_max`: over the items that apply. `adjusted`: all lines after the items. `moved`: since the earlier run; None where there
    is none. `reach`: the places that one obligation would make; `is_near`: whether one obligation would bring it past who stands above.
    `aside`: its obligations that are not judged, by state. `undecided`: those of the period that can't be judged for want of evidence, by
    reason, `undecided_share` of these and the counted ones; `is_comparable`: whether that is little enough for its rank to be compared.
    """

    unit_id: str
    name: str
    rank: int | None
    is_tied: bool
    total: Decimal | None
    grade: str | None
    points: float
    points_max: float
    sections: tuple[Earned, ...]
    items: tuple[Earned, ...]
    adjusted: float
    lines: tuple[Line, ...]
    moved: Split | None
    reach: Reach | None
    is_near: bool
    aside: Mapping[str, int]
    undecided: Mapping[str, int]
    undecided_share: float
    is_comparable: bool


@dataclass(frozen=True)
class Group:
    """Units that are ranked against each other. `units`: the ranked, in the order of their places; `shares`: earned of each section, all units
    together, None where it applies to nobody."""

    name: str
    units: tuple[Unit, ...]
    unranked: tuple[Unit, ...]
    distribution: Distribution
    shares: tuple[float | None, ...]

    @property
    def everybody(self) -> tuple[Unit, ...]:
        """The ranked units, and then the others."""
        return (*self.units, *self.unranked)

    @property
    def undecided(self) -> Mapping[str, int]:
        """What of all its units can't be judged for want of evidence, by reason."""
        return summed(unit.undecided for unit in self.everybody)


def summed(counts: Iterable[Mapping[str, int]]) -> dict[str, int]:
    """Counts by reason of several, in one order."""
    whole: Counter[str] = Counter()
    for one in counts:
        whole.update(one)
    return {reason: whole[reason] for reason in REASONS if whole[reason]}


@dataclass(frozen=True)
class RuleStanding:
    """How the counted obligations of a rule stand over the city. `is_sample`: its period is a sample."""

    rule_id: str
    title_zh: str
    title_en: str
    is_sample: bool
    counted: int
    met: int
    late: int
    overdue: int
    unmet: int


@dataclass(frozen=True)
class Book:
    """All of it. `meta`: the run's, as the gate gives it. `since`: the day of the earlier run that movements are from, None without one.

    `knows_evidence`: whether the run knows how far the evidence reaches, which editions of an earlier layout don't.
    `changes`: what a later edition says otherwise than the one before. `departments`, `batches`, `rows`: who was looked at, by what came in.
    """

    meta: Mapping[str, str]
    city: str
    scheme: Scheme
    knows_evidence: bool
    since: date | None
    departments: int
    batches: int
    rows: int
    rules: tuple[RuleStanding, ...]
    whole: RuleStanding
    groups: tuple[Group, ...]
    changes: Differences | None

    @property
    def units(self) -> int:
        """How many units were assessed, the unranked included."""
        return sum(len(group.units) + len(group.unranked) for group in self.groups)

    @property
    def undecided(self) -> Mapping[str, int]:
        """What of all units can't be judged for want of evidence, by reason."""
        return summed(group.undecided for group in self.groups)

    @property
    def incomparable(self) -> int:
        """How many ranked units have a rank that may not be compared."""
        return sum(not unit.is_comparable for group in self.groups for unit in group.units)

    @property
    def is_sample(self) -> bool:
        """Whether the weights are a sample, which is said wherever they show."""
        return self.meta["scheme_status"] == "sample"
