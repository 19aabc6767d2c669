"""A scheme in the browser: a weight is written over, the simulation answers, the draft outlives a reload, two persons make it the authority's."""

import re
from urllib.parse import urlencode

import pytest
from playwright.sync_api import Page, expect

from data.decisions import schemes
from data.settings import Home
from metrics.schemes.versions import scheme_of
from tests.browser.conftest import picture, ready, serving, turn
from tests.browser.walking import write
from tests.cities.small_editions import begun, decisions_of

pytestmark = pytest.mark.browser
POINTS = 4  # columns to the right of the first


@pytest.fixture
def city(home: Home) -> Home:
    return begun(home)


def weigh(page: Page, row: int, points: str, then: str) -> None:
    """Write a weight into the table, by keyboard from its first cell on, and wait until the sum is checked."""
    page.locator("[data-testid=stDataFrame]").first.click(position={"x": 60, "y": 52})
    for key in ["ArrowDown"] * row + ["ArrowRight"] * POINTS + ["Enter"]:
        page.keyboard.press(key)
    box = page.locator("#portal input").first
    box.fill(points)
    box.press("Enter")
    expect(page.locator(f'[data-sum="{then}"]')).to_be_visible()


def seen_by(page: Page, address: str, me: str, **query: str) -> None:
    """The page as another person sees it, in the session that is open."""
    turn(page, f"{address}/weights?{urlencode({'me': me, **query})}")


def test_from_a_weight_to_an_approved_version(city: Home, quiet: Page):
    quiet.set_viewport_size({"width": 1440, "height": 900})
    with serving(city) as address:
        quiet.goto(f"{address}/weights?me=officer")
        ready(quiet)
        quiet.get_by_text("以 sample-2026 为底另拟新版").click()
        expect(quiet.locator("[data-testid=stDataFrame] canvas").first).to_be_visible()
        ready(quiet)
        weigh(quiet, 0, "8", "102")
        expect(quiet.locator("[data-faults]")).to_contain_text("各指标分值合计 102")
        weigh(quiet, 9, "8", "100")
        expect(quiet.locator("[data-simulated=moved]")).to_be_visible()
        expect(quiet.locator("table.tried [data-unit=B5]")).to_contain_text("→")
        quiet.reload()
        ready(quiet)
        expect(quiet.locator('[data-sum="100"]')).to_be_visible()
        expect(quiet.locator("[data-changed]")).to_have_count(2)
        picture(quiet, "scheme-draft")
        write(quiet, "理由", "登记率更要紧")
        quiet.get_by_role("button", name="提交审批").dblclick()
        quiet.wait_for_url(re.compile("scheme=v1"))
        expect(quiet.locator("[data-undecided]")).to_be_visible()

        seen_by(quiet, address, "officer2", scheme="v1")
        write(quiet, "理由", "局长办公会审定")
        quiet.get_by_role("button", name="批准", exact=True).click()
        expect(quiet.locator("[data-verb=approved]")).to_contain_text("局长办公会审定")
        expect(quiet.locator("[data-scheme=v1]")).to_contain_text("已批准")
        picture(quiet, "scheme-approved")

        for lang, screen in (("en", {"width": 1280, "height": 720}), ("zh", {"width": 1440, "height": 900})):
            quiet.set_viewport_size(screen)
            seen_by(quiet, address, "leader", lang=lang)
            assert quiet.locator("[data-testid=stMain]").evaluate("e => e.scrollWidth <= e.clientWidth + 1"), f"{lang} scrolls sideways"
            picture(quiet, f"scheme-read-{lang}")
        seen_by(quiet, address, "department:B2")
        expect(quiet.locator(".ds-empty")).to_contain_text("您不能打开这个页面")
    decisions = decisions_of(city)
    (one,) = schemes.versions(decisions).values()
    assert (one.state, one.proposed.by, scheme_of(one).items[0].points) == ("approved", "demo-officer", 8)
    assert decisions.verify_trail().faults == ()
    decisions.close()
