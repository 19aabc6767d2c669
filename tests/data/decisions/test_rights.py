"""Every role against every act, on its own unit and on another's: what `MAY` says passes, nothing else does, and nothing is recorded."""

from datetime import date, timedelta
from typing import Any

import pytest

from data.access import MAY, ROLES, Role, Viewer
from data.decisions.acts import KINDS
from data.decisions.store import Decisions, Forbidden, new_thing
from data.settings import Home, Settings

OWN, OTHER, NOBODYS = "U1", "U2", None
DAY = date(2026, 6, 30)
FIRST = {
    "objection": "filed",
    "period": "reviewed",
    "delivery": "retried",
    "batch": "withdrawn",
    "scheme": "proposed",
    "order": "issued",
}  # what must come before the other verbs; elsewhere "made"

BODIES: dict[tuple[str, str], dict[str, Any]] = {
    ("exemption", "made"): {"rule_id": "share_reply", "subject_id": "SQ1", "start": DAY},
    ("adjustment", "made"): {"period": "2026H1", "points": -1.0, "start": DAY},
    ("note", "made"): {"period": "2026H1", "rule_id": "share_reply"},
    ("wait", "made"): {"rule_id": "share_reply", "subject_id": "SQ1", "start": DAY},
    ("stop_clock", "made"): {"rule_id": "share_reply", "is_on": True},
    ("mapping", "made"): {"kind": "value", "scope": "share_class", "text": "按条件", "target": "有条件共享"},
    ("empty_column", "made"): {
        "export": "systems",
        "column_name": "registered_on",
        "export_title": "信息系统台账",
        "column_label": "平台登记日期",
    },
    ("batch", "withdrawn"): {"export": "usage", "file_name": "a.csv", "exported_on": DAY, "accepted": 3},
    ("person", "made"): {"name": "某人", "role": "analyst"},
    ("objection", "filed"): {"period": "2026H1", "run_id": "r", "item_id": "reply", "wants": "points", "answer_by": DAY},
    ("order", "issued"): {
        "unit_name": "某局",
        "issuer_name": "数据局",
        "matter": "限期答复",
        "run": "r",
        "period": "2026H1",
        "as_of": DAY,
        "obligations": ({"rule_id": "share_reply", "subject_id": "SQ1"},),
        "issued_on": DAY,
        "due_on": DAY + timedelta(days=21),
    },
    ("order", "closed"): {"closed_on": DAY},
    ("period", "reviewed"): {"run_id": "r", "objections_until": DAY, "answer_days": 5},
    ("period", "signed"): {"run_id": "r"},
    ("period", "published"): {"run_id": "r", "edition": 1, "manifest": "m", "trail": "t"},
    ("scheme", "proposed"): {"content": "{}", "came_from": "sample-2026"},
    ("scheme", "approved"): {"valid_from": DAY},
    ("contact", "made"): {"name": "陈科员", "email": "chen@example.gov.cn"},
    ("delivery", "retried"): {"key": "weekly/2026-W27/U1/mail", "was": "failed"},
    ("delivery", "confirmed"): {"key": "weekly/2026-W27/U1/mail", "was": "uncertain"},
    ("delivery", "given_up"): {"key": "weekly/2026-W27/U1/mail", "was": "failed"},
    ("token", "made"): {"name": "市门户", "scope": "figures", "expires_on": DAY, "digest": "0" * 64},
}
WITH_UNIT = ("exemption", "adjustment", "note", "wait", "objection", "order")
ACTS = [(about, verb) for about, verbs in KINDS.items() for verb in verbs]
CASES = [
    (role, about, verb, unit) for role in ROLES for about, verb in ACTS for unit in ((OWN, OTHER) if about in WITH_UNIT else (NOBODYS,))
]


def person(role: Role) -> Viewer:
    return Viewer(f"某{role}", role, frozenset({OWN}) if role == "department" else None, login=f"x-{role}")


def body(about: str, verb: str, unit: str | None) -> dict[str, Any]:
    names_unit = unit and (about, verb) in BODIES and "unit_id" in KINDS[about][verb][0].model_fields
    return BODIES.get((about, verb), {}) | ({"unit_id": unit} if names_unit else {})


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Decisions:
    home = Home(tmp_path_factory.mktemp("rights")).create()
    return Decisions(home, Settings(home=home.path))


def opener(about: str, unit: str | None) -> Viewer:
    """Somebody who may do the first act on the thing."""
    if about == "objection":
        return Viewer("单位经办", "department", frozenset({str(unit)}), login="opener")
    return person("admin" if about in ("person", "token") else "officer")


@pytest.mark.parametrize(("role", "about", "verb", "unit"), CASES)
def test_what_the_roles_may_passes_and_nothing_else(store: Decisions, role: Role, about: str, verb: str, unit: str | None):
    thing, seen = new_thing(), 0
    first = FIRST.get(about, "made")
    if verb != first:
        seen = store.act(opener(about, unit), about, thing, first, body(about, first, unit), reason="起因").seq
    before, lines = len(store.acts(about)), len(store.trail_lines())
    allowed = KINDS[about][verb][1] in MAY[role] and not (role == "department" and unit != OWN)
    if allowed:
        assert store.act(person(role), about, thing, verb, body(about, verb, unit), reason="理由", seen=seen).seq == seen + 1
        return
    with pytest.raises(Forbidden):
        store.act(person(role), about, thing, verb, body(about, verb, unit), reason="理由", seen=seen)
    assert len(store.acts(about)) == before
    assert len(store.trail_lines()) == lines


def test_a_department_can_do_nothing_but_object_and_reply():
    assert {action for action in MAY["department"] if action not in ("see_figures", "export")} == {"object", "reply"}


def test_every_act_is_somebodys_and_an_objection_is_never_answered_by_a_department():
    held = set().union(*MAY.values())
    assert {action for verbs in KINDS.values() for _, action in verbs.values()} <= held
    assert not {"answer", "exempt", "adjust", "publish", "sign"} & MAY["department"]
    assert not {"see_figures", "see_city", "export"} & MAY["admin"]
    assert "export" not in MAY["contractor"]
