"""The gate: a department sees its own and nothing else by any way; every count is the length of the list behind it."""

import re
import shutil
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import fields, replace
from datetime import date
from pathlib import Path

import duckdb
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from data.access import Viewer
from data.errors import RequestFault
from data.runs.store import RunInfo, RunStore
from data.settings import Home, Settings
from metrics.run.filter import COUNTED_BY, EVERYTHING, Filter
from metrics.run.query_texts import PLACED, QUERIES
from metrics.run.reader import MONTHS_COUNTED, Reader
from tests.cities.small_run import UNITS, build

STATES = ("met", "late", "overdue", "unmet", "pending", "exempt", "unknown")
LEADER = Viewer("leader", "leader")


def department(*units: str) -> Viewer:
    return Viewer("department", "department", frozenset(units))


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    return Home(tmp_path_factory.mktemp("small") / "home").create()


@pytest.fixture(scope="module")
def run(home: Home) -> RunInfo:
    return build(home)


@pytest.fixture(scope="module")
def store(home: Home, run: RunInfo) -> RunStore:
    return RunStore(home, Settings())


@pytest.fixture(scope="module")
def truth(home: Home, run: RunInfo) -> pl.DataFrame:
    """The obligations as they lie in the file, read without the gate."""
    with duckdb.connect(home.runs / f"{run.run_id}.duckdb", read_only=True) as file:
        return file.sql("select * from obligations").pl()


@pytest.fixture
def sight(store: RunStore, run: RunInfo) -> Callable[[Viewer], Reader]:
    return lambda viewer: Reader(store, run.run_id, viewer)


SCOPED: dict[str, Callable[[Reader], pl.DataFrame]] = {
    "units": Reader.units,
    "departments": Reader.departments,
    "totals": Reader.totals,
    "ranking": Reader.ranking,
    "sections": Reader.sections,
    "items": Reader.items,
    "adjustments": Reader.adjustments,
    "indicators": Reader.indicators,
    "obligations": Reader.obligations,
    "alike": Reader.alike,
    "facets": Reader.facets,
}
OF_THE_CITY = {"meta", "scheme", "rules", "batches", "calendar"}  # what is the same for everyone: provenance, words, days
TOLD_APART = {
    "amounts",
    "due_months",
    "refreshed",
    "gate_checks",
    "asset_register",
    "timing",
    "open_duties",
    "fulfilled",
    "undecided",
    "tally",
    "count",
    "obligation",
    "decisions",
    "evidence",
    "is_draft",
    "changes",
    "held_otherwise",
    "movement",
    "following",
    "followed",
    "reach",
}


def test_every_way_to_read_is_one_of_these():
    public = {name for name in vars(Reader) if not name.startswith("_")}
    assert public == {*SCOPED, *OF_THE_CITY, *TOLD_APART}


def test_the_small_city_has_something_of_everything(truth: pl.DataFrame):
    assert set(truth["state"]) == set(STATES)
    assert set(truth["unit_id"]) == set(UNITS)
    assert truth["is_backlog"].any()
    assert truth["rule_id"].n_unique() >= 5


@pytest.mark.parametrize("way", SCOPED)
@pytest.mark.parametrize("units", [("D2",), ("C1",), ("D1", "D3")])
def test_a_department_sees_its_own_and_all_of_it(sight: Callable, way: str, units: tuple[str, ...]):
    whole, own = SCOPED[way](sight(LEADER)), SCOPED[way](sight(department(*units)))
    assert not own.is_empty()
    assert own.height < whole.height
    assert_frame_equal(own, whole.filter(pl.col("unit_id").is_in(units)), check_row_order=way not in ("facets", "alike"))


@pytest.mark.parametrize("way", SCOPED)
@pytest.mark.parametrize("viewer", [department(), department("X9"), department("")], ids=["none", "unknown", "blank"])
def test_a_department_without_a_unit_sees_nothing(sight: Callable, way: str, viewer: Viewer):
    assert SCOPED[way](sight(viewer)).is_empty()


@pytest.mark.parametrize("role", ["leader", "officer", "analyst"])
def test_the_citys_people_see_all(sight: Callable, truth: pl.DataFrame, role: str):
    reader = sight(Viewer("x", role))
    assert reader.count() == reader.obligations().height == truth.height
    assert set(reader.totals()["unit_id"]) == set(UNITS)


def test_asking_for_another_unit_gives_nothing(sight: Callable, truth: pl.DataFrame):
    reader = sight(department("D2"))
    for unit in ("D1", "D3", "C1"):
        assert reader.items(unit).is_empty()
        assert reader.adjustments(unit).is_empty()
        assert reader.indicators(unit).is_empty()
        assert reader.count(Filter(unit_id=unit)) == 0
        assert reader.obligations(Filter(unit_id=unit)).is_empty()
        assert reader.facets(Filter(unit_id=unit)).is_empty()
    assert reader.count(Filter(department_id="D1")) == 0


