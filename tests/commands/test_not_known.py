"""What the files can't tell is never late, walked from the files to the figures: a missing column, a file that ends early, one that comes later."""

import csv
import json
from collections import Counter
from pathlib import Path

import pytest

from tests.cities import small_year
from tests.commands.terminal import dushu

HALF = ("--period", "2026H1", "--as-of", "2026-06-30", "--authority", "A0", "--no-history")
Files = dict[str, tuple[str, str]]


def assessed(folder: Path, files: Files, *options: str) -> tuple[list[dict[str, str]], list[dict[str, str]]]:
    """(obligations, totals) of a home into which these files came: name → (text, the day it speaks for)."""
    home = folder / "home"
    for name, (text, day) in {"部门名录.csv": (small_year.departments(), "2026-01-01"), **files}.items():
        (folder / name).write_text(text, encoding="utf-8")
        said = dushu(home, "ingest", folder / name, "--exported-on", day, "--json")
        assert [row["status"] for row in json.loads(said.stdout)] == ["taken"], said.stderr
    done = dushu(home, "assess", *HALF, "--out", folder / "out", *options)
    assert done.returncode == 0, done.stderr
    texts = ((folder / "out" / f"{name}.csv").read_text(encoding="utf-8") for name in ("obligations", "totals"))
    obligations, totals = (list(csv.DictReader(text.splitlines())) for text in texts)
    return obligations, totals


def states(obligations: list[dict[str, str]], rule: str) -> Counter[tuple[str, str]]:
    """(state, reason) → how many, of one rule."""
    return Counter((row["state"], row["reason"]) for row in obligations if row["rule_id"] == rule)


def without(text: str, *labels: str) -> str:
    """A CSV text without some of its columns."""
    rows = [line.split(",") for line in text.splitlines()]
    kept = [n for n, label in enumerate(rows[0]) if label not in labels]
    return "\n".join(",".join(row[n] for n in kept) for row in rows) + "\n"


LATE = dict.fromkeys(small_year.UNITS, 0)


def test_approved_requests_without_a_column_of_delivery_are_not_overdue(tmp_path: Path) -> None:
    text = without(small_year.requests(LATE), "数据提供时间")
    obligations, totals = assessed(tmp_path, {"共享申请.csv": (text, "2026-06-30")})
    assert states(obligations, "share_provision") == {("unknown", "column_missing"): 50}
    assert states(obligations, "share_reply") == {("met", ""): 50}
    by_unit = {row["unit_id"]: row for row in totals}
    assert {by_unit[unit]["undecided"] for unit in small_year.UNITS} == {"11"}  # and the officer, of whom no file came
    assert {by_unit[unit]["is_comparable"] for unit in small_year.UNITS} == {"false"}


def test_systems_without_days_of_filing_cost_nobody_a_point(tmp_path: Path) -> None:
    head = "系统编码,系统名称,责任单位,建设阶段,是否涉密,列入台账日期"
    rows = [f"XT{n},系统{n},{name},已建,否,2026-01-05" for n in range(8) for name in small_year.NAMES.values()]
    rows = [row.replace(f"XT{n}", f"XT{n}-{i}", 1) for i, row in enumerate(rows) for n in [i // 5]]
    requests = {"共享申请.csv": (small_year.requests(LATE), "2026-06-30")}
    (tmp_path / "without").mkdir()
    _, without_systems = assessed(tmp_path / "without", requests)
    obligations, totals = assessed(tmp_path, {"信息系统台账.csv": ("\n".join([head, *rows]) + "\n", "2026-06-30"), **requests})
    for rule in ("system_registration", "plan_filing", "schema_filing"):
        assert states(obligations, rule) == {("unknown", "column_missing"): 40}
    assert [row["total"] for row in totals] == [row["total"] for row in without_systems]


@pytest.mark.parametrize(("day", "found"), [("2026-06-24", ("pending", "evidence_ends")), ("2026-06-30", ("overdue", ""))])
def test_requests_of_the_last_week_are_late_only_where_the_file_reaches_them(tmp_path: Path, day: str, found: tuple[str, str]) -> None:
    """Received on 11 June, due on the 26th, none extended; one of them answered, so that the column is not empty."""
    first, *rest = small_year.requests(LATE).replace("2026-03-02", "2026-06-11").replace("2026-03-10", "2026-06-12").split("\nSQ-B1-1,")
    text = first + "\nSQ-B1-1," + "".join(rest).replace("2026-06-12,同意,2026-06-12", ",,")
    text = "\n".join(line + ("," + ("否" if n else "是否批准延期")) for n, line in enumerate(text.splitlines())) + "\n"
    obligations, _ = assessed(tmp_path, {"共享申请.csv": (text, day)})
    assert states(obligations, "share_reply") == {("met", ""): 1, found: 49}


def test_where_nobody_knows_whether_it_was_extended_both_periods_are_asked(tmp_path: Path) -> None:
    """Without the column: answered within the shorter period is in time, and open between the two nobody can tell."""
    text = small_year.requests(LATE).replace("2026-03-02", "2026-06-11").replace("2026-03-10", "2026-06-29")
    obligations, _ = assessed(tmp_path, {"共享申请.csv": (text, "2026-06-30")})
    assert states(obligations, "share_reply") == {("unknown", "column_missing"): 50}


def test_an_empty_timestamp_in_place_of_a_withdrawal_exempts_nobody(tmp_path: Path) -> None:
    text = small_year.requests(LATE).replace(",数据提供时间\n", ",数据提供时间,撤回时间\n")
    text = "\n".join(line if n == 0 else f"{line},1970-01-01" for n, line in enumerate(text.splitlines())) + "\n"
    obligations, _ = assessed(tmp_path, {"共享申请.csv": (text, "2026-06-30")})
    assert states(obligations, "share_reply") == {("unknown", "contradiction"): 50}
