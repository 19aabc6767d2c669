"""The history of a run: like with like, one a day, up to its own day; and where the middle of the group lies."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

from data.access import OPERATOR, Viewer
from data.runs.store import RunInfo, RunStore
from data.settings import Home, Settings
from metrics.run.filter import Filter
from metrics.run.reader import Reader
from metrics.run.trend import DueMonth, due_months, series, trend
from tests.cities.small_run import build

RUN = RunInfo("a", "2026H1", date(2026, 1, 1), date(2026, 6, 30), date(2026, 6, 30), "s", "方案", "sample", "D1")


def test_only_runs_of_the_same_kind_make_a_history_and_the_newest_of_a_day():
    march, april = (replace(RUN, run_id=name, as_of=day) for name, day in (("m", date(2026, 3, 31)), ("p", date(2026, 4, 30))))
    older = replace(april, run_id="older")
    others = [
        replace(march, run_id=f"x{n}", **more) for n, more in enumerate(({"period": "2026"}, {"scheme_id": "t"}, {"authority_id": "D2"}))
    ]
    later = replace(RUN, run_id="later", as_of=date(2026, 7, 31))
    assert series(RUN, [later, RUN, april, older, *others, march]) == [march, april, RUN]


def test_the_middle_is_of_the_groups_units_in_sight(home: Home):
    store = RunStore(home, Settings(threads=1))
    info = build(home)
    reader = Reader(store, info, OPERATOR)
    group = sorted(reader.totals().filter(unit_group="市直")["total"].to_list())
    (seen,) = trend([reader], "D2", "市直")
    assert (seen.total, seen.middle, seen.is_draft) == (reader.totals().filter(unit_id="D2")["total"][0], group[1], True)
    (own,) = trend([Reader(store, info, Viewer("x", "department", frozenset({"D2"})))], "D2", "市直")
    assert (own.total, own.middle) == (seen.total, None), "of one unit there is no middle"
    (unknown,) = trend([reader], "D77", "市直")
    assert unknown.total is None
    assert isinstance(seen.middle, Decimal)


def test_twelve_months_are_shown_whatever_the_period_each_the_length_of_its_list(home: Home):
    for period, as_of in (("2026H1", date(2026, 6, 30)), ("2026-06", date(2026, 6, 12))):
        reader = Reader(RunStore(home, Settings(threads=1)), build(home, period, as_of), OPERATOR)
        months = due_months(reader)
        assert [month.first for month in months] == [date(2025 if n > 6 else 2026, n, 1) for n in (7, 8, 9, 10, 11, 12, 1, 2, 3, 4, 5, 6)]
        assert (months[7].last, months[-1].last) == (date(2026, 2, 28), date(2026, 6, 30))
        assert sum(1 for month in months if month.counts) > 6
        for month in months:
            found = reader.obligations(Filter(due_from=month.first, due_to=month.last))["state"].value_counts()
            assert month.counts == dict(found.iter_rows())
    assert months[-1].counts["pending"] > 0


def test_the_share_in_time_is_of_what_can_be_judged():
    month = DueMonth(date(2026, 6, 1), date(2026, 6, 30), {"met": 3, "late": 1, "overdue": 1, "pending": 9, "exempt": 9, "unknown": 9})
    assert month.on_time == 0.6
    assert DueMonth(date(2026, 6, 1), date(2026, 6, 30), {"pending": 1}).on_time is None


def test_a_department_is_told_of_its_own_months(home: Home):
    store, info = RunStore(home, Settings(threads=1)), build(home)
    own, city = (due_months(Reader(store, info, viewer)) for viewer in (Viewer("x", "department", frozenset({"D2"})), OPERATOR))
    whole = Reader(store, info, OPERATOR).obligations(Filter(unit_id="D2", due_from=own[0].first, due_to=own[-1].last))
    assert 0 < sum(sum(month.counts.values()) for month in own) == len(whole) < sum(sum(month.counts.values()) for month in city)
