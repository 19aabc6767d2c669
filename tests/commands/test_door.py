"""Door 2, walked as a person or cron walks it: a process, its words, its exit code."""

import json
import os
from collections.abc import Callable
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from data.access import OPERATOR
from data.decisions.store import Decisions
from data.facts.store import Facts
from data.settings import Home, Settings
from tests.cities import compare, small_year
from tests.cities.sample_city import SampleCity, assessed, given
from tests.commands.terminal import H1, Said, dushu, process


@pytest.fixture(params=["clean", "messy", "partial"])
def city(request: pytest.FixtureRequest) -> SampleCity:
    """A sample city brought in and assessed, not to be changed."""
    return assessed(request.param)


def test_the_answers_agree_with_the_independent_ones(city: SampleCity) -> None:
    assert compare.main(city.sample / "expected", city.out) == 0


def test_the_counts_of_every_file_agree(city: SampleCity) -> None:
    expected = json.loads((city.sample / "expected" / "intake.json").read_text(encoding="utf-8"))["intake"]
    got = {row["export"]: {name: row[name] for name in ("read", "accepted", "rejected", "merged")} for row in city.said}
    assert got == expected


def test_any_order_of_files_in_another_home_gives_the_same_run(city: SampleCity, tmp_path: Path) -> None:
    home, days = tmp_path / "another" / "home", dict(given(city.sample))
    departments = next(row["file"] for row in city.said if row["export"] == "departments")
    others = sorted((p for p in (city.sample / "exports").iterdir() if p.name != departments), reverse=True)
    day = {path: days.get(path, "2026-06-30") for path in (city.sample / "exports" / departments, *others)}
    for file in [city.sample / "exports" / departments, others[0], others[5]]:
        dushu(home, "ingest", file, "--exported-on", day[file])
    for one in sorted(set(day.values())):
        dushu(home, "ingest", *(file for file in others if day[file] == one), "--exported-on", one)
    again = dushu(home, "assess", *H1, "--scheme", city.sample / "scheme.toml", "--no-history", "--json")
    assert json.loads(again.stdout) == city.done


def test_what_is_in_is_not_taken_twice(city: SampleCity, tmp_path: Path) -> None:
    home = city.copy(tmp_path / "home")
    for path, day in given(city.sample):
        again = dushu(home, "ingest", path, "--exported-on", day, "--json")
        assert {row["status"] for row in json.loads(again.stdout)} == {"already"}


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("ingest", "no-such-folder"), "no-such-folder"),
        (("ingest", "README.md"), "README.md"),
        (("ingest", "README.md", "--exported-on", "30/6/2026"), "请写成 2026-06-30"),
        (("assess", "--period", "2026H3"), "请写成 2026、2026H1"),
        (("assess",), "请给出考核期"),
        (("assess", "--start", "2026-06-30", "--end", "2026-01-01"), "请对调"),
        (("assess", *H1), "部门名录"),
        (("assess", *H1, "--scheme", "nowhere.toml"), "找不到考核方案"),
        (("assess", "--period", "2026H1"), "--authority"),
    ],
)
def test_what_can_not_be_done_is_said_and_changes_nothing(tmp_path: Path, arguments: tuple[str, ...], sentence: str) -> None:
    said = dushu(tmp_path / "home", *arguments)
    assert said.returncode == 2
    assert sentence in said.stdout + said.stderr
    assert "Traceback" not in said.stderr
    assert not list((tmp_path / "home").glob("**/*.parquet"))
    assert not list((tmp_path / "home").glob("**/*.duckdb"))


def test_rejected_rows_are_corrected_and_come_back(samples: Path, tmp_path: Path) -> None:
    home, exports = tmp_path / "home", samples / "messy" / "exports"
    dushu(home, "ingest", exports / "部门名录.csv", "--exported-on", "2026-06-30")
    dushu(home, "ingest", exports / "共享申请.xls", "--exported-on", "2026-06-30", "--rejected", tmp_path / "back")
    (path,) = (tmp_path / "back").iterdir()
    book = openpyxl.load_workbook(path)
    sheet = book.worksheets[0]
    labels = [cell.value for cell in sheet[2]]
    assert sheet.max_row == 2 + 43
    right = {"订阅编号": "BZ{}", "数据提供部门": "江门市水利局", "申请部门": "江门市水利局", "申请时间": "2026-05-08"}
    right |= {"撤销时间": "-", "需求实施时间": "2026-06-01", "数据提供方审核时间": "2026-05-11"}
    for column, label in enumerate(labels, start=1):
        for row in range(3, sheet.max_row + 1):
            if text := next((text for name, text in right.items() if label and name in label), None):
                sheet.cell(row, column).value = text.format(row)
    book.save(path)
    said = json.loads(dushu(home, "ingest", path, "--json").stdout)
    assert said[0]["export"] == "share_requests"
    assert said[0]["exported_on"] == "2026-06-30"
    assert said[0]["read"] == 43
    assert said[0]["accepted"] == 43, said
    in_force = Facts(Home(home)).in_force(date(2026, 6, 30))["share_requests"]
    assert [batch.mode for batch in in_force] == ["full", "cumulative"]


