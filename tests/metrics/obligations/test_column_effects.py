"""What a file's missing and empty columns leave open, told from the rules alone."""

import json
from datetime import date
from pathlib import Path

import pytest

from data.contracts.contracts import load_contracts
from data.facts.store import Facts
from data.settings import Home
from metrics.assessment.assess import columns_without
from metrics.obligations.column_effects import ColumnEffect, column_effects
from metrics.rulebook.rulebook import Rule, load_rules
from tests.data.facts.usage_files import DEPARTMENTS, take


@pytest.fixture(scope="module")
def rules() -> dict[str, Rule]:
    return load_rules()


def effects(rules: dict[str, Rule], export: str, missing: tuple[str, ...] = (), empty: tuple[str, ...] = ()) -> list[ColumnEffect]:
    return column_effects(rules.values(), export, missing, empty)


def test_a_ledger_without_the_filing_days_leaves_three_rules_unknown(rules: dict[str, Rule]):
    found = effects(rules, "systems", ("registered_on", "plan_filed_on", "retired_on"))
    assert found == [
        ColumnEffect("registered_on", False, "unknown", ("system_registration",)),
        ColumnEffect("plan_filed_on", False, "unknown", ("plan_filing",)),
    ]
    assert not any(one.is_doubtful for one in found), "a column that is not there is no doubt"


def test_one_column_may_mean_several_things(rules: dict[str, Rule]):
    found = effects(rules, "share_requests", ("replied_on", "extended", "withdrawn_on"))
    assert {(one.column, one.missing): one.rule_ids for one in found} == {
        ("replied_on", "unknown"): ("share_reply",), ("replied_on", "no_obligation"): ("share_provision",),
        ("extended", "either_period"): ("share_reply",), ("withdrawn_on", "as_empty"): ("share_reply",),
    }  # fmt: skip


def test_an_empty_column_is_a_doubt_only_where_it_may_count_as_missing(rules: dict[str, Rule]):
    found = effects(rules, "catalog_changes", empty=("extended", "submitted_on", "reviewed_on"))
    assert all(one.is_empty for one in found)
    assert {(one.column, one.missing): one.is_doubtful for one in found} == {
        ("extended", "either_period"): False, ("submitted_on", "unknown"): True,
        ("submitted_on", "no_obligation"): False, ("reviewed_on", "unknown"): True,
    }  # fmt: skip


def test_a_column_that_no_rule_rests_on_leaves_nothing_open(rules: dict[str, Rule]):
    assert effects(rules, "systems", ("retired_on",)) == effects(rules, "systems") == []


def test_a_batch_tells_its_empty_columns_and_an_older_one_is_read_for_them(tmp_path: Path):
    facts = Facts(Home(tmp_path / "home"))
    take(facts, DEPARTMENTS, date(2026, 4, 30))
    batch = take(facts, "申请编号,首次使用时间,最近使用时间\nSQ1,2026-03-01,\n", date(2026, 6, 30))
    assert batch.empty == ("last_used_on",)
    contract, rows = load_contracts().exports["usage"], facts.rows_path(batch)
    told = columns_without(batch, contract, rows)
    assert told == (frozenset({"calls"}), frozenset({"last_used_on"}))
    assert columns_without(batch.model_copy(update={"empty": None}), contract, rows) == told
    kept = batch.model_copy(update={"empty": ()})
    assert columns_without(kept, contract, rows)[1] == frozenset(), "what the manifest says is taken, and the rows are not read again"


def test_a_manifest_of_before_is_read(tmp_path: Path):
    facts = Facts(Home(tmp_path / "home"))
    batch = take(facts, DEPARTMENTS, date(2026, 4, 30))
    manifest = facts.home.batches / batch.batch_id / "manifest.json"
    told = json.loads(manifest.read_text(encoding="utf-8"))
    del told["empty"]
    manifest.write_text(json.dumps(told), encoding="utf-8")
    assert Facts(facts.home).batch(batch.batch_id).empty is None


def test_a_column_that_is_confirmed_to_be_empty_is_in_no_doubt():
    plain = column_effects(load_rules().values(), "corrections", (), ("fed_back_on",))
    assert [one.is_doubtful for one in plain] == [True]
    assert column_effects(load_rules().values(), "corrections", (), ("fed_back_on",), {("corrections", "fed_back_on")}) == []
    assert len(column_effects(load_rules().values(), "corrections", ("fed_back_on",), (), {("corrections", "fed_back_on")})) == 1
