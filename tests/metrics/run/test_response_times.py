"""Working days by how many took them: quantiles, intervals, and that nothing open is lost."""

from collections import Counter
from math import comb
from pathlib import Path
from statistics import quantiles

import duckdb
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.access import Viewer
from data.runs.store import LAYOUT, RunInfo, RunStore
from data.settings import Home, Settings
from metrics.run.filter import Filter
from metrics.run.reader import Reader
from metrics.run.response_times import RULES, SMALL, SPANS, Days, groups, quantile, quantile_interval, ranked
from tests.cities import small_run

DAYS = st.lists(st.integers(0, 80), min_size=1, max_size=60)
ANALYST = Viewer("分析", "analyst", login="a")


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    return Home(tmp_path_factory.mktemp("timing") / "home").create()


@pytest.fixture(scope="module")
def run(home: Home) -> RunInfo:
    return small_run.build(home)


@given(DAYS)
def test_a_rank_is_the_place_in_the_sorted_values(values: list[int]):
    assert [ranked(Counter(values), n) for n in range(len(values))] == sorted(values)
    with pytest.raises(IndexError):
        ranked(Counter(values), len(values))


@given(DAYS.filter(lambda values: len(values) > 1))
def test_quantiles_are_those_of_linear_interpolation(values: list[int]):
    tenths = quantiles(values, n=10, method="inclusive")
    assert quantile(Counter(values), 0.5) == pytest.approx(tenths[4])
    assert quantile(Counter(values), 0.9) == pytest.approx(tenths[8])


def test_of_nothing_there_is_no_quantile():
    assert quantile({}, 0.5) is None
    assert quantile_interval({}, 0.5) == (None, None)


