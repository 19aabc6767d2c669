"""The history of a run: like with like, one a day, up to its own day; and where the middle of the group lies."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

from data.access import OPERATOR, Viewer
from data.runs import RunInfo, RunStore
from data.settings import Home, Settings
from metrics.reading import Reader
from metrics.trend import series, trend
from tests.metrics.small_run import build

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
