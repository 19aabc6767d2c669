"""Working days of the State Council's yearly notices, as a table with a running index; a site file adds or corrects years.

Domain rules §1: a make-up Saturday is a working day, a swapped weekday off is not; past the last published year only weekends
are known and every day is provisional (暂定).
"""

import hashlib
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone
from functools import cache
from itertools import count
from pathlib import Path

import chinese_calendar
import polars as pl
from chinese_calendar.constants import holidays, workdays
from pydantic import BaseModel, ConfigDict, ValidationError

from data.errors import ConfigFault

FIRST, LAST = date(1949, 10, 1), date(2060, 12, 31)
CHINA = timezone(timedelta(hours=8), "Asia/Shanghai")

COLUMNS = {
    "day": pl.Date,
    "is_working": pl.Boolean,
    "kind": pl.String,
    "name": pl.String,
    "working_index": pl.Int32,
    "day_no": pl.Int32,
    "is_provisional": pl.Boolean,
}

HOLIDAY_NAMES = {
    "New Year's Day": "元旦",
    "Spring Festival": "春节",
    "Tomb-sweeping Day": "清明节",
    "Labour Day": "劳动节",
    "Dragon Boat Festival": "端午节",
    "National Day": "国庆节",
    "Mid-autumn Festival": "中秋节",
    "Anti-Fascist 70th Day": "抗战胜利纪念日",
}


class Year(BaseModel):
    """One year as a site publishes or corrects it. A range is written `2027-02-06/2027-02-12`."""

    model_config = ConfigDict(extra="forbid")

    source: str
    holidays: dict[str, str] = {}
    workdays: list[date] = []


@dataclass(frozen=True)
class Calendar:
    """The days from October 1949 to 2060.

    `days`: day, is_working, kind (workday / weekend / holiday / makeup), name (the holiday's, Chinese), working_index (number of
    working days ≤ day), day_no (running number of calendar days), is_provisional.
    `last_year`: the last year up to which every notice is known. `version`: changes whenever any day does.
    """

    days: pl.DataFrame
    last_year: int
    version: str

    def index(self, day: date) -> int:
        """How many working days there are up to `day`, itself included."""
        return self.days["working_index"][(day - FIRST).days]

    def after(self, day: date, working_days: int) -> date:
        """The day on which a duty of so many working days that arises on `day` is due (domain rules §1)."""
        return self.days["day"][int(self.days["working_index"].search_sorted(self.index(day) + working_days, side="left"))]

    def working_days(self, first: date, last: date) -> int:
        """How many working days lie after `first` up to `last`; negative when `last` is the earlier."""
        return self.index(last) - self.index(first)


def day_of(moment: datetime) -> date:
    """The day in China on which a moment with a zone falls."""
    return moment.astimezone(CHINA).date()


def load_calendar(site: Path | None = None) -> Calendar:
    """The calendar of the maintained library, with the years of `site/calendar.toml` in place of its own.

    Raises ConfigFault naming what can't be read.
    """
    return _build(*_site_years(site / "calendar.toml" if site else None))


@cache
def _build(*site_years: tuple[int, str]) -> Calendar:
    years = {year: Year.model_validate_json(text) for year, text in site_years}
    last_known = max(d.year for d in holidays)
    kinds = {**_library_kinds(), **{d: k for y, spec in years.items() for d, k in _year_kinds(y, spec).items()}}
    last_year = next(y for y in count(last_known) if y + 1 not in years)
    rows = []
    index = 0
    for number in range((LAST - FIRST).days + 1):
        day = FIRST + timedelta(days=number)
        kind, name = kinds.get(day) or (("weekend" if day.weekday() >= 5 else "workday"), None)
        is_working = kind in ("workday", "makeup")
        index += is_working
        rows.append((day, is_working, kind, name, index, number, day.year > last_known and day.year not in years))
    days = pl.DataFrame(rows, schema=COLUMNS, orient="row")
    digest = hashlib.sha256(repr([(r[0], r[1], r[6]) for r in rows]).encode()).hexdigest()[:12]
    return Calendar(days, last_year, f"{last_year}-{digest}")


def _library_kinds() -> dict[date, tuple[str, str | None]]:
    """Every day that the library's notices set apart, with the holiday it belongs to. A holiday on a Sunday stays a holiday."""
    named = {day: ("holiday", HOLIDAY_NAMES.get(name, name)) for day, name in holidays.items()}
    return named | {day: ("makeup", HOLIDAY_NAMES.get(name, name)) for day, name in workdays.items() if chinese_calendar.is_workday(day)}


def _year_kinds(year: int, spec: Year) -> dict[date, tuple[str, str | None]]:
    """A site's year replaces the library's whole year: what it doesn't name falls back to plain weekdays and weekends."""
    plain = (date(year, 1, 1) + timedelta(days=n) for n in range(366))
    kinds: dict[date, tuple[str, str | None]] = {d: ("weekend" if d.weekday() >= 5 else "workday", None) for d in plain if d.year == year}
    kinds |= {day: ("holiday", name) for span, name in spec.holidays.items() for day in _span(span)}
    return kinds | dict.fromkeys(spec.workdays, ("makeup", None))


def _span(text: str) -> Iterator[date]:
    first, _, last = text.partition("/")
    start, end = date.fromisoformat(first), date.fromisoformat(last or first)
    yield from (start + timedelta(days=n) for n in range((end - start).days + 1))


def _site_years(path: Path | None) -> list[tuple[int, str]]:
    if path is None or not path.exists():
        return []
    try:
        years = {int(year): Year.model_validate(spec) for year, spec in tomllib.loads(path.read_text(encoding="utf-8")).items()}
        for year, spec in years.items():
            _check_year(year, spec)
    except (ValidationError, ValueError) as fault:
        raise ConfigFault(f"{path} 读不懂：{fault}。写法见 docs/site.md 的“工作日历”。") from fault
    return [(year, spec.model_dump_json()) for year, spec in sorted(years.items())]


def _check_year(year: int, spec: Year) -> None:
    named = [*(day for span in spec.holidays for day in _span(span)), *spec.workdays]
    strange = [str(day) for day in named if day.year != year]
    if strange:
        raise ValueError(f"[{year}] 中有不属于该年的日期：{'、'.join(strange)}")
