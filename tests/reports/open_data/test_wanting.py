"""What others are given of a city whose evidence is wanting: how much is undecided and on what, and no rank that may not be compared."""

import polars as pl
import pytest

from metrics.run.filter import Filter
from metrics.run.reader import Reader
from reports.open_data.tables import page


@pytest.fixture(scope="module")
def first(wanting: tuple[Reader, Reader]) -> Reader:
    return wanting[0]


def test_totals_tell_how_much_is_undecided_and_rank_only_what_may_be_compared(first: Reader):
    rows = {row["unit_id"]: row for row in page(first, "totals").rows.iter_rows(named=True)}
    assert (rows["B1"]["undecided"], rows["B1"]["undecided_share"], rows["B1"]["is_comparable"]) == (5, pytest.approx(0.2), False)
    assert rows["B1"]["rank"] is None and rows["B1"]["total"] == first.totals().filter(unit_id="B1")["total"][0]
    assert (rows["B2"]["rank"], rows["B2"]["is_comparable"]) == (first.totals().filter(unit_id="B2")["rank"][0], True)


def test_obligations_tell_what_is_lacking_and_up_to_which_day(first: Reader):
    rows = page(first, "obligations").rows
    assert len(rows.filter("is_undecided")) == first.count(Filter(undecided=True))
    told = rows.filter(pl.col("subject_id").str.contains("SQ-B3-新")).select("lacks", "evidence_on", "reason", "is_undecided")
    assert told.unique().rows() == [("extended", None, "column_missing", True)]
