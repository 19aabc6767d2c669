"""A column that is really empty is confirmed by an act and taken back by one; what can't be so is told in a sentence."""

import pytest

from data.access import OPERATOR, Viewer
from data.contracts.contracts import load_contracts
from data.decisions.empty_columns import confirm, emptied, listed, named, take_back, told_of
from data.decisions.store import Decisions, Forbidden, Overtaken
from data.decisions.withdrawals import facts_of, withdraw
from data.errors import RequestFault
from data.facts.store import Facts
from data.settings import Home, Settings
from tests.data.facts.usage_files import APRIL, DEPARTMENTS, JUNE, MAY, take

CONTRACTS = load_contracts()
COLUMN = named(CONTRACTS, "usage", "last_used_on")
HEAD = "申请编号,首次使用时间,最近使用时间\n"


@pytest.fixture
def decisions(home: Home) -> Decisions:
    return Decisions(home, Settings(home=home.path))


@pytest.fixture
def facts(home: Home, decisions: Decisions) -> Facts:
    facts = facts_of(home, decisions)
    take(facts, DEPARTMENTS, APRIL)
    take(facts, HEAD + "SQ1,2026-03-01,\n", MAY)
    return facts


def test_it_is_confirmed_with_a_reason_and_taken_back(facts: Facts, decisions: Decisions):
    act = confirm(decisions, facts, OPERATOR, *COLUMN, "平台没有这项记录")
    assert (act.thing, act.verb, act.reason) == ("usage.last_used_on", "made", "平台没有这项记录")
    assert act.body.model_dump() == {
        "export": "usage",
        "column_name": "last_used_on",
        "export_title": "共享数据使用情况",
        "column_label": "最近使用时间",
    }
    (one,) = listed(facts, decisions, [("usage", "last_used_on"), ("usage", "first_used_on")])
    assert (one.column_name, one.is_confirmed, [b.exported_on for b in one.files]) == ("last_used_on", True, [MAY])
    take_back(decisions, OPERATOR, *COLUMN, "又查到了")
    assert [a.verb for a in told_of(decisions)["usage.last_used_on"]] == ["made", "revoked"]
    assert not listed(facts, decisions, [])[0].is_confirmed


def test_what_was_decided_is_listed_also_when_the_column_is_filled_now(facts: Facts, decisions: Decisions):
    confirm(decisions, facts, OPERATOR, *COLUMN, "没有")
    take(facts, HEAD + "SQ1,2026-03-01,2026-06-02\n", JUNE)
    (one,) = listed(facts, decisions, [("usage", "last_used_on")])
    assert (one.is_confirmed, one.files) == (True, ())


def test_twice_and_never_and_by_whom_are_told(facts: Facts, decisions: Decisions):
    with pytest.raises(RequestFault, match="没有被确认为空列"):
        take_back(decisions, OPERATOR, *COLUMN, "x")
    with pytest.raises(Forbidden):
        confirm(decisions, facts, Viewer("某人", "analyst", login="a"), *COLUMN, "x")
    with pytest.raises(RequestFault, match="理由"):
        confirm(decisions, facts, OPERATOR, *COLUMN, " ")
    confirm(decisions, facts, OPERATOR, *COLUMN, "没有")
    with pytest.raises(RequestFault, match="《共享数据使用情况》的“最近使用时间”列已由operator确认确属空列，理由：没有"):
        confirm(decisions, facts, OPERATOR, *COLUMN, "也没有")
    with pytest.raises(Overtaken):
        confirm(decisions, facts, OPERATOR, *COLUMN, "也没有", seen=0)


@pytest.mark.parametrize("column", ["first_used_on", "calls"])
def test_a_column_that_is_filled_or_missing_is_not_confirmed(facts: Facts, decisions: Decisions, column: str):
    with pytest.raises(RequestFault, match="没有空着的，不需要确认"):
        confirm(decisions, facts, OPERATOR, *named(CONTRACTS, "usage", column), "没有")


def test_a_batch_that_was_withdrawn_shows_nothing(facts: Facts, decisions: Decisions):
    (batch,) = emptied(facts, "usage", "last_used_on")
    withdraw(decisions, OPERATOR, batch, "错")
    assert emptied(facts, "usage", "last_used_on") == []


def test_an_export_and_a_column_go_by_their_ids_and_their_names():
    assert named(CONTRACTS, "共享数据使用情况", "最近调用时间") == COLUMN
    with pytest.raises(RequestFault, match=r"没有名为“使用”的导出表，可用：.*共享数据使用情况"):
        named(CONTRACTS, "使用", "calls")
    with pytest.raises(RequestFault, match="《共享数据使用情况》没有名为“时间”的列，可用：申请编号、首次使用时间"):
        named(CONTRACTS, "usage", "时间")
