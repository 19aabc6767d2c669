"""Every worked case of every rule, through the real engine; and that the cases cover each state and each border of each rule."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date

import polars as pl
import pytest
from pydantic import ValidationError

from data.calendar import Calendar, load_calendar
from data.contracts.contracts import load_contracts
from data.engines.duckdb import DuckDBEngine
from data.errors import ConfigFault
from data.settings import Settings
from metrics.examples.cases import Case, Expected, as_frame, differences, load_cases, run_case
from metrics.rulebook.rulebook import load_rules

RULES = load_rules()
CASES = {rule: load_cases(rule) for rule in RULES}
CONTRACTS = load_contracts()
SETTINGS = Settings(threads=1)
HELD = "select 'view', view_name from duckdb_views() where not internal union all select 'table', table_name from duckdb_tables()"
ENGINES: dict[str, Callable[[], DuckDBEngine]] = {"duckdb": lambda: DuckDBEngine(None, SETTINGS)}

CLOCKED = {"met", "late", "overdue", "pending"}
OPEN_ENDED = {"met", "unmet"}
ALL = CLOCKED | {"unknown"}
STATES = {
    "system_registration": ALL,
    "plan_filing": ALL,
    "schema_filing": ALL,
    "catalog_coverage": ALL,
    "catalog_completeness": OPEN_ENDED | {"unknown"},
    "catalog_update": ALL,
    "catalog_review": ALL,
    "resource_attachment": CLOCKED,
    "aggregation": CLOCKED,
    "aggregation_freshness": OPEN_ENDED | {"unknown"},
    "share_reply": ALL | {"exempt"},
    "share_provision": ALL,
    "correction": ALL,
    "backflow": ALL,
    "backflow_freshness": OPEN_ENDED | {"unknown"},
    "opening": ALL,
    "granted_data_use": ALL,
    "project_gate": {"met", "overdue", "unknown"},
    "officer_appointment": OPEN_ENDED | {"unknown"},
    "asset_registration": ALL,
    "safeguard_duty": ALL,
    "rectification": ALL,
}

DUE = {"on_due_day", "one_day_late", "due_today", "overdue", "spring_festival", "beyond_calendar", "future"}
CLOCK = DUE | {"start_on_holiday", "makeup_day", "national_day", "no_obligation"}
FLOW = {"backlog", "period_border"}
IN_ORDER = {"contradiction", "same_day"}
LAW = CLOCK | FLOW | IN_ORDER | {"before_regulation"}
STOCK = CLOCK | {"any_period"}
NO_CLOCK = {"future", "no_obligation"}
FRESH = NO_CLOCK | {"cycle_border", "each_cycle", "irregular_cycle", "contradiction"}
BORDERS = {
    "system_registration": STOCK | {"early", "secret", "retired", "planned", "successor", "county"},
    "plan_filing": STOCK | {"early", "secret", "retired", "planned"},
    "schema_filing": STOCK | {"early", "secret", "retired", "planned"},
    "catalog_coverage": STOCK | {"early", "secret", "retired", "earliest", "not_published"},
    "catalog_completeness": NO_CLOCK | {"each_element", "conditions", "no_share_basis", "value_unreadable", "not_published"},
    "catalog_update": LAW | {"extended", "value_unreadable"},
    "catalog_review": LAW | {"authority", "successor"},
    "resource_attachment": STOCK
    | {"early", "file_attachment", "stopped_resource", "earliest", "not_shareable", "no_system", "class_unknown"},
    "aggregation": STOCK | {"early", "not_due", "not_published"},
    "aggregation_freshness": FRESH | {"not_published"},
    "share_reply": LAW
    | {"extended", "unconditional", "class_from_catalog", "class_unknown", "withdrawn", "withdrawn_after_reply", "successor", "county"}
    | {"late_on_weekend", "not_shareable"},
    "share_provision": LAW | {"approved_not_provided", "refused"},
    "correction": LAW | {"provider"},
    "backflow": STOCK | IN_ORDER | {"not_due"},
    "backflow_freshness": FRESH | {"never_synced"},
    "opening": DUE | FLOW | {"early"},
    "granted_data_use": CLOCK | FLOW | IN_ORDER | {"requester"},
    "project_gate": FLOW
    | {"on_due_day", "one_day_late", "overdue", "gate_same_day", "gate_one_missing", "gate_as_of", "each_kind"}
    | {"not_passed", "future", "spring_festival", "makeup_day", "no_obligation"},
    "officer_appointment": NO_CLOCK | {"serving", "officer_ended", "earliest", "early", "successor", "county", "start_unknown"},
    "asset_registration": STOCK | {"early", "not_due", "transitional", "column_missing"},
    "safeguard_duty": DUE | FLOW | {"early", "each_kind"},
    "rectification": DUE | FLOW | {"contradiction", "each_kind", "no_obligation"},
}  # fmt: skip


# Of every rule: what its cases show of evidence that does not reach (domain rules §2a), or why there is no such case.
EVIDENCE = ("column_missing", "column_empty", "evidence_ends")
BY_ROWS = "what fulfils it is a row of another export, not a column"
NO_CASE = {
    "resource_attachment": {"column_missing": BY_ROWS, "column_empty": BY_ROWS},
    "aggregation": {"column_missing": BY_ROWS, "column_empty": BY_ROWS},
    "granted_data_use": {"column_missing": BY_ROWS, "column_empty": BY_ROWS},
    "officer_appointment": {"column_missing": BY_ROWS, "column_empty": BY_ROWS},
    "aggregation_freshness": {"column_empty": "without an update cycle nothing is owed, so that nothing fails for the empty column"},
}
ARISES_BY = {  # rules that hang on a column without which nobody knows whether anything is owed
    "resource_attachment", "aggregation", "granted_data_use", "catalog_coverage", "catalog_completeness", "catalog_review", "share_provision",
    "project_gate", "backflow_freshness", "asset_registration", "officer_appointment",
}  # fmt: skip


@pytest.fixture(scope="module")
def calendar() -> Calendar:
    """The years that the cases speak of: the same days as the whole calendar's, and quicker to load two hundred times."""
    whole = load_calendar()
    return replace(whole, days=whole.days.filter(pl.col("day").is_between(date(2024, 1, 1), date(2028, 12, 31))))


