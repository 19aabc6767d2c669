"""A period in the browser, from the review to the edition: two demo persons sign, one publishes, a department reads."""

import re
from datetime import date

import pytest
from playwright.sync_api import Page, expect

from data.decisions import periods
from data.settings import Home
from tests.browser.conftest import picture, ready, serving
from tests.cities import small_year
from tests.cities.small_editions import assessed, decisions_of, review

pytestmark = pytest.mark.browser


@pytest.fixture
def reviewed(home: Home) -> Home:
    """The half year under review, the window for objections over."""
    home.demo_mark(home.path).write_text("{}", encoding="utf-8")
    decisions = decisions_of(home)
    small_year.begin(home, decisions)
    review(decisions, assessed(home, decisions))
    decisions.close()
    assert date(2026, 7, 10) < date.today()  # noqa: DTZ011  # the server's own clock is meant
    return home


def open_as(page: Page, address: str, me: str, path: str = "publication") -> None:
    page.goto(f"{address}/{path}?me={me}")
    ready(page)


def sign(page: Page, address: str, me: str) -> None:
    open_as(page, address, me)
    page.get_by_label("签核意见").fill("经核对，同意")
    page.get_by_role("button", name="签核", exact=True).dblclick()
    expect(page.locator(".ds-done", has_text="您的签核已记录")).to_be_visible()


def test_two_sign_and_one_publishes(reviewed: Home, quiet: Page):
    with serving(reviewed) as address:
        open_as(quiet, address, "officer")
        quiet.get_by_label("签核意见").fill("还没写完")
        quiet.get_by_label("签核意见").blur()
        ready(quiet)
        quiet.reload()
        expect(quiet.get_by_label("签核意见")).to_have_value("还没写完")
        sign(quiet, address, "officer")
        expect(quiet.locator("[data-unsigned]")).to_contain_text("您已经签核")
        sign(quiet, address, "officer2")
        expect(quiet.locator("[data-stage=signed_off]")).to_be_visible()
        quiet.get_by_label("理由").first.fill("两人签核，正式发布")
        quiet.get_by_text("已核对以上内容，确认发布").click()
        picture(quiet, "publish-confirm")
        quiet.get_by_role("button", name="发布第 1 版").click()
        quiet.wait_for_url(re.compile("run=2026H1-1"), timeout=60_000)
        expect(quiet.locator("[data-stage=published]")).to_be_visible()
        picture(quiet, "published")
        open_as(quiet, address, "department:B3", "rank")
        expect(quiet.locator("table.ranking [data-unit]")).to_have_count(6)
        expect(quiet.locator(".ds-head h1")).to_contain_text("已发布")
    decisions = decisions_of(reviewed)
    assert [act.verb for act in periods.standing(decisions, small_year.PERIOD).acts] == ["reviewed", "signed", "signed", "published"]
    decisions.close()
