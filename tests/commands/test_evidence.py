"""The terminal says what the files can't tell, one line an export; empty columns are confirmed and taken back there; a late file is read back."""

import json
from pathlib import Path

import pytest

from data.settings import Home
from tests.cities.gap_city import AUTHORITY, begin
from tests.commands.terminal import Said, dushu


@pytest.fixture
def home(tmp_path: Path) -> Path:
    begin(Home(tmp_path / "home").create()).close()
    return tmp_path / "home"


def assess(home: Path, *more: str) -> Said:
    said = dushu(home, "assess", "--period", "2026H1", "--as-of", "2026-06-30", "--authority", AUTHORITY, "--no-history", *more)
    assert said.returncode == 0, said.stderr
    return said


def line(said: Said, title: str) -> str:
    return next(one for one in said.stderr.splitlines() if one.startswith(f"《{title}》"))


def test_one_line_an_export_says_what_it_can_not_tell(home: Path):
    said = assess(home)
    assert line(said, "共享申请") == (
        "《共享申请》证据截至 2026-06-24，早于统计日 2026-06-30：1 条义务此后是否完成无从得知；"
        "缺少“是否批准延期”列，没有因此无法判定的义务；缺少“撤回时间”列，规则“共享答复”按没有撤回判定。"
    )
    assert "缺少“投入使用时间”列，规则“目录覆盖”不能评估" in line(said, "信息系统台账")
    assert "“平台登记日期”列一个值也没有，无法判定的义务：“信息系统登记”30 条（确属空列的" in line(said, "信息系统台账")
    assert "截至 2026-06-30 尚未接入；由它证明的 50 条义务无法判定；其后已接入（数据截至 2026-07-01），可加 --reconstruct" in line(
        said, "共享数据使用情况"
    )
    assert line(said, "数据校核") == "《数据校核》截至 2026-06-30 尚未接入；规则“数据校核”没有义务可评。"


def test_programs_are_given_the_same_as_values(home: Path):
    told = json.loads(assess(home, "--json").stdout)
    assert told["came_later"] == {"usage": "2026-07-01"}
    gaps = {gap["export"]: gap for gap in told["evidence"]}
    assert (gaps["share_requests"]["evidence_on"], gaps["share_requests"]["after_it"]) == ("2026-06-24", {"share_reply": 1})
    (empty,) = (column for column in gaps["systems"]["columns"] if column["is_empty"])
    assert (empty["column_name"], empty["rules"]) == ("registered_on", {"system_registration": 30})


def test_a_late_file_is_read_back_when_that_is_said(home: Path):
    said = assess(home, "--reconstruct")
    assert "按后续数据回溯：共享数据使用情况在统计日尚未接入" in said.stdout
    assert "《共享数据使用情况》" not in said.stderr
    told = json.loads(assess(home, "--reconstruct", "--json").stdout)
    assert (told["run"]["is_reconstructed"], told["came_later"]) == (True, {})
    assert not json.loads(assess(home, "--no-reconstruct", "--json").stdout)["run"]["is_reconstructed"]


def test_an_empty_column_is_listed_confirmed_and_taken_back(home: Path):
    def columns(*arguments: str) -> Said:
        return dushu(home, "empty-columns", *arguments)

    (one,) = json.loads(columns("list", "--json").stdout)
    assert (one["export"], one["column"], one["is_confirmed"], len(one["batches"])) == ("systems", "registered_on", False, 1)
    assert "未确认" in columns("list").stdout
    done = columns("confirm", "信息系统台账", "平台登记日期", "--reason", "平台没有登记过")
    assert done.returncode == 0, done.stderr
    assert "第 1 号决定" in done.stdout
    assert "平台没有登记过" in columns("list").stdout
    assert "“平台登记日期”" not in line(assess(home), "信息系统台账")
    twice = columns("confirm", "systems", "registered_on", "--reason", "再确认")
    assert (twice.returncode, "不需要再次确认" in twice.stderr) == (2, True)
    assert columns("take-back", "systems", "registered_on", "--reason", "又查到了").returncode == 0
    assert [act["verb"] for act in json.loads(columns("list", "--json").stdout)[0]["acts"]] == ["made", "revoked"]
    assert "没有名为“台账”的导出表" in columns("confirm", "台账", "registered_on", "--reason", "x").stderr
