"""A gateway in front of a real server: its headers as they arrive, with what a browser can forge of them."""

import shutil
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page, expect

from data.access import Viewer
from data.decisions import people
from data.decisions.bodies import Person
from data.decisions.store import Decisions
from data.settings import Home, Settings
from tests.browser.conftest import ready, serving

pytestmark = pytest.mark.browser

SECRET = "the secret of the gateway of these tests"
RIGHT = {"X-Dushu-Login": "Zhang", "X-Dushu-Secret": SECRET, "X-Forwarded-For": "192.0.2.7"}
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


@pytest.fixture
def sent(page: Page) -> Callable[[dict[str, str]], Page]:
    """A page that sends headers with all it asks: ``sent(headers)``."""

    def new(headers: dict[str, str]) -> Page:
        page.set_extra_http_headers(headers)
        return page

    return new


def test_whom_the_gateway_names_enters(behind: str, real: Home, sent):
    page = sent(RIGHT)
    page.goto(f"{behind}/unit?unit=JM013")
    ready(page)
    expect(page.locator("[data-check=true]")).to_be_visible()
    expect(page.locator("[data-testid=stSidebar]")).to_contain_text("张三，领导")
    line = next(x for x in Decisions(real, Settings(home=real.path)).trail_lines() if x.what == "sign_in")
    assert (line.login, line.address) == ("zhang", "192.0.2.7")


@pytest.mark.parametrize(
    "headers",
    [{}, {"X-Dushu-Login": "zhang"}, RIGHT | {"X-Dushu-Secret": "guessed"}, {"X-Dushu-Secret": SECRET}],
    ids=["no header", "no secret", "wrong secret", "no login"],
)
def test_what_is_not_all_right_is_refused(behind: str, sent, headers: dict[str, str]):
    page = sent(headers)
    page.goto(f"{behind}/rank")
    expect(page.locator(".ds-empty")).to_contain_text("请从本单位的统一入口打开")
    expect(page.locator("table, [data-testid=stSidebar] a")).to_have_count(0)


def test_an_address_that_is_only_claimed_is_refused(real: Home, sent):
    """Without care the server takes X-Forwarded-For from this very machine for the caller's address."""
    with serving(real, DUSHU_GATEWAY_ADDRESSES="10.9.9.9", **GATEWAY) as address:
        page = sent(RIGHT | {"X-Forwarded-For": "10.9.9.9"})
        page.goto(address)
        expect(page.locator(".ds-empty")).to_contain_text("请从本单位的统一入口打开")


def test_a_server_that_believes_claimed_addresses_opens_for_nobody(real: Home, sent):
    with serving(real, DUSHU_GATEWAY_ADDRESSES="127.0.0.1", **(GATEWAY | {"FORWARDED_ALLOW_IPS": "127.0.0.1"})) as address:
        page = sent(RIGHT)
        page.goto(address)
        expect(page.locator(".ds-empty")).to_contain_text("FORWARDED_ALLOW_IPS")