def test_an_authority_that_is_not_in_the_directory_is_named(city: SampleCity, tmp_path: Path) -> None:
    said = dushu(city.copy(tmp_path / "home"), "assess", "--period", "2026H1", "--as-of", "2026-06-30", "--authority", "JM999")
    assert said.returncode == 2
    assert "JM999" in said.stderr


def test_history_is_the_same_run_at_each_months_end(city: SampleCity, tmp_path: Path) -> None:
    home = city.copy(tmp_path / "home")
    dushu(home, "assess", *H1, "--scheme", city.sample / "scheme.toml")
    runs = [json.loads(p.read_text(encoding="utf-8")) for p in (home / "runs").glob("*.json")]
    days = sorted(run["as_of"] for run in runs if run["authority_id"] == "JM001")
    assert days == ["2026-01-31", "2026-02-28", "2026-03-31", "2026-04-30", "2026-05-31", "2026-06-30"]
    assert {run["as_of"] for run in runs if run["is_reconstructed"]} == set(days[:-1])
    assert city.run_id in {run["run_id"] for run in runs}


def test_real_data_move_the_demo_city_out_of_the_way(tmp_path: Path, samples: Path) -> None:
    home = tmp_path / "home"
    (home / "facts" / "batches" / "x").mkdir(parents=True)
    (home / "demo.json").write_text("{}", encoding="utf-8")
    (home / "editions" / "2026H1-1").mkdir(parents=True)
    Decisions(Home(home), Settings(home=home)).trace(OPERATOR, "intake", "of the demo")
    (home / "site").mkdir()
    (home / "site" / "labels.toml").write_text("", encoding="utf-8")
    said = dushu(home, "ingest", samples / "clean" / "exports" / "部门名录.xlsx", "--exported-on", "2026-06-30")
    assert said.returncode == 0, said.stderr
    assert (home / "demo-1" / "demo.json").exists()
    assert (home / "demo-1" / "editions" / "2026H1-1").exists()
    assert (home / "demo-1" / "decisions" / "decisions.sqlite").exists()
    assert [line.target for line in Decisions(Home(home), Settings(home=home)).trail_lines()] == ["部门名录.xlsx"]
    assert (home / "site" / "labels.toml").exists()
    assert not (home / "demo.json").exists()


def test_a_home_with_persons_is_not_filled_with_the_demo(tmp_path: Path) -> None:
    home = tmp_path / "home"
    added = dushu(home, "people", "add", "zhang", "--name", "张", "--role", "admin", "--reason", "第一位管理员")
    assert added.returncode == 0, added.stderr
    refused, left = dushu(home, "demo"), dushu(home, "demo", "--if-empty")
    assert (refused.returncode, left.returncode) == (2, 0)
    assert "DUSHU_HOME" in refused.stderr
    assert not (home / "demo.json").exists()


def test_a_home_with_data_is_not_filled_with_the_demo(city: SampleCity, tmp_path: Path) -> None:
    home = city.copy(tmp_path / "home")
    assert dushu(home, "demo", "--if-empty").returncode == 0
    refused = dushu(home, "demo")
    assert refused.returncode == 2
    assert "DUSHU_HOME" in refused.stderr


def test_doctor_looks_at_everything_and_fails_on_a_fault(tmp_path: Path) -> None:
    checks = json.loads(dushu(tmp_path / "home", "doctor", "--json").stdout)
    assert {c["name"] for c in checks} == {"Python", "依赖版本", "数据目录", "导出表约定", "工作日历", "决定库", "登录"}
    (tmp_path / "home" / "site").mkdir(parents=True)
    (tmp_path / "home" / "site" / "calendar.toml").write_text("[2027]\nholydays = []\n", encoding="utf-8")
    said = dushu(tmp_path / "home", "doctor", DUSHU_ADDRESS="0.0.0.0")
    assert said.returncode == 2
    assert "calendar.toml" in said.stdout
    assert "DUSHU_SIGN_IN" in said.stdout


