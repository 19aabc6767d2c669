"""A published edition is made again from its originals, and whatever was altered is found and named."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import duckdb
import polars as pl
import pytest

from data.errors import RequestFault
from data.settings import Home
from metrics.publication.verify import Findings, verify
from tests.cities import small_year
from tests.cities.small_editions import decisions_of, publish_now, settings
from tests.metrics.publication.changes import lift, site

FIRST, SECOND = "2026H1-1", "2026H1-2"


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """Two editions: the second after a late export, an exemption and a changed period, so that today is not what the first rests on."""
    home = Home(tmp_path_factory.mktemp("published") / "home").create()
    decisions = decisions_of(home)
    small_year.begin(home, decisions)
    lift(decisions)
    publish_now(home, decisions)
    small_year.late_export(home, decisions)
    lift(decisions, "B4")
    site(home, "clocks", '[[share_reply]]\nname = "conditional"\ndays = 12\nstatus = "sample"\n')
    publish_now(home, decisions, "补导更正")
    return home


@pytest.fixture
def copied(published: Home, tmp_path: Path) -> Home:
    """A copy of it that can be altered."""
    shutil.copytree(published.path, tmp_path / "home")
    for path in (tmp_path / "home").rglob("*"):
        path.chmod(0o755 if path.is_dir() else 0o644)
    return Home(tmp_path / "home")


def findings(home: Home, edition: str = FIRST) -> Findings:
    decisions = decisions_of(home)
    found = verify(home, settings(home), decisions, edition)
    decisions.close()
    return found


@pytest.mark.parametrize("edition", [FIRST, SECOND])
def test_an_edition_holds_and_nothing_is_written(published: Home, edition: str):
    before = {p: p.stat().st_mtime_ns for p in published.path.rglob("*") if "decisions" not in p.parts}
    found = findings(published, edition)
    assert (found.faults, found.differences, found.notes, found.holds) == ((), (), (), True)
    assert {p: p.stat().st_mtime_ns for p in published.path.rglob("*") if "decisions" not in p.parts} == before


def test_it_holds_when_everything_else_is_gone(copied: Home):
    for folder in (copied.runs, copied.facts, copied.site):
        shutil.rmtree(folder)
    assert findings(copied).holds


def edit_cell(folder: Path) -> None:
    with duckdb.connect(folder / "run.duckdb") as file:
        file.execute("update totals set rank = 1 where unit_id = 'B4'")


def edit_scheme(folder: Path) -> None:
    told = json.loads((folder / "scheme.json").read_text(encoding="utf-8"))
    item = next(i for i in told["items"] if i["rule"] == "share_reply")
    item["points"] -= 1
    (folder / "scheme.json").write_text(json.dumps(told, ensure_ascii=False), encoding="utf-8")


def edit_act(folder: Path) -> None:
    path = folder / "acts.json"
    path.write_text(path.read_text(encoding="utf-8").replace("SQ-B5-0", "SQ-B5-1"), encoding="utf-8")


def edit_rule(folder: Path) -> None:
    path = folder / "rules" / "share_reply" / "rule.sql"
    path.write_text(path.read_text(encoding="utf-8").replace("replied_on", "received_on"), encoding="utf-8")


def edit_rows(folder: Path) -> None:
    path = next(p for p in folder.glob("facts/batches/*/rows.parquet") if "request_id" in pl.read_parquet_schema(p))
    rows = pl.read_parquet(path)
    rows.with_columns(replied_on=pl.when(pl.col("request_id") == "SQ-B1-0").then(None).otherwise("replied_on")).write_parquet(path)


def remove_original(folder: Path) -> None:
    max((folder / "facts" / "originals").iterdir(), key=lambda p: p.stat().st_size).unlink()


def remove_manifest(folder: Path) -> None:
    (folder / "manifest.json").unlink()


def edit_manifest(folder: Path) -> None:
    path = folder / "manifest.json"
    path.write_text(path.read_text(encoding="utf-8").replace('"number": 1', '"number": 7'), encoding="utf-8")


def break_run(folder: Path) -> None:
    (folder / "run.duckdb").write_bytes(b"no database")


@pytest.mark.parametrize(
    ("harm", "fault", "cell"),
    [
        (edit_cell, "文件 run.duckdb 已被改动", ("totals", "B4", "rank", "1", "4")),
        (edit_scheme, "文件 scheme.json 已被改动", "items"),
        (edit_act, "文件 acts.json 已被改动", "obligations"),
        (edit_rule, "文件 rules/share_reply/rule.sql 已被改动", "obligations"),
        (edit_rows, "rows.parquet 已被改动", ("share_requests 共享申请.csv", "2", "replied_on", "None", "2026-05-20")),
        (remove_original, "不能从原件重新读取", None),
        (remove_manifest, "manifest.json 不存在", None),
        (edit_manifest, "与发布记录中的摘要不符", None),
        (break_run, "无法重新计算", None),
    ],
)
def test_what_was_altered_is_found(copied: Home, harm: Callable[[Path], None], fault: str, cell: tuple | str | None):
    harm(copied.editions / FIRST)
    found = findings(copied)
    assert not found.holds
    assert any(fault in sentence for sentence in found.faults), found.faults
    cells = [(d.table, d.key, d.column, d.frozen, d.recomputed) for d in found.differences]
    if isinstance(cell, tuple):
        assert cells == [cell], "that cell and no other"
    else:
        assert bool(cells) == bool(cell)
        assert not cell or cell in {table for table, *_ in cells}


def test_a_program_of_another_method_is_said(published: Home, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("metrics.publication.verify.METHOD", 99)
    found = findings(published)
    assert found.holds
    assert "本程序为第 99 版" in found.notes[0]


def test_a_trail_that_was_cut_is_found(copied: Home):
    """Append-only by the database itself, so somebody must have got round that."""
    import sqlite3

    with sqlite3.connect(copied.decisions / "decisions.sqlite") as file:
        for name, sql in file.execute("select name, sql from sqlite_master where type = 'trigger'").fetchall():
            assert sql
            file.execute(f'drop trigger "{name}"')
        file.execute("delete from trail where line >= 3")
    found = findings(copied)
    assert any("日志" in sentence for sentence in found.faults), found.faults


def test_an_edition_that_is_none(published: Home):
    with pytest.raises(RequestFault, match="没有编号为 2026H1-9 的已发布版本"):
        findings(published, "2026H1-9")
