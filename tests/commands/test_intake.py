"""Files at the terminal: what a file leaves open is said before it comes in, and one of which many codes match nothing waits for a word."""

import json
from pathlib import Path

import pytest

from data.decisions.store import Decisions
from data.facts.store import Facts
from data.settings import Home, Settings
from tests.commands.terminal import dushu
from tests.data.intake.made_files import DEPARTMENTS, REQUESTS, request_row, text

DAY = ("--exported-on", "2026-06-30")
CATALOGS = "信息资源代码,信息资源名称,信息资源提供方,目录状态\n001,甲,江门市教育局,已发布\n002,乙,江门市教育局,已发布\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A directory, a catalogue, and six requests under codes that lost their zeros; without 是否批准延期, with an empty 答复时间."""
    files = tmp_path / "files"
    files.mkdir()
    rows = [request_row(n, 目录编码=str(n), 答复时间=None, 答复结果=None) for n in range(1, 7)]
    for name, told in {"部门.csv": DEPARTMENTS, "目录.csv": CATALOGS, "申请.csv": text(REQUESTS, *rows)}.items():
        (files / name).write_text(told, encoding="utf-8")
    return files


def exports(home: Path) -> set[str]:
    return {batch.export for batch in Facts(Home(home)).batches()}


@pytest.mark.parametrize("tried", [True, False])
def test_missing_and_empty_columns_are_said_with_the_rules_they_leave_open(folder: Path, tmp_path: Path, tried: bool):
    said = dushu(tmp_path / "home", "ingest", folder, *DAY, "--unmatched", *(["--dry-run"] if tried else []))
    assert "目录.csv：没有“是否应汇聚”列：数据汇聚不产生义务，不能评价。" in said.stderr
    assert "申请.csv：没有“是否批准延期”列：共享答复分别按较短和较长的期限判定" in said.stderr
    assert "申请.csv：“答复时间”列全部为空：共享答复因此逾期或未落实的义务达到 20 条时" in said.stderr
    assert "直到考核专员确认确实为空" in said.stderr, "an empty column is no certainty"
    assert exports(tmp_path / "home") == (set() if tried else {"departments", "catalogs", "share_requests"})


@pytest.mark.parametrize("tried", [True, False])
def test_programs_are_told_the_same(folder: Path, tmp_path: Path, tried: bool):
    said = dushu(tmp_path / "home", "ingest", folder, *DAY, "--unmatched", "--json", *(["--dry-run"] if tried else []))
    told = {row["file"]: row for row in json.loads(said.stdout)}
    columns = {(one["column"], one["read_as"]): one for one in told["申请.csv"]["open_columns"]}
    assert columns["extended", "either_period"] == {
        "column": "extended", "label": "是否批准延期", "is_empty": False, "read_as": "either_period", "rules": ["share_reply"],
        "counts_as_missing_from": None,
    }  # fmt: skip
    assert columns["replied_on", "unknown"]["counts_as_missing_from"] == 20
    (reference,) = told["申请.csv"]["references"]
    assert {name: reference[name] for name in ("column", "refers_to", "codes", "unmatched", "is_high")} == {
        "column": "catalog_id", "refers_to": "catalogs.catalog_id", "codes": 6, "unmatched": 6, "is_high": True,
    }  # fmt: skip
    assert [(row["row_no"], row["code"]) for row in reference["rows"][:2]] == [(2, "1"), (3, "2")]


def test_a_file_of_which_many_codes_match_nothing_waits_for_a_word(folder: Path, tmp_path: Path):
    home = tmp_path / "home"
    tried = dushu(home, "ingest", folder, *DAY, "--dry-run")
    assert tried.returncode == 1
    assert "可以接入 2 个" in tried.stdout
    assert "申请.csv：《共享申请》的 6 个“目录编码”中有 6 个不在《公共数据资源目录》中（首见第 2 行“1”）" in tried.stderr
    said = dushu(home, "ingest", folder, *DAY)
    assert said.returncode == 1
    assert "“申请.csv”未接入：《共享申请》的 6 个“目录编码”中有 6 个" in said.stderr
    assert "第 2 行 1、第 3 行 2" in said.stderr
    assert exports(home) == {"departments", "catalogs"}
    assert dushu(home, "ingest", folder, *DAY, "--unmatched").returncode == 0
    assert exports(home) == {"departments", "catalogs", "share_requests"}
    lines = {line.target: line.detail for line in Decisions(Home(home), Settings(home=home)).trail_lines() if line.what == "intake"}
    assert lines["申请.csv"]["unmatched"] == ["share_requests.catalog_id 6/6"], "what was passed is in the trail"
    assert "unmatched" not in lines["目录.csv"]


def test_a_file_that_waits_says_so_to_programs(folder: Path, tmp_path: Path):
    told = {row["file"]: row for row in json.loads(dushu(tmp_path / "home", "ingest", folder, *DAY, "--json", "--dry-run").stdout)}
    assert {name: row["ready"] for name, row in told.items()} == {"部门.csv": True, "目录.csv": True, "申请.csv": False}


def test_midnights_of_utc_are_said_with_both_readings(tmp_path: Path):
    rows = [request_row(n, 答复时间="2026-03-04 16:00:00") for n in range(1, 4)]
    for name, told in {"部门.csv": DEPARTMENTS, "申请.csv": text(REQUESTS, *rows)}.items():
        (tmp_path / name).write_text(told, encoding="utf-8")
    said = dushu(tmp_path / "home", "ingest", tmp_path / "部门.csv", tmp_path / "申请.csv", *DAY, "--dry-run")
    assert "第 2 行 2026-03-04 16:00:00 照原样是 2026-03-04，按北京时间是 2026-03-05" in said.stderr