@pytest.mark.parametrize(("command", "address"), [(dushu, "127.0.0.1"), (process, "0.0.0.0")])
def test_real_data_are_not_served_without_a_sign_in(tmp_path: Path, command: Callable[..., Said], address: str) -> None:
    said = command(tmp_path / "home", "serve", DUSHU_ADDRESS=address)
    assert said.returncode == 2
    assert "cli.py demo" in said.stderr
    assert "DUSHU_SIGN_IN" in said.stderr


def test_a_sign_in_that_is_half_configured_does_not_start(tmp_path: Path) -> None:
    said = dushu(tmp_path / "home", "serve", DUSHU_SIGN_IN="gateway", DUSHU_GATEWAY_SECRET="short")
    assert said.returncode == 2
    assert "DUSHU_GATEWAY_SECRET" in said.stderr
    assert "DUSHU_GATEWAY_ADDRESSES" in said.stderr
    assert "FORWARDED_ALLOW_IPS" not in said.stderr, "serve itself sees to that"


def test_persons_are_kept_at_the_terminal(tmp_path: Path) -> None:
    def people(*arguments: str) -> Said:
        return dushu(tmp_path / "home", "people", *arguments)

    assert people("add", "Root", "--name", "张三", "--role", "admin", "--reason", "首位管理员").returncode == 0
    assert people("add", "chen", "--name", "陈", "--role", "department", "--unit", "JM013", "--reason", "联络员").returncode == 0
    assert people("change", "CHEN", "--unit", "JM012", "--reason", "换单位").returncode == 0
    assert people("remove", "chen", "--reason", "调离").returncode == 0
    listed = json.loads(people("list", "--json").stdout)
    assert [(p["login"], p["role"], p["units"], p["is_active"]) for p in listed] == [
        ("chen", "department", ["JM012"], False), ("root", "admin", [], True),
    ]  # fmt: skip
    assert all(p["by"].endswith("@terminal") for p in listed)
    assert "JM012" in people("list").stdout
    for arguments, sentence in (
        (("add", "root", "--name", "李", "--role", "officer", "--reason", "x"), "已经登记"),
        (("remove", "root", "--reason", "x"), "最后一位"),
        (("remove", "nobody", "--reason", "x"), "尚未登记"),
        (("add", "li", "--name", "李", "--role", "mayor", "--reason", "x"), "mayor"),
        (("add", "li", "--name", "李", "--role", "officer", "--unit", "JM013", "--reason", "x"), "部门人员须指明"),
        (("add", "li", "--name", "李", "--role", "officer", "--reason", " "), "理由"),
    ):
        refused = people(*arguments)
        assert refused.returncode == 2, arguments
        assert sentence in refused.stderr


def test_what_is_done_at_the_terminal_is_done_by_the_account_there(home: Home, tmp_path: Path) -> None:
    pwd = pytest.importorskip("pwd", reason="Windows tells the account by the environment only")
    me, forged = f"{pwd.getpwuid(os.getuid()).pw_name}@terminal", {"LOGNAME": "zhang", "USER": "zhang"}
    (tmp_path / "部门名录.csv").write_text(small_year.departments(), encoding="utf-8")
    (tmp_path / "共享申请.csv").write_text(small_year.requests(dict.fromkeys(small_year.UNITS, 1)), encoding="utf-8")
    day = ("--exported-on", "2026-06-30")
    assert process(home.path, "ingest", tmp_path / "部门名录.csv", tmp_path / "共享申请.csv", *day, **forged).returncode == 0
    options = ("--period", "2026H1", "--as-of", "2026-06-30", "--authority", "A0", "--no-history", "--out", tmp_path / "out")
    assert dushu(home.path, "assess", *options, **forged).returncode == 0
    assert dushu(home.path, "people", "add", "zhang", "--name", "张", "--role", "admin", "--reason", "首位", **forged).returncode == 0
    decisions = Decisions(home, Settings(home=home.path))
    lines = [(line.what, line.login, line.address) for line in decisions.trail_lines()]
    decisions.close()
    assert lines == [(what, me, "terminal") for what in ("intake", "intake", "assess", "export", "act")]


def test_the_rules_are_listed(tmp_path: Path) -> None:
    said = dushu(tmp_path / "home", "rules")
    assert said.stdout.count("（示例）") > 5
    assert "share_reply" in said.stdout