def test_anothers_obligation_is_refused_in_the_words_of_one_that_does_not_exist(sight: Callable):
    reader = sight(department("D2"))
    assert sight(LEADER).obligation("system_registration", "S0")["unit_id"] == "D1"
    for subject in ("S0", "S999"):
        with pytest.raises(RequestFault, match=f"没有找到这条义务（system_registration / {subject}），或您无权查看"):
            reader.obligation("system_registration", subject)


def test_a_closed_departments_obligations_are_its_successors(sight: Callable):
    found = sight(department("D2")).obligation("system_registration", "S5")
    assert (found["named_department_id"], found["department_id"], found["unit_id"]) == ("D9", "D2", "D2")
    assert (found["named_department_name"], found["department_name"]) == ("D9局", "D2局")


def test_an_obligation_carries_its_rule_and_the_row_behind_it(sight: Callable):
    found = sight(LEADER).obligation("share_reply", "C1-003")
    assert (found["file_name"], found["sheet"], found["row_no"]) == ("申请.xlsx", "Sheet1", 5)
    assert "第二十一条" in found["clause_zh"]
    assert found["read"] == "full"


# Counts, lists and facets are one thing.

WANTED = st.builds(
    Filter,
    unit_id=st.none() | st.sampled_from([*UNITS, "X9"]),
    department_id=st.none() | st.sampled_from(["C101", "D2"]),
    rule_id=st.none() | st.sampled_from(["share_reply", "share_provision", "system_registration", "rectification"]),
    states=st.none() | st.lists(st.sampled_from(STATES), max_size=3).map(tuple),
    counted=st.none() | st.booleans(),
    backlog=st.none() | st.booleans(),
    provisional=st.none() | st.booleans(),
    reason=st.none() | st.sampled_from(["withdrawn", "class_unknown", "contradiction"]),
    due_from=st.none() | st.dates(date(2025, 8, 1), date(2026, 7, 31)),
    due_to=st.none() | st.dates(date(2025, 8, 1), date(2026, 7, 31)),
    min_days_late=st.none() | st.integers(0, 60),
    search=st.none() | st.sampled_from(["D2-", "系统", "S1", "%", "_", "'", "100%"]),
)
VIEWERS = st.sampled_from([LEADER, department("D2"), department("D1", "C1")])


EQUAL = {
    "unit_id": "unit_id", "department_id": "department_id", "rule_id": "rule_id", "counted": "counted",
    "backlog": "is_backlog", "provisional": "is_provisional", "reason": "reason",
}  # fmt: skip


def expected(truth: pl.DataFrame, viewer: Viewer, wanted: Filter) -> pl.DataFrame:
    """What a filter asks for, found a second time without SQL."""
    tests = [pl.col(column) == getattr(wanted, part) for part, column in EQUAL.items() if getattr(wanted, part) is not None]
    tests += [pl.col("unit_id").is_in(list(viewer.units))] if viewer.units is not None else []
    tests += [pl.col("state").is_in(list(wanted.states))] if wanted.states is not None else []
    tests += [pl.col("due_on") >= wanted.due_from] if wanted.due_from else []
    tests += [pl.col("due_on") <= wanted.due_to] if wanted.due_to else []
    tests += [pl.col("days_late") >= wanted.min_days_late] if wanted.min_days_late is not None else []
    if wanted.search is not None:
        tests.append(pl.any_horizontal(pl.col("subject_id", "subject_name").str.contains(wanted.search, literal=True)))
    return truth.filter(*tests) if tests else truth


@settings(max_examples=50)
@given(wanted=WANTED, viewer=VIEWERS)
def test_a_count_is_the_length_of_its_list(store: RunStore, run: RunInfo, truth: pl.DataFrame, wanted: Filter, viewer: Viewer):
    reader = Reader(store, run.run_id, viewer)
    rows, tally, facets = reader.obligations(wanted), reader.tally(wanted), reader.facets(wanted)
    keys = {"rule_id", "subject_id"}
    right = expected(truth, viewer, wanted)
    assert set(rows.select(keys).iter_rows()) == set(right.select(keys).iter_rows())
    assert tally["obligations"] == reader.count(wanted) == rows.height == facets["obligations"].sum()
    counted = rows.filter("counted")
    assert tally["counted"] == counted.height == tally["met"] + tally["late"] + tally["overdue"] + tally["unmet"]
    for state in ("met", "late", "overdue", "unmet"):
        assert tally[state] == counted.filter(state=state).height
        assert tally[state] == facets.filter(pl.col("counted"), pl.col("state") == state)["obligations"].sum()
    for state in ("pending", "exempt", "unknown"):
        assert tally[state] == rows.filter(state=state).height
    assert tally["backlog"] == rows["is_backlog"].sum()


