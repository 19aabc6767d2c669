"""What counts otherwise is found fast, and the figures in between are what counting every obligation one by one gives."""

import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import duckdb
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.access import OPERATOR
from data.runs.store import RunInfo, RunStore
from data.settings import Home, Settings
from metrics.comparison.changed_obligations import COUNTED_BY, KINDS, between, pair
from metrics.comparison.differences import KEY, numbered
from metrics.obligations.obligations import common_texts
from metrics.run.reader import Reader
from metrics.what_if.rescoring import Measured, measured
from tests.cities.small_run import build

# What may be otherwise in the later run, of every so-manieth obligation.
EDITS = (
    "update obligations set state = 'late', counted = true, met_on = due_on + 3, days_taken = days_taken + 3 where {which}",
    "update obligations set state = 'met', counted = true, met_on = (select as_of from assessment) + 2 where {which}",
    "update obligations set days_taken = coalesce(days_taken, 0) + 1 where {which}",
    "update obligations set state = 'overdue', counted = true, is_backlog = false where {which}",
    "update obligations set is_backlog = true, counted = false where {which}",
    "update obligations set state = 'exempt', counted = false, decision = 7 where {which}",
    "update obligations set waited_days = waited_days + 2, days_taken = greatest(0, days_taken - 2) where {which}",
    "update obligations set state = 'unknown', counted = false, is_undecided = true where {which}",
    "update obligations set unit_id = 'C1' where {which}",
    "update obligations set due_on = due_on + 1, batch_id = 'another' where {which}",
    "delete from obligations where {which}",
    "insert into obligations select * from obligations where {which}",
    "insert into obligations select * replace (concat(subject_id, '-new') as subject_id) from obligations where {which}",
)
ANOTHER_RULE = "update meta set value = replace(value, '\"share_reply\": \"', '\"share_reply\": \"other') where key = 'rules'"
EDIT = st.tuples(st.sampled_from(EDITS), st.integers(2, 40), st.integers(0, 39))


class Whole(Reader):
    """The plain way: every obligation of both runs is looked at."""

    def held_otherwise(self, before: Reader) -> pl.DataFrame:
        parts = []
        for reader, is_new in ((self, True), (before, False)):
            batches = reader.batches().select("batch_id", "exported_on")
            parts.append(reader.obligations().join(batches, on="batch_id", how="left").with_columns(is_new=pl.lit(is_new)))
        return pl.concat(parts, how="diagonal")


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> tuple[Home, RunInfo]:
    home = Home(tmp_path_factory.mktemp("moved") / "home").create()
    return home, build(home)


def edited(home: Home, run: RunInfo, edits: list[tuple[str, int, int]], *, is_ruled_anew: bool) -> RunInfo:
    """A later run: the same with some obligations otherwise, its indicators counted anew."""
    later = replace(run, run_id="edited", as_of=run.as_of + timedelta(days=30))
    path = home.runs / "edited.duckdb"
    shutil.copyfile(home.runs / f"{run.run_id}.duckdb", path)
    path.with_suffix(".json").write_bytes(later.described())
    with duckdb.connect(path) as file:
        for text, every, nth in edits:
            file.execute(text.format(which=f"place % {every} = {nth % every}"))
        file.execute("delete from indicators")
        file.execute("insert into indicators by name " + common_texts()["indicators"])
        if is_ruled_anew:
            file.execute(ANOTHER_RULE)
    return later


def plainly(before: Reader, after: Reader) -> Iterator[Measured]:
    """The figures with one kind of change after the other put in, every obligation counted."""
    old, new = (numbered(reader.obligations()) for reader in (before, after))
    changes = pair(before, after)
    with duckdb.connect(":memory:") as con:
        for nth in range(1, len(KINDS)):
            put_in = changes.filter(pl.col("kind").is_in(KINDS[:nth])).select(KEY)
            kept = old.join(put_in, on=KEY, how="anti", nulls_equal=True)
            changed = new.join(put_in, on=KEY, how="semi", nulls_equal=True)
            rows = pl.concat([frame.select("unit_id", "rule_id", *COUNTED_BY) for frame in (kept, changed)])
            con.register("obligations", rows.to_arrow())
            found: Measured = {}
            for row in con.sql(common_texts()["indicators"]).pl().iter_rows(named=True):
                found.setdefault(row["unit_id"], {})[row["rule_id"]] = row
            yield found


