"""The form that assesses says which exports came only after the day, and reads them back when that is ticked; then what the files can't tell."""

from datetime import date
from pathlib import Path

import pytest

from data.settings import Home
from pages.shell import session
from tests.cities.gap_city import DAY, LATER, begin
from tests.pages.forms import box, press
from tests.pages.running import Open
from tests.pages.shown import data, page, text


@pytest.fixture
def home(tmp_path: Path) -> Home:
    home = Home(tmp_path / "home").create()
    home.demo_mark(home.path).write_text("{}", encoding="utf-8")
    begin(home).close()
    return home


def opened(home: Home, open_page: Open, as_of: date):
    at = open_page(home, "intake", me="officer")
    box(at, "date_input", "统计日").set_value(as_of).run()
    assert not at.exception
    return at


def test_nothing_is_asked_where_nothing_came_later(home: Home, open_page: Open):
    at = opened(home, open_page, LATER)
    assert not data(page(at), "later")
    assert not [one for one in at.checkbox if "回溯" in one.label]


@pytest.mark.parametrize("is_asked", [False, True])
def test_an_export_that_came_later_is_named_and_read_back_when_that_is_ticked(home: Home, open_page: Open, is_asked: bool):
    at = opened(home, open_page, DAY)
    assert data(page(at), "later") == ["usage"]
    assert "共享数据使用情况（2026-07-01）" in text(at)
    box(at, "text_input", "考核期").set_value("2026H1")
    box(at, "checkbox", "同时测算各月末").set_value(False)
    if is_asked:
        box(at, "checkbox", "把 2026-06-30 之后才接入的导出表回溯到这一天").set_value(True)
    press(at, "测算")
    (run,) = session.store().runs()
    assert run.is_reconstructed == is_asked
    assert ("usage" in data(page(at), "gap")) != is_asked
    assert {"share_requests", "systems"} <= set(data(page(at), "gap"))
    assert "《共享申请》证据截至 2026-06-24，早于统计日 2026-06-30：“共享答复”1 条此后是否完成无从得知" in text(at)
    assert ("按后续数据回溯" in text(at)) == is_asked
