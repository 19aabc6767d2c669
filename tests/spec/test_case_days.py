"""The days of every worked case, counted a second time: day by day with the library, away from the product's calendar and SQL."""

from datetime import date, timedelta

import chinese_calendar
import pytest

from data.contracts.contracts import load_contracts
from metrics.examples.cases import Case, Expected, load_cases
from metrics.rulebook.rulebook import load_rules

RULES = load_rules()
CONTRACTS = load_contracts()
STARTS = {  # rule → the export that starts its clock, the day it starts, the day it is done (in another export: export.column)
    "system_registration": ("systems", "listed_on", "registered_on"),
    "plan_filing": ("systems", "listed_on", "plan_filed_on"),
    "schema_filing": ("systems", "listed_on", "schema_filed_on"),
    "catalog_coverage": ("systems", "launched_on", "catalogs.published_on"),
    "catalog_update": ("catalog_changes", "triggered_on", "submitted_on"),
    "catalog_review": ("catalog_changes", "submitted_on", "reviewed_on"),
    "resource_attachment": ("catalogs", "published_on", "resources.attached_on"),
    "aggregation": ("catalogs", "published_on", "aggregations.first_loaded_on"),
    "share_reply": ("share_requests", "received_on", "replied_on"),
    "share_provision": ("share_requests", "replied_on", "provided_on"),
    "correction": ("corrections", "received_on", "fed_back_on"),
    "backflow": ("backflows", "available_on", "landed_on"),
    "granted_data_use": ("share_requests", "provided_on", "usage.first_used_on"),
    "project_gate": ("projects", "decided_on", "decided_on"),
    "asset_registration": ("assets", "authorised_on", "registered_on"),
}
LINKS = {"catalogs": "system_id", "resources": "catalog_id", "aggregations": "catalog_id", "usage": "request_id"}
CLOCKED = [
    pytest.param(rule, case, expected, id=f"{rule}: {case.shows_en}: {expected.subject_id}")
    for rule in RULES
    for case in load_cases(rule)
    for expected in case.expect
    if expected.due_on and expected.days_taken is not None
]


@pytest.mark.parametrize(("rule", "case", "expected"), CLOCKED)
def test_days_agree_with_a_second_count(rule: str, case: Case, expected: Expected):
    start, done = start_of(rule, case, expected.subject_id), expected.met_on or completion_of(rule, case, expected)
    if rule != "project_gate":
        periods = {clock.days for clock in RULES[rule].clocks}
        assert working_days(start, expected.due_on) in periods
        assert is_working(expected.due_on)
    assert expected.days_taken == max(0, working_days(start, done))
    assert expected.days_late == max(0, working_days(expected.due_on, done))


def start_of(rule: str, case: Case, subject: str) -> date:
    return row_of(rule, case, subject)[STARTS[rule][1]]


def row_of(rule: str, case: Case, subject: str) -> dict:
    export = STARTS[rule][0]
    key = CONTRACTS.exports[export].key
    return next(row for row in case.given[export] if "|".join(row[part] for part in key) == subject)


def completion_of(rule: str, case: Case, expected: Expected) -> date:
    """The day the duty was done, or the day up to which its file tells while it is open or nobody knows."""
    export, _, column = STARTS[rule][2].rpartition(".")
    if expected.state not in ("met", "late", "unknown") or expected.reason == "column_missing":
        return min(case.as_of, case.exported.get(RULES[rule].evidence, case.as_of))
    if not export:
        return row_of(rule, case, expected.subject_id)[column]
    start = row_of(rule, case, expected.subject_id)
    return min(row[column] for row in case.given[export] if row[LINKS[export]] == start[LINKS[export]])


def is_working(day: date) -> bool:
    return chinese_calendar.is_workday(day) if day.year <= 2026 else day.weekday() < 5


def working_days(after: date, until: date) -> int:
    return sum(is_working(after + timedelta(days=n)) for n in range(1, (until - after).days + 1))
