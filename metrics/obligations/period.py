"""The span of days that an assessment is of."""

import calendar
import re
from dataclasses import dataclass
from datetime import date, timedelta

from data.calendar import FIRST, LAST
from data.errors import RequestFault


@dataclass(frozen=True)
class Period:
    """A span of days with a name: a year, a half, a quarter, a month, or any two days."""

    name: str
    start: date
    end: date

    def month_ends(self, until: date) -> list[date]:
        """The last day of each month of the period up to `until`, which itself is the last."""
        ends = []
        year, month = self.start.year, self.start.month
        while (end := date(year, month, calendar.monthrange(year, month)[1])) < until and end <= self.end:
            ends.append(end)
            year, month = (year, month + 1) if month < 12 else (year + 1, 1)
        return [*ends, until]


def parse_period(text: str) -> Period:
    """`2026`, `2026H1`, `2026Q3`, `2026-06`, or `2026-01-15/2026-03-31`. Raises RequestFault that says how to write one."""
    if match := re.fullmatch(r"(\d{4})(?:H([12])|Q([1-4])|-(0[1-9]|1[0-2]))?", text.strip().upper()):
        year, half, quarter, month = (int(part or 0) for part in match.groups())
        if not FIRST.year < year <= LAST.year:
            raise RequestFault(f"考核期“{text}”的年份不在工作日历的范围（{FIRST.year} 至 {LAST.year}）内，请检查。")
        first, months = (6 * half - 5, 6) if half else (3 * quarter - 2, 3) if quarter else (month, 1) if month else (1, 12)
        return Period(match.group(0), date(year, first, 1), _month_end(year, first + months - 1))
    if match := re.fullmatch(r"(\d{4}-\d{2}-\d{2})/(\d{4}-\d{2}-\d{2})", text.strip()):
        return span(*(_day(day) for day in match.groups()))
    raise RequestFault(f"考核期“{text}”读不懂。请写成 2026、2026H1、2026Q3、2026-06 或 2026-01-15/2026-03-31。")


def span(start: date, end: date) -> Period:
    """The period from one day to another. Raises RequestFault when it ends before it starts."""
    if end < start:
        raise RequestFault(f"考核期的结束日 {end} 早于开始日 {start}，请对调。")
    return Period(f"{start}/{end}", start, end)


def _month_end(year: int, month: int) -> date:
    return date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as fault:
        raise RequestFault(f"{text} 不是一个日期，请写成 2026-06-30。") from fault
