"""A word that means nothing is shown, confirmed in the page, and the kept file is then read by it."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from data.contracts.contracts import load_contracts
from data.decisions.store import Decisions
from data.facts.store import Facts
from data.intake import ingest
from data.settings import Home, Settings
from tests.data.decisions.unknown_words import DEPARTMENTS, REQUESTS
from tests.pages.running import Open
from tests.pages.shown import text

NAME = "政数局老名字"


@pytest.fixture
def city(tmp_path: Path) -> Home:
    home = Home(tmp_path / "home").create()
    received = datetime(2026, 6, 30, 9, tzinfo=UTC)
    files = [("部门.csv", DEPARTMENTS.encode()), ("共享申请.csv", REQUESTS.encode())]
    ingest(files, Facts(home), load_contracts(), exported_on=received.date(), by="t", received_at=received)
    home.demo_mark(home.path).write_text("{}", encoding="utf-8")
    return home


def newest(home: Home):
    return max((b for b in Facts(home).batches() if b.export == "share_requests"), key=lambda b: b.received_at)


def test_confirmed_and_read_again(city: Home, open_page: Open):
    at = open_page(city, "intake")
    assert NAME in text(at)
    assert "江门市政务服务和数据管理局（JM001）" in at.selectbox(key=f"target_department_{NAME}").options[0:3]
    at.selectbox(key=f"target_department_{NAME}").set_value("JM001").run()
    next(b for b in at.button if b.label == "确认").click().run()
    assert not at.exception
    assert "已确认" in text(at)
    assert newest(city).counts.rejected == 1
    next(b for b in at.button if b.label.startswith("按新的对应重新读取 1")).click().run()
    assert "接受 2 行，此前 1 行" in text(at)
    assert newest(city).counts.rejected == 0
    acts = Decisions(city, Settings(home=city.path)).acts("mapping")
    assert [(a.body.text, a.body.target) for a in acts] == [(NAME, "JM001")]


def test_a_reason_is_asked_for(city: Home, open_page: Open):
    at = open_page(city, "intake", lang="en")
    at.selectbox(key=f"target_department_{NAME}").set_value("JM001").run()
    next(t for t in at.text_input if t.label == "Reason").set_value(" ").run()
    next(b for b in at.button if b.label == "Confirm").click().run()
    assert at.error[0].value.startswith("Give a reason: ")
    assert Decisions(city, Settings(home=city.path)).acts("mapping") == []
