"""Persons: who may enter under which login, in which role, for which units. A change is an act; the last act on a login is what holds."""

from collections.abc import Mapping
from typing import Any

from data.access import MAY, Viewer
from data.decisions.acts import Act
from data.decisions.bodies import Person
from data.decisions.store import Decisions
from data.errors import RequestFault

LONGEST = 200  # signs of a login, as the tables hold them


class Unknown(RequestFault):
    """Nobody may enter under this login: it was never mapped to a person, or the person is no longer active."""

    def __init__(self, login: str):
        super().__init__(f"账号“{login}”尚未登记，或已停用。请联系管理员登记。")
        self.login = login


def login_of(text: str) -> str:
    """A login as it is kept and compared: without spaces around it, in lower case. Raises RequestFault when none is left."""
    login = text.strip().casefold()
    if not login or len(login) > LONGEST:
        raise RequestFault(f"账号不能为空，也不能超过 {LONGEST} 个字符。请按登录系统给出的账号填写。")
    return login


def keep(
    decisions: Decisions, viewer: Viewer, login: str, said: Person | Mapping[str, Any], reason: str, seen: int,
    token: str | None = None,
) -> Act:  # fmt: skip
    """Say who somebody is from now on. `seen`: the seq of the last act on the login, 0 for a new one. `token`: of one sending of one form.

    Raises RequestFault when nobody would be left who keeps the persons, and what `Decisions.act` raises.
    """
    known = login_of(login)
    before = decisions.last("person", known)
    with decisions.acting(viewer) as record:
        act = record("person", known, "made", said, reason=reason, seen=seen, token=token)
        if before and _keeps_people(before) and not any(map(_keeps_people, record.standing("person"))):
            raise RequestFault("这是最后一位在用的管理员，不能停用，也不能改作其他角色。请先登记另一位管理员。")
    return act


def person(decisions: Decisions, login: str) -> Act | None:
    """The act that says who the login is, None when it was never mapped."""
    return decisions.last("person", login_of(login))


def known(decisions: Decisions, login: str) -> Act:
    """The same for a login that must be there. Raises Unknown."""
    if act := person(decisions, login):
        return act
    raise Unknown(login)


def everybody(decisions: Decisions) -> list[tuple[str, Person, Act]]:
    """Every login with its person and the act that says so, in the order of logins; who is no longer active included."""
    return [(act.thing, of(act), act) for act in sorted(decisions.standing("person"), key=lambda act: act.thing)]


def viewer_of(decisions: Decisions, login: str, address: str) -> Viewer:
    """The viewer that a signed-in login is at this moment. Raises Unknown; one look-up by index, made at every rerun."""
    act = person(decisions, login)
    if act is None or not of(act).is_active:
        raise Unknown(login)
    found = of(act)
    return Viewer(found.name, found.role, frozenset(found.units) if found.units else None, login=act.thing, address=address)


def of(act: Act) -> Person:
    """Who an act on a login says that it is."""
    assert isinstance(act.body, Person)
    return act.body


def _keeps_people(act: Act) -> bool:
    return of(act).is_active and "keep_people" in MAY[of(act).role]
