"""Periods: how they are written, where they start and end, which month ends they hold."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.errors import RequestFault
from metrics.obligations.period import parse_period, span


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("2026", date(2026, 1, 1), date(2026, 12, 31)),
        ("2026H1", date(2026, 1, 1), date(2026, 6, 30)),
        ("2026h2", date(2026, 7, 1), date(2026, 12, 31)),
        ("2026Q1", date(2026, 1, 1), date(2026, 3, 31)),
        ("2025Q4", date(2025, 10, 1), date(2025, 12, 31)),
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29)),
        ("2026-12", date(2026, 12, 1), date(2026, 12, 31)),
        (" 2026-01-15/2026-03-31 ", date(2026, 1, 15), date(2026, 3, 31)),
        ("2026-06-30/2026-06-30", date(2026, 6, 30), date(2026, 6, 30)),
    ],
)
def test_a_period_as_it_is_written(text: str, start: date, end: date):
    period = parse_period(text)
    assert (period.start, period.end) == (start, end)


@pytest.mark.parametrize(
    "text", ["", "26H1", "2026H3", "2026Q5", "2026-13", "2026-00", "2026H1Q1", "上半年", "2026-01-15", "2026-1-1/2026-3-1"]
)
def test_what_is_no_period_says_how_to_write_one(text: str):
    with pytest.raises(RequestFault, match="请写成 2026、2026H1、2026Q3、2026-06 或 2026-01-15/2026-03-31"):
        parse_period(text)


def test_a_day_that_does_not_exist_is_named():
    with pytest.raises(RequestFault, match="2026-02-30 不是一个日期"):
        parse_period("2026-02-30/2026-03-31")


def test_a_period_that_ends_before_it_starts_is_refused():
    with pytest.raises(RequestFault, match="结束日 2026-01-01 早于开始日 2026-03-31"):
        span(date(2026, 3, 31), date(2026, 1, 1))


def test_month_ends_up_to_a_day():
    half = parse_period("2026H1")
    assert half.month_ends(date(2026, 6, 30)) == [date(2026, m, d) for m, d in ((1, 31), (2, 28), (3, 31), (4, 30), (5, 31), (6, 30))]
    assert half.month_ends(date(2026, 3, 15)) == [date(2026, 1, 31), date(2026, 2, 28), date(2026, 3, 15)]
    assert half.month_ends(date(2026, 1, 10)) == [date(2026, 1, 10)]


def test_a_day_after_the_period_comes_last_after_its_month_ends():
    ends = parse_period("2025Q4").month_ends(date(2026, 2, 10))
    assert ends == [date(2025, 10, 31), date(2025, 11, 30), date(2025, 12, 31), date(2026, 2, 10)]


@given(st.dates(date(2000, 1, 1), date(2059, 12, 31)), st.integers(0, 900), st.integers(0, 900))
def test_month_ends_rise_and_end_at_the_day_asked(start: date, length: int, until: int):
    ends = span(start, start + timedelta(days=length)).month_ends(start + timedelta(days=until))
    assert ends == sorted(set(ends))
    assert ends[-1] == start + timedelta(days=until)
    assert all((end + timedelta(days=1)).day == 1 for end in ends[:-1])


@given(st.integers(1990, 2059))
def test_the_parts_of_a_year_make_the_year(year: int):
    whole = parse_period(str(year))
    for names in (("H1", "H2"), ("Q1", "Q2", "Q3", "Q4"), tuple(f"-{m:02}" for m in range(1, 13))):
        parts = [parse_period(f"{year}{name}") for name in names]
        assert (parts[0].start, parts[-1].end) == (whole.start, whole.end)
        assert all(b.start - a.end == timedelta(days=1) for a, b in pairwise(parts))