# A list and its sheets, and counts that are kept, are those of the rows.

SHEETS = 15  # of a long list so many at most: a hundred sheets of one row tell no more


@settings(max_examples=40)
@given(wanted=WANTED, viewer=VIEWERS, per=st.integers(1, 40))
def test_the_sheets_give_the_list_row_by_row(store: RunStore, run: RunInfo, wanted: Filter, viewer: Viewer, per: int):
    reader = Reader(store, run.run_id, viewer)
    whole = reader.obligations(wanted)
    per = max(per, -(-whole.height // SHEETS))
    sheets = [reader.obligations(wanted, limit=per, offset=start) for start in range(0, whole.height + per, per)]
    assert sheets[-1].height < per
    assert_frame_equal(pl.concat(sheets), whole)


def test_a_list_is_latest_first_and_ties_have_an_order(sight: Callable, truth: pl.DataFrame):
    rows = sight(LEADER).obligations()
    keys = ["days_late", "due_on", "subject_id"]
    ordinal = rows.join(sight(LEADER).rules().select("rule_id", "ord"), on="rule_id", maintain_order="left")
    late = ordinal.select(*keys[:2], "ord", keys[2], "batch_id", "sheet", "row_no")
    assert late.rows() == late.sort(late.columns, descending=[True, *[False] * 6], nulls_last=True).rows()
    assert truth["place"].sort().to_list() == list(range(1, truth.height + 1)), "each has one place"
    assert rows.select(keys[:2]).is_duplicated().any(), "there are ties to be told apart"


COUNTABLE = st.builds(
    Filter,
    unit_id=st.none() | st.sampled_from([*UNITS, "X9"]),
    department_id=st.none() | st.sampled_from(["C101", "D2"]),
    rule_id=st.none() | st.sampled_from(["share_reply", "rectification"]),
    clock=st.none() | st.sampled_from(["conditional", "unconditional_extended"]),
    states=st.none() | st.lists(st.sampled_from(STATES), max_size=3).map(tuple),
    counted=st.none() | st.booleans(),
    backlog=st.none() | st.booleans(),
    provisional=st.none() | st.booleans(),
    reason=st.none() | st.sampled_from(["withdrawn", "class_unknown", "contradiction"]),
)


@settings(max_examples=60)
@given(wanted=COUNTABLE, viewer=VIEWERS)
def test_a_kept_count_is_the_count_of_the_rows(store: RunStore, run: RunInfo, wanted: Filter, viewer: Viewer):
    """A filter that the counts don't know, though it lets everything through, is answered from the obligations themselves."""
    reader, through_rows = Reader(store, run.run_id, viewer), replace(wanted, search="")
    assert reader.tally(wanted) == reader.tally(through_rows)
    assert_frame_equal(reader.facets(wanted), reader.facets(through_rows))
    assert_frame_equal(reader.due_months(wanted), reader.due_months(through_rows))


def test_what_the_counts_tell_apart_is_all_that_is_asked_of_them():
    assert {part.name for part in fields(Filter)} >= COUNTED_BY
    text = (QUERIES / "known_counts.sql").read_text(encoding="utf-8")
    columns = {"states": "state", "backlog": "is_backlog", "provisional": "is_provisional"}
    assert not any(f"as {columns.get(part, part)}," in text for part in COUNTED_BY), "what is counted by must not be empty there"


def test_a_run_of_an_earlier_layout_is_read_alike(home: Home, run: RunInfo, store: RunStore):
    """An edition that was frozen before obligations had places and counts: the same rows in the same order, the same counts."""
    old, new = (
        aged(home, store, run, PLACED - 1, "alter table obligations drop column place; drop table counts"),
        Reader(store, run, LEADER),
    )
    for wanted in (EVERYTHING, Filter(unit_id="D2"), Filter(states=("overdue",)), Filter(search="系统")):
        assert_frame_equal(old.obligations(wanted), new.obligations(wanted))
        assert_frame_equal(old.obligations(wanted, limit=7, offset=5), new.obligations(wanted, limit=7, offset=5))
        assert old.tally(wanted) == new.tally(wanted)
        assert_frame_equal(old.facets(wanted), new.facets(wanted))
        assert_frame_equal(old.due_months(wanted), new.due_months(wanted))


def test_a_run_whose_counts_know_no_month_yet_is_read_alike(home: Home, run: RunInfo, store: RunStore):
    old, new = aged(home, store, run, MONTHS_COUNTED - 1, "alter table counts drop column due_month"), Reader(store, run, LEADER)
    for wanted in (EVERYTHING, Filter(unit_id="D2"), Filter(states=("overdue",))):
        assert_frame_equal(old.due_months(wanted), new.due_months(wanted))
        assert old.tally(wanted) == new.tally(wanted)


def aged(home: Home, store: RunStore, run: RunInfo, layout: int, change: str) -> Reader:
    """A leader's sight of the run as a program of an earlier layout left it."""
    name = f"layout{layout}"
    shutil.copy(home.runs / f"{run.run_id}.duckdb", file := home.runs / f"{name}.duckdb")
    with duckdb.connect(file) as con:
        con.execute(change)
    (home.runs / f"{name}.json").write_bytes(replace(run, run_id=name).described())
    return Reader(store, replace(run, run_id=name, layout=layout), LEADER)


@pytest.mark.parametrize("state", ["met", "late", "overdue", "unmet"])
def test_an_indicator_is_the_list_of_its_unit_and_rule(sight: Callable, state: str):
    reader = sight(LEADER)
    for row in reader.indicators().iter_rows(named=True):
        link = Filter(unit_id=row["unit_id"], rule_id=row["rule_id"], states=(state,), counted=True)
        assert reader.obligations(link).height == row[state]


def test_an_items_counts_are_those_of_its_rule(sight: Callable):
    reader = sight(LEADER)
    for row in reader.items().iter_rows(named=True):
        tally = reader.tally(Filter(unit_id=row["unit_id"], rule_id=row["rule_id"]))
        assert [row[c] for c in ("counted", "met", "late", "overdue", "unmet")] == [
            tally[c] for c in ("counted", "met", "late", "overdue", "unmet")
        ]
        assert row["is_applicable"] == (row["value"] is not None)


def test_the_lines_of_a_unit_sum_to_what_it_lost(sight: Callable):
    reader = sight(LEADER)
    assert reader.totals()["total"].null_count() == 0
    for row in reader.totals().iter_rows(named=True):
        lost = sum(reader.items(row["unit_id"])["lost"]) + sum(reader.adjustments(row["unit_id"])["lost"])
        assert lost == 100 - row["total"]


@pytest.mark.parametrize("size", [1, 7, 50, 1000])
def test_pages_of_a_list_make_the_list(sight: Callable, size: int):
    reader = sight(department("D2"))
    whole = reader.obligations()
    pages = [reader.obligations(EVERYTHING, limit=size, offset=start) for start in range(0, min(whole.height, 20 * size), size)]
    assert_frame_equal(pl.concat(pages), whole.head(sum(page.height for page in pages)))


def test_the_calendar_of_a_run_says_each_day(sight: Callable):
    days = sight(department("D2")).calendar(date(2026, 2, 13), date(2026, 2, 16))
    assert days["kind"].to_list() == ["workday", "makeup", "holiday", "holiday"]


def test_a_run_that_is_not_there(store: RunStore):
    with pytest.raises(RequestFault, match="没有编号为 0123456789abcdef 的测算结果"):
        Reader(store, "0123456789abcdef", LEADER)


def test_eight_threads_give_each_viewer_the_right_rows(store: RunStore, run: RunInfo, truth: pl.DataFrame):
    """Measured: one connection shared by threads hands one department's rows to another, and no error."""
    known = {unit: set(truth.filter(unit_id=unit).select("rule_id", "subject_id").iter_rows()) for unit in UNITS}
    everyone = set().union(*known.values())

    def read(n: int) -> bool:
        unit = [*UNITS, None][n % 5]
        reader = Reader(store, run.run_id, department(unit) if unit else LEADER)
        if n % 3:
            right = known[unit] if unit else everyone
            return set(reader.obligations().select("rule_id", "subject_id").iter_rows()) == right
        return set(reader.totals()["unit_id"]) == ({unit} if unit else set(UNITS))

    with ThreadPoolExecutor(8) as threads:
        answers = list(threads.map(read, range(400)))
    assert answers == [True] * 400


def test_two_stores_on_one_file_agree(home: Home, run: RunInfo, tmp_path: Path):
    """Two processes may serve the same run at once: a finished file is only ever read."""
    first, second = (Reader(RunStore(home, Settings()), run.run_id, LEADER) for _ in range(2))
    assert_frame_equal(first.totals(), second.totals())


def test_each_part_of_a_filter_is_a_condition_on_a_line_of_its_own():
    """So that what is not asked can be left out; what a viewer may see never is."""
    lines = (QUERIES / "matching.sql").read_text(encoding="utf-8").splitlines()
    for part in fields(Filter):
        (line,) = (line for line in lines if f"${part.name}::" in line)
        assert line.strip().startswith(f"and (${part.name}::")
        assert set(re.findall(r"\$(\w+)", line)) == {part.name}
    (scope,) = (line for line in lines if "$units" in line)
    assert scope.strip().startswith("where (")
