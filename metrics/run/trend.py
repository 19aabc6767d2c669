"""How things went over time: a unit's total from one assessment to the next beside its group's median; what fell due, month by month."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise
from statistics import median

import polars as pl

from data.runs.store import RunInfo
from metrics.run.reader import Reader

JUDGED = ("met", "late", "overdue")  # what has a due day that is past is one of these


@dataclass(frozen=True)
class Moment:
    """How a unit stood at one day of assessment. `middle`: the median of the group's totals in the viewer's sight, of two units or more.

    None = no total. `is_draft`: of a run that nobody has published.
    """

    as_of: date
    total: Decimal | None
    middle: Decimal | None
    is_draft: bool


def series(run: RunInfo, runs: Sequence[RunInfo]) -> list[RunInfo]:
    """The runs of the same period, scheme and authority up to this one, oldest first, one a day: its history."""
    same = [
        r for r in runs if (r.period, r.scheme_id, r.authority_id) == (run.period, run.scheme_id, run.authority_id) and r.as_of < run.as_of
    ]
    by_day = {r.as_of: r for r in reversed(same)}  # the newest of a day comes first among `runs`
    return [*(by_day[day] for day in sorted(by_day)), run]


def month_before(run: RunInfo, runs: Sequence[RunInfo]) -> RunInfo | None:
    """The latest run of that history in an earlier month; None when there is none."""
    earlier = [r for r in series(run, runs) if (r.as_of.year, r.as_of.month) < (run.as_of.year, run.as_of.month)]
    return earlier[-1] if earlier else None


@dataclass(frozen=True)
class DueMonth:
    """What falls due from the first to the last day of a month: how many by state at the day of assessment, whatever period they count in."""

    first: date
    last: date
    counts: Mapping[str, int]

    @property
    def on_time(self) -> float | None:
        """The share done in time of what can be judged; None where nothing can."""
        judged = sum(self.counts.get(state, 0) for state in JUDGED)
        return self.counts.get("met", 0) / judged if judged else None


def due_months(reader: Reader, months: int = 12) -> list[DueMonth]:
    """The months up to that of the day of assessment, the oldest first, whatever period the run is of."""
    now = reader.info.as_of.year * 12 + reader.info.as_of.month - 1
    starts = [date(n // 12, n % 12 + 1, 1) for n in range(now - months + 1, now + 2)]
    spans = [(first, after - timedelta(days=1)) for first, after in pairwise(starts)]
    counts: dict[date, dict[str, int]] = {first: {} for first, _ in spans}
    for month, state, number in reader.due_months().iter_rows():
        if month in counts:
            counts[month][state] = number
    return [DueMonth(first, last, counts[first]) for first, last in spans]


def trend(readers: Sequence[Reader], unit_id: str, unit_group: str) -> list[Moment]:
    """How a unit stood in each of these runs. `readers`: one viewer's sight of each."""
    return [_moment(reader, unit_id, unit_group) for reader in readers]


def _moment(reader: Reader, unit_id: str, unit_group: str) -> Moment:
    totals = reader.totals()
    own = totals.filter(pl.col("unit_id") == unit_id)["total"]
    group = totals.filter(pl.col("unit_group") == unit_group)["total"].drop_nulls().to_list()
    middle = Decimal(median(group)) if len(group) > 1 else None
    return Moment(reader.info.as_of, own[0] if len(own) else None, middle, reader.is_draft)
