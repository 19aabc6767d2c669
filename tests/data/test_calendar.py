"""Working days (domain rules §1): the vectors, the years, and every day against a count of its own."""

from bisect import bisect_left
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import chinese_calendar
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.calendar import FIRST, LAST, Calendar, day_of, load_calendar
from data.errors import ConfigFault
from data.settings import Home

DAY = timedelta(days=1)
PUBLISHED = st.dates(date(2006, 1, 1), date(2026, 6, 30))


class Days:
    """A calendar as plain Python, read back from its table."""

    def __init__(self, calendar: Calendar):
        self.rows = {row["day"]: row for row in calendar.days.iter_rows(named=True)}
        self.ordered = list(self.rows)
        self.indices = [row["working_index"] for row in self.rows.values()]

    def due(self, start: date, days: int) -> date:
        """The earliest day whose index is that of the start and `days` more."""
        return self.ordered[bisect_left(self.indices, self.rows[start]["working_index"] + days)]


@pytest.fixture(scope="module")
def days() -> Days:
    return Days(load_calendar())


VECTORS = [
    (date(2025, 8, 1), 10, date(2025, 8, 15)),
    (date(2025, 9, 26), 1, date(2025, 9, 28)),
    (date(2025, 9, 26), 10, date(2025, 10, 16)),
    (date(2025, 10, 1), 1, date(2025, 10, 9)),
    (date(2025, 12, 31), 2, date(2026, 1, 5)),
    (date(2026, 2, 10), 20, date(2026, 3, 16)),
    (date(2026, 2, 13), 10, date(2026, 3, 5)),
    (date(2026, 4, 30), 1, date(2026, 5, 6)),
    (date(2026, 9, 18), 10, date(2026, 10, 9)),
    (date(2024, 2, 2), 10, date(2024, 2, 21)),
]


@pytest.mark.parametrize(("received", "count", "due"), VECTORS)
def test_due_days_of_the_domain_rules(days: Days, received: date, count: int, due: date):
    assert days.due(received, count) == due
    assert not days.rows[due]["is_provisional"]


@pytest.mark.parametrize(("received", "count", "due"), VECTORS)
def test_the_calendar_finds_those_days_itself(received: date, count: int, due: date):
    calendar = load_calendar()
    assert calendar.after(received, count) == due
    assert calendar.working_days(received, due) == count == -calendar.working_days(due, received)


def test_a_moment_falls_on_the_day_that_it_is_in_china():
    assert day_of(datetime(2026, 7, 1, 15, 59, tzinfo=UTC)) == date(2026, 7, 1)
    assert day_of(datetime(2026, 7, 1, 16, 0, tzinfo=UTC)) == date(2026, 7, 2)


def test_a_due_day_beyond_the_last_notice_is_provisional(days: Days):
    due = days.due(date(2026, 12, 21), 10)
    assert days.rows[due]["is_provisional"]
    assert due == date(2027, 1, 4)  # weekends only: nobody knows yet that 1 January is a day off


@pytest.mark.parametrize(("year", "count"), [(2024, 251), (2025, 248), (2026, 248)])
def test_working_days_of_a_year(days: Days, year: int, count: int):
    assert sum(row["is_working"] for day, row in days.rows.items() if day.year == year) == count


@pytest.mark.parametrize("day", [date(2025, 9, 28), date(2025, 10, 11), date(2026, 2, 14), date(2026, 2, 28), date(2026, 1, 4)])
def test_a_make_up_day_is_a_working_day(days: Days, day: date):
    assert day.weekday() >= 5
    assert (days.rows[day]["is_working"], days.rows[day]["kind"]) == (True, "makeup")


@pytest.mark.parametrize("day", [date(2026, 2, 16), date(2025, 10, 8), date(2026, 1, 2)])
def test_a_swapped_weekday_off_is_not(days: Days, day: date):
    assert day.weekday() < 5
    assert (days.rows[day]["is_working"], days.rows[day]["kind"]) == (False, "holiday")


def test_every_published_day_agrees_with_the_library(days: Days):
    published = [day for day in days.ordered if date(2004, 1, 1) <= day <= date(2026, 12, 31)]
    assert [day for day in published if days.rows[day]["is_working"] != chinese_calendar.is_workday(day)] == []


