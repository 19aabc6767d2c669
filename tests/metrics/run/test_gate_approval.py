"""Pass or fail before an approval: read off the rules' own states."""

from datetime import date

import polars as pl
import pytest

from metrics.run.gate_approval import of_project, of_system


def step(node: str, decision: str, state: str, decided_on: date | None = None) -> dict:
    return {"project_id": "P1", "node": node, "decision": decision, "decided_on": decided_on, "state": state, "reason": None}


def test_the_steps_that_are_not_passed_yet_decide():
    rows = [
        step("立项", "通过", "overdue", date(2026, 1, 5)),
        step("验收", "审批中", "met"),
        step("资金拨付", "不通过", "met", date(2026, 3, 2)),
    ]
    verdict = of_project(pl.DataFrame(rows))
    assert verdict.is_passed is True
    assert [row["node"] for row in verdict.asked] == ["验收", "资金拨付"]
    assert len(verdict.rows) == 3
    failed = of_project(pl.DataFrame([*rows, step("运维", "审批中", "overdue")]))
    assert failed.is_passed is False
    assert [row["node"] for row in failed.against] == ["运维"]


def test_when_all_are_passed_the_newest_decides():
    rows = [step("验收", "通过", "met", date(2026, 5, 11)), step("立项", "通过", "overdue", date(2026, 1, 5))]
    assert of_project(pl.DataFrame(rows)).is_passed is True
    assert of_project(pl.DataFrame([*rows, step("资金拨付", "通过", "overdue", date(2026, 6, 1))])).is_passed is False


COVERAGE, CATALOG, AGGREGATION, OTHER = "catalog_coverage", "catalog_completeness", "aggregation", "system_registration"


@pytest.mark.parametrize(
    ("duties", "expected", "against"),
    [
        ([(COVERAGE, "met")], True, 0),
        ([(COVERAGE, "late"), (AGGREGATION, "met"), (AGGREGATION, "exempt")], True, 0),
        ([(COVERAGE, "met"), (AGGREGATION, "pending")], False, 1),
        ([(COVERAGE, "overdue"), (AGGREGATION, "overdue")], False, 2),
        ([(COVERAGE, "pending")], False, 1),
        ([(COVERAGE, "unknown")], None, 1),
        ([(COVERAGE, "unknown"), (AGGREGATION, "overdue")], False, 2),
        ([(CATALOG, "unmet")], True, 0),
        ([(CATALOG, "met"), (AGGREGATION, "overdue")], False, 1),
        ([(OTHER, "met")], False, 0),
        ([(COVERAGE, "met"), (OTHER, "overdue")], True, 0),
    ],
)
def test_a_system_passes_when_it_is_catalogued_and_aggregated(duties: list[tuple[str, str]], expected: bool | None, against: int):
    rows = [{"rule_id": rule, "subject_id": f"S{n}", "state": state} for n, (rule, state) in enumerate(duties)]
    verdict = of_system(pl.DataFrame(rows))
    assert verdict.is_passed is expected
    assert len(verdict.against) == against
    assert (verdict.reason == "not_cataloged") == (duties == [(OTHER, "met")])
