"""A department opens its own page, takes its duties along as a calendar, and follows what regains points down to one obligation."""

import re

import icalendar
import pytest
from playwright.sync_api import Page, expect

from pages.language.words import Lang
from tests.browser.asking import asked
from tests.browser.conftest import go, ready
from tests.browser.walking import SCREENS, WALKS_AT, every_language, look_on_screens

pytestmark = pytest.mark.browser

ME = "department:JM013"
WORDS = {"zh": ("我的部门", "待办日历（.ics）", r"([\d,]+) 条义务"), "en": ("My department", "Calendar (.ics)", r"([\d,]+) obligations")}


@every_language
def test_a_department_walks_from_its_page_to_an_obligation(served: str, looking: Page, lang: Lang):
    title, calendar, found = WORDS[lang]
    looking.set_viewport_size(SCREENS[WALKS_AT[lang]])
    go(looking, f"{served}/?me={ME}&lang={lang}")
    looking.locator("[data-testid=stSidebar] a", has_text=title).click()
    expect(looking.locator(".ds-head h1").first).to_contain_text(title)
    ready(looking)
    look_on_screens(looking, "own", lang)
    owed = sum(
        int(looking.locator(f"[data-figure={name}] a.go").inner_text().replace(",", "")) for name in ("overdue", "this_month", "next_month")
    )
    with looking.expect_download() as waiting:
        looking.get_by_role("button", name=calendar).click()
    assert waiting.value.suggested_filename.endswith("2026-10-31.ics")
    events = icalendar.Calendar.from_ical(waiting.value.path().read_bytes()).walk("VEVENT")
    assert sum(event["status"] == "CONFIRMED" for event in events) == owed
    line = looking.locator("table.regain tbody tr").first
    named = int(line.locator("a.go").first.inner_text().replace(",", ""))
    line.locator("a.go").first.click()
    expect(looking.locator("table.obligations")).to_be_visible()
    heading = looking.locator(".ds-h h2", has_text=re.compile(found)).first
    expect(heading).to_be_visible()
    counted = re.search(found, heading.inner_text())
    assert counted
    assert int(counted[1].replace(",", "")) == named
    ready(looking)
    looking.locator("table.obligations tbody tr a.go").first.click()
    expect(looking.locator("table.source th.here")).to_have_count(1)


def test_a_forged_unit_shows_nothing(served: str):
    answer = asked(served, f"mine?me={ME}&unit=JM012")
    assert 'class="ds ds-empty"' in answer.html
    assert not answer.has_figures
