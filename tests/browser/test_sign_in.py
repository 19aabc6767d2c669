"""Signing in with a real provider in a real browser: who gets in, as whom, how far, and when it is over."""

import re
import shutil
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import update

from data.access import Viewer
from data.decisions import people
from data.decisions.bodies import Person
from data.decisions.models import PresenceRow
from data.decisions.store import Decisions
from data.settings import Home, Settings
from tests.browser.asking import asked
from tests.browser.conftest import picture, ready, turn
from tests.browser.openid import expect_sign_in_page, openid_app, sign_in
from tests.browser.provider_packages import installed

pytestmark = pytest.mark.browser

LINKS = ("", "unit?unit=JM013", "trail")  # the door stands before the addresses are told apart (app.py)
ADMIN = Viewer("测试", "admin", login="test@terminal")
PERSONS = {
    "zhang": Person(name="张三", role="officer"),
    "chen": Person(name="陈科员", role="department", units=("JM013",)),
    "root": Person(name="管理员", role="admin"),
    "wai": Person(name="外包", role="contractor"),
}


@pytest.fixture(scope="module")
def provider() -> Path:
    return installed()


@pytest.fixture(scope="module")
def real(small_city: Home, tmp_path_factory: pytest.TempPathFactory) -> Home:
    """The small city as if its data were real, with the persons who may enter."""
    folder = tmp_path_factory.mktemp("real") / "home"
    shutil.copytree(small_city.path, folder, ignore=shutil.ignore_patterns("decisions"))
    home = Home(folder).create()
    home.demo_mark(folder).unlink()
    store = Decisions(home, Settings(home=folder))
    for login, who in PERSONS.items():
        people.keep(store, ADMIN, login, who, "测试", 0)
    return home


@pytest.fixture(scope="module")
def decisions(real: Home) -> Decisions:
    return Decisions(real, Settings(home=real.path))


@pytest.fixture(scope="module")
def app(provider: Path, real: Home) -> Iterator[str]:
    with openid_app(provider, real, DUSHU_CONTACT="数据局 李工 0750-1234567") as address:
        yield address


def lines(decisions: Decisions, login: str, what: str) -> list[str]:
    return [line.target for line in decisions.trail_lines() if (line.login, line.what) == (login, what)]


@pytest.mark.parametrize("path", LINKS)
def test_without_a_sign_in_every_address_shows_it_only(app: str, path: str):
    answer = asked(app, path)
    assert answer.title == "请先登录"
    assert answer.shows_nothing


def test_an_officer_lands_where_the_link_led(app: str, quiet: Page, decisions: Decisions):
    quiet.goto(f"{app}/unit?unit=JM013&lang=zh")
    expect_sign_in_page(quiet)
    picture(quiet, "sign-in")
    sign_in(quiet, "zhang")
    quiet.wait_for_url(re.compile(r"/unit\?.*unit=JM013"))
    ready(quiet)
    expect(quiet.locator("[data-check=true]")).to_be_visible()
    expect(quiet.locator("[data-testid=stSidebar]")).to_contain_text("张三，考核专员")
    expect(quiet.locator("[data-testid=stSidebar] a", has_text="数据接入")).to_have_count(1)
    picture(quiet, "signed-in")
    assert len(lines(decisions, "zhang", "sign_in")) == 1
    assert "department" in lines(decisions, "zhang", "view")
    looked = len(lines(decisions, "zhang", "view"))
    quiet.reload()
    ready(quiet)
    assert len(lines(decisions, "zhang", "sign_in")) == 1, "the same sign-in, seen again"
    assert len(lines(decisions, "zhang", "view")) == looked + 1, "a new page of the browser, looked at anew"
    quiet.get_by_role("button", name="下载考核评分表").click()
    with quiet.expect_download() as waiting:
        quiet.get_by_role("button", name="Excel").click()
    assert waiting.value.path().read_bytes()[:2] == b"PK"
    assert lines(decisions, "zhang", "export") == [waiting.value.suggested_filename]


def test_who_is_not_registered_is_told_whom_to_ask(app: str, quiet: Page, decisions: Decisions):
    quiet.goto(app)
    sign_in(quiet, "stranger")
    expect(quiet.locator(".ds-empty h3")).to_have_text("您的账号还不能使用本系统")
    expect(quiet.locator(".ds-empty")).to_contain_text("stranger")
    expect(quiet.locator(".ds-empty")).to_contain_text("数据局 李工 0750-1234567")
    expect(quiet.locator("[data-figure], table, [data-testid=stSidebar] a")).to_have_count(0)
    picture(quiet, "not-registered")
    assert len(lines(decisions, "stranger", "refused")) == 1


