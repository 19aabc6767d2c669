"""历史: every point is a run that opens, its figures are those of that run, and a department sees its own."""

import re
from html import unescape
from urllib.parse import parse_qsl

import pytest

from data.settings import Home
from pages.shell.session import enter
from tests.pages.running import Open
from tests.pages.shown import said

ROW = re.compile(
    r'data-run="(\w+)"><td class="t"><a class="go" href="(\S+?)\?([^"]*)"[^>]*>([\d-]+)</a>.*?<b>([\d.]+)</b>(?:</td><td class="n">(\d+))?'
)


def test_every_row_of_a_unit_opens_the_run_that_says_so(small_city: Home, open_page: Open):
    rows = ROW.findall(said(open_page(small_city, "over_time", unit="JM013")))
    assert [day for *_, day, _, _ in rows] == ["2026-10-31", "2026-09-30", "2026-08-31", "2026-07-31"]
    for run, page, link, day, total, rank in rows:
        there = enter(dict(parse_qsl(unescape(link))), "127.0.0.1")
        assert (page, there.run.address, str(there.run.as_of)) == ("unit", run, day)
        row = next(x for x in there.reader.totals().iter_rows(named=True) if x["unit_id"] == "JM013")
        assert (f"{row['total']:.2f}", str(row["rank"])) == (total, rank)


def test_the_city_is_the_median_of_the_group(small_city: Home, open_page: Open):
    shown = said(open_page(small_city, "over_time"))
    rows = ROW.findall(shown)
    assert len(rows) == 4
    there = enter(dict(parse_qsl(unescape(rows[0][2]))), "127.0.0.1").reader.totals()
    group = there["unit_group"][0]
    assert f"{there.filter(there['unit_group'] == group)['total'].cast(float).median():.2f}" == rows[0][4]
    assert rows[0][1] == "./"


def test_a_draft_says_so(small_city: Home, open_page: Open):
    shown = said(open_page(small_city, "over_time"))
    assert shown.count(">草稿</span>") == 4
    assert "各次测算的方案相同" in shown


def test_a_department_sees_its_own_and_is_refused_another(small_city: Home, open_page: Open):
    own = said(open_page(small_city, "over_time", me="department:JM013"))
    assert len(ROW.findall(own)) == 4
    assert "JM001" not in own
    assert "refused: " in said(open_page(small_city, "over_time", me="department:JM013", unit="JM001"))


@pytest.mark.parametrize("query", [{"unit": "nope"}, {"group": "nope"}], ids=str)
def test_what_is_not_there_is_refused(small_city: Home, open_page: Open, query: dict[str, str]):
    assert "refused: " in said(open_page(small_city, "over_time", **query))
