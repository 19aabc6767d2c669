"""A batch that was withdrawn is kept and does not count; the one before it does again, until the withdrawal is taken back."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.access import OPERATOR, Viewer
from data.contracts.contracts import load_contracts
from data.decisions.store import Decisions, Forbidden, Overtaken
from data.decisions.withdrawals import facts_of, take_back, told_of, withdraw, withdrawn
from data.errors import FileFault, RequestFault
from data.facts.store import Facts
from data.intake import Source, ingest, read, rejects_workbook
from data.settings import Home, Settings
from tests.data.facts.usage_files import APRIL, DEPARTMENTS, JUNE, MAY, NOW, USAGE, take


@pytest.fixture
def decisions(home: Home) -> Decisions:
    return Decisions(home, Settings(home=home.path))


@pytest.fixture
def facts(home: Home, decisions: Decisions) -> Facts:
    facts = facts_of(home, decisions)
    take(facts, DEPARTMENTS, APRIL)
    return facts


def counting(facts: Facts, day: date) -> list[str]:
    return [b.batch_id for b in facts.in_force(day).get("usage", [])]


def test_the_batch_before_is_in_force_again_and_nothing_is_deleted(facts: Facts, decisions: Decisions):
    first, second = take(facts, USAGE + "SQ1,2026-03-01\n", MAY), take(facts, USAGE + "SQ2,2026-03-01\n", JUNE)
    act = withdraw(decisions, OPERATOR, second, "导出时选错了区划")
    assert (act.verb, act.reason, act.body.model_dump()["file_name"]) == ("withdrawn", "导出时选错了区划", "a.csv")
    assert counting(facts, JUNE) == [first.batch_id]
    assert facts.batches()[-2:] == [first, second], "it is still listed"
    assert facts.original(second) == (USAGE + "SQ2,2026-03-01\n").encode()
    take_back(decisions, OPERATOR, second, "核对无误")
    assert counting(facts, JUNE) == [second.batch_id]
    assert [act.verb for act in told_of(decisions)[second.batch_id]] == ["withdrawn", "revoked"]


def test_corrections_go_with_their_batch_and_can_not_come_after_it(facts: Facts, decisions: Decisions):
    batch = take(facts, USAGE + "SQ1,2026-03-01\nSQ2,待定\n", MAY)
    book = rejects_workbook(batch, facts.rejected(batch), load_contracts())
    corrected = read(Source("r.xlsx", lambda: book), facts, load_contracts())
    withdraw(decisions, OPERATOR, batch, "错")
    with pytest.raises(FileFault, match="已被撤回"):
        read(Source("r.xlsx", lambda: book), facts, load_contracts())
    facts.commit(corrected, by="x", received_at=NOW + timedelta(hours=1))
    assert counting(facts, JUNE) == []


def test_a_directory_that_was_withdrawn_resolves_no_name(facts: Facts, decisions: Decisions):
    (directory,) = facts.in_force(JUNE)["departments"]
    withdraw(decisions, OPERATOR, directory, "错")
    assert len(facts.departments(JUNE)[0]) == 0


def test_the_same_file_again_is_told_to_be_withdrawn(facts: Facts, decisions: Decisions):
    batch = take(facts, USAGE + "SQ1,2026-03-01\n", MAY)
    withdraw(decisions, OPERATOR, batch, "错")
    again: list = [("a.csv", facts.original(batch))]
    (outcome,) = ingest(again, facts, load_contracts(), exported_on=MAY, by="x", received_at=NOW)
    assert outcome.status == "already"
    assert "后被撤回" in outcome.sentence
    assert counting(facts, JUNE) == []


def test_twice_and_never_are_told(facts: Facts, decisions: Decisions):
    batch = take(facts, USAGE + "SQ1,2026-03-01\n", MAY)
    with pytest.raises(RequestFault, match="没有被撤回"):
        take_back(decisions, OPERATOR, batch, "x")
    withdraw(decisions, OPERATOR, batch, "错")
    with pytest.raises(RequestFault, match="已由operator撤回，理由：错"):
        withdraw(decisions, OPERATOR, batch, "也错")
    with pytest.raises(Overtaken):
        withdraw(decisions, OPERATOR, batch, "也错", seen=0)
    with pytest.raises(RequestFault, match="理由"):
        take_back(decisions, OPERATOR, batch, "  ")
    with pytest.raises(Forbidden):
        take_back(decisions, Viewer("某人", "analyst", login="a"), batch, "x")


@pytest.fixture(scope="module")
def chain(tmp_path_factory: pytest.TempPathFactory) -> Facts:
    """Full, cumulative, cumulative, full, cumulative: five days."""
    facts = Facts(Home(tmp_path_factory.mktemp("chain") / "home"))
    take(facts, DEPARTMENTS, APRIL)
    for n, mode in enumerate(("full", "cumulative", "cumulative", "full", "cumulative")):
        take(facts, f"{USAGE}SQ{n},2026-03-01\n", MAY + timedelta(days=n), mode=mode)
    return facts


@given(st.sets(st.integers(0, 4)))
def test_what_counts_is_what_would_had_the_others_never_come_in(chain: Facts, gone: set[int]):
    """Full listings replace, cumulative ones add: worked out by hand for every subset."""
    batches = [b for b in chain.batches() if b.export == "usage"]
    left = [n for n in range(5) if n not in gone]
    start = max((n for n in left if batches[n].mode == "full"), default=0)
    expected = [batches[n].batch_id for n in left if n >= start]
    assert counting(chain.without({batches[n].batch_id for n in gone}), JUNE) == expected


def test_only_acts_that_withdraw_are_told(decisions: Decisions):
    decisions.act(OPERATOR, "stop_clock", "share_reply", "made", {"rule_id": "share_reply", "is_on": True}, reason="x")
    assert withdrawn(decisions.acts()) == {}
