"""What a fresh server answers to its very first request, whatever is asked: never a page without the gate, never nothing for ours.

What Streamlit decides on the server is asked for over its wire; what becomes of it in a browser, a browser shows.
"""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from data.settings import PROJECT, Home
from pages.language.words import Words
from pages.shell.entry import entries
from tests.browser.asking import asked
from tests.browser.conftest import ready, serving
from tests.cities.shared import copied

FIRST = ("", "rank", "duty")  # the first, a listed and an unlisted one; once one was asked for, a server knows them all
OTHERWISE = {  # what stands there in place of the page's own title: for who sees nothing there, or because the page is of somebody
    "mine": "部门视角",
    "unit": "江门市",
    "accounts": "您不能打开这个页面",
    "duty": "无法显示",
}
ADDRESSES = {entry.path: OTHERWISE.get(entry.path, Words("zh").of("page", entry.title)) for entry in entries()}

pytestmark = pytest.mark.browser


def test_no_file_lies_where_streamlit_would_make_a_page_of_it():
    """A fresh server runs a file directly in `pages/` for whoever asks for its name first; a file in a room it never runs."""
    assert list((PROJECT / "pages").glob("*.py")) == []


@pytest.fixture
def real(small_city: Home, tmp_path: Path) -> Home:
    """The small city as if its data were real: without a sign-in the gate lets nobody in."""
    home = copied(small_city, tmp_path / "real")
    home.demo_mark(home.path).unlink()
    return home


def test_a_room_asked_for_first_leads_before_the_gate(real: Home, page: Page):
    """Streamlit knows no such page and runs app.py; a file that it ran instead would draw, or break, without the gate's words."""
    with serving(real) as address:
        page.goto(f"{address}/ranking/ranking")  # two levels down not even Streamlit's own code is found, so no session begins
        assert page.inner_text("body").strip() == ""
        page.goto(f"{address}/ranking")
        ready(page)
        expect(page.locator(".ds-empty")).to_contain_text("DUSHU_SIGN_IN")
        assert page.locator("[data-figure], .ds-table, [data-testid=stDataFrame], [data-testid=stException]").count() == 0
        assert not re.search("江门|JM0", page.inner_text("[data-testid=stApp]"))
        page.goto(f"{address}/ranking/page")
        assert page.inner_text("body").strip() == ""


def test_the_file_of_a_room_asked_for_first_leads_before_the_gate_as_every_address_does(real: Home):
    with serving(real) as address:
        for path in ("page", "", "unit?unit=JM013", "trail"):
            answer = asked(address, path)
            assert "DUSHU_SIGN_IN" in answer.html
            assert answer.shows_nothing
            assert not re.search("江门|JM0", answer.html)


@pytest.mark.parametrize("path", FIRST)
def test_an_address_asked_for_first_opens_its_page(small_city: Home, page: Page, path: str):
    with serving(small_city) as address:
        page.goto(f"{address}/{path}")
        ready(page)
        expect(page.locator(".ds-head h1, .ds-empty h3").first).to_contain_text(ADDRESSES[path])
        expect(page.get_by_role("dialog")).to_have_count(0)


def test_every_address_opens_its_page_in_a_session_of_its_own(served: str):
    asked(served)  # from here on the server knows its addresses
    for path, title in ADDRESSES.items():
        answer = asked(served, path)
        assert title in answer.title
        assert answer.is_found
        assert "exception" not in answer.kinds
