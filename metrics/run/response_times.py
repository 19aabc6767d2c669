"""How long things took: distributions of working days, with what is still open kept in sight, and how sure a small number is. Pure."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import accumulate
from math import comb
from typing import Literal

import polars as pl

from metrics.scoring.scoring import wilson

By = Literal["provider", "requester", "clock", "month"]
Rule = Literal["share_reply", "share_provision"]
RULES: tuple[Rule, ...] = ("share_reply", "share_provision")
SPANS: tuple[tuple[int | None, int | None], ...] = ((None, 1), (2, 3), (4, 5), (6, 10), (11, 20), (21, None))
SMALL = 30  # below it one case more or less moves a median or a share by much, so the interval is told too
Interval = tuple[float, float]
OpenInterval = tuple[int | None, int | None]


@dataclass
class Days:
    """The working days of one group: state → days → how many obligations; `limits`: the days that their clocks allow.

    met and late took so long; overdue and pending are open and have waited so long at the day of assessment.
    """

    key: str | None
    name: str | None = None
    by_state: dict[str, Counter[int]] = field(default_factory=dict)
    limits: set[int] = field(default_factory=set)

    def count(self, *states: str, low: int | None = None, high: int | None = None) -> int:
        """How many of these states took at least `low` and at most `high` days."""
        return sum(
            n
            for state in states
            for days, n in self.by_state.get(state, {}).items()
            if (low is None or days >= low) and (high is None or days <= high)
        )

    @property
    def taken(self) -> Counter[int]:
        """The days of what is done."""
        return self.by_state.get("met", Counter()) + self.by_state.get("late", Counter())

    @property
    def done(self) -> int:
        """How many are done, in time or not."""
        return self.count("met", "late")

    @property
    def open(self) -> int:
        """How many aren't."""
        return self.count("overdue", "pending")

    @property
    def longest_open(self) -> int | None:
        """For how many days the oldest of the open ones has waited."""
        return max((max(days) for state in ("overdue", "pending") if (days := self.by_state.get(state))), default=None)

    @property
    def judged(self) -> int:
        """How many can be held against the limit: done, or open beyond it."""
        return self.count("met", "late", "overdue")

    @property
    def in_time(self) -> float | None:
        """The share of `judged` that was done within the limit."""
        return self.count("met") / self.judged if self.judged else None

    @property
    def in_time_interval(self) -> Interval | None:
        """Its Wilson 95 % interval where there are few."""
        return wilson(self.count("met"), self.judged) if 0 < self.judged < SMALL else None

    def interval(self, share: float) -> OpenInterval | None:
        """That of the quantile `share` of what is done, where there are few."""
        return quantile_interval(self.taken, share) if 0 < self.done < SMALL else None


def groups(rows: pl.DataFrame) -> list[Days]:
    """The groups of the rows that `Reader.timing` gives, in their order."""
    found: dict[str | None, Days] = {}
    alike = rows.group_by("key", "name", "clock_days", "state", maintain_order=True).agg("days_taken", "obligations")
    for key, name, limit, state, days, obligations in alike.iter_rows():
        group = found.setdefault(key, Days(key, name))
        group.by_state.setdefault(state, Counter()).update(dict(zip(days, obligations, strict=True)))
        if limit is not None:
            group.limits.add(limit)
    return list(found.values())


def quantile(days: Mapping[int, int], share: float) -> float | None:
    """The quantile of counted values by linear interpolation, as the rules' own measures have it; None of nothing."""
    size = sum(days.values())
    if not size:
        return None
    place = share * (size - 1)
    low = int(place)
    first, second = ranked(days, low), ranked(days, min(low + 1, size - 1))
    return first + (second - first) * (place - low)


def ranked(days: Mapping[int, int], place: int) -> int:
    """The value at a place of the sorted values, from 0. Raises IndexError beyond the last."""
    for value in sorted(days):
        place -= days[value]
        if place < 0:
            return value
    raise IndexError("beyond the last value")


def quantile_interval(days: Mapping[int, int], share: float) -> OpenInterval:
    """The narrowest pair of ranked values that holds the quantile with 95 %, 2.5 % beyond either, whatever the distribution.

    An end is None where so few values can't give one: of the median below six, above the 90 % quantile below thirty-six.
    """
    size = sum(days.values())
    below, above = _sure(size, share), _sure(size, 1 - share)
    return None if below is None else ranked(days, below), None if above is None else ranked(days, size - 1 - above)


def _sure(size: int, share: float) -> int | None:
    """The last place, from 0, below which the quantile lies with 2.5 % at most: as few of `size` fall below it so rarely (binomial)."""
    beyond = list(accumulate(comb(size, k) * share**k * (1 - share) ** (size - k) for k in range(size)))
    return sum(1 for chance in beyond if chance <= 0.025) - 1 if beyond and beyond[0] <= 0.025 else None
