"""Opening and assets: three counts side by side, each with its list, and the register; a department sees its own only."""

import polars as pl
import pytest

from data.settings import Home
from metrics.run.reader import Reader
from pages.by_rule import asset_register
from pages.by_rule.page import OPENING
from pages.shell.session import enter
from tests.pages.running import Open
from tests.pages.shown import data, links, marked, number, page, said, text, tree


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_three_stand_apart(small_city: Home, open_page: Open, lang: str):
    at = open_page(small_city, "opening", me="analyst", lang=lang)
    assert not at.exception
    assert data(page(at), "step") == list(OPENING.rules)
    assert ("三项各自计数" if lang == "zh" else "not added") in text(at)


def test_a_department_sees_its_own_only(small_city: Home, open_page: Open):
    own = page(open_page(small_city, "opening", me="department:JM013"))
    assert set(data(own, "unit")) <= {"JM013"}
    assert "refused: " in said(open_page(small_city, "opening", me="department:JM013", unit="JM012"))


def test_a_run_without_any_says_what_to_do(small_city: Home, open_page: Open, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("pages.by_rule.scope_choice.facets", lambda s, rules: pl.DataFrame())
    assert "并测算后显示" in said(open_page(small_city, "opening", me="analyst", sort="nothing_kept_of_this_view"))


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("query", [{"me": "analyst"}, {"me": "analyst", "unit": "XQ07"}, {"me": "department:JM012"}])
def test_each_number_of_the_register_is_the_length_of_the_table_it_leads_to(
    small_city: Home, open_page: Open, monkeypatch: pytest.MonkeyPatch, query: dict[str, str], lang: str
):
    monkeypatch.setattr(asset_register, "PER_SHEET", 10_000)
    at = open_page(small_city, "opening", lang=lang, by="register", **query)
    assert not at.exception
    numbers = links(marked(page(at), "assets", ""), "assets")
    assert {link.asks["what"] for link in numbers} == set(asset_register.HOW_FAR)
    for link in numbers:
        picked = page(open_page(small_city, "opening", **link.asks))
        assert len(data(picked, "asset")) == number(link.says)


def test_the_register_goes_from_sheet_to_sheet_and_leaves_whole(
    small_city: Home, open_page: Open, at_home, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(asset_register, "PER_SHEET", 3)
    at_home(small_city.path)
    s = enter({"me": "analyst"}, "127.0.0.1")
    register = s.reader.asset_register()
    assert register is not None
    last = -(-len(register) // 3)
    shown = [data(page(open_page(small_city, "opening", me="analyst", by="register", sheet=str(n))), "asset") for n in range(1, last + 1)]
    assert [asset for sheet in shown for asset in sheet] == register["asset_id"].to_list()
    assert data(tree(asset_register.whole(s)), "asset") == register["asset_id"].to_list()
    assert "没有第" in said(open_page(small_city, "opening", me="analyst", by="register", sheet=str(last + 1)))
    assert "没有“list”这样的内容" in said(open_page(small_city, "opening", me="analyst", by="list"))
    assert "没有“gone”这样的筛选" in said(open_page(small_city, "opening", me="analyst", by="register", what="gone"))


def test_a_unit_without_assets_is_not_told_to_bring_them_in(small_city: Home, open_page: Open):
    for query in ({"me": "analyst", "unit": "JM013"}, {"me": "department:JM013"}):
        shown = said(open_page(small_city, "opening", by="register", **query))
        assert "没有数据资产。" in shown
        assert "接入《数据资产登记》" not in shown


def test_an_edition_of_before_the_register_says_so(small_city: Home, open_page: Open, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(Reader, "_has", lambda self, table: table != "asset_register" and table in ("gate_checks", "follow_ups"))
    assert "发布时尚无资产台账" in said(
        open_page(small_city, "opening", me="analyst", by="register", sort="nothing_kept_of_this_view_either")
    )