def every_case() -> list:
    return [pytest.param(rule, case, id=f"{rule}: {case.shows_en}") for rule, cases in CASES.items() for case in cases]


@pytest.fixture(scope="module", params=ENGINES)
def one_engine(request: pytest.FixtureRequest) -> Iterator[DuckDBEngine]:
    with ENGINES[request.param]() as engine:
        yield engine


@pytest.fixture
def engine(one_engine: DuckDBEngine) -> DuckDBEngine:
    """An engine in which nothing is: the one of all cases, emptied. A new one takes a fifth of a case's time."""
    con = one_engine.con
    con.execute("detach run")
    con.execute("set search_path = 'memory.main'")
    for kind, name in con.execute(HELD).fetchall():
        con.execute(f"drop {kind} {name}")
    con.execute("attach ':memory:' as run")
    con.execute("set search_path = 'memory.main,run.main'")
    assert con.execute(HELD).fetchall() == []
    return one_engine


@pytest.mark.parametrize(("rule", "case"), every_case())
def test_case(rule: str, case: Case, engine: DuckDBEngine, calendar: Calendar):
    assert differences(case, run_case(RULES[rule], case, engine, CONTRACTS, calendar)) == []


@pytest.mark.parametrize("rule", RULES)
def test_cases_cover_each_state_of_the_rule(rule: str):
    assert {expected.state for case in CASES[rule] for expected in case.expect} == STATES[rule]


@pytest.mark.parametrize("rule", RULES)
def test_cases_cover_each_border_of_the_rule(rule: str):
    covered = {border for case in CASES[rule] for border in case.covers}
    assert BORDERS[rule] - covered == set()


@pytest.mark.parametrize("rule", RULES)
def test_cases_show_what_is_not_known(rule: str):
    """A missing column, one that holds nothing and a file that ends early, wherever the rule has such a thing; nowhere else."""
    covered = {border for case in CASES[rule] for border in case.covers}
    assert {border for border in EVIDENCE if border in covered} == set(EVIDENCE) - NO_CASE.get(rule, {}).keys()
    assert ("no_duty_known" in covered) == (rule in ARISES_BY)
    assert any(column.missing == "no_obligation" for column in RULES[rule].columns) == (rule in ARISES_BY)


def test_every_rule_is_spoken_of():
    assert set(STATES) == set(BORDERS) == set(RULES)
    assert all(CASES.values())


@pytest.mark.parametrize("rule", RULES)
def test_a_case_has_a_name_of_its_own(rule: str):
    names = [case.shows_en for case in CASES[rule]]
    assert len(set(names)) == len(names)


@pytest.mark.parametrize("rule", RULES)
def test_what_covers_no_obligation_expects_none(rule: str):
    """A case that claims to show rows without an obligation has more rows than obligations."""
    for case in CASES[rule]:
        given = sum(len(rows) for export, rows in case.given.items() if export == RULES[rule].exports[0])
        assert "no_obligation" not in case.covers or given > len(case.expect), case.shows_en


def test_a_misspelt_key_of_a_case_is_refused():
    case = {"shows_zh": "例", "shows_en": "example", "given": {}, "expect": []}
    with pytest.raises(ValidationError, match="cover\n"):
        Case.model_validate(case | {"cover": []})
    with pytest.raises(ValidationError, match="dueon"):
        Case.model_validate(case | {"expect": [{"subject_id": "R1", "state": "met", "dueon": date(2026, 6, 1)}]})


def test_a_misspelt_column_or_export_of_a_case_is_refused(calendar: Calendar):
    with pytest.raises(ConfigFault, match="share_requests 没有列 recieved_on"):
        as_frame(CONTRACTS.exports["share_requests"], [{"recieved_on": date(2026, 6, 1)}])
    case = Case(shows_zh="例", shows_en="example", given={"systems": []}, expect=())
    with ENGINES["duckdb"]() as engine, pytest.raises(ConfigFault, match="没有列出的导出表：systems"):
        run_case(RULES["share_reply"], case, engine, CONTRACTS, calendar)


def test_a_case_that_is_wrong_is_told_apart(calendar: Calendar):
    """The comparison itself can fail: a wrong state, a missing obligation and one too many are each named."""
    right = CASES["share_reply"][0]
    wrong = [right.expect[0].model_copy(update={"state": "late"}), Expected(subject_id="R9", state="met")]
    with ENGINES["duckdb"]() as engine:
        rows = run_case(RULES["share_reply"], right, engine, CONTRACTS, calendar)
    assert differences(right, rows) == []
    assert differences(right, [*rows, rows[0]]) == ["R1: more than one obligation"]
    assert sorted(differences(right.model_copy(update={"expect": tuple(wrong)}), rows)) == [
        "R1: state should be late, is met",
        "R2: an obligation that was not expected, late",
        "R9: no obligation",
    ]
