"""A unit's total from one assessment of a period to the next, beside the median of its group."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from statistics import median

import polars as pl

from data.runs import RunInfo
from metrics.reading import Reader


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


def trend(readers: Sequence[Reader], unit_id: str, unit_group: str) -> list[Moment]:
    """How a unit stood in each of these runs. `readers`: one viewer's sight of each."""
    return [_moment(reader, unit_id, unit_group) for reader in readers]


def _moment(reader: Reader, unit_id: str, unit_group: str) -> Moment:
    totals = reader.totals()
    own = totals.filter(pl.col("unit_id") == unit_id)["total"]
    group = totals.filter(pl.col("unit_group") == unit_group)["total"].drop_nulls().to_list()
    middle = Decimal(median(group)) if len(group) > 1 else None
    return Moment(reader.info.as_of, own[0] if len(own) else None, middle, reader.is_draft)
