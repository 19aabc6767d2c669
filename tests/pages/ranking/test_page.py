"""部门排名: why a unit moved, how firm its place is, in which order, and nothing of it to who may not see the others."""

import re

import pytest

from data.settings import Home
from tests.pages.running import Open
from tests.pages.shown import said

UNIT = re.compile(r'data-unit="(\w+)"')
PART = re.compile(r'data-part="(\w+)".*?</td><td class="n">([^<]*)</td><td class="n">([^<]*)</td>')


def places(text: str) -> int:
    return 0 if text == "—" else int(text.replace("↑", "").replace("↓", "-"))


def hundredths(text: str) -> int:
    return 0 if text == "—" else round(float(text.replace("−", "-")) * 100)


def test_the_parts_that_are_shown_sum_to_what_is_shown(small_city: Home, open_page: Open):
    units = UNIT.findall(said(open_page(small_city, "ranking", me="leader")))
    assert len(units) > 5
    for unit in units[:6]:
        shown = said(open_page(small_city, "ranking", me="leader", unit=unit))
        panel = shown[shown.index("ds-panel why") :]
        parts = PART.findall(panel)
        assert [part for part, *_ in parts] == ["own", "others", "correction", "decision", "rules"]
        was, now = re.search(r"名次 (\d+) → (\d+)", panel).groups()
        old, new = re.search(r"总分 ([\d.]+) → <b>([\d.]+)</b>", panel).groups()
        assert sum(places(n) for _, n, _ in parts) == int(was) - int(now)
        assert sum(hundredths(n) for *_, n in parts) == round(float(new) * 100) - round(float(old) * 100)


@pytest.mark.parametrize("sort", ["change", "gain", "name", "sharing"])
def test_another_order_has_the_same_units(small_city: Home, open_page: Open, sort: str):
    ranked, other = (UNIT.findall(said(open_page(small_city, "ranking", **q))) for q in ({}, {"sort": sort}))
    assert sorted(ranked) == sorted(other)
    assert ranked != other
    assert 'aria-sort="descending"' in said(open_page(small_city, "ranking", sort=sort))


def test_the_order_by_gain_is_one(small_city: Home, open_page: Open):
    shown = said(open_page(small_city, "ranking", sort="gain"))
    gains = [hundredths(text) for text in re.findall(r'class="moved f">.*?</td><td class="n"><small>([^<]*)</small>', shown)]
    assert len(gains) > 5
    assert gains == sorted(gains, reverse=True)


def test_every_place_lies_within_its_reach(small_city: Home, open_page: Open):
    rows = re.findall(r'<span class="big">(\d+)</span>.*?<td class="c s">(\d+)(?:–(\d+))?</td>', said(open_page(small_city, "ranking")))
    assert len(rows) > 5
    assert all(int(best) <= int(rank) <= int(worst or best) for rank, best, worst in rows)
    assert any(worst for *_, worst in rows)


@pytest.mark.parametrize("query", [{"sort": "nope"}, {"unit": "nope"}, {"unit": "JM001", "me": "department:JM013"}], ids=str)
def test_what_is_not_there_is_refused_in_a_sentence(small_city: Home, open_page: Open, query: dict[str, str]):
    assert "refused: " in said(open_page(small_city, "ranking", **query))


def test_a_department_sees_why_its_own_total_moved_and_of_its_place_only_the_whole(small_city: Home, open_page: Open):
    shown = said(open_page(small_city, "ranking", me="department:JM013", unit="JM013"))
    assert set(UNIT.findall(shown)) == {"JM013"}
    assert "其他单位的数据不对本单位公开" in shown
    assert all(place == "—" for _, place, _ in PART.findall(shown))
    assert any(points != "—" for *_, points in PART.findall(shown))
    assert 'class="c s"' not in shown, "how firm its place is would tell of the others"


def test_the_year_is_told_in_words_too(small_city: Home, open_page: Open):
    assert re.search(r'alt="7月 [\d.]+，8月 [\d.]+，9月 [\d.]+，10月 [\d.]+"', said(open_page(small_city, "ranking")))


def test_the_ranking_book_is_offered_to_who_sees_all_and_may_take_it_out(small_city: Home, open_page: Open):
    offered = {me: len(open_page(small_city, "ranking", me=me).get("download_button")) for me in ("officer", "leader", "contractor")}
    assert offered == {"officer": 4, "leader": 4, "contractor": 0}, "the book in three formats, and the tables of the page"
    (tables,) = open_page(small_city, "ranking", me="department:JM013").get("download_button")
    assert tables.proto.label == "导出表格"
