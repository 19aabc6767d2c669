"""The door: what is written down before figures show, what each role may open, and what is shown when nothing can be written."""

from collections.abc import Callable
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from data.access import MAY
from data.decisions.store import Decisions
from data.errors import ConfigFault, RequestFault
from data.settings import Home
from pages.downloads import button as downloads
from pages.shell import identity, session
from tests.pages.running import Open
from tests.pages.shown import said, text


def lines(what: str) -> list[tuple[str, str]]:
    return [(line.login, line.target) for line in session.decisions().trail_lines() if line.what == what]


def test_a_look_is_written_down_once_for_each_view(small_city: Home, open_app: Open):
    at = open_app(small_city, me="leader")
    before = len(lines("view")) - 1
    assert lines("view")[-1] == ("demo-leader", "overview")
    at.run()
    assert len(lines("view")) == before + 1, "the same view, drawn again"
    at.query_params["lang"] = "en"
    at.run()
    assert len(lines("view")) == before + 2, "another view"
    assert lines("sign_in").count(lines("sign_in")[-1]) == 1


def test_what_cannot_be_written_down_is_not_shown(small_city: Home, open_app: Open, monkeypatch: pytest.MonkeyPatch):
    def full(self: Decisions, viewer, what: str, *rest, **more) -> None:
        raise ConfigFault("决定库用不了：磁盘已满。")

    monkeypatch.setattr(Decisions, "trace", full)
    at = open_app(small_city, me="leader")
    assert "磁盘已满" in text(at)
    assert "data-figure" not in said(at)


@pytest.mark.parametrize("me", ["leader", "officer", "officer2", "analyst", "department:JM013", "contractor", "admin"])
def test_each_role_opens_what_it_may(small_city: Home, open_app: Open, me: str):
    at = open_app(small_city, me=me)
    assert not at.exception
    role = identity.DEMO_PERSONS[me.partition(":")[0]]
    assert ("data-figure" in said(at)) is ("see_figures" in MAY[role])
    assert ("管理员账号不显示考核数据" in text(at)) is (role == "admin")
    assert lines("sign_in")[-1][0] == "demo-" + me.replace(":", "-").lower()


def test_the_two_officers_are_two_persons(small_city: Home, at_home: Callable[[Path], None]):
    at_home(small_city.path)
    first, second = (session.enter({"me": me}, "127.0.0.1").viewer for me in ("officer", "officer2"))
    assert first.role == second.role == "officer"
    assert first.login != second.login


def test_an_empty_home_without_a_sign_in_says_how_to_begin(home: Home, open_app: Open):
    at = open_app(home)
    assert not at.exception
    assert "cli.py demo" in text(at)
    assert "DUSHU_SIGN_IN" in text(at)
    assert not at.get("page_link")


@pytest.mark.parametrize("address", ["127.0.0.1", "0.0.0.0"])
def test_real_data_without_a_sign_in_open_nowhere(home: Home, at_home: Callable[[Path], None], address: str):
    at_home(home.path)
    for query in ({}, {"me": "officer"}):
        with pytest.raises(ConfigFault, match="DUSHU_SIGN_IN"):
            session.enter(query, address)


def test_the_demos_picker_is_closed_once_a_sign_in_is_configured(small_city: Home, at_home, monkeypatch: pytest.MonkeyPatch):
    at_home(small_city.path)
    monkeypatch.setenv("DUSHU_SIGN_IN", "gateway")
    monkeypatch.setenv("DUSHU_GATEWAY_SECRET", "x" * 32)
    monkeypatch.setenv("DUSHU_GATEWAY_ADDRESSES", "127.0.0.1")
    monkeypatch.setenv("FORWARDED_ALLOW_IPS", "")
    session.settings.cache_clear()
    with pytest.raises(RequestFault, match="me"):
        session.enter({"me": "officer"}, "127.0.0.1")


def test_headers_that_streamlit_would_believe_are_refused(small_city: Home, at_home, monkeypatch: pytest.MonkeyPatch):
    at_home(small_city.path)
    monkeypatch.setattr(identity.st, "get_option", {"server.trustedUserHeaders": {"X-User": "sub"}}.get)
    with pytest.raises(ConfigFault, match="trustedUserHeaders"):
        session.enter({}, "127.0.0.1")


def test_a_file_is_written_down_before_it_is_built(small_city: Home, at_home):
    at_home(small_city.path)
    s = session.enter({"me": "analyst"}, "127.0.0.1")

    def build() -> bytes:
        assert lines("export")[-1] == ("demo-analyst", "表.xlsx")
        return b"rows"

    assert downloads.handed_out(s, build, "表.xlsx") == b"rows"


def test_a_contractor_gets_no_file_and_leaves_no_line(small_city: Home, at_home):
    at_home(small_city.path)
    s = session.enter({"me": "contractor"}, "127.0.0.1")
    before = len(lines("export"))
    with pytest.raises(RequestFault, match="没有导出"):
        downloads.handed_out(s, lambda: b"rows", "表.xlsx")
    assert len(lines("export")) == before


def test_a_contractor_is_told_why_there_is_no_button(small_city: Home, open_page: Open):
    at: AppTest = open_page(small_city, "department", me="contractor", unit="JM013")
    assert "外包人员账号不能导出文件" in text(at)
    assert text(at).count("外包人员账号不能导出文件") == 1
    assert not at.get("download_button")
    offered = open_page(small_city, "department", me="analyst", unit="JM013").get("download_button")
    assert [button.proto.label.split("（")[0] for button in offered] == ["Excel", "Word", "PDF", "导出表格"]
