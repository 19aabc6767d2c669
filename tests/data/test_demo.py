"""The demo city: deterministic, complete, seen only as far as it had happened, and messy only in the ways that real files are."""

import csv
import io
import os
import re
import shutil
import subprocess
import sys
from collections import Counter
from datetime import date
from pathlib import Path

import fastexcel
import pytest

from data import demo
from data.contracts.contracts import Contracts, load_contracts
from data.decisions.file_types import file_type
from data.demo import DemoFile, write_exports, write_late_export
from data.demo.chronicle import Chronicle
from data.demo.city import City
from data.demo.days import REPORTS, after, shifted, workdays
from data.demo.faults import mess_of
from data.demo.gaps import day_of as demo_day
from data.demo.gaps import left_out
from data.demo.late import DAY, PROVIDERS, SINCE
from data.demo.life import live
from data.demo.office import StoryClock, persons, step
from data.demo.papers import paper
from data.demo.words import words
from data.engines.duckdb import DuckDBEngine
from data.facts.batch import Batch
from data.facts.store import Facts
from data.intake.export_day import day_of
from data.settings import PROJECT, Home, settings
from metrics.assessment.assess import assess, gather
from metrics.obligations.period import parse_period
from metrics.rulebook.rulebook import load_rules
from metrics.schemes.scheme import SAMPLE, load_scheme
from tests.cities import demo_city, demo_exports

UNDECORATED = re.compile(r"[\s*]|（必填项）")

Lines = list[list[str]]


@pytest.fixture(scope="module")
def files() -> list[DemoFile]:
    return demo_exports.written()


@pytest.fixture(scope="module")
def contracts() -> Contracts:
    return load_contracts()


@pytest.fixture(scope="module")
def chronicle() -> Chronicle:
    return live(City(), 2026)


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """A home with the whole year in it as the demo's own load brought it in, but for what came later than a month's files."""
    home = Home(tmp_path_factory.mktemp("home")).create()
    facts = Facts(demo_city.copy(tmp_path_factory.mktemp("demo") / "home"))
    first: dict[tuple[str, date], Batch] = {}
    for batch in sorted(facts.batches(), key=lambda batch: batch.received_at):
        first.setdefault((batch.export, batch.exported_on), batch)
    for batch in first.values():
        shutil.copytree(facts.home.batches / batch.batch_id, home.batches / batch.batch_id)
    return home


def lines_of(path: Path) -> Lines:
    """The file's first sheet as text, decoded."""
    data = path.read_bytes()
    if data.startswith(b"PK"):
        sheet = fastexcel.read_excel(data).load_sheet(0, header_row=None, dtypes="string").to_polars()
        return [[cell or "" for cell in line] for line in sheet.rows()]
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("gb18030")
    return list(csv.reader(io.StringIO(text, newline="")))


def contents(files: list[DemoFile]) -> list[bytes]:
    return [file.path.read_bytes() for file in files]


def report_of(file: DemoFile) -> date:
    """The end of the month in whose folder a file lies."""
    return next(day for day in REPORTS if f"{day:%Y-%m}" == file.path.parent.name)


def month_end(day: date) -> date:
    return next(report for report in REPORTS if (report.year, report.month) == (day.year, day.month))


def header_of(lines: Lines, labels: set[str]) -> list[str]:
    """The line in which every cell is one of the contract's labels, decoration apart."""
    bare = ([UNDECORATED.sub("", cell) for cell in line] for line in lines[:5])
    return next(line for line in bare if set(line) <= {UNDECORATED.sub("", label) for label in labels})


def test_the_same_seed_tells_the_same_story_in_another_process(files: list[DemoFile], tmp_path: Path):
    program = f"from pathlib import Path; from data.demo import write_exports; write_exports(Path({str(tmp_path)!r}))"
    subprocess.run(
        [sys.executable, "-c", program], cwd=PROJECT, env={**os.environ, "PYTHONHASHSEED": "7", "TZ": "America/New_York"}, check=True
    )
    folder = files[0].path.parent.parent
    again = [DemoFile(tmp_path / f.path.relative_to(folder), f.export, f.exported_on, f.division) for f in files]
    assert contents(again) == contents(files)


