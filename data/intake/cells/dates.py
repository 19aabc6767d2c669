"""Days, in every form that files bring: dates, date-times, Excel serials, milliseconds, full-width digits. Never a guess."""

import re
import unicodedata
from datetime import date

import polars as pl

from data.intake.cells.clean import normal

TIME = r"(?:\s*(?:上午|下午|AM|PM)?\s*\d{1,2}\s*[:时点]\s*\d{1,2}\s*(?:[:分]\s*(?:\d{1,2}(?:\.\d+)?\s*秒?)?)?\s*(?:AM|PM)?)"
DAY = r"(?i)^(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*[日号]?(?:T|\s)*" + TIME + "?$"
ZONED = r"(?i)^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:?\d{2})$"
DIGITS = r"^(\d{4})(\d{2})(\d{2})(?:(?:[01]\d|2[0-3])[0-5]\d(?:[0-5]\d)?)?(?:\.0+)?$"
SERIAL = r"^(\d{5})(?:\.\d+)?$"
MILLISECONDS = r"^(\d{13})(?:\.0+)?$"
ISO_WITH_TIME = r"^(?:19|2\d)\d\d-\d\d-\d\d [0-2]\d:[0-5]\d:[0-5]\d$"

MONTH_ONLY = re.compile(r"^\d{4}\s*[-/.年]\s*\d{1,2}\s*月?$|^\d{4}年?$")
RANGE = re.compile(r"\d.*[至~—到].*\d|\d{1,2}\s*[-–]\s*\d{4}")

# What Excel, Java and JavaScript write where there is no day: the first of their calendars. 1900-01-00 can't be read as a day at all.
BEFORE_ALL = [date(1899, 12, 30), date(1899, 12, 31)]
STAMPS = [*BEFORE_ALL, date(1900, 1, 1), date(1970, 1, 1)]
EXCEL_STAMP = re.compile(r"^(?:1899\D?12\D?3[01]|1900\D?0?1\D?00?)日?(?:[T ]0?0:00(?::00(?:\.0+)?)?)?$")
TIME_ALONE = re.compile(r"^1899-12-3[01] ")  # how a cell comes that holds a time of day and no day
EARLIEST_EVENT = date(1990, 1, 1)  # no duty of sharing data, and no system that holds them, is older

FIRST_SERIAL, LAST_SERIAL = 18264, 73050  # 1950-01-01 … 2099-12-31: other five-digit numbers are no days
FIRST_YEAR, LAST_YEAR = 1900, 2099
NO_END = ["2099-12-31", "9999-12-31"]


def read_days(values: pl.Series) -> tuple[pl.Series, pl.Series]:
    """(day or null, whether the value is an end that means "no end") for each value. A value that is neither can't be read."""
    texts = normal(values)
    days = pl.DataFrame({"text": texts}).select(day=_day()).to_series()
    no_end = days.cast(pl.String).is_in(NO_END).fill_null(False)
    plausible = days.dt.year().is_between(FIRST_YEAR, LAST_YEAR).fill_null(False)
    if (before := days.is_in(BEFORE_ALL).fill_null(False)).any():
        plausible |= before & texts.str.contains(EXCEL_STAMP.pattern).fill_null(False)
    return days.set(no_end | ~plausible, None).rename(values.name), no_end


def without_time(cells: pl.Series) -> pl.Series:
    """Cells with the usual "2026-03-01 08:30:00" cut to the day, so that few distinct texts are left to read."""
    timed = cells.str.contains(ISO_WITH_TIME).fill_null(False)
    return cells.to_frame("text").select(pl.when(timed).then(pl.col("text").str.head(10)).otherwise("text")).to_series()


def empty_stamps(days: pl.Series, texts: pl.Series) -> pl.Series | None:
    """Which of a column's texts stand for "no day" in some program; None where none does. `days`: what was read of them."""
    unread = days.is_null() & texts.is_not_null()
    stamps = days.is_in(STAMPS).fill_null(False)
    if unread.any():
        stamps |= unread & texts.str.contains(EXCEL_STAMP.pattern).fill_null(False)
    return stamps if stamps.any() else None


def too_early(days: pl.Series) -> pl.Series | None:
    """Which days nothing can have been done on, the stamps aside; None where there is none."""
    early = ((days < EARLIEST_EVENT) & ~days.is_in(STAMPS)).fill_null(False)
    return early if early.any() else None


def why_no_day(text: str) -> str:
    """What is wrong with a text that is no day, said so that it can be put right."""
    plain = unicodedata.normalize("NFKC", text)
    if EXCEL_STAMP.search(plain):
        return "是 Excel 表示没有日期的写法，不是一天，没有日期请留空"
    if TIME_ALONE.search(plain):
        return "只有时刻，需写明具体日期"
    if MONTH_ONLY.search(plain):
        return "只写到年月，需写明具体日期"
    if RANGE.search(plain):
        return "是一段时间，需写明具体的一天"
    if re.search(DAY, plain) or re.search(DIGITS, plain):
        return "不是日历上有的日子"
    return "不是可识别的日期，请写成 2026-03-01 的形式"


def _day() -> pl.Expr:
    text = pl.col("text")
    return pl.coalesce(
        _day_of(text.str.extract_groups(DAY)),
        _day_of(text.str.extract_groups(DIGITS)),
        _day_of_serial(text.str.extract(SERIAL).cast(pl.Int64)),
        _day_in_shanghai(pl.from_epoch(text.str.extract(MILLISECONDS).cast(pl.Int64), time_unit="ms")),
        _day_in_shanghai(_instant(text)),
    )


def _day_of(groups: pl.Expr) -> pl.Expr:
    """Year, month, day as texts → a day; null for a day that no calendar has."""
    year, month, day = (groups.struct.field(str(i)) for i in (1, 2, 3))
    return pl.concat_str(year, month.str.zfill(2), day.str.zfill(2), separator="-").str.to_date("%Y-%m-%d", strict=False)


def _day_of_serial(serial: pl.Expr) -> pl.Expr:
    """Excel counts days from 1899-12-30."""
    in_range = serial.is_between(FIRST_SERIAL, LAST_SERIAL)
    return pl.when(in_range).then(pl.date(1899, 12, 30) + pl.duration(days=serial))


def _instant(text: pl.Expr) -> pl.Expr:
    zoned = pl.when(text.str.contains(ZONED)).then(text.str.to_uppercase().str.replace(r"Z$", "+00:00"))
    return zoned.str.to_datetime("%+", strict=False, time_unit="ms", time_zone="UTC").dt.replace_time_zone(None)


def _day_in_shanghai(instant: pl.Expr) -> pl.Expr:
    """An instant in UTC → its day in Asia/Shanghai, which keeps no summer time (since 1992)."""
    return (instant + pl.duration(hours=8)).dt.date()
