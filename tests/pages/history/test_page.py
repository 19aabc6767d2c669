"""历史: every point is a run that opens, its figures are those of that run, and a department sees its own."""

import pytest
from streamlit.testing.v1 import AppTest

from data.settings import Home
from pages.shell.session import enter
from tests.pages.running import Open
from tests.pages.shown import Link, cells, links, page, said


def rows(at: AppTest) -> list[tuple[str, Link, str, str]]:
    """Of each point: its run, the link of its day, the total, and what stands beside that."""
    found = []
    for row in page(at).xpath(".//tr[@data-run]"):
        _, _, _, total, beside, *_ = cells(row)
        found.append((row.get("data-run"), links(row)[0], total, beside))
    return found


def test_every_row_of_a_unit_opens_the_run_that_says_so(small_city: Home, open_page: Open):
    found = rows(open_page(small_city, "over_time", unit="JM013"))
    assert [link.says for _, link, *_ in found] == ["2026-10-31", "2026-09-30", "2026-08-31", "2026-07-31"]
    for run, link, total, rank in found:
        there = enter(link.asks, "127.0.0.1")
        assert (link.page, there.run.address, str(there.run.as_of)) == ("unit", run, link.says)
        row = next(x for x in there.reader.totals().iter_rows(named=True) if x["unit_id"] == "JM013")
        assert (f"{row['total']:.2f}", str(row["rank"])) == (total, rank)


def test_the_city_is_the_median_of_the_group(small_city: Home, open_page: Open):
    found = rows(open_page(small_city, "over_time"))
    assert len(found) == 4
    _, newest, total, _ = found[0]
    there = enter(newest.asks, "127.0.0.1").reader.totals()
    group = there["unit_group"][0]
    assert f"{there.filter(there['unit_group'] == group)['total'].cast(float).median():.2f}" == total
    assert newest.page == "./"


def test_a_draft_says_so(small_city: Home, open_page: Open):
    shown = said(open_page(small_city, "over_time"))
    assert shown.count(">草稿</span>") == 4
    assert "各次测算的方案相同" in shown


def test_a_department_sees_its_own_and_is_refused_another(small_city: Home, open_page: Open):
    own = open_page(small_city, "over_time", me="department:JM013")
    assert len(rows(own)) == 4
    assert "JM001" not in said(own)
    assert "refused: " in said(open_page(small_city, "over_time", me="department:JM013", unit="JM001"))


@pytest.mark.parametrize("query", [{"unit": "nope"}, {"group": "nope"}], ids=str)
def test_what_is_not_there_is_refused(small_city: Home, open_page: Open, query: dict[str, str]):
    assert "refused: " in said(open_page(small_city, "over_time", **query))