def test_another_seed_tells_another_story(files: list[DemoFile], tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(demo, "REPORTS", REPORTS[:2])  # what comes first tells it
    others = write_exports(tmp_path, seed=2027)
    files = files[: len(others)]
    alike = {file.export for file, mine, other in zip(files, contents(files), contents(others), strict=True) if mine == other}
    assert alike == {"departments"}  # who there is is no matter of chance


def test_every_export_comes_at_every_months_end(files: list[DemoFile], contracts: Contracts):
    told = Counter((f.export, f.exported_on) for f in files)
    assert told == Counter((export, demo_day(export, day)) for export in contracts.exports for day in REPORTS)
    assert [f.exported_on for f in files] == sorted(f.exported_on for f in files)
    assert [next(f.export for f in files if f.exported_on == day) for day in REPORTS] == ["departments"] * len(REPORTS)
    assert sum(f.path.stat().st_size for f in files) < 8_000_000
    assert {f.path.suffix for f in files} == {".csv", ".xlsx", ".xls"}


def test_a_row_shows_only_what_had_happened(chronicle: Chronicle, contracts: Contracts):
    for contract in contracts.exports.values():
        happened = [c.name for c in contract.columns if c.type == "date" and not c.plan]
        for day in REPORTS:
            rows = chronicle.rows(contract.name, day)
            assert all(row.get(name) is None or row[name] <= day for row in rows for name in happened), (contract.name, day)


def test_what_a_row_says_is_whole_from_the_first_day(chronicle: Chronicle, contracts: Contracts):
    for contract in contracts.exports.values():
        needed = [c.name for c in contract.columns if c.need]
        keys = [c.name for c in contract.columns if c.need == "key"]
        before: set[tuple] = set()
        for day in REPORTS:
            rows = chronicle.rows(contract.name, day)
            assert all(row[name] not in (None, "") for row in rows for name in needed), (contract.name, day)
            subjects = {tuple(row[name] for name in keys) for row in rows}
            assert len(subjects) == len(rows), contract.name
            assert before <= subjects, contract.name
            before = subjects


def test_no_end_lies_before_its_start_unless_it_was_put_there(chronicle: Chronicle, contracts: Contracts):
    for contract in contracts.exports.values():
        for start, end in contract.in_order:
            turned = [r for r in chronicle.rows(contract.name, REPORTS[-1]) if r.get(start) and r.get(end) and r[end] < r[start]]
            assert not turned, (contract.name, start, end)


def test_every_label_is_the_contracts_own_and_the_day_is_told(files: list[DemoFile], contracts: Contracts, chronicle: Chronicle):
    for file in files:
        report, lines = report_of(file), lines_of(file.path)
        known = chronicle.columns(file.export) - left_out(file.export, report)
        columns = [column for column in contracts.exports[file.export].columns if column.name in known]
        assert day_of(lines[0][0], file.path.name) == file.exported_on, file.path.name
        header = header_of(lines, {label for column in columns for label in column.labels})
        assert len(header) == len(columns), file.path.name
        if not mess_of(file.export, report).traits:
            assert lines[0] == [column.label for column in columns], file.path.name


def test_the_last_month_has_an_older_file_and_one_that_lacks_a_column(files: list[DemoFile], contracts: Contracts, chronicle: Chronicle):
    """So that everybody sees what that looks like; nothing else of it is older, and no column is told of that a rule asks for elsewhere."""
    older = [f for f in files if f.exported_on != report_of(f)]
    assert [(f.export, f.exported_on) for f in older] == [("resources", shifted(REPORTS[-1], -7))]
    (corrections,) = [f for f in files if f.export == "corrections" and report_of(f) == REPORTS[-1]]
    labels = set(contracts.exports["corrections"].column("fed_back_on").labels)
    assert not labels & {cell.strip() for line in lines_of(corrections.path) for cell in line}
    asked = {column.name for rule in load_rules().values() for column in rule.columns}
    told = {f"{export}.{name}" for export in chronicle.entries for name in chronicle.columns(export)}
    assert asked - told == set()


def test_values_are_of_their_dictionaries(chronicle: Chronicle, contracts: Contracts):
    for contract in contracts.exports.values():
        for column in (c for c in contract.columns if c.type == "dict"):
            seen = {row[column.name] for row in chronicle.rows(contract.name, REPORTS[-1])} - {None}
            assert seen <= set(contracts.dictionaries[str(column.dictionary)]), column.name


def test_departments_and_catalogues_that_rows_speak_of_exist(chronicle: Chronicle, contracts: Contracts):
    for day in REPORTS:
        known = {"departments": {r["department_id"] for r in chronicle.rows("departments", day)}}
        catalogs = {r["catalog_id"] for r in chronicle.rows("catalogs", day)}
        for contract in contracts.exports.values():
            named = [c.name for c in contract.columns if c.type == "department"]
            rows = chronicle.rows(contract.name, day)
            assert all(row[name] in known["departments"] for row in rows for name in named if row[name])
            assert {row["catalog_id"] for row in rows if row.get("catalog_id")} <= catalogs, contract.name


def test_renaming_and_merger_stand_in_the_directory(chronicle: Chronicle):
    def directory(day: date) -> dict:
        return {row["department_id"]: row for row in chronicle.rows("departments", day)}

    before, later = directory(date(2026, 3, 31)), directory(date(2026, 4, 30))
    assert (before["JM099"]["successor_id"], before["JM099"]["valid_to"]) == ("JM001", date(2024, 3, 31))
    assert before["JM028"]["successor_id"] is None
    assert (later["JM028"]["successor_id"], later["JM028"]["assessed_as"]) == ("JM002", "JM002")
    assert "市" not in later["JM030"]["name"]
    assert later["XQ0401"]["assessed_as"] == "XQ04"


def test_the_city_has_the_size_of_a_city(chronicle: Chronicle):
    last = {export: len(chronicle.rows(export, REPORTS[-1])) for export in chronicle.entries}
    assert 220 <= last["systems"] <= 280
    assert 800 <= last["catalogs"] <= 1000
    assert 2800 <= last["share_requests"] <= 3300
    assert all(last.values())


def test_officers_names_are_plainly_invented(chronicle: Chronicle):
    assert all(
        re.fullmatch(r"数据官[甲乙丙丁戊己庚辛壬癸]{2}(（继任）)?", str(r["officer_name"])) for r in chronicle.rows("officers", REPORTS[-1])
    )


def test_of_a_secret_system_only_the_count_is_told(chronicle: Chronicle):
    secret = {r["system_id"]: r for r in chronicle.rows("systems", REPORTS[-1]) if r["classified"] == "是"}
    assert secret
    assert {r["system_name"] for r in secret.values()} == {"涉密系统（名称从略）"}
    assert not [r for r in chronicle.rows("catalogs", REPORTS[-1]) if r["system_id"] in secret]


def test_a_mess_is_told_of_files_that_are_written_and_mostly_of_the_last_ones(contracts: Contracts):
    days = {key: spec for key, spec in words("mess").items() if isinstance(spec, dict)}
    assert set(days) <= {day.isoformat() for day in REPORTS}
    assert all(set(spec) <= set(contracts.exports) for spec in days.values())
    assert len(days[REPORTS[-1].isoformat()]) >= 10
    assert sum(len(spec) for spec in days.values()) <= 30


@pytest.mark.parametrize(
    ("start", "working_days", "due"),
    [
        (date(2025, 9, 26), 1, date(2025, 9, 28)),
        (date(2026, 2, 13), 10, date(2026, 3, 5)),
        (date(2026, 4, 30), 1, date(2026, 5, 6)),
        (date(2026, 9, 18), 10, date(2026, 10, 9)),
        (date(2026, 10, 1), -1, date(2026, 9, 29)),
    ],
)
def test_working_days_follow_the_notices(start: date, working_days: int, due: date):
    assert after(start, working_days) == due


def test_nothing_is_known_beyond_the_published_years():
    assert after(date(2026, 12, 30), 5) is None
    assert workdays()[-1].year == 2026


def test_every_file_is_recognised_as_its_export_and_of_its_day(files: list[DemoFile], home: Home):
    batches = {(batch.export, batch.exported_on, batch.file_name) for batch in Facts(home).batches()}
    assert batches == {(file.export, file.exported_on, file.path.name) for file in files}


def test_few_rows_are_rejected_and_every_kind_of_outcome_can_be_seen(home: Home):
    counts = {(b.export, b.exported_on): b.counts for b in Facts(home).batches()}
    assert all(c.rejected < 0.01 * c.read for c in counts.values())
    assert all(
        c.rejected == c.merged == c.skipped == 0 for (export, day), c in counts.items() if not mess_of(export, month_end(day)).traits
    )
    last = counts["share_requests", REPORTS[-1]]
    assert (last.rejected, last.merged, last.skipped) == (16, 12, 2)
    facts = Facts(home)
    batch = facts.in_force(REPORTS[-1])["share_requests"][0]
    assert len(facts.contradictions(batch)) == 6
    assert any("未知" in warning for warning in batch.warnings)


def test_every_state_and_every_grade_occurs_and_ranks_move(home: Home):
    scheme, year = load_scheme(SAMPLE, load_rules(home.site)), parse_period("2026")
    totals = {}
    for day in (REPORTS[5], REPORTS[-1]):
        run = assess(home, settings(), gather(home, settings(), year, day, scheme, "JM001", acts=()))
        with DuckDBEngine(None, settings()) as engine:
            engine.con.execute(f"attach '{home.runs / run.run_id}.duckdb' as told (read_only)")
            totals[day] = engine.read("select unit_id, total, grade, rank from told.totals where total is not null")
            states = set(engine.read("select distinct state from told.obligations")["state"])
        assert states == {"met", "late", "overdue", "unmet", "pending", "exempt", "unknown"}
        assert set(totals[day]["grade"]) == {"优秀", "良好", "合格", "不合格"}
        assert 30 <= min(totals[day]["total"]) < 45
        assert 92 < max(totals[day]["total"]) < 99
    both = totals[REPORTS[5]].join(totals[REPORTS[-1]], on="unit_id", suffix="_later")
    assert both.filter(both["rank"] != both["rank_later"]).height > 20


def test_what_came_late_was_missing_in_june_and_stands_in_july(files: list[DemoFile], chronicle: Chronicle, tmp_path: Path):
    def answers(file: DemoFile) -> dict[str, str]:
        lines = lines_of(file.path)
        return {line[0].strip(): line[place_of(lines)] for line in lines if line[0].strip().startswith("SQ")}

    def place_of(lines: Lines) -> int:
        """Where the answers stand."""
        head = next(line for line in lines if any("申请编号" in cell or "申请编码" in cell for cell in line))
        return [UNDECORATED.sub("", cell) for cell in head].index("答复时间")

    late = write_late_export(tmp_path)
    told = {str(row["request_id"]): row for row in chronicle.rows("share_requests", DAY)}
    sent = answers(late)
    assert {told[key]["provider"] for key in sent} == set(PROVIDERS)
    assert all(SINCE <= told[key]["replied_on"] <= DAY and told[key]["provided_on"] is None for key in sent)
    june, july = ({f.exported_on: f for f in files if f.export == "share_requests"}[day] for day in (DAY, date(2026, 7, 31)))
    before, after_it, place = lines_of(june.path), answers(july), place_of(lines_of(june.path))
    for key, answer in sent.items():
        row = next(line for line in before if line[0].strip() == key)
        assert answer not in row[place], key
        assert answer[:4] in after_it[key], key


def test_steps_are_told_in_order_of_people_who_may(contracts: Contracts):
    registered = {person.name for person in persons().values()}
    steps = [step(name) for name in words("procedure")]
    assert {one.by.name for one in steps} <= registered
    assert all(one.at.year == 2026 and one.at.tzinfo for one in steps)
    clock = StoryClock()
    moments = []
    for one in sorted(steps, key=lambda one: one.at):
        clock.go_to(one.at)
        moments += [clock(), clock()]
    assert moments == sorted(set(moments))


@pytest.mark.parametrize("name", ["调档函回执扫描件.png", "系统升级停机公告.pdf"])
def test_papers_are_what_they_are_called_and_always_the_same(name: str):
    data = paper(name)
    assert f".{name.rpartition('.')[2]}" in file_type(data).suffixes
    assert data == paper(name)
    assert data != paper(f"另一份{name}")
