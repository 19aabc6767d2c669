"""Midnight in China written by the clock of UTC, as exceljs writes dates: a column whose every time of day is 16:00:00 means the next day."""

import re
from dataclasses import dataclass
from datetime import date, timedelta

import polars as pl

from data.contracts.contracts import Zone
from data.intake.cells.clean import cleaned
from data.intake.cells.dates import read_days

AT_FOUR = re.compile(r"[T ]16:00(?::00(?:\.0+)?)?\s*$")
FEWEST = 3  # times of day: one or two at 16:00 may well be chance


@dataclass(frozen=True)
class UtcMidnights:
    """The cells of 16:00:00 of one column. `rows`: how many; `first`: the index of the first, `text` and `day`: what it says as it stands.

    `is_shifted`: whether they were read as the next day, because an officer confirmed that they were midnight in China.
    """

    rows: int
    first: int
    text: str
    day: date
    is_shifted: bool

    def sentence(self, label: str, row_no: int) -> str:
        """Both readings of the first one, and which holds."""
        following = self.day + timedelta(days=1)
        if self.is_shifted:
            return f"“{label}”的 {self.rows} 个 16:00:00 按已确认的读作次日（第 {row_no} 行 {self.text} 读作 {following}）。"
        return (
            f"“{label}”的 {self.rows} 个时刻全是 16:00:00，可能是北京时间零点按世界时写出的：第 {row_no} 行 {self.text} "
            f"照原样是 {self.day}，按北京时间是 {following}。现照原样读取，确认后才读作次日。"
        )


def with_zone(cells: pl.Series, zone: Zone) -> tuple[pl.Series, UtcMidnights | None]:
    """(the cells of a date column, those of 16:00:00 as the next day where that was confirmed; what is to be said of them).

    `zone`: what was confirmed of the column. A column with any other time of day is left as it stands, whatever was confirmed.
    """
    at_four = None if zone == "china" else _all_at_four(cells)
    if at_four is None or (zone == "" and at_four.sum() < FEWEST):
        return cells, None
    places = at_four.arg_true()
    days, _ = read_days(cleaned(cells.gather(places)))
    if days.null_count():
        return cells, None
    found = UtcMidnights(len(places), places[0], str(cells[places[0]]).strip(), days[0], zone == "utc")
    return (cells.clone().scatter(places, (days + timedelta(days=1)).cast(pl.String)) if found.is_shifted else cells), found


def _all_at_four(cells: pl.Series) -> pl.Series | None:
    """Which cells are of 16:00:00, where every time of day is; one look at the first time of day settles most columns."""
    timed = cells.str.contains(":", literal=True).fill_null(False)
    first = timed.arg_max()
    if first is None or not timed[first] or not AT_FOUR.search(cells[first]):
        return None
    at_four = cells.str.contains(AT_FOUR.pattern).fill_null(False)
    return at_four if at_four.sum() == timed.sum() else None