@given(DAYS)
def test_the_interval_holds_the_median_and_is_the_narrowest_that_is_sure(values: list[int]):
    found, size = quantile_interval(Counter(values), 0.5), len(values)
    if size < 6:
        assert found == (None, None)
        return
    assert found[0] <= quantile(Counter(values), 0.5) <= found[1]
    sure = [k for k in range((size + 1) // 2) if 2 * sum(comb(size, i) for i in range(k + 1)) / 2**size <= 0.05]
    assert found == (sorted(values)[sure[-1]], sorted(values)[size - 1 - sure[-1]])


def test_known_intervals():
    """The ranks that the tables of the sign test give at 95 %: 6 → 1 and 6, 10 → 2 and 9, 20 → 6 and 15."""
    for size, low, high in ((6, 1, 6), (10, 2, 9), (20, 6, 15)):
        assert quantile_interval(Counter(range(1, size + 1)), 0.5) == (low, high)


@given(DAYS, st.sampled_from([0.5, 0.75, 0.9]))
def test_an_interval_holds_its_quantile_and_one_rank_less_would_not_be_sure(values: list[int], share: float):
    size, (low, high) = len(values), quantile_interval(Counter(range(len(values))), share)
    each = [comb(size, i) * share**i * (1 - share) ** (size - i) for i in range(size + 1)]
    below, above = ([sum(chances[: k + 1]) for k in range(size)] for chances in (each, each[::-1]))
    for end, rare in ((low, below), (None if high is None else size - 1 - high, above)):
        assert (end is None) == (rare[0] > 0.025)
        if end is not None:
            assert rare[end] <= 0.025 < rare[end + 1]
    assert low is None or low <= share * (size - 1) + 1
    assert high is None or high >= share * (size - 1) - 1


@pytest.mark.parametrize(("size", "low", "high"), [(2, 1, None), (10, 7, None), (29, 23, None), (36, 29, 36)])
def test_nine_in_ten_has_no_upper_end_below_thirty_six(size: int, low: int, high: int | None):
    assert quantile_interval(Counter(range(1, size + 1)), 0.9) == (low, high)


@given(
    st.dictionaries(
        st.sampled_from(["met", "late", "overdue", "pending"]), st.dictionaries(st.integers(0, 90), st.integers(1, 9), max_size=8)
    )
)
def test_the_spans_part_everything_once(by_state: dict[str, dict[int, int]]):
    days = Days(None, by_state={state: Counter(counts) for state, counts in by_state.items()})
    for states in (("met", "late"), ("overdue", "pending")):
        assert sum(days.count(*states, low=low, high=high) for low, high in SPANS) == days.count(*states)
    assert days.done + days.open == sum(sum(counts.values()) for counts in by_state.values())
    assert days.in_time is None or 0 <= days.in_time <= 1


def test_an_interval_is_told_of_few_only():
    few, many = (Days(None, by_state={"met": Counter({1: n})}) for n in (SMALL - 1, SMALL))
    assert few.in_time_interval is not None
    assert (few.interval(0.5), few.interval(0.9)) == ((1, 1), (1, None))
    assert many.in_time_interval is None
    assert many.interval(0.5) is None


@pytest.mark.parametrize("rule", RULES)
@pytest.mark.parametrize("by", [None, "provider", "requester", "clock", "month"])
def test_each_group_is_what_the_obligations_say(home: Home, run: RunInfo, rule: str, by: str | None):
    reader = Reader(RunStore(home, Settings()), run.run_id, ANALYST)
    told = groups(reader.timing(by, Filter(rule_id=rule)))  # type: ignore[arg-type]
    rows = reader.obligations(Filter(rule_id=rule)).filter(pl.col("state").is_in(["met", "late", "overdue", "pending"]))
    columns = {"provider": pl.col("unit_id"), "requester": pl.col("counterpart_id"), "clock": pl.col("clock")}
    keyed = rows.with_columns(columns.get(by or "", pl.lit(None) if by is None else pl.col("arose_on").dt.strftime("%Y-%m")).alias("key"))
    assert {group.key for group in told} == set(keyed["key"])
    for group in told:
        own = keyed.filter(pl.col("key").eq_missing(pl.lit(group.key)))
        assert sorted(group.taken.elements()) == sorted(own.filter(pl.col("state").is_in(["met", "late"]))["days_taken"])
        assert group.open == len(own.filter(pl.col("state").is_in(["overdue", "pending"])))
        assert group.limits == set(own["clock_days"].drop_nulls())


def test_the_median_is_the_rules_own(home: Home, run: RunInfo):
    """Where all that is done counts, the indicator of a unit has the same median and the same tenth that took longest."""
    reader = Reader(RunStore(home, Settings()), run.run_id, ANALYST)
    compared = 0
    for row in reader.indicators().filter(rule_id="share_reply").iter_rows(named=True):
        counted = reader.timing(None, Filter(rule_id="share_reply", unit_id=row["unit_id"], counted=True))
        (group,) = groups(counted)
        assert quantile(group.taken, 0.5) == pytest.approx(row["median_days"])
        assert quantile(group.taken, 0.9) == pytest.approx(row["p90_days"])
        compared += 1
    assert compared > 2


def test_a_run_frozen_before_obligations_knew_the_other_side_is_still_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    home = Home(tmp_path / "old").create()
    run = small_run.build(home)
    file = home.runs / f"{run.run_id}.duckdb"
    file.chmod(0o644)
    with duckdb.connect(str(file)) as con:
        con.execute("alter table obligations drop column counterpart_id")
    monkeypatch.setattr("data.runs.store.LAYOUT", 4)
    description = file.with_suffix(".json")
    description.chmod(0o644)
    description.write_text(description.read_text(encoding="utf-8").replace(f'"layout": {LAYOUT}', '"layout": 4'), encoding="utf-8")
    reader = Reader(RunStore(home, Settings()), run.run_id, ANALYST)
    assert reader.count(Filter(rule_id="share_reply")) > 0
    assert {group.key for group in groups(reader.timing("requester", Filter(rule_id="share_reply")))} == {None}
    assert reader.obligations(limit=1)["counterpart_id"].to_list() == [None]
