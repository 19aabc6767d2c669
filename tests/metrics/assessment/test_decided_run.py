"""A whole run with decisions in force: what they touch, what they leave alone, and that every line still sums."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import polars as pl
import pytest

from data.access import OPERATOR
from data.decisions.acts import Act
from data.runs.store import RunStore
from data.settings import Home, Settings
from metrics.run.clock_days import clock_days
from metrics.run.csv_export import BY_DECISION, write_answers
from metrics.run.filter import Filter
from metrics.run.reader import Reader
from tests.cities.deciding import adjust, exempt, stop, wait
from tests.cities.small_run import AS_OF, build

TABLES = ("units", "departments", "items", "sections", "totals", "indicators", "adjustments")


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    return Home(tmp_path_factory.mktemp("decided") / "home").create()


def read(home: Home, acts: Sequence[Act] = (), as_of: date = AS_OF) -> Reader:
    return Reader(RunStore(home, Settings()), build(home, as_of=as_of, acts=acts).run_id, OPERATOR)


@pytest.fixture(scope="module")
def plain(home: Home) -> Reader:
    return read(home)


@pytest.fixture(scope="module")
def failed(plain: Reader) -> dict:
    """An open and overdue reply of D2, the first by number."""
    found = plain.obligations(Filter(rule_id="share_reply", unit_id="D2", states=("overdue",), counted=True))
    return found.sort("subject_id").row(0, named=True)


@pytest.fixture(scope="module")
def acts(failed: dict) -> list[Act]:
    return [
        replace(exempt(11, rule_id="share_reply", subject_id=failed["subject_id"], unit_id="D2"), evidence=("ab" * 32, "cd" * 32)),
        exempt(12, unit_id="C1", department_id="C101", due_from=date(2026, 1, 1), due_to=date(2026, 3, 31)),
        exempt(13, rule_id="correction"),
        adjust(14, 1.0, "registration", "D2"),
        adjust(15, -3.0, None, "D3"),
        replace(adjust(16, 9.0, None, "D1"), because=11),
        adjust(17, 1.0, "filing", "D4"),
        exempt(18, date(2026, 7, 1), unit_id="D3"),
    ]


@pytest.fixture(scope="module")
def decided(home: Home, acts: list[Act]) -> Reader:
    return read(home, acts)


def table(reader: Reader, name: str) -> pl.DataFrame:
    with reader.store.cursor(reader.run_id) as cursor:
        return cursor.table(name).pl()


def obligations(reader: Reader) -> pl.DataFrame:
    return reader.obligations().sort("rule_id", "subject_id")


def test_what_is_not_in_force_changes_neither_the_name_nor_a_figure(home: Home, plain: Reader, tmp_path: Path):
    later = [exempt(1, date(2026, 7, 1), unit_id="D1"), adjust(2, 1.0, period="2025"), stop(3, is_on=False)]
    again = read(Home(tmp_path / "other").create(), later)
    assert again.run_id == plain.run_id
    assert obligations(again).equals(obligations(plain))
    assert table(again, "decisions").is_empty()


def test_a_decision_in_force_is_part_of_the_name(plain: Reader, decided: Reader, acts: list[Act], tmp_path: Path):
    assert decided.run_id != plain.run_id
    assert read(Home(tmp_path / "other").create(), acts[::-1]).run_id == decided.run_id


def test_only_what_was_decided_moves(plain: Reader, decided: Reader):
    before, after = obligations(plain), obligations(decided)
    lifted = after["decision"].is_not_null()
    assert lifted.any()
    assert after.filter(~lifted).equals(before.filter(~lifted))
    assert after["undecided_state"].equals(before["state"].alias("undecided_state"))
    assert set(after.filter(lifted)["state"]) == {"exempt"}
    assert not after.filter(lifted)["counted"].any()
    assert not after.filter(lifted)["is_backlog"].any()
    assert set(after.filter(lifted)["reason"]) == {"decision"}


def test_the_filter_takes_its_department_and_its_days_only(plain: Reader, decided: Reader):
    wanted = Filter(unit_id="C1", department_id="C101", due_from=date(2026, 1, 1), due_to=date(2026, 3, 31))
    expected = plain.obligations(wanted).filter(pl.col("state") != "exempt")["subject_id"]
    found = decided.obligations().filter(pl.col("decision") == 12)["subject_id"]
    assert sorted(found) == sorted(expected)
    assert len(found) > 0


def test_each_act_in_force_has_its_row(plain: Reader, decided: Reader, failed: dict, acts: list[Act]):
    rows = {row["act_id"]: row for row in table(decided, "decisions").iter_rows(named=True)}
    assert list(rows) == [11, 12, 13, 14, 15, 16, 17]
    lifted = decided.obligations()["decision"].value_counts().drop_nulls()
    assert {n: rows[n]["touched"] for n in (11, 12)} == dict(lifted.iter_rows())
    assert [rows[n]["touched"] for n in (13, 14, 15, 16, 17)] == [0, 1, 1, 1, 0]
    one = {
        name: rows[11][name] for name in ("about", "unit_id", "rule_id", "subject_id", "item_id", "reason", "by", "name", "at", "evidence")
    }
    assert one == {
        "about": "exemption", "unit_id": "D2", "rule_id": "share_reply", "subject_id": failed["subject_id"], "item_id": None,
        "reason": "依据会议纪要", "by": "li", "name": "李", "at": "2026-07-02T03:04:05+00:00", "evidence": f"{'ab' * 32},{'cd' * 32}",
    }  # fmt: skip
    assert [rows[n]["unit_id"] for n in (12, 13, 14, 15)] == ["C1", None, "D2", "D3"]
    assert rows[16]["because"] == 11
    assert [rows[n]["what"] for n in (11, 12, 13, 14, 15)] == [
        f"豁免“共享答复” {failed['subject_id']}（2026-01-01 起）",
        "豁免C1局、C101局 2026-01-01 至 2026-03-31到期的全部义务（2026-01-01 起）",
        "豁免“数据校核”义务（2026-01-01 起）",
        "“信息系统登记率”加 1.00 分",
        "总分减 3.00 分",
    ]


def test_lines_still_sum_to_what_is_missing(decided: Reader):
    for row in decided.totals().iter_rows(named=True):
        lost = sum(decided.items(row["unit_id"])["lost"]) + sum(decided.adjustments(row["unit_id"])["lost"])
        assert row["total"] is None or lost == 100 - row["total"]


def test_each_adjustment_is_a_line(plain: Reader, decided: Reader):
    lines = decided.adjustments().filter(kind="decision")
    assert sorted(lines.select("unit_id", "act_id", "item_id", "asked").rows()) == [
        ("D1", 16, None, 9.0), ("D2", 14, "registration", 1.0), ("D3", 15, None, -3.0),
    ]  # fmt: skip
    before, after = (dict(reader.totals().select("unit_id", "total").iter_rows()) for reader in (plain, decided))
    assert after["D3"] == before["D3"] - 3
    assert after["D2"] - before["D2"] == -lines.filter(act_id=14)["lost"][0]
    assert lines.filter(act_id=16)["points"][0] == 5.0


def test_waits_move_a_clock_and_are_told(home: Home, plain: Reader, failed: dict):
    """The clock of the run and the strip agree: the due day bears the number of the clock's days, waiting days bear none."""
    start = failed["arose_on"]
    told = [wait(21, start, failed["due_on"], failed["subject_id"]), stop(22), wait(23, AS_OF, None, "nobody")]
    reader = read(home, told)
    row = reader.obligation("share_reply", failed["subject_id"])
    assert row["due_on"] > failed["due_on"]
    assert row["waited_days"] == failed["clock_days"] > 0
    days = clock_days(reader, row)
    assert next(day.count for day in days if "due" in day.marks) == row["clock_days"]
    assert [day.count for day in days if "as_of" in day.marks] == [row["days_taken"]]
    assert [day.day for day in days if day.is_waiting] == [day.day for day in days if start < day.day <= failed["due_on"]]
    assert all(day.count is None for day in days if day.is_waiting)
    rows = {row["act_id"]: row for row in table(reader, "decisions").iter_rows(named=True)}
    assert {n: (r["touched"], r["unit_id"]) for n, r in rows.items()} == {21: (1, "D2"), 22: (1, None), 23: (0, "D1")}
    assert rows[22]["what"] == "“共享答复”：等待补正材料期间停止计算期限"
    others = pl.col("subject_id") != failed["subject_id"]
    assert obligations(reader).filter(others).equals(obligations(plain).filter(others))


