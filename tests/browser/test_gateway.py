"""A gateway in front of a real server: its headers as they arrive, with what a browser can forge of them."""

import shutil
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from data.access import Viewer
from data.decisions import people
from data.decisions.bodies import Person
from data.decisions.store import Decisions
from data.settings import Home, Settings
from tests.browser.asking import asked
from tests.browser.conftest import ready, serving

pytestmark = pytest.mark.browser

SECRET = "the secret of the gateway of these tests"
RIGHT = {"X-Dushu-Login": "Zhang", "X-Dushu-Secret": SECRET, "X-Forwarded-For": "192.0.2.7"}
REFUSED = "请从本单位的统一入口打开"
GATEWAY = {"DUSHU_SIGN_IN": "gateway", "DUSHU_GATEWAY_SECRET": SECRET, "FORWARDED_ALLOW_IPS": ""}


@pytest.fixture(scope="module")
def real(small_city: Home, tmp_path_factory: pytest.TempPathFactory) -> Home:
    folder = tmp_path_factory.mktemp("real") / "home"
    shutil.copytree(small_city.path, folder, ignore=shutil.ignore_patterns("decisions"))
    home = Home(folder).create()
    home.demo_mark(folder).unlink()
    who = Person(name="张三", role="leader")
    people.keep(Decisions(home, Settings(home=folder)), Viewer("测试", "admin", login="test"), "zhang", who, "测试", 0)
    return home


@pytest.fixture(scope="module")
def behind(real: Home) -> Iterator[str]:
    with serving(real, DUSHU_GATEWAY_ADDRESSES="127.0.0.1", **GATEWAY) as address:
        yield address


def test_whom_the_gateway_names_enters(behind: str, real: Home, page: Page):
    page.set_extra_http_headers(RIGHT)
    page.goto(f"{behind}/unit?unit=JM013")
    ready(page)
    expect(page.locator("[data-check=true]")).to_be_visible()
    expect(page.locator("[data-testid=stSidebar]")).to_contain_text("张三，领导")
    line = next(x for x in Decisions(real, Settings(home=real.path)).trail_lines() if x.what == "sign_in")
    assert (line.login, line.address) == ("zhang", "192.0.2.7")


def test_who_comes_without_the_gateway_is_refused(behind: str, page: Page):
    page.goto(f"{behind}/rank")
    expect(page.locator(".ds-empty")).to_contain_text(REFUSED)
    expect(page.locator("table, [data-testid=stSidebar] a")).to_have_count(0)


@pytest.mark.parametrize(
    "headers",
    [{"X-Dushu-Login": "zhang"}, RIGHT | {"X-Dushu-Secret": "guessed"}, {"X-Dushu-Secret": SECRET}],
    ids=["no secret", "wrong secret", "no login"],
)
def test_what_is_not_all_right_is_refused(behind: str, headers: dict[str, str]):
    answer = asked(behind, "rank", headers)
    assert REFUSED in answer.html
    assert answer.shows_nothing


def test_an_address_that_is_only_claimed_is_refused(real: Home):
    """Without care the server takes X-Forwarded-For from this very machine for the caller's address."""
    with serving(real, DUSHU_GATEWAY_ADDRESSES="10.9.9.9", **GATEWAY) as address:
        answer = asked(address, headers=RIGHT | {"X-Forwarded-For": "10.9.9.9"})
        assert REFUSED in answer.html
        assert answer.shows_nothing


def test_a_server_that_believes_claimed_addresses_opens_for_nobody(real: Home):
    with serving(real, DUSHU_GATEWAY_ADDRESSES="127.0.0.1", **(GATEWAY | {"FORWARDED_ALLOW_IPS": "127.0.0.1"})) as address:
        answer = asked(address, headers=RIGHT)
        assert "FORWARDED_ALLOW_IPS" in answer.html
        assert answer.shows_nothing
