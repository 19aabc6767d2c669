"""How the totals of a group lie: their middle, their ends, their grades. Pure."""

import statistics
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from metrics.scoring.scoring import CENT, rounded_to_sum


@dataclass(frozen=True)
class GradeCount:
    """How many units have a grade, and that as a share (0.37). A group's shares sum to 1, unless nobody is ranked."""

    grade: str
    count: int
    share: Decimal


@dataclass(frozen=True)
class Distribution:
    """Of the ranked units of a group, in hundredths rounded half up; all None where nobody is ranked. Quartiles by linear interpolation."""

    ranked: int
    mean: Decimal | None
    median: Decimal | None
    highest: Decimal | None
    lowest: Decimal | None
    lower_quartile: Decimal | None
    upper_quartile: Decimal | None
    grades: tuple[GradeCount, ...]


def distribution(totals: Sequence[Decimal], given: Sequence[str], grades: Sequence[str]) -> Distribution:
    """`totals` and `given`: the total and the grade of each ranked unit; `grades`: all that the scheme has, best first."""
    counts = [given.count(grade) for grade in grades]
    counted = tuple(GradeCount(*one) for one in zip(grades, counts, shares(counts), strict=True))
    if not totals:
        return Distribution(0, None, None, None, None, None, None, counted)
    low, _, high = statistics.quantiles(totals, n=4, method="inclusive") if len(totals) > 1 else [totals[0]] * 3
    mean, median = statistics.mean(totals), statistics.median(totals)
    return Distribution(
        len(totals), _half_up(mean), _half_up(median), max(totals), min(totals), _half_up(low), _half_up(high), counted
    )  # fmt: skip


def shares(counts: Sequence[int]) -> list[Decimal]:
    """Each count as a share in hundredths; they sum to 1 exactly, or are all 0 where there is nothing to share."""
    whole = sum(counts)
    return rounded_to_sum([n / whole for n in counts], Decimal(1)) if whole else [Decimal("0.00")] * len(counts)


def _half_up(value: Decimal) -> Decimal:
    return value.quantize(CENT, ROUND_HALF_UP)
