"""文书: who may order what, how it is watched and taken; nobody is shown papers beyond their sight."""

import shutil
import time
import zipfile
from io import BytesIO

import pytest
from streamlit.testing.v1 import AppTest

from data.settings import Home
from pages.downloads import button as downloads
from pages.shell import session
from reports.bundle import worker
from reports.bundle.jobs import Job, in_sight
from reports.bundle.papers import KINDS
from tests.cities import small_run
from tests.pages.running import Open
from tests.pages.shown import said, text

UNIT = "department:D1"


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """The small run, opened with the picker of persons."""
    home = Home(tmp_path_factory.mktemp("paperwork") / "home").create()
    small_run.build(home)
    home.demo_mark(home.path).write_text("{}", encoding="utf-8")
    return home


@pytest.fixture
def city(built: Home) -> Home:
    """The same with no papers in it."""
    shutil.rmtree(built.papers)
    return built.create()


@pytest.fixture
def idle(monkeypatch: pytest.MonkeyPatch) -> list[Home]:
    """Nobody makes what is ordered: the homes in which somebody should have begun."""
    begun: list[Home] = []
    monkeypatch.setattr(worker, "start", begun.append)
    return begun


def press(at: AppTest, label: str) -> AppTest:
    return next(button for button in at.button if label in button.label).click().run()


def jobs(me: str) -> list[Job]:
    return [job for job, _ in in_sight(session.store().home, session.enter({"me": me}, "127.0.0.1").viewer)]


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("me", ["officer", "leader", "analyst", UNIT])
def test_who_may_take_files_out_orders(city: Home, open_page: Open, idle: list[Home], me: str, lang: str):
    at = open_page(city, "papers", me=me, lang=lang)
    assert not at.exception
    units = 1 if me == UNIT else 4
    press(at, {"zh": f"生成 {units * len(KINDS)} 份", "en": f"Make {units * len(KINDS)} papers"}[lang])
    assert not at.exception
    assert [str(home.path) for home in idle] == [str(city.path)]
    assert [len(job.told().order.units) for job in jobs(me)] == [units]
    assert jobs(me)[0].told().order.lang == lang
    assert {"zh": "等候", "en": "waiting"}[lang] in text(at)
    assert {"zh": "草稿", "en": "Draft"}[lang] in text(at)


@pytest.mark.parametrize("me", ["contractor", "admin"])
def test_who_may_take_nothing_out_finds_no_way_there(city: Home, open_app: Open, me: str):
    at = open_app(city, me=me)
    assert not at.exception
    assert "文书" not in [link.proto.label for link in at.get("page_link")]


def test_an_order_of_who_may_take_nothing_out_is_refused(city: Home, open_page: Open, idle: list[Home]):
    at = press(open_page(city, "papers", me="contractor"), "生成")
    assert [error.value for error in at.error] == ["您的登录或权限刚刚有变化，文件没有导出。请刷新页面后再试。"]
    assert jobs("officer") == idle == []


def test_by_group_and_one_by_one(city: Home, open_page: Open, idle: list[Home]):
    at = open_page(city, "papers")
    at.segmented_control[0].set_value("groups").run()
    at.multiselect[0].set_value(["县区"]).run()
    press(at, f"生成 {len(KINDS)} 份")
    at.segmented_control[0].set_value("units").run()
    at.multiselect[0].set_value(["D1", "D2"]).run()
    press(at, f"生成 {2 * len(KINDS)} 份")
    assert [job.told().order.units for job in jobs("officer")] == [("D1", "D2"), ("C1",)]


def test_nothing_chosen_makes_nothing(city: Home, open_page: Open):
    at = open_page(city, "papers")
    at.segmented_control[0].set_value("units").run()
    assert next(button for button in at.button if "请选择" in button.label).disabled


def test_nobody_is_shown_papers_beyond_their_sight(city: Home, open_page: Open, idle: list[Home]):
    press(open_page(city, "papers"), "生成")
    press(open_page(city, "papers", me=UNIT), "生成")
    assert len(jobs("officer")) == 2
    assert [job.told().asked.login for job in jobs(UNIT)] == ["demo-department-d1"]
    for me, shown in ((UNIT, 1), ("department:D2", 0), ("leader", 2)):
        assert said(open_page(city, "papers", me=me)).count("考核文书-2026年上半年-") == shown, me


def test_it_is_made_while_the_page_is_closed_taken_and_written_down(city: Home, open_page: Open, monkeypatch: pytest.MonkeyPatch):
    press(open_page(city, "papers", me=UNIT), "生成")
    (job,) = jobs(UNIT)
    until = time.monotonic() + 120
    while job.state not in ("done", "failed") and time.monotonic() < until:
        time.sleep(0.1)
    offered: list[tuple[session.Session, object, str]] = []
    monkeypatch.setattr(downloads, "offer", lambda s, label, build, name, *_, **__: offered.append((s, build, name)))
    at = open_page(city, "papers", me=UNIT)
    assert "可下载" in text(at), job.progress()
    assert job.progress().sha256 in said(at)
    ((s, build, name),) = offered
    data = downloads.handed_out(s, build, name)
    assert len(zipfile.ZipFile(BytesIO(data)).namelist()) == len(KINDS) + 2
    lines = session.decisions().trail_lines()[-2:]
    assert [line.target for line in lines] == [f"下单生成：{name}", name]
    assert lines[1].detail["place"]["run"] == job.told().order.run
    press(at, "删除")
    assert jobs(UNIT) == []


def test_what_stopped_is_offered_to_go_on(city: Home, open_page: Open, idle: list[Home]):
    at = press(open_page(city, "papers"), "生成")
    jobs("officer")[0].say(state="failed", done=3, total=4, fault="磁盘空间不足，没有生成完。")
    at.run()
    assert "磁盘空间不足" in text(at)
    press(at, "继续")
    assert [job.progress().state for job in jobs("officer")] == ["waiting"]
    assert len(idle) == 2
    press(at, "取消")
    assert jobs("officer") == []


def test_only_who_ordered_and_officers_cancel(city: Home, open_page: Open, idle: list[Home]):
    press(open_page(city, "papers"), "生成")
    assert not [button for button in open_page(city, "papers", me="leader").button if "取消" in button.label]
    assert [button for button in open_page(city, "papers", me="officer2").button if "取消" in button.label]
