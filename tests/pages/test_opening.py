"""Opening and assets: three counts side by side, each with its list; a department sees its own only."""

import re

import pytest

from data.settings import Home
from pages.opening import RULES
from pages.parts.funnel import Part
from tests.pages.conftest import Open
from tests.pages.test_pages import said, text


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_three_stand_apart(small_city: Home, open_page: Open, lang: str):
    at = open_page(small_city, "opening", me="analyst", lang=lang)
    assert not at.exception
    assert re.findall(r'data-step="(\w+)"', said(at)) == list(RULES)
    assert ("三项各自计数" if lang == "zh" else "not added") in text(at)


def test_a_department_sees_its_own_only(small_city: Home, open_page: Open):
    own = said(open_page(small_city, "opening", me="department:JM013"))
    assert set(re.findall(r'data-unit="(\w+)"', own)) <= {"JM013"}
    assert "refused: " in said(open_page(small_city, "opening", me="department:JM013", unit="JM012"))


def test_a_run_without_any_says_what_to_do(small_city: Home, open_page: Open, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("pages.opening.PARTS", (Part("none", ("no_such_rule",)),))
    assert "并测算后显示" in said(open_page(small_city, "opening", me="analyst", sort="nothing_kept_of_this_view"))
