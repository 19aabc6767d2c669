"""The ranking at the terminal of a city whose evidence is wanting, for people and for programs."""

import json
from pathlib import Path

import pytest

from commands.printing import tables
from data.access import OPERATOR
from data.contracts.contracts import load_contracts
from data.runs.store import RunStore
from data.settings import Home, Settings
from metrics.run.reader import Reader
from tests.cities import small_run, wanting_year
from tests.commands.terminal import dushu

ASSESS = ("assess", "--period", "2026H1", "--as-of", "2026-06-30", "--authority", "A0", "--no-history")


@pytest.fixture(scope="module")
def home_of_year(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = Home(tmp_path_factory.mktemp("wanting") / "home").create()
    wanting_year.bring_to(wanting_year.FIRST, home).close()
    return home.path


def test_a_rank_that_is_not_comparable_is_a_word_beside_what_is_undecided_and_why(home_of_year: Path):
    told = dushu(home_of_year, *ASSESS)
    assert told.returncode == 0, told.stderr
    (line,) = [line for line in told.stdout.splitlines() if "江门市教育局" in line]
    cells = [cell.strip() for cell in line.strip("│ ").split("│")]
    assert (cells[0], cells[4]) == ("不宜比较", "5")
    assert "证据截至日早于统计日" in cells[5]
    assert "2 个部门的名次不宜比较：缺证据未判的义务超过应办与未判之和的 10%。" in told.stderr


def test_programs_are_told_the_same(home_of_year: Path):
    told = json.loads(dushu(home_of_year, *ASSESS, "--json").stdout)
    rows = {row["unit_id"]: row for row in told["totals"]}
    assert (rows["B1"]["undecided"], rows["B1"]["is_comparable"], rows["B4"]["is_comparable"]) == (5, False, True)
    found = {(row["rule_id"], row["reason"]): row["obligations"] for row in told["undecided"] if row["unit_id"] == "B1"}
    assert found == {("share_reply", "evidence_ends"): 4, ("officer_appointment", "export_missing"): 1}


def test_a_ranking_without_gaps_has_no_column_for_them(home: Home):
    run = small_run.build(home)
    with tables.out.capture() as said:
        tables.table_run(run, Reader(RunStore(home, Settings(threads=1)), run.run_id, OPERATOR), {}, load_contracts())
    assert "未判" not in said.get() and "不宜比较" not in said.get()
