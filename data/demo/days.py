"""Days of the demo city's story: its working days by the State Council's notices, and the days on which exports are written."""

from bisect import bisect_right
from datetime import date, timedelta
from functools import cache

import chinese_calendar

BEGIN = date(2025, 1, 1)
REPORTS = tuple(date(2026, month + 1, 1) - timedelta(days=1) for month in range(1, 11))
END = REPORTS[-1]


@cache
def workdays() -> tuple[date, ...]:
    """The working days of 2023–2026, in order: fixed years, so that a newer calendar library tells the same story."""
    first, last = date(2023, 1, 1), date(2026, 12, 31)
    days = (first + timedelta(days=n) for n in range((last - first).days + 1))
    return tuple(day for day in days if chinese_calendar.is_workday(day))


def after(start: date, working_days: int) -> date | None:
    """The day that many working days after `start` (before it when negative), `start` itself for 0; None beyond the known years."""
    if working_days == 0:
        return start
    at = bisect_right(workdays(), start) - 1 + working_days
    return workdays()[at] if 0 <= at < len(workdays()) else None


def shifted(start: date, days: int) -> date:
    """The day that many calendar days after `start`."""
    return start + timedelta(days=days)


def months(first: date, last: date) -> list[date]:
    """The first days of the months that begin within first … last."""
    starts = (date(year, month, 1) for year in range(first.year, last.year + 1) for month in range(1, 13))
    return [start for start in starts if first <= start <= last]