def test_the_table_is_whole(days: Days):
    assert days.ordered == [FIRST + n * DAY for n in range((LAST - FIRST).days + 1)]
    steps = [b - a for a, b in zip(days.indices, days.indices[1:], strict=False)]
    assert steps == [int(row["is_working"]) for row in list(days.rows.values())[1:]]
    assert [row["day_no"] for row in days.rows.values()] == list(range(len(days.rows)))


def test_only_years_without_a_notice_are_provisional(days: Days):
    assert {day.year for day, row in days.rows.items() if row["is_provisional"]} == set(range(2027, LAST.year + 1))


@given(PUBLISHED, st.integers(1, 60))
def test_a_due_day_is_the_earliest_with_so_many_working_days_after_receipt(days: Days, start: date, count: int):
    due = days.due(start, count)
    between = [start + n * DAY for n in range(1, (due - start).days + 1)]
    assert sum(map(chinese_calendar.is_workday, between)) == count
    assert chinese_calendar.is_workday(due)


@given(PUBLISHED, st.integers(0, 40), st.integers(1, 60), st.integers(0, 20))
def test_later_received_or_longer_is_never_due_earlier(days: Days, start: date, later: int, count: int, longer: int):
    assert days.due(start, count) <= days.due(start + later * DAY, count)
    assert days.due(start, count) <= days.due(start, count + longer)


def site_calendar(home: Home, text: str) -> Path:
    (home.site / "calendar.toml").write_text(text, encoding="utf-8")
    return home.site


def test_a_site_adds_a_year(home: Home):
    text = '[2027]\nsource = "通知"\nworkdays = [2027-01-03]\n[2027.holidays]\n"2027-01-01/2027-01-02" = "元旦"\n'
    calendar = load_calendar(site_calendar(home, text))
    found = Days(calendar)
    assert calendar.last_year == 2027
    assert (found.rows[date(2027, 1, 1)]["kind"], found.rows[date(2027, 1, 1)]["name"]) == ("holiday", "元旦")
    assert found.rows[date(2027, 1, 3)]["is_working"]
    assert found.due(date(2026, 12, 21), 10) == date(2027, 1, 4)
    assert not found.rows[date(2027, 1, 4)]["is_provisional"]
    assert found.rows[date(2028, 1, 3)]["is_provisional"]


def test_a_site_replaces_a_whole_year_and_no_other(home: Home, days: Days):
    found = Days(load_calendar(site_calendar(home, '[2026]\nsource = "更正"\n[2026.holidays]\n"2026-02-17" = "春节"\n')))
    assert not found.rows[date(2026, 2, 17)]["is_working"]
    assert found.rows[date(2026, 2, 16)]["is_working"]
    assert not found.rows[date(2026, 2, 14)]["is_working"]
    assert all(found.rows[day]["kind"] == days.rows[day]["kind"] for day in days.ordered if day.year != 2026)


def test_the_version_changes_with_any_day_and_only_then(home: Home):
    plain = load_calendar()
    assert load_calendar(home.site).version == plain.version
    assert load_calendar(site_calendar(home, '[2027]\nsource = "通知"\nworkdays = [2027-01-03]\n')).version != plain.version


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ('[2027]\nsource = "通知"\nholiday = {}\n', "holiday"),
        ("[2027]\nworkdays = []\n", "source"),
        ('[2027]\nsource = "通知"\nworkdays = [2028-01-01]\n', "2028-01-01"),
        ('[2027]\nsource = "通知"\n[2027.holidays]\n"2027-02-31" = "春节"\n', "day"),
        ('[明年]\nsource = "通知"\n', "calendar.toml"),
        ("[2027\n", "calendar.toml"),
    ],
)
def test_a_site_calendar_that_is_wrong_is_refused(home: Home, text: str, named: str):
    with pytest.raises(ConfigFault, match=r"calendar\.toml 读不懂") as refused:
        load_calendar(site_calendar(home, text))
    assert named in str(refused.value)


def test_holidays_carry_their_chinese_names():
    names = load_calendar().days.filter(pl.col("day").dt.year() == 2026, pl.col("kind") == "holiday")["name"].unique()
    assert set(names) == {"元旦", "春节", "清明节", "劳动节", "端午节", "中秋节", "国庆节"}
