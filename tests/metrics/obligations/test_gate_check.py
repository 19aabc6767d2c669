"""The project gate asked before an approval answers as the rule itself does once the step is passed."""

from datetime import date
from pathlib import Path

import polars as pl
import pytest

from data.calendar import load_calendar
from data.contracts.contracts import load_contracts
from data.engines.duckdb import DuckDBEngine
from data.settings import Settings
from metrics.examples.cases import as_frame
from metrics.obligations.answering import answering
from metrics.obligations.obligations import LATER, Assessment, common_texts, oblige
from metrics.obligations.period import parse_period
from metrics.rulebook.rulebook import load_rules

AS_OF = date(2026, 6, 30)
DAYS = (None, date(2026, 3, 2), AS_OF, date(2026, 7, 1))
DEPARTMENT = {
    "department_id": "D1", "name": "示例局", "division": "江门市", "unit_group": "市直", "valid_from": date(2020, 1, 1),
}  # fmt: skip
DUTIES = {name: text for name, text in common_texts().items() if name not in LATER}


def projects(decision: str, decided_on: date | None) -> list[dict]:
    """One project for every pair of days on which cataloguing and aggregation were done or not."""
    return [
        {
            "project_id": f"P{n}{k}", "project_name": "甲项目", "department_id": "D1", "kind": "新建", "node": "验收", "decision": decision,
            "decided_on": decided_on, "cataloged_on": cataloged, "aggregated_on": aggregated, "amount": 10.5,
        }
        for n, cataloged in enumerate(DAYS)
        for k, aggregated in enumerate(DAYS)
    ]  # fmt: skip


def run(tmp_path: Path, rows: list[dict], table: str) -> pl.DataFrame:
    rules, contracts, given = load_rules(), load_contracts(), {"departments": [DEPARTMENT], "projects": rows}
    with DuckDBEngine(None, Settings(threads=1)) as engine:
        for name in ("departments", "projects"):
            as_frame(contracts.exports[name], given[name]).write_parquet(tmp_path / f"{name}.parquet")
            engine.export(contracts.exports[name], [tmp_path / f"{name}.parquet"], AS_OF)
        answers = answering(engine.read("select * from departments"), AS_OF)
        assessment = Assessment(AS_OF, parse_period("2026H1"), "D1")
        text = DUTIES | {"gate_checks": common_texts()["gate_checks"]}
        oblige(engine, answers, assessment, {"project_gate": rules["project_gate"]}, load_calendar(), common=text)
        return engine.read(f"select * from {table}")


@pytest.mark.parametrize(("decision", "decided_on"), [("审批中", None), ("不通过", date(2026, 5, 11)), ("通过", date(2026, 5, 11))])
def test_the_check_says_what_the_rule_says_once_the_step_is_passed(tmp_path: Path, decision: str, decided_on: date | None):
    checked = run(tmp_path, projects(decision, decided_on), "gate_checks")
    passed = run(tmp_path, projects("通过", AS_OF), "obligations")
    assert len(checked) == len(passed) == len(DAYS) ** 2
    said = {f"{row['project_id']}|{row['node']}": (row["state"], row["reason"]) for row in checked.iter_rows(named=True)}
    assert said == {row["subject_id"]: (row["state"], row["reason"]) for row in passed.iter_rows(named=True)}
    assert {reason for _, reason in said.values()} == {None, "not_cataloged", "not_aggregated", "neither_done"}


def test_the_check_makes_no_obligation_and_keeps_how_the_step_stands(tmp_path: Path):
    rows = projects("审批中", None)
    assert run(tmp_path, rows, "obligations").is_empty()
    checked = run(tmp_path, rows, "gate_checks")
    assert set(checked["decision"]) == {"审批中"}
    assert checked["decided_on"].null_count() == len(rows)
    assert set(checked["amount"]) == {10.5}
