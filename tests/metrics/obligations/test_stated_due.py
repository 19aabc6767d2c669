"""The due day that a platform states: shown beside the law's, and judged by only where the site says so."""

from datetime import date

import pytest

from data.calendar import load_calendar
from data.contracts.contracts import load_contracts
from data.engines.duckdb import DuckDBEngine
from data.settings import Settings
from metrics.examples.cases import Case, Row, run_case
from metrics.obligations.decisions_in_force import NOTHING, Decided, decided_at
from metrics.rulebook.rulebook import Rule, load_rules
from tests.cities.deciding import stop, wait

RULES, CONTRACTS, CALENDAR = load_rules(), load_contracts(), load_calendar()
RECEIVED, LAW, STATED = date(2026, 6, 1), date(2026, 6, 15), date(2026, 6, 22)


def by_stated(rule_id: str) -> Rule:
    """The rule as a site has it that judges by the stated day."""
    return RULES[rule_id].model_copy(update={"due_by": "stated"})


def judged(rule: Rule, *rows: Row, lacks: tuple[str, ...] = (), decided: Decided = NOTHING) -> dict[str, Row]:
    case = Case(shows_zh="例", shows_en="example", lacks=lacks, given={rule.exports[0]: list(rows)}, expect=())
    with DuckDBEngine(None, Settings(threads=1)) as engine:
        return {row["subject_id"]: row for row in run_case(rule, case, engine, CONTRACTS, CALENDAR, decided)}


def request(name: str, due_on: date | None, replied: date | None = None, **more: object) -> Row:
    base = {"request_id": name, "provider_id": "D1", "share_class": "有条件共享", "received_on": RECEIVED}
    return base | {"replied_on": replied, "due_on": due_on} | more


def correction(name: str, due_on: date | None, fed_back: date | None = None) -> Row:
    return {"correction_id": name, "provider_id": "D1", "received_on": RECEIVED, "fed_back_on": fed_back, "due_on": due_on}


@pytest.mark.parametrize(("rule_id", "row"), [("share_reply", request), ("correction", correction)])
def test_it_is_shown_and_the_law_decides_until_a_site_says_otherwise(rule_id: str, row):
    rows = (row("R1", STATED, date(2026, 6, 16)), row("R2", None))
    found = judged(RULES[rule_id], *rows)
    assert [(r["due_on"], r["stated_due_on"], r["state"]) for r in found.values()] == [(LAW, STATED, "late"), (LAW, None, "overdue")]
    found = judged(by_stated(rule_id), *rows)
    assert [(r["due_on"], r["stated_due_on"], r["state"]) for r in found.values()] == [(STATED, STATED, "met"), (LAW, None, "overdue")]
    assert [r["clock_days"] for r in found.values()] == [None, 10]
    assert (found["R1"]["days_taken"], found["R1"]["days_late"]) == (11, 0)


def test_a_stated_day_before_the_start_is_none_to_judge_by():
    found = judged(by_stated("share_reply"), request("R1", date(1970, 1, 1)))
    assert (found["R1"]["due_on"], found["R1"]["stated_due_on"]) == (LAW, date(1970, 1, 1))


def test_an_open_one_is_judged_by_it_too():
    found = judged(by_stated("share_reply"), request("R1", date(2026, 7, 10)), request("R2", STATED))
    assert (found["R1"]["state"], found["R2"]["state"], found["R2"]["days_late"]) == ("pending", "overdue", 6)


def test_with_it_nobody_needs_to_know_whether_an_extension_was_granted():
    rows = (request("R1", STATED, date(2026, 6, 18)), request("R2", None, date(2026, 6, 18)))
    found = judged(by_stated("share_reply"), *rows, lacks=("share_requests.extended",))
    assert (found["R1"]["state"], found["R2"]["state"]) == ("met", "unknown")


def test_a_wait_does_not_move_it():
    decided = decided_at([wait(1, date(2026, 6, 2), date(2026, 6, 9)), stop()], "2026H1", date(2026, 6, 30))
    row = request("R1", STATED, date(2026, 6, 23))
    assert judged(RULES["share_reply"], row, decided=decided)["R1"]["waited_days"] == 5
    told = judged(by_stated("share_reply"), row, decided=decided)["R1"]
    assert (told["due_on"], told["waited_days"], told["state"]) == (STATED, 0, "late")
