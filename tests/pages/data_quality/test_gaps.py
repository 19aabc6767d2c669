"""证据缺口: what the exports can't tell, with what to do; an officer confirms an empty column there and takes it back; a department sees its own."""

import re
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from data.settings import Home
from pages.shell import session
from tests.cities.gap_city import begin
from tests.cities.shared import copied
from tests.cities.small_editions import assessed
from tests.pages.forms import area, press
from tests.pages.running import Open
from tests.pages.shown import cells, data, links, page, text


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Home:
    home = Home(tmp_path_factory.mktemp("gaps") / "home").create()
    home.demo_mark(home.path).write_text("{}", encoding="utf-8")
    decisions = begin(home)
    assessed(home, decisions)
    decisions.close()
    return home


@pytest.fixture
def home(made: Home, tmp_path: Path) -> Home:
    return copied(made, tmp_path / "home")


def rows(at: AppTest) -> dict[tuple[str, str], list[str]]:
    """(export, what is wanting) → the cells of its line."""
    (table,) = page(at).find_class("gaps")
    found = table.xpath(".//tr[@data-gap]")
    return {(row.get("data-gap"), cells(row)[1]): cells(row)[2:] for row in found}


def test_each_shortfall_says_what_it_leaves_and_what_to_do(home: Home, open_page: Open):
    at = open_page(home, "quality", me="leader")
    assert not at.exception
    found = rows(at)
    left, settle = found["share_requests", "证据截至 2026-06-24，早于统计日 2026-06-30"]
    assert left == "“共享答复”1 条此后是否完成无从得知"
    assert "重新测算" in settle
    assert found["systems", "缺少“投入使用时间”列"][0] == "“目录覆盖”不能评估，不知道有没有义务"
    assert found["systems", "“平台登记日期”列一个值也没有"][0] == "“信息系统登记”30 条无法判定"
    assert found["share_requests", "缺少“撤回时间”列"][0] == "“共享答复”按没有撤回判定"
    assert found["usage", "尚未接入"][0] == "“共享数据使用”50 条无法判定"
    asked = links(page(at).find_class("gaps")[0], "list")
    assert {"evidence_ends", "column_missing", "export_missing"} == {link.asks["reason"] for link in asked}
    for link in asked:
        listed = open_page(home, "obligations", me="leader", **{part: link.asks[part] for part in ("reason", "rule")})
        (told,) = re.findall(r"(\d+ 条)", link.says)
        assert f"{told}义务" in text(listed), link
    assert not at.text_area, "who may not decide is given no form"


def test_english_has_it_all(home: Home, open_page: Open):
    at = open_page(home, "quality", me="leader", lang="en")
    assert not at.exception
    assert "its evidence ends on 2026-06-24, before the day of assessment, 2026-06-30" in text(at)
    assert "judged as not withdrawn" in text(at)


def test_an_officer_confirms_an_empty_column_and_takes_it_back(home: Home, open_page: Open):
    at = open_page(home, "quality", me="officer")
    press(at, "确认确属空列")
    assert "理由" in at.error[0].value
    area(at, "理由").input("平台没有登记过").run()
    press(at, "确认确属空列")
    (act,) = session.decisions().acts("empty_column")
    assert (act.thing, act.reason) == ("systems.registered_on", "平台没有登记过")
    assert "空列的确认已记录" in text(at)
    assert data(page(at), "outstanding") == ["1"]
    assert "确认《信息系统台账》的“平台登记日期”列确属空列" in text(at)

    todo = open_page(home, "review", me="officer")
    assert "空列确认 · 确认《信息系统台账》的“平台登记日期”列确属空列" in text(todo)
    assert links(page(todo), "quality")

    press(at, "重新测算")
    at = open_page(home, "quality", me="officer")
    assert ("systems", "“平台登记日期”列一个值也没有") not in rows(at)
    assert data(page(at), "outstanding") == []
    area(at, "理由").input("又查到了").run()
    press(at, "确认撤销")
    assert [one.verb for one in session.decisions().acts("empty_column")] == ["made", "revoked"]
    assert "撤销：确认《信息系统台账》" in text(at)


def test_a_department_sees_its_own_and_no_form(home: Home, open_page: Open):
    at = open_page(home, "quality", me="department:B2")
    assert not at.exception
    found = rows(at)
    assert found["systems", "“平台登记日期”列一个值也没有"][0] == "“信息系统登记”6 条无法判定"
    assert "考核专员" in found["systems", "“平台登记日期”列一个值也没有"][1]
    assert not [key for key in found if key[0] in ("usage", "corrections")]
    assert not at.text_area
