"""Figures against their lists, links in a fresh session, choices in the address. The readers' own ways are in test_readers.py."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import LISTENS, go, ready, turn

pytestmark = pytest.mark.browser

FOUND = {"zh": r"([\d,]+) 条义务", "en": r"([\d,]+) obligations"}


def _figures(page: Page) -> list[tuple[str, int]]:
    """(where it leads, the number) of every link on a page that reads as a number and leads to a list."""
    links = page.eval_on_selector_all("a.go[href^='list?']", "links => links.map(a => [a.getAttribute('href'), a.textContent.trim()])")
    return [(href, int(text.replace(",", ""))) for href, text in links if re.fullmatch(r"[\d,]+", text)]


@pytest.mark.parametrize(("start", "which"), [("?lang=zh", "[data-figure] a.go"), ("unit?unit=XQ03&lang=en", ".ds-rest a.go")])
def test_every_figure_is_the_length_of_the_list_it_leads_to(served: str, looking: Page, start: str, which: str):
    """Some of the headline, in the browser; tests/pages/test_figures_tie.py follows all others, tests/browser/walking.py those on a way."""
    go(looking, f"{served}/{start}")
    figures = dict(_figures(looking))
    assert len(figures) > 30
    lang = "en" if "lang=en" in start else "zh"
    for href in looking.eval_on_selector_all(which, "links => links.map(a => a.getAttribute('href'))"):
        turn(looking, href)
        _expect_length(looking, figures[href], lang)


def _expect_length(page: Page, length: int, lang: str) -> None:
    if length == 0:
        expect(page.locator(".ds-empty")).to_be_visible()
        return
    expect(page.locator(".ds-h h2").first).to_have_text(re.compile(FOUND[lang]))
    found = re.search(FOUND[lang], page.locator(".ds-h h2").first.inner_text())
    assert found
    assert int(found[1].replace(",", "")) == length
    shown = page.locator("table.obligations tbody tr").count()
    assert shown == min(length, 50)


def test_a_link_opens_the_same_in_a_fresh_session(served: str, looking: Page, browser):
    go(looking, f"{served}/unit?unit=JM013&lang=en")
    href = looking.locator("[data-figure=met] a.go").get_attribute("href")
    turn(looking, href)
    here = looking.inner_text("[data-testid=stMain]")
    other = browser.new_context(locale="zh-CN").new_page()
    other.add_init_script(LISTENS)
    other.goto(f"{served}/{href}")
    ready(other)
    expect(other.locator("[data-testid=stMain]")).to_have_text(here, use_inner_text=True)
    other.context.close()


def test_the_scorecard_is_handed_out(served: str, looking: Page):
    go(looking, f"{served}/unit?unit=JM013")
    looking.get_by_role("button", name="下载考核评分表").click()
    for label, ending, begins in (("Excel", "xlsx", b"PK"), ("Word", "docx", b"PK"), ("PDF", "pdf", b"%PDF")):
        with looking.expect_download() as waiting:
            looking.get_by_role("button", name=label).click()
        assert re.fullmatch(rf"江门市\w+-考核评分表-2026H2-草稿-截至2026-10-31\.{ending}", waiting.value.suggested_filename)
        assert waiting.value.path().read_bytes().startswith(begins)


def test_choices_change_the_address(served: str, looking: Page):
    go(looking, f"{served}/list")
    looking.get_by_role("textbox", name="搜索").fill("系统")
    looking.keyboard.press("Enter")
    looking.wait_for_url(re.compile(r"q="))
    ready(looking)  # drawn with what was found: a click on a page that is being drawn is lost
    expect(looking.locator(".ds-h h2").first).to_have_text(re.compile(FOUND["zh"]))
    looking.locator("a.go", has_text="清除全部筛选").click()
    looking.wait_for_url(re.compile(r"^(?!.*q=)"))
