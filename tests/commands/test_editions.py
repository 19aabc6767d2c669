"""Editions at the terminal: listed with their stage, verified with an exit code that cron understands."""

import json
from pathlib import Path

import duckdb
import pytest

from data.settings import Home
from tests.cities.small_editions import bring_to
from tests.commands.terminal import dushu


@pytest.fixture
def published(home: Home) -> Path:
    bring_to("published", home).close()
    return home.path


def test_editions_are_listed_and_verified(published: Path):
    listed = dushu(published, "editions")
    assert listed.returncode == 0, listed.stderr
    assert "2026H1-1" in listed.stdout
    assert "已发布" in listed.stdout
    (told,) = json.loads(dushu(published, "editions", "--json").stdout)
    assert (told["stage"], told["editions"][0]["edition_id"]) == ("published", "2026H1-1")

    good = dushu(published, "verify", "2026H1-1")
    assert (good.returncode, "核验一致，没有差异" in good.stdout) == (0, True), good.stderr

    run = published / "editions" / "2026H1-1" / "run.duckdb"
    run.chmod(0o644)
    with duckdb.connect(run) as file:
        file.execute("update totals set total = 99 where unit_id = 'B4'")
    bad = dushu(published, "verify", "2026H1-1", "--json")
    assert bad.returncode == 2
    found = json.loads(bad.stdout)
    (cell,) = found["differences"]
    assert (found["holds"], cell["table"], cell["key"], cell["column"], cell["frozen"]) == (False, "totals", "B4", "total", "99.00")
    in_words = dushu(published, "verify", "2026H1-1")
    assert (in_words.returncode, "核验不一致" in in_words.stdout) == (2, True)


def test_what_was_cut_off_is_said_by_the_next_command(published: Path):
    (published / "editions" / "2026H1-2").mkdir()
    told = dushu(published, "assess", "--period", "2026H1", "--as-of", "2026-06-30", "--authority", "A0", "--no-history")
    assert told.returncode == 0, told.stderr
    assert "2026H1-2 有冻结副本而没有发布记录" in told.stderr
    assert not (published / "editions" / "2026H1-2").exists()
    assert (published / "editions" / "2026H1-1").exists()


def test_an_edition_that_is_none(home: Home):
    told = dushu(home.path, "verify", "2026H1-1")
    assert (told.returncode, "没有编号为 2026H1-1 的已发布版本" in told.stderr) == (2, True)
