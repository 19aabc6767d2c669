"""A column whose every time of day is 16:00:00 is told with both readings, and means the next day only where that was confirmed."""

from datetime import date, timedelta

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.intake.cells.dates import read_days, without_time
from data.intake.cells.utc_midnights import FEWEST, with_zone

FOURS = ["2026-06-07 16:00:00", "2026-06-08 16:00:00", None, "2026-06-30 16:00:00", "2026-07-01"]


def read(cells: pl.Series) -> list[date | None]:
    return read_days(without_time(cells))[0].to_list()


def test_without_a_confirmation_the_cells_stand_and_both_readings_are_told():
    cells, found = with_zone(pl.Series(FOURS), "")
    assert cells.to_list() == FOURS
    assert found is not None
    assert (found.rows, found.first, found.is_shifted) == (3, 0, False)
    told = found.sentence("答复时间", 5)
    assert "“答复时间”的 3 个时刻全是 16:00:00" in told
    assert "第 5 行 2026-06-07 16:00:00 照原样是 2026-06-07，按北京时间是 2026-06-08" in told


def test_once_confirmed_each_is_the_next_day_and_days_without_a_time_stay():
    cells, found = with_zone(pl.Series(FOURS), "utc")
    assert read(cells) == [date(2026, 6, 8), date(2026, 6, 9), None, date(2026, 7, 1), date(2026, 7, 1)]
    assert found is not None
    assert "第 2 行 2026-06-07 16:00:00 读作 2026-06-08" in found.sentence("答复时间", 2)


def test_confirmed_as_it_stands_nothing_is_asked_any_more():
    cells, found = with_zone(pl.Series(FOURS), "china")
    assert (cells.to_list(), found) == (FOURS, None)


@pytest.mark.parametrize("zone", ["", "utc"])
@pytest.mark.parametrize(
    "cells",
    [
        ["2026-06-07 16:00:00"] * 4 + ["2026-06-08 00:00:00"],  # another time of day among them
        ["2026-06-08 09:12:00"] + ["2026-06-07 16:00:00"] * 4,
        ["2026-06-07T16:00:00Z"] * 5,  # says its zone itself, and is read by it
        ["2026-06-07"] * 5,
        ["2026-06-07 16:00:01"] * 5,
        [None] * 5,
        ["16:00:00"] * 5,  # of no day
        [],
    ],
)
def test_any_other_column_stands_as_it_is_whatever_was_confirmed(cells: list[str | None], zone: str):
    given_cells = pl.Series(cells, dtype=pl.String)
    left, found = with_zone(given_cells, zone)  # type: ignore[arg-type]
    assert (left.to_list(), found) == (cells, None)


def test_one_or_two_may_be_chance_but_not_where_it_was_confirmed():
    few = pl.Series(["2026-06-07 16:00:00"] * (FEWEST - 1))
    assert with_zone(few, "")[1] is None
    assert read(with_zone(few, "utc")[0]) == [date(2026, 6, 8)] * (FEWEST - 1)


@pytest.mark.parametrize("form", ["2026-06-07T16:00:00", "2026/6/7 16:00", "2026-06-07 16:00:00.000", " 2026-06-07 16:00:00\t"])
def test_every_way_to_write_it_is_known(form: str):
    assert read(with_zone(pl.Series([form] * 3), "utc")[0]) == [date(2026, 6, 8)] * 3


@given(st.lists(st.dates(date(1990, 1, 1), date(2090, 1, 1)), min_size=1))
def test_what_was_written_by_utc_is_the_day_in_china(days: list[date]):
    written = pl.Series([f"{day - timedelta(days=1)} 16:00:00" for day in days])
    assert read(with_zone(written, "utc")[0]) == days
