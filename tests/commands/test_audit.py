"""The trail in the terminal: verified, held against a noted hash, exported."""

from pathlib import Path

import pytest
from sqlalchemy import text

from data.decisions.store import Decisions
from data.settings import Home, Settings
from tests.commands.terminal import dushu
from tests.data.decisions.sample_trail import fill, unguard


@pytest.fixture
def home(tmp_path: Path) -> Home:
    """A home with a trail of eight lines."""
    home = Home(tmp_path / "home").create()
    decisions = Decisions(home, Settings(home=home.path))
    fill(decisions)
    unguard(decisions)
    decisions.close()
    return home


def change(home: Home, statement: str) -> None:
    decisions = Decisions(home, Settings(home=home.path))
    with decisions.database.writing() as session:
        session.execute(text(statement))
    decisions.close()


def test_a_whole_trail_then_an_altered_one(home: Home):
    said = dushu(home.path, "audit", "verify")
    assert (said.returncode, said.stderr) == (0, "")
    head = said.stdout.splitlines()[0].rpartition(" ")[2]
    assert said.stdout.startswith("日志共 8 行，末行哈希值 ")
    again = dushu(home.path, "audit", "verify", "--expect", head)
    assert again.returncode == 0
    assert "记下的哈希值在第 8 行" in again.stdout
    change(home, "update trail set name = '别人' where line = 4")
    said = dushu(home.path, "audit", "verify", "--expect", "0" * 64)
    assert said.returncode == 2
    faults = said.stderr.splitlines()
    assert len(faults) == 2
    assert faults[0].startswith("第 4 行内容被改动") and faults[1].startswith("日志中没有哈希值为 000")


def test_an_export_is_written_and_is_a_line(home: Home, tmp_path: Path):
    file = tmp_path / "trail.csv"
    said = dushu(home.path, "audit", "export", "--out", file, "--from", "2020-01-01")
    assert (said.returncode, said.stdout.strip()) == (0, f"已写入 {file}")
    lines = file.read_text(encoding="utf-8-sig").splitlines()
    assert len(lines) == 10
    assert ",terminal,export,trail," in lines[-1]
    assert "日志共 9 行" in dushu(home.path, "audit", "verify").stdout


def test_a_day_that_is_none_is_told(home: Home, tmp_path: Path):
    said = dushu(home.path, "audit", "export", "--out", tmp_path / "x.csv", "--to", "昨天")
    assert said.returncode == 2
    assert "“昨天”不是日期" in said.stderr
    assert not (tmp_path / "x.csv").exists()