def test_a_department_sees_itself_whatever_the_address_says(app: str, quiet: Page):
    quiet.goto(f"{app}/rank")
    sign_in(quiet, "chen")
    expect(quiet.locator("table.ranking tbody tr[data-unit=JM013]")).to_be_visible()
    ready(quiet)
    for forged in ("unit?unit=JM012", "?me=officer", "list?me=department:JM012", "duty?rule=share_reply&subject=x", "import"):
        turn(quiet, f"{app}/{forged}")
        expect(quiet.locator(".ds-empty h3").first).to_be_visible()
        expect(quiet.locator("[data-figure], table.obligations, [data-testid=stFileUploader]")).to_have_count(0)
    quiet.reload()
    ready(quiet)
    expect(quiet.locator(".ds-empty h3").first).to_be_visible()  # nor in a session that begins there


def test_an_administrator_sees_no_figures(app: str, quiet: Page):
    quiet.goto(app)
    sign_in(quiet, "root")
    expect(quiet.locator(".ds-empty h3")).to_have_text("管理员账号不显示考核数据")
    ready(quiet)
    for path in ("", "rank", "unit?unit=JM013", "list", "duty"):
        turn(quiet, f"{app}/{path}")
        expect(quiet.locator(".ds-empty h3")).to_have_text("管理员账号不显示考核数据")
        expect(quiet.locator("[data-figure], table")).to_have_count(0)


def test_a_contractor_takes_no_file_out(app: str, quiet: Page):
    quiet.goto(f"{app}/unit?unit=JM013")
    sign_in(quiet, "wai")
    expect(quiet.locator("[data-check=true]")).to_be_visible()
    ready(quiet)
    quiet.get_by_role("button", name="下载考核评分表", exact=True).click()
    expect(quiet.locator("p.ds-note", has_text="外包人员账号不能导出文件")).to_be_visible()
    expect(quiet.locator("[data-testid=stDownloadButton]")).to_have_count(0)


def test_an_idle_sign_in_is_over_and_comes_back_to_its_page_and_who_is_removed_is_out(app: str, quiet: Page, decisions: Decisions):
    person = Person(name="久坐", role="analyst")
    people.keep(decisions, ADMIN, "idle", person, "测试", 0)
    quiet.goto(app)
    sign_in(quiet, "idle")
    expect(quiet.locator("[data-figure=counted]")).to_be_visible()
    ready(quiet)
    with decisions.database.writing() as session:
        session.execute(update(PresenceRow).where(PresenceRow.login == "idle").values(last_seen=decisions.now() - timedelta(minutes=31)))
    quiet.locator("[data-testid=stSidebar] a", has_text="部门排名").click()
    expect(quiet.locator(".ds-empty h3")).to_have_text("登录已结束")
    expect(quiet.locator("table.ranking")).to_have_count(0)
    quiet.reload()
    expect(quiet.locator(".ds-empty h3")).to_have_text("登录已结束")  # the cookie that is left opens nothing
    sign_in(quiet, "idle", is_first=False)
    expect(quiet.locator("table.ranking")).to_be_visible()
    ready(quiet)
    people.keep(decisions, ADMIN, "idle", person.model_copy(update={"is_active": False}), "离任", 1)
    quiet.locator("[data-testid=stSidebar] a", has_text="总览").click()  # at the next click
    expect(quiet.locator(".ds-empty h3")).to_have_text("您的账号还不能使用本系统")
    expect(quiet.locator("[data-figure], table")).to_have_count(0)


def test_signing_out_ends_it_here_and_at_the_provider(app: str, quiet: Page):
    quiet.goto(app)
    sign_in(quiet, "zhang")
    expect(quiet.locator("[data-figure=counted]")).to_be_visible()
    ready(quiet)
    kept = quiet.context.cookies()
    quiet.get_by_role("button", name="退出登录").click()
    quiet.get_by_role("button", name="Yes, sign me out").click()
    expect_sign_in_page(quiet)
    quiet.context.clear_cookies()
    quiet.context.add_cookies(kept)  # type: ignore[arg-type]  # what was read may be written
    thief = quiet.context.new_page()
    thief.goto(app)
    expect(thief.locator(".ds-empty h3")).to_have_text("登录已结束")  # nor does a copied one


def test_it_works_under_a_path(provider: Path, real: Home, quiet: Page):
    with openid_app(provider, real, base="dushu") as address:
        quiet.goto(f"{address}/unit?unit=JM013")
        expect_sign_in_page(quiet)
        sign_in(quiet, "zhang")
        quiet.wait_for_url(re.compile(r"/dushu/unit\?.*unit=JM013"))
        expect(quiet.locator("[data-check=true]")).to_be_visible()