def judged(figures: Measured) -> Measured:
    """What anything is scored by: the indicators of which something is counted."""
    return {unit: told for unit, rules in figures.items() if (told := {rule: row for rule, row in rules.items() if row["counted"]})}


@settings(max_examples=25)
@given(st.lists(EDIT, min_size=1, max_size=4), st.booleans())
def test_the_fast_way_counts_what_the_plain_way_counts(first: tuple[Home, RunInfo], edits: list[tuple[str, int, int]], is_ruled_anew: bool):
    home, run = first
    later = edited(home, run, edits, is_ruled_anew=is_ruled_anew)
    store = RunStore(home, Settings(threads=1))
    before, after = (Reader(store, one, OPERATOR) for one in (run, later))
    stages = between(pair(before, after), before, after)
    old = measured(before)
    for kind, plain in zip(KINDS, plainly(*(Whole(store, one, OPERATOR) for one in (run, later))), strict=False):
        fast = {unit: old.get(unit, {}) | stages[kind].get(unit, {}) for unit in old.keys() | stages[kind].keys()}
        assert judged(fast) == judged(plain)


def test_of_two_equal_runs_nothing_is_looked_at(first: tuple[Home, RunInfo]):
    home, run = first
    store = RunStore(home, Settings(threads=1))
    before, after = (Reader(store, one, OPERATOR) for one in (run, edited(home, run, [], is_ruled_anew=False)))
    names = after.obligations().group_by(KEY[:3]).len().filter(pl.col("len") > 1)
    found = after.held_otherwise(before)
    assert found.join(names, on=KEY[:3], how="anti", nulls_equal=True).is_empty()
    assert pair(before, after).is_empty()


def test_what_changed_is_found_and_nothing_else(first: tuple[Home, RunInfo]):
    home, run = first
    later = edited(home, run, [(EDITS[5], 40, 3)], is_ruled_anew=False)
    store = RunStore(home, Settings(threads=1))
    before, after = (Reader(store, one, OPERATOR) for one in (run, later))
    changed = after.obligations().filter(pl.col("decision") == 7, pl.col("undecided_state") != "exempt")
    assert 0 < len(changed) < after.count()
    assert len(pair(before, after)) == len(changed)


@pytest.mark.parametrize("comes", [True, False])
def test_what_could_not_be_judged_and_now_can_is_evidence(first: tuple[Home, RunInfo], comes: bool):
    """And the other way round, whatever else is told of it."""
    home, run = first
    edit = "update obligations set state = 'unknown', counted = false, met_on = null, is_undecided = true where state = 'met' and {which}"
    later = edited(home, run, [(edit, 3, 1)], is_ruled_anew=False)
    store = RunStore(home, Settings(threads=1))
    sides = [Reader(store, one, OPERATOR) for one in ((later, run) if comes else (run, later))]
    found = pair(*sides)
    assert len(found) > 5
    assert set(found["kind"]) == {"evidence"}


@pytest.mark.parametrize("comes", [True, False])
def test_duties_that_go_with_a_column_they_arise_from_are_evidence(first: tuple[Home, RunInfo], comes: bool):
    """Nobody knows any more whether there are any: that a file lacks the column is no doing of the units."""
    home, run = first
    later = edited(home, run, [("delete from obligations where rule_id = 'share_reply'", 1, 0)], is_ruled_anew=False)
    with duckdb.connect(home.runs / "edited.duckdb") as file:
        file.execute("insert into gaps values ('share_reply', 'share_requests', 'received_on', 'share_requests', 'no_obligation', false)")
    store = RunStore(home, Settings(threads=1))
    sides = [Reader(store, one, OPERATOR) for one in ((later, run) if comes else (run, later))]
    found = pair(*sides)
    assert len(found) > 5
    assert set(found["kind"]) == {"evidence"}
