"""Versions of schemes: proposed by one, approved or returned by another, never changed; on both databases."""

from datetime import date

import pytest

from data.decisions import schemes
from data.decisions.bodies import SchemeApproval, SchemeProposal
from data.decisions.schemes import Version
from data.decisions.store import Decisions, Forbidden, Overtaken, SentBefore, new_thing
from data.errors import RequestFault
from tests.data.decisions.conftest import ADMIN, CONTRACTOR, LEADER, OFFICER, OTHER, UNIT

SAID = SchemeProposal(content='{"id": "v1"}', came_from="sample-2026")
DAYS = SchemeApproval(valid_from=date(2026, 7, 1), valid_to=date(2026, 12, 31))


def proposed(decisions: Decisions, version_id: str = "v1") -> Version:
    schemes.propose(decisions, OFFICER, version_id, SAID, "新年度权重")
    return schemes.version(decisions, version_id)


def test_another_person_approves_and_the_days_are_the_approvals(decisions: Decisions):
    now = proposed(decisions)
    assert (now.state, now.approval, now.is_in_force(date(2026, 7, 1))) == ("proposed", None, False)
    schemes.approve(decisions, LEADER, now, DAYS, "同意")
    found = schemes.version(decisions, "v1")
    assert (found.state, found.approval, found.decided and found.decided.name) == ("approved", DAYS, "赵局长")
    for day, holds in ((date(2026, 6, 30), False), (date(2026, 7, 1), True), (date(2026, 12, 31), True), (date(2027, 1, 1), False)):
        assert found.is_in_force(day) is holds
        assert [one.version_id for one in schemes.in_force(schemes.versions(decisions).values(), day)] == ["v1"] * holds
    assert decisions.verify_trail().faults == ()


@pytest.mark.parametrize("login", ["wang", "WANG"])
def test_who_proposed_it_does_not_approve_it(decisions: Decisions, login: str):
    now = proposed(decisions)
    author = type(OFFICER)("王审核", "leader", login=login)
    assert not now.may_decide(author)
    with pytest.raises(RequestFault, match="另一位人员"):
        schemes.approve(decisions, author, now, DAYS, "同意")
    decisions.act(author, "scheme", "v1", "approved", DAYS, reason="绕过", seen=1)
    assert schemes.version(decisions, "v1").state == "proposed", "however it came in, it counts for nothing"
    schemes.approve(decisions, OTHER, schemes.version(decisions, "v1"), DAYS, "同意")
    assert schemes.version(decisions, "v1").state == "approved"


def test_what_was_returned_stays_with_its_reason_and_is_final(decisions: Decisions):
    schemes.give_back(decisions, OTHER, proposed(decisions), "答复用时权重过高")
    found = schemes.version(decisions, "v1")
    assert (found.state, found.decided and found.decided.reason, found.said) == ("returned", "答复用时权重过高", SAID)
    with pytest.raises(RequestFault, match="已由李审核退回"):
        schemes.approve(decisions, LEADER, found, DAYS, "同意")
    decisions.act(LEADER, "scheme", "v1", "approved", DAYS, reason="绕过", seen=2)
    assert schemes.version(decisions, "v1").state == "returned"


def test_a_version_is_never_changed_in_place(decisions: Decisions):
    proposed(decisions)
    other = SAID.model_copy(update={"content": '{"id": "v1", "total": 120}'})
    with pytest.raises(RequestFault, match="方案编号 v1 已被使用"):
        schemes.propose(decisions, OTHER, "v1", other, "改一改")
    decisions.act(OTHER, "scheme", "v1", "proposed", other, reason="绕过", seen=1)
    assert schemes.version(decisions, "v1").said == SAID
    with pytest.raises(RequestFault, match="没有编号为 v2"):
        schemes.version(decisions, "v2")


def test_the_newer_days_come_first(decisions: Decisions):
    for name, start in (("v1", date(2026, 1, 1)), ("v2", date(2026, 7, 1)), ("v3", date(2027, 1, 1))):
        schemes.approve(decisions, LEADER, proposed(decisions, name), SchemeApproval(valid_from=start), "同意")
    assert [one.version_id for one in schemes.in_force(schemes.versions(decisions).values(), date(2026, 8, 1))] == ["v2", "v1"]
    assert list(schemes.versions(decisions)) == ["v1", "v2", "v3"]


def test_two_who_decide_at_once(decisions: Decisions):
    now = proposed(decisions)
    schemes.give_back(decisions, OTHER, now, "再议")
    with pytest.raises(Overtaken):
        schemes.approve(decisions, LEADER, now, DAYS, "同意")


def test_one_sending_is_one_version(decisions: Decisions):
    token = new_thing()
    first = schemes.propose(decisions, OFFICER, "v1", SAID, "新年度", token)
    assert schemes.propose(decisions, OFFICER, "v1", SAID, "新年度", token) == first
    with pytest.raises(SentBefore):
        schemes.propose(decisions, OFFICER, "v2", SAID, "改了", token)
    assert list(schemes.versions(decisions)) == ["v1"]


def test_roles_and_bodies_are_checked(decisions: Decisions):
    for viewer in (LEADER, UNIT, CONTRACTOR, ADMIN):
        with pytest.raises(Forbidden):
            schemes.propose(decisions, viewer, "v1", SAID, "x")
    now = proposed(decisions)
    for viewer in (UNIT, CONTRACTOR, ADMIN):
        assert not now.may_decide(viewer)
        with pytest.raises(Forbidden):
            schemes.give_back(decisions, viewer, now, "x")
    with pytest.raises(RequestFault, match="截止日早于起始日"):
        decisions.act(LEADER, "scheme", "v1", "approved", {"valid_from": "2026-07-02", "valid_to": "2026-07-01"}, reason="x", seen=1)
    with pytest.raises(RequestFault, match="理由"):
        schemes.approve(decisions, LEADER, now, DAYS, " ")
