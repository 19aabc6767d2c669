"""响应时效: reply and provision apart, against their clocks, open ones in sight, a department its own only."""

import re

import pytest

from data.settings import Home
from metrics.run.response_times import Days
from pages.language.words import Words
from pages.response.chart import days_taken
from tests.pages.running import Open
from tests.pages.shown import data, figures, links, marked, page, said, text


def test_both_duties_are_shown_apart_and_one_closely(small_city: Home, open_page: Open):
    at = open_page(small_city, "response")
    shown = said(at)
    assert data(page(at), "timing") == ["share_reply", "share_provision"]
    assert "有条件共享 · 10 日" in shown
    assert "无条件共享 · 1 日" in shown
    assert 'class="n limit"' in shown, "where the limit falls is drawn"
    closely = said(open_page(small_city, "response", rule="share_provision"))
    assert "统一期限 · 20 日" in closely


def test_a_clock_of_the_reply_is_none_of_the_provision(small_city: Home, open_page: Open):
    def provision(**query: str) -> list[int]:
        part = marked(page(open_page(small_city, "response", **query)), "timing", "share_provision")
        return [number for _, number in figures(part.find(".//ul"))]

    assert provision(clock="conditional") == provision() != []


def test_a_department_sees_its_own_and_who_asked_it(small_city: Home, open_page: Open):
    shown = page(open_page(small_city, "response", me="department:JM013"))
    assert {link.asks["unit"] for link in links(shown, "timing") if "unit" in link.asks} == {"JM013"}
    assert "refused: " in said(open_page(small_city, "response", me="department:JM013", unit="JM012"))


@pytest.mark.parametrize("query", [{"rule": "backflow"}, {"by": "colour"}, {"unit": "NOPE"}, {"arose_from": "spring"}])
def test_what_is_not_there_is_said(small_city: Home, open_app: Open, open_page: Open, query: dict[str, str]):
    opened = open_app if query.get("arose_from") else lambda home, **q: open_page(home, "response", **q)
    at = opened(small_city, **query)
    assert not at.exception
    assert "data-timing" not in said(at)


def test_few_are_told_with_their_interval(small_city: Home, open_page: Open):
    shown = text(open_page(small_city, "response", lang="en", counterpart="JM001", unit="JM013"))
    assert re.search(r"\d to \d", shown)


def test_nothing_at_all_is_said(small_city: Home, open_page: Open):
    assert "没有符合条件的申请" in text(open_page(small_city, "response", arose_from="2019-01-01", arose_to="2019-01-31"))


def test_the_chart_loses_nothing_beyond_its_end():
    from collections import Counter

    days = Days(None, by_state={"met": Counter({0: 2, 10: 3}), "overdue": Counter({40: 1, 41: 2, 300: 4})}, limits={10, 60})
    told = days_taken(days, Words("zh")).to_dict()
    assert [sum(bar["y"]) for bar in told["data"]] == [5, 0, 7, 0]
    assert told["data"][2]["y"][-2:] == [1, 6] if len(told["data"][2]["y"]) == 42 else False
    assert [line["x0"] for line in told["layout"]["shapes"]] == [10.5], "a limit beyond the axis has no line"
