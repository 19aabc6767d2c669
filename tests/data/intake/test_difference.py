"""What a file would change against what counts: the counts tie, nothing is told twice, and what is told makes the one into the other."""

from datetime import date, timedelta

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.contracts.contracts import Column, Contract, load_contracts
from data.facts.store import Facts
from data.intake import Source, read
from data.intake.difference import CELLS, PARTIAL, Difference, compare, difference
from tests.data.facts.usage_files import APRIL, DEPARTMENTS, JUNE, MAY, USAGE, take

CONTRACT = Contract(
    name="t", title_zh="表", title_en="t", about="",
    columns=(
        Column(name="a", label="甲", type="code", need="key"),
        Column(name="who", label="部门", type="department", need="key"),
        Column(name="n", label="数", type="integer"),
        Column(name="other", label="协办", type="department"),
        Column(name="items", label="项", type="list"),
    ),
)  # fmt: skip
SCHEMA = {
    "row_no": pl.Int32, "a": pl.String, "who": pl.String, "who_id": pl.String, "n": pl.Int64, "other": pl.String, "other_id": pl.String,
    "items": pl.List(pl.String),
}  # fmt: skip
Row = tuple[int | None, str | None, list[str] | None]
KEYS = st.tuples(st.sampled_from("abc"), st.sampled_from(["D1", "D2"]))
ROWS = st.dictionaries(
    KEYS,
    st.tuples(st.none() | st.integers(0, 2), st.sampled_from([None, "D1", "D2"]), st.none() | st.lists(st.sampled_from("xy"), max_size=2)),
)


def frame(rows: dict[tuple[str, str], Row]) -> pl.DataFrame:
    told = [
        (n, a, f"名称{n}", who, number, other and f"叫法{n}", other, items)
        for n, ((a, who), (number, other, items)) in enumerate(rows.items(), start=2)
    ]
    return pl.DataFrame(told, schema=SCHEMA, orient="row")


def said(row: Row) -> tuple:
    """What a row says, by which two are compared: nothing listed is an empty text."""
    return (*row[:2], None if row[2] is None else "、".join(row[2]))


@settings(max_examples=60)
@given(ROWS, ROWS)
def test_every_row_is_gone_new_changed_or_the_same(before: dict, after: dict):
    found = compare([frame(before)], frame(after), CONTRACT, replaces=True)
    changed = {key for key in before.keys() & after.keys() if said(before[key]) != said(after[key])}
    assert (len(found.gone), len(found.new)) == (len(before.keys() - after.keys()), len(after.keys() - before.keys()))
    assert found.changed_rows == len(changed)
    assert found.before == len(found.gone) + found.changed_rows + found.same == len(before)
    assert found.after == len(found.new) + found.changed_rows + found.same == len(after)
    assert sum(found.by_column.values()) == len(found.changed)
    assert found.changed["row_no"].n_unique() == len(changed)
    assert found.is_same == (bool(before) and before.keys() == after.keys() and not changed)


@settings(max_examples=40)
@given(ROWS, ROWS)
def test_looked_at_from_the_other_side_it_is_the_same(before: dict, after: dict):
    one, other = (compare([frame(x)], frame(y), CONTRACT, replaces=True) for x, y in ((before, after), (after, before)))
    assert one.gone.equals(other.new)
    assert (one.changed_rows, one.by_column) == (other.changed_rows, other.by_column)
    swapped = other.changed.select("column", before="after", after="before")
    assert sorted(one.changed.select("column", "before", "after").rows(), key=str) == sorted(swapped.rows(), key=str)


@settings(max_examples=40)
@given(ROWS, ROWS, ROWS)
def test_a_file_that_adds_takes_nothing_away_and_the_later_row_counts(first: dict, second: dict, third: dict):
    found = compare([frame(first), frame(second)], frame(third), CONTRACT, replaces=False)
    now = first | second
    assert (found.before, found.after, len(found.gone)) == (len(now), len(now | third), 0)
    assert len(found.new) == len(third.keys() - now.keys())
    assert found.changed_rows == sum(1 for key in now.keys() & third.keys() if said(now[key]) != said(third[key]))
    assert found.worst is None


def test_another_name_of_the_same_department_is_no_change_and_another_department_is():
    row = {"a": "1", "who": "教育局", "who_id": "D1", "other": "财政局", "other_id": "D2"}
    one = pl.DataFrame([{**dict.fromkeys(SCHEMA), "row_no": 2, **row}], schema=SCHEMA)
    renamed = one.with_columns(who=pl.lit("市教育局"), other=pl.lit("市财政局"))
    assert compare([one], renamed, CONTRACT, replaces=True).is_same
    moved = compare([one], one.with_columns(other_id=pl.lit("D3")), CONTRACT, replaces=True)
    assert moved.changed.rows() == [(2, "1 · 教育局（D1）", "other", "财政局（D2）", "财政局（D3）")]


@pytest.mark.parametrize(("kept", "worst"), [(10, None), (7, None), (6, "partial"), (1, "partial"), (0, "unrelated")])
def test_what_a_part_of_a_listing_looks_like(kept: int, worst: str | None):
    rows = {(str(n), "D1"): (1, None, None) for n in range(10)}
    left = dict(list(rows.items())[:kept]) or {("x", "D1"): (1, None, None)}
    found = compare([frame(rows)], frame(left), CONTRACT, replaces=True)
    assert found.gone_share == (10 - kept) / 10
    assert (found.worst, found.gone_share > PARTIAL) == (worst, worst is not None)


def test_very_many_changes_are_counted_all_and_told_in_part():
    rows = {(str(n), "D1"): (1, None, None) for n in range(CELLS + 5)}
    found = compare([frame(rows)], frame(dict.fromkeys(rows, (2, None, None))), CONTRACT, replaces=True)
    assert (found.changed_rows, found.by_column, len(found.changed)) == (CELLS + 5, {"n": CELLS + 5}, CELLS)


@pytest.fixture
def facts(home) -> Facts:
    facts = Facts(home)
    take(facts, DEPARTMENTS, APRIL)
    return facts


def of(facts: Facts, text: str, day: date, **options) -> Difference:
    return difference(read(Source("b.csv", lambda: text.encode()), facts, load_contracts(), exported_on=day, **options), facts)


def test_against_what_counts_at_its_day_and_without_itself(facts: Facts):
    text = USAGE + "SQ1,2026-03-01\nSQ2,2026-03-01\n"
    assert of(facts, text, MAY).is_first
    may = take(facts, text, MAY)
    again = of(facts, USAGE + "SQ1,2026-03-09\nSQ3,2026-03-01\n", JUNE)
    assert again.against == (may,)
    assert (again.gone.rows()[0][:2], again.new.rows()[0][:2]) == ((3, "SQ2"), (3, "SQ3"))
    assert again.changed.rows() == [(2, "SQ1", "first_used_on", "2026-03-01", "2026-03-09")]
    assert of(facts, text, MAY).is_first, "it is in already: nothing else counts at that day"
    assert of(facts, text, MAY - timedelta(days=1)).is_first, "what comes later is not before it"
    added = of(facts, USAGE + "SQ9,2026-03-01\n", JUNE, mode="cumulative")
    assert (added.before, added.after, len(added.gone)) == (2, 3, 0)


def test_a_listing_of_before_the_contract_had_a_column(facts: Facts):
    old = frame({("1", "D1"): (1, "D2", None)}).drop("items")
    found = compare([old], frame({("1", "D1"): (1, "D2", ["x"])}), CONTRACT, replaces=True)
    assert found.is_same, "what could not be told before is no change"
