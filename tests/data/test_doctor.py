"""What the doctor says of the decisions store."""

import os
from datetime import date

import pytest
from alembic.script import ScriptDirectory
from sqlalchemy import text

from data.decisions.database import MIGRATIONS
from data.decisions.store import Decisions
from data.doctor import Check, examine
from data.settings import Home, Settings
from tests.data.decisions.sample_trail import fill, unguard

TODAY = date(2026, 6, 30)
NEWEST = ScriptDirectory(str(MIGRATIONS)).get_current_head()


def told(home: Home, settings: Settings) -> dict[str, Check]:
    """The checks of the store and what is in it; of several of one name the last."""
    return {check.name: check for check in examine(home, settings, TODAY, {}) if check.name in ("决定库", "日志", "证据文件")}


@pytest.fixture
def settings(home: Home) -> Settings:
    return Settings(home=home.path)


@pytest.fixture
def filled(home: Home, settings: Settings) -> Home:
    decisions = Decisions(home, settings)
    fill(decisions)
    unguard(decisions)
    decisions.close()
    return home


def test_no_store_yet_is_in_order_and_none_is_made(home: Home, settings: Settings):
    assert told(home, settings) == {"决定库": Check("ok", "决定库", "尚未建立，第一次使用时自动建立")}
    assert [path.name for path in home.decisions.iterdir()] == ["evidence"]


def test_a_store_in_order(filled: Home, settings: Settings):
    checks = told(filled, settings)
    assert {check.level for check in checks.values()} == {"ok"}
    assert f"decisions.sqlite（版本 {NEWEST}）" in checks["决定库"].sentence
    assert checks["日志"].sentence == "8 行，完整"


def test_an_altered_trail_is_a_fault(filled: Home, settings: Settings):
    decisions = Decisions(filled, settings)
    with decisions.database.writing() as session:
        session.execute(text("delete from trail where line = 4"))
    decisions.close()
    assert told(filled, settings)["日志"] == Check("fault", "日志", "第 4 至 4 行缺失。请保全现场，查明原因，并与备份核对。")


def test_a_missing_file_is_a_fault(filled: Home, settings: Settings):
    next(path for path in filled.evidence.iterdir() if path.name != "lock").unlink()
    found = told(filled, settings)["证据文件"]
    assert found.level == "fault"
    assert "1 个不在" in found.sentence and "“照片.png”" in found.sentence


def test_a_store_that_does_not_open_is_a_fault_without_its_password(home: Home):
    found = told(home, Settings(home=home.path, decisions="postgresql://dushu:geheim@127.0.0.1:1/d"))["决定库"]
    assert found.level == "fault"
    assert "postgresql://127.0.0.1:1/d" in found.sentence and "geheim" not in found.sentence


@pytest.mark.skipif(os.name == "nt", reason="Windows keeps rights its own way")
def test_an_open_folder_is_a_warning(filled: Home, settings: Settings):
    filled.decisions.chmod(0o755)
    assert told(filled, settings)["决定库"].level == "warning"