def test_a_clock_without_waits_counts_as_the_run_does(plain: Reader):
    for subject in plain.obligations(Filter(rule_id="share_reply", states=("met", "late", "overdue"))).iter_rows(named=True):
        days = clock_days(plain, plain.obligation("share_reply", subject["subject_id"]))
        assert not any(day.is_waiting for day in days)
        ended = next(day for day in days if "met" in day.marks or "as_of" in day.marks)
        assert max(day.count for day in days if day.day <= ended.day and day.count is not None) == subject["days_taken"]


def test_answers_speak_of_decisions_only_where_some_moved_an_obligation(plain: Reader, decided: Reader, tmp_path: Path):
    heads = []
    for name, reader in (("plain", plain), ("decided", decided)):
        write_answers(reader, tmp_path / name)
        heads.append((tmp_path / name / "obligations.csv").read_text(encoding="utf-8").splitlines()[0].split(","))
    assert not set(heads[0]) & set(BY_DECISION)
    assert [name for name in heads[1] if name not in heads[0]] == list(BY_DECISION)


def test_a_failure_that_is_lifted_leaves_both_sides_of_the_rate(plain: Reader, decided: Reader):
    rate = [r.indicators("D2").filter(rule_id="share_reply")["completion_rate"][0] for r in (plain, decided)]
    counted = [r.indicators("D2").filter(rule_id="share_reply")["counted"][0] for r in (plain, decided)]
    assert counted[1] == counted[0] - 1
    assert rate[1] > rate[0]
