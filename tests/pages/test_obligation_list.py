"""The list's tools: counts in the boxes, columns, views of one's own, and files that hold exactly what is filtered."""

import zipfile
from io import BytesIO
from urllib.parse import urlencode

import openpyxl
import polars as pl
import pytest
from streamlit.testing.v1 import AppTest

from data.settings import Home
from pages.language.words import Words
from pages.obligation_list import download as list_download
from pages.obligation_list import saved_views
from pages.obligation_list.facets import Facets
from pages.obligation_list.filter import wanted
from pages.obligation_list.table import COLUMNS
from pages.shell.address import read_place
from pages.shell.address_text import in_words
from pages.shell.session import Session, enter
from tests.pages.running import Open
from tests.pages.shown import said, tree

QUERY = {"rule": "share_reply", "done": "0", "days_from": "3", "counterpart": "JM001"}


def at(city: Home, at_home, **query: str) -> Session:
    at_home(city.path)
    return enter(query, "127.0.0.1")


@pytest.mark.parametrize(
    "query", [{}, {"unit": "JM013"}, {"unit": "JM013", "state": "overdue", "reason": "withdrawn"}, QUERY, {"counted": "1"}]
)
def test_the_number_in_a_box_is_what_choosing_it_gives(small_city: Home, at_home, query: dict[str, str]):
    s = at(small_city, at_home, **query)
    facets = Facets(s)
    for part, name in (("unit", "unit_id"), ("rule", "rule_id"), ("reason", "reason"), ("counted", "counted")):
        for value, number in list(facets.counts(name).items())[:6]:
            if value is not None:
                assert s.reader.count(wanted(s, s.place.moved(**{part: value}))) == number, (part, value)


@pytest.mark.parametrize("name", ["batch", "item", "project", "system", "scheme", "who", "what", "group", "subject", "objection"])
def test_what_a_list_cannot_be_narrowed_by_is_said(small_city: Home, open_page: Open, name: str):
    assert f"清单不能按“{name}”筛选" in said(open_page(small_city, "obligations", **{name: "x"}))


def test_the_other_side_is_called_by_its_name(small_city: Home, at_home):
    s = at(small_city, at_home, me="department:JM013")
    other, name = next(
        (row["counterpart_id"], row["counterpart_name"])
        for row in s.reader.obligations().iter_rows(named=True)
        if row["counterpart_id"] not in (None, "JM013")
    )
    assert ("对方部门", name) in in_words(at(small_city, at_home, me="department:JM013", counterpart=other))


def test_the_boxes_of_a_department_count_its_own(small_city: Home, at_home):
    s = at(small_city, at_home, me="department:JM013")
    assert set(Facets(s).counts("unit_id")) == {"JM013"}


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_column_can_be_shown_and_a_strange_one_is_said(small_city: Home, open_page: Open, lang: str):
    shown = tree(said(open_page(small_city, "obligations", rule="share_reply", lang=lang, cols=",".join(COLUMNS))))
    heads = [head.text_content() for head in shown.iter("th")]
    w = Words(lang)  # type: ignore[arg-type]
    assert heads == [w("list.subject"), *(w.of("list", name) for name in COLUMNS)]
    assert "refused: " in said(open_page(small_city, "obligations", cols="state,colour"))


def test_a_view_is_its_makers_and_opens_the_same_list(small_city: Home, open_page: Open, at_home):
    s = at(small_city, at_home, me="analyst", cols="state,counterpart", **QUERY)
    saved_views.keep(s, "等着的答复", saved_views.query_of(s.place))
    kept = s.decisions.draft(s.viewer, saved_views.KEPT)["等着的答复"]
    assert kept == {**QUERY, "cols": "state,counterpart"}
    shown = said(open_page(small_city, "obligations", me="analyst"))
    assert "等着的答复" in shown
    assert urlencode({"rule": "share_reply"}) in shown
    assert "等着的答复" not in said(open_page(small_city, "obligations", me="leader"))
    saved_views.keep(s, "等着的答复", None)
    assert s.decisions.draft(s.viewer, saved_views.KEPT) == {}


def test_a_view_that_cant_be_read_any_more_fails_no_page(small_city: Home, open_page: Open, at_home):
    s = at(small_city, at_home, me="officer")
    saved_views.keep(s, "旧的", {"gone": "1"})
    page = open_page(small_city, "obligations", me="officer")
    assert not page.exception
    assert "已打不开" in said(page)
    saved_views.keep(s, "旧的", None)


def test_a_view_is_kept_from_the_page(small_city: Home, open_page: Open):
    page: AppTest = open_page(small_city, "obligations", me="contractor", state="overdue")
    page.text_input(key="view_name").set_value("逾期的")
    next(b for b in page.button if b.label == "保存当前筛选和列").click().run()
    assert "逾期的" in said(page)
    page.button(key="view_gone_逾期的").click().run()
    assert "逾期的" not in said(page)


@pytest.mark.parametrize("query", [{"unit": "JM013"}, QUERY, {"me": "department:JM013"}, {"lang": "en", "rule": "share_provision"}])
def test_the_files_hold_exactly_what_is_filtered(small_city: Home, at_home, query: dict[str, str]):
    s = at(small_city, at_home, **query)
    asked = wanted(s)
    found = s.reader.obligations(asked)
    assert len(found) == s.reader.count(asked) > 0
    sheet = openpyxl.load_workbook(BytesIO(list_download.xlsx(s, asked))).worksheets[1]
    assert [row[1].value for row in sheet.iter_rows(min_row=2)] == found["subject_id"].to_list()
    with zipfile.ZipFile(BytesIO(list_download.csv_zip(s, asked))) as archive:
        assert len(archive.read(archive.namelist()[0]).decode("utf-8-sig").splitlines()) == len(found) + 1
        told = archive.read(archive.namelist()[1]).decode("utf-8-sig")
    assert s.run.run_id in told
    assert "2026-10-31" in told
    for _, value in in_words(s):
        assert value in told
    data = list_download.parquet(s, asked)
    assert pl.read_parquet(BytesIO(data)).equals(found)
    meta = pl.read_parquet_metadata(BytesIO(data))
    assert meta["run_id"] == s.run.run_id
    assert read_place(dict(x.split("=") for x in meta["filter"].split("&") if x), s.w).rule == s.place.rule


def test_a_contractor_takes_nothing_out(small_city: Home, open_page: Open):
    page = open_page(small_city, "obligations", me="contractor")
    assert not page.exception
    assert not page.get("download_button")
    assert len(open_page(small_city, "obligations", me="analyst").get("download_button")) == 3
