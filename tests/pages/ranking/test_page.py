"""部门排名: why a unit moved, how firm its place is, in which order, and nothing of it to who may not see the others."""

import re

import pytest
from lxml.html import HtmlElement
from streamlit.testing.v1 import AppTest

from data.settings import Home
from tests.pages.running import Open
from tests.pages.shown import cells, data, page, said


def units(at: AppTest) -> list[str]:
    return data(page(at), "unit")


def parts(of: HtmlElement) -> list[tuple[str, str, str]]:
    """Of each part of a change: its name, and what it is in places and in points."""
    return [(row.get("data-part"), *cells(row)[1:3]) for row in of.xpath(".//tr[@data-part]")]


def places(text: str) -> int:
    return 0 if text == "—" else int(text.replace("↑", "").replace("↓", "-"))


def hundredths(text: str) -> int:
    return 0 if text == "—" else round(float(text.replace("−", "-")) * 100)


def test_the_parts_that_are_shown_sum_to_what_is_shown(small_city: Home, open_page: Open):
    all_units = units(open_page(small_city, "ranking", me="leader"))
    assert len(all_units) > 5
    for unit in all_units[:6]:
        (panel,) = page(open_page(small_city, "ranking", me="leader", unit=unit)).xpath('.//*[@class="ds ds-panel why"]')
        told, found = panel.text_content(), parts(panel)
        assert [part for part, *_ in found] == ["own", "others", "correction", "evidence", "decision", "rules"]
        was, now = re.search(r"名次 (\d+) → (\d+)", told).groups()
        old, new = re.search(r"总分 ([\d.]+) → ([\d.]+)", told).groups()
        assert sum(places(n) for _, n, _ in found) == int(was) - int(now)
        assert sum(hundredths(n) for *_, n in found) == round(float(new) * 100) - round(float(old) * 100)


@pytest.mark.parametrize("sort", ["change", "gain", "name", "sharing"])
def test_another_order_has_the_same_units(small_city: Home, open_page: Open, sort: str):
    ranked, other = (units(open_page(small_city, "ranking", **q)) for q in ({}, {"sort": sort}))
    assert sorted(ranked) == sorted(other)
    assert ranked != other
    assert 'aria-sort="descending"' in said(open_page(small_city, "ranking", sort=sort))


def test_the_order_by_gain_is_one(small_city: Home, open_page: Open):
    shown = page(open_page(small_city, "ranking", sort="gain"))
    gains = [hundredths(text) for text in shown.xpath('.//td[@class="moved f"]/following-sibling::td[1][@class="n"]/small/text()')]
    assert len(gains) > 5
    assert gains == sorted(gains, reverse=True)


def test_every_place_lies_within_its_reach(small_city: Home, open_page: Open):
    rows = page(open_page(small_city, "ranking")).xpath('.//tr[@data-unit and td[@class="c s"]]')
    found = [(cells(row)[0], row.xpath('string(td[@class="c s"])').partition("–")) for row in rows]
    ranked = [(int(rank), int(best), int(worst or best)) for rank, (best, _, worst) in found if rank.isdigit()]
    assert len(ranked) > 5
    assert all(best <= rank <= worst for rank, best, worst in ranked)
    assert any(worst > best for _, best, worst in ranked)


@pytest.mark.parametrize("query", [{"sort": "nope"}, {"unit": "nope"}, {"unit": "JM001", "me": "department:JM013"}], ids=str)
def test_what_is_not_there_is_refused_in_a_sentence(small_city: Home, open_page: Open, query: dict[str, str]):
    assert "refused: " in said(open_page(small_city, "ranking", **query))


def test_a_department_sees_why_its_own_total_moved_and_of_its_place_only_the_whole(small_city: Home, open_page: Open):
    at = open_page(small_city, "ranking", me="department:JM013", unit="JM013")
    shown, told = said(at), parts(page(at))
    assert set(units(at)) == {"JM013"}
    assert "其他单位的数据不对本单位公开" in shown
    assert all(place == "—" for _, place, _ in told)
    assert any(points != "—" for *_, points in told)
    assert 'class="c s"' not in shown, "how firm its place is would tell of the others"


def test_the_year_is_told_in_words_too(small_city: Home, open_page: Open):
    told = page(open_page(small_city, "ranking")).xpath(".//img/@alt")
    assert any(re.fullmatch(r"7月 [\d.]+，8月 [\d.]+，9月 [\d.]+，10月 [\d.]+", year) for year in told)


def test_the_ranking_book_is_offered_to_who_sees_all_and_may_take_it_out(small_city: Home, open_page: Open):
    offered = {me: len(open_page(small_city, "ranking", me=me).get("download_button")) for me in ("officer", "leader", "contractor")}
    assert offered == {"officer": 4, "leader": 4, "contractor": 0}, "the book in three formats, and the tables of the page"
    (tables,) = open_page(small_city, "ranking", me="department:JM013").get("download_button")
    assert tables.proto.label == "导出表格"
