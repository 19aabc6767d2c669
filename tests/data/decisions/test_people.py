"""Persons: who may enter, in which role; the last administrator stays; two who undo each other at once don't lock everybody out."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from data.access import ROLES
from data.decisions import people
from data.decisions.bodies import Person
from data.decisions.people import Unknown
from data.decisions.store import Decisions, Forbidden, Overtaken
from data.errors import RequestFault
from tests.data.decisions.conftest import ADMIN, OFFICER

CHEN = Person(name="陈科员", role="department", units=("JM002", "JM003"))
BOSS = Person(name="管理员", role="admin")


def test_a_person_enters_with_role_and_units(decisions: Decisions):
    people.keep(decisions, ADMIN, "Chen", CHEN, "联络员", 0)
    viewer = people.viewer_of(decisions, " CHEN ", "10.0.0.9")
    assert (viewer.name, viewer.role, viewer.units) == ("陈科员", "department", {"JM002", "JM003"})
    assert (viewer.login, viewer.address) == ("chen", "10.0.0.9")


def test_who_was_never_mapped_and_who_was_removed_do_not_enter(decisions: Decisions):
    with pytest.raises(Unknown, match="chen"):
        people.viewer_of(decisions, "chen", "")
    people.keep(decisions, ADMIN, "chen", CHEN, "联络员", 0)
    people.keep(decisions, ADMIN, "CHEN", CHEN.model_copy(update={"is_active": False}), "调离", 1)
    with pytest.raises(Unknown):
        people.viewer_of(decisions, "chen", "")
    assert [(login, who.is_active) for login, who, _ in people.everybody(decisions)] == [("chen", False)]


@pytest.mark.parametrize("login", ["", "  ", "x" * 201])
def test_a_login_is_something(decisions: Decisions, login: str):
    with pytest.raises(RequestFault, match="账号"):
        people.keep(decisions, ADMIN, login, CHEN, "联络员", 0)


def test_only_an_administrator_keeps_persons(decisions: Decisions):
    with pytest.raises(Forbidden):
        people.keep(decisions, OFFICER, "chen", CHEN, "联络员", 0)


def test_a_change_of_what_was_not_seen_is_refused(decisions: Decisions):
    people.keep(decisions, ADMIN, "chen", CHEN, "联络员", 0)
    with pytest.raises(Overtaken):
        people.keep(decisions, ADMIN, "chen", CHEN, "联络员", 0)


@pytest.mark.parametrize("role", [role for role in ROLES if role not in ("admin", "department")])
def test_the_last_administrator_stays(decisions: Decisions, role: str):
    people.keep(decisions, ADMIN, "root", BOSS, "首位", 0)
    for change in ({"is_active": False}, {"role": role}):
        with pytest.raises(RequestFault, match="最后一位"):
            people.keep(decisions, ADMIN, "root", BOSS.model_copy(update=change), "误操作", 1)
    people.keep(decisions, ADMIN, "root2", BOSS, "第二位", 0)
    people.keep(decisions, ADMIN, "root", BOSS.model_copy(update={"role": role}), "转岗", 1)
    assert people.viewer_of(decisions, "root", "").role == role
    with pytest.raises(RequestFault, match="最后一位"):
        people.keep(decisions, ADMIN, "root2", BOSS.model_copy(update={"is_active": False}), "误操作", 1)


def test_two_administrators_who_remove_each_other_leave_one(decisions: Decisions):
    for login in ("a", "b"):
        people.keep(decisions, ADMIN, login, BOSS, "登记", 0)

    def remove(login: str) -> bool:
        try:
            people.keep(decisions, ADMIN, login, BOSS.model_copy(update={"is_active": False}), "移除", 1)
        except RequestFault:
            return False
        return True

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(remove, ("a", "b"))) == [False, True]
    assert sum(who.is_active for _, who, _ in people.everybody(decisions)) == 1
