"""The page of persons: who may open it, what it lists, what the form records and refuses, and that no figure is on it."""

import shutil
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from data.access import MAY, Viewer
from data.decisions import people
from data.decisions.store import Decisions
from data.settings import Home, Settings
from pages.language.words import LANGS, Words
from pages.people.role_matrix import ACTIONS
from tests.pages.forms import box, press
from tests.pages.running import Open
from tests.pages.shown import data, marked, page, said, text, words

TERMINAL = Viewer("终端", "admin", login="terminal")


@pytest.fixture
def city(small_city: Home, tmp_path: Path) -> Home:
    """The small city with an admin and a department's person."""
    home = Home(shutil.copytree(small_city.path, tmp_path / "city"))
    with_people(home, "guan", {"name": "关管理", "role": "admin"})
    with_people(home, "chen", {"name": "陈科员", "role": "department", "units": ("JM013", "JM012")})
    return home


def with_people(home: Home, login: str, person: dict) -> None:
    decisions = Decisions(home, Settings(home=home.path))
    people.keep(decisions, TERMINAL, login, person, "上线", 0)
    decisions.close()


def now(home: Home, login: str):
    decisions = Decisions(home, Settings(home=home.path))
    try:
        act = people.person(decisions, login)
        return act and (people.of(act), act)
    finally:
        decisions.close()


def write(at: AppTest, **values: object) -> AppTest:
    """Fill the form: a box rerun after each, as in a browser."""
    for name, value in values.items():
        kind, label = {
            "login": ("text_input", "账号"), "name": ("text_input", "姓名"), "role": ("selectbox", "角色"),
            "units": ("multiselect", "所属单位"), "active": ("checkbox", "在用"), "reason": ("text_area", "理由"),
        }[name]  # fmt: skip
        at = box(at, kind, label).set_value(value).run()
    return at


@pytest.mark.parametrize("lang", LANGS)
def test_the_list_names_everybody_and_no_figure(city: Home, open_page: Open, lang: str):
    at = open_page(city, "people", me="admin", lang=lang)
    assert not at.exception
    shown = page(at)
    assert data(shown, "login") == ["chen", "guan"]
    assert "市" in words(marked(shown, "login", "chen")), "its units by name"
    assert data(shown, "figure") == []


def test_the_search_takes_name_role_and_unit(city: Home, open_page: Open):
    for q, logins in (("关管", ["guan"]), ("被考核", ["chen"]), ("jm013", ["chen"]), ("nobody", [])):
        assert data(page(open_page(city, "people", me="admin", q=q)), "login") == logins


@pytest.mark.parametrize("lang", LANGS)
def test_the_matrix_is_what_the_gate_goes_by(city: Home, open_page: Open, lang: str):
    shown = said(open_page(city, "people", me="admin", lang=lang))
    assert shown.count('data-may="1"') == sum(len(may) for may in MAY.values())
    assert [a for a in ACTIONS if Words(lang).of("action", a) == a] == []


def test_somebody_new_is_registered_once(city: Home, open_page: Open):
    at = open_page(city, "people", me="admin", who="")
    at = write(at, login=" Zhao ", name="赵考核", role="officer", reason="新到任")
    at = press(at, "登记")
    person, act = now(city, "zhao")
    assert (person.name, person.role, person.units, act.seq, act.reason) == ("赵考核", "officer", (), 1, "新到任")
    assert "已登记：赵考核" in text(at)
    at = write(at, login="ZHAO", name="冒名", role="officer", reason="再来")
    at = press(at, "登记")
    assert "已经登记" in at.error[0].value
    assert now(city, "zhao")[1].seq == 1


def test_a_department_s_person_must_have_a_unit(city: Home, open_page: Open):
    at = write(open_page(city, "people", me="admin", who=""), login="huang", name="黄科员", reason="新到任")
    at = press(at, "登记")
    assert "须指明所属单位" in at.error[0].value
    at = press(write(at, units=["JM012"]), "登记")
    assert now(city, "huang")[0].units == ("JM012",)


def test_a_change_needs_a_reason_and_is_told_below(city: Home, open_page: Open):
    at = write(open_page(city, "people", me="admin", who="chen"), active=False)
    at = press(at, "保存修改")
    assert "请写明理由" in at.error[0].value
    at = press(write(at, reason="调离"), "保存修改")
    assert not now(city, "chen")[0].is_active
    again = text(open_page(city, "people", me="admin", who="chen"))
    assert "调离" in again
    assert "上线" in again


def test_what_was_written_is_there_after_a_refresh(city: Home, open_page: Open):
    write(open_page(city, "people", me="admin", who="chen"), reason="还没写完")
    at = open_page(city, "people", me="admin", who="chen")
    assert box(at, "text_area", "理由").value == "还没写完"


def test_who_comes_second_is_told(city: Home, open_page: Open):
    at = write(open_page(city, "people", me="admin", who="chen"), reason="调离", active=False)
    decisions = Decisions(city, Settings(home=city.path))
    people.keep(decisions, TERMINAL, "chen", {"name": "陈科长", "role": "leader"}, "升任", 1)
    decisions.close()
    at = press(at, "保存修改")
    assert at.error
    assert now(city, "chen")[0].role == "leader"
    assert box(at, "text_area", "理由").value == "调离", "what was written is kept"


def test_the_last_admin_stays(city: Home, open_page: Open):
    at = press(write(open_page(city, "people", me="admin", who="guan"), active=False, reason="离职"), "保存修改")
    assert "最后一位在用的管理员" in at.error[0].value
    assert now(city, "guan")[0].is_active


def test_a_login_that_nobody_registered_is_said(city: Home, open_page: Open):
    assert "没有登记账号" in text(open_page(city, "people", me="admin", who="ghost"))


@pytest.mark.parametrize("me", ["leader", "officer", "analyst", "contractor", "department:JM013"])
def test_only_an_admin_opens_it(city: Home, open_page: Open, me: str):
    at = open_page(city, "people", me=me, who="chen")
    assert "refused: " in said(at)
    assert "chen" not in said(at)


def test_an_admin_sees_no_figures_anywhere(city: Home, open_page: Open):
    for name in ("overview", "ranking", "department", "obligations", "obligation", "audit"):
        at = open_page(city, name, me="admin")
        assert "refused: " in said(at), name
        assert [data(page(at), figure) for figure in ("figure", "unit", "item")] == [[], [], []], name
