"""The book holds what the run holds, of every unit, and is for who sees the whole city."""

from collections import Counter
from decimal import Decimal

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.access import Viewer
from data.errors import RequestFault
from data.settings import Home
from metrics.run.filter import Filter
from metrics.run.reader import Reader
from reports.ranking_book import file_name, make
from reports.ranking_book.book import Book
from reports.ranking_book.distribution import distribution, shares
from reports.ranking_book.gather import book_of
from tests.cities.small_editions import LEADER, bring_to, store_of

DEPARTMENT = Viewer("局", "department", frozenset({"JM013"}))


def test_every_unit_has_the_rank_total_and_grade_of_the_run(book: Book, reader: Reader):
    found = {u.unit_id: (g.name, u.name, u.rank, u.total, u.grade) for g in book.groups for u in (*g.units, *g.unranked)}
    columns = ("unit_group", "unit_name", "rank", "total", "grade")
    assert found == {row["unit_id"]: tuple(row[name] for name in columns) for row in reader.totals().iter_rows(named=True)}
    assert [u.rank for g in book.groups for u in g.units] == reader.totals()["rank"].drop_nulls().to_list()


def test_sections_items_and_adjustments_make_the_total(book: Book):
    units = [unit for group in book.groups for unit in group.units]
    assert len(units) > 30
    for unit in units:
        assert sum(x.points or 0 for x in unit.sections) == pytest.approx(unit.points)
        assert sum(x.points or 0 for x in unit.items) == pytest.approx(unit.points)
        assert sum(x.points_max for x in unit.items if x.points is not None) == pytest.approx(unit.points_max)
        assert float(unit.total or 0) == pytest.approx(unit.points / unit.points_max * 100 + unit.adjusted, abs=0.0051)


def test_the_whole_is_what_the_lists_count(book: Book, reader: Reader):
    tally = reader.tally(Filter(counted=True))
    assert (book.whole.counted, book.whole.met, book.whole.late, book.whole.overdue, book.whole.unmet) == tuple(
        tally[name] for name in ("counted", "met", "late", "overdue", "unmet")
    )
    assert {rule.rule_id: rule.counted for rule in book.rules if rule.counted} == Counter(
        reader.obligations(Filter(counted=True))["rule_id"].to_list()
    )


def test_what_moved_is_since_the_month_before(book: Book, before: Reader):
    assert book.since == before.info.as_of
    was = {row["unit_id"]: row for row in before.totals().iter_rows(named=True)}
    for unit in (unit for group in book.groups for unit in group.units):
        assert unit.moved is not None
        assert (unit.moved.rank_before, unit.moved.total_before) == (was[unit.unit_id]["rank"], was[unit.unit_id]["total"])
        assert unit.total == unit.moved.total_after


def test_units_that_are_not_ranked_say_what_they_have_beside(book: Book, reader: Reader):
    facets = reader.facets(Filter(counted=False)).filter(pl.col("state").is_in(["pending", "exempt", "unknown"]))
    beside = dict(facets.group_by("unit_id").agg(pl.col("obligations").sum()).iter_rows())
    assert {u.unit_id: sum(u.aside.values()) for g in book.groups for u in (*g.units, *g.unranked) if u.aside} == beside


def test_a_department_gets_none(reader: Reader):
    mine = Reader(reader.store, reader.info, DEPARTMENT)
    for kind in ("xlsx", "docx", "pdf"):
        with pytest.raises(RequestFault, match="只提供给可查看全市数据的人员"):
            make(mine, kind, "zh")


@given(st.lists(st.integers(0, 500), min_size=1, max_size=9))
def test_shares_sum_to_the_whole_and_nothing_stays_nothing(counts: list[int]):
    found = shares(counts)
    assert sum(found) == (1 if sum(counts) else 0)
    assert all(share == 0 for share, n in zip(found, counts, strict=True) if n == 0)
    assert all(abs(share - Decimal(n) / max(1, sum(counts))) < Decimal("0.01") for share, n in zip(found, counts, strict=True))


@given(st.lists(st.integers(0, 10000).map(lambda n: Decimal(n) / 100), min_size=1, max_size=60))
def test_quartiles_are_linear_and_lie_in_order(totals: list[Decimal]):
    of = distribution(totals, ["甲"] * len(totals), ["甲", "乙"])
    known = [of.lowest, of.lower_quartile, of.median, of.upper_quartile, of.highest]
    assert known == sorted(known, key=lambda value: value or 0)
    values = pl.Series([float(total) for total in totals])
    for found, at in ((of.lower_quartile, 0.25), (of.median, 0.5), (of.upper_quartile, 0.75)):
        assert float(found or 0) == pytest.approx(values.quantile(at, "linear"), abs=0.0051)
    assert [(one.grade, one.count) for one in of.grades] == [("甲", len(totals)), ("乙", 0)]


def test_a_group_of_none_has_no_figures():
    of = distribution([], [], ["甲"])
    assert (of.ranked, of.mean, of.median, of.lowest) == (0, None, None, None)
    assert [str(one.share) for one in of.grades] == ["0.00"]


@pytest.fixture
def restated(home: Home) -> tuple[Reader, Reader]:
    """The small year's first edition and the second that corrects it."""
    decisions = bring_to("corrected", home)
    store = store_of(home, decisions)
    first, second = (Reader(store, edition, LEADER) for edition in ("2026H1-1", "2026H1-2"))
    return first, second


def test_a_later_edition_tells_what_it_changed_and_the_earlier_that_it_is_corrected(restated: tuple[Reader, Reader]):
    first, second = (book_of(reader) for reader in restated)
    assert (first.changes, first.meta["superseded_by"]) == (None, "2")
    assert second.changes is not None
    assert {unit.unit_id for unit in second.changes.restated} >= {"B2", "B3", "B5"}
    told = {unit.unit_id: unit for group in second.groups for unit in group.units}
    assert all(
        x.after is not None and (x.after.total, x.after.rank) == (told[x.unit_id].total, told[x.unit_id].rank)
        for x in second.changes.restated
    )
    assert file_name(restated[1], "pdf", "zh") == "江门市-考核结果汇总-2026年上半年-2026H1-2.pdf"
    own = Reader(restated[1].store, "2026H1-2", Viewer("局", "department", frozenset({"B2"})))
    with pytest.raises(RequestFault):
        make(own, "xlsx", "zh")
