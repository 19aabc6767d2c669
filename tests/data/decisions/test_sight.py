"""Which acts a viewer is shown: a department those of its own units and of no single unit, notes only when they are meant for it."""

from datetime import date

from data.decisions.bodies import Exemption, Note
from data.decisions.sight import seen_by
from data.decisions.store import Decisions
from tests.data.decisions.conftest import ADMIN, OFFICER, STRANGER, UNIT

DAY = date(2026, 7, 1)


def test_a_department_is_shown_what_concerns_it(decisions: Decisions):
    for thing, unit in (("own", "JM002"), ("other", "JM003"), ("whole", None)):
        decisions.act(OFFICER, "exemption", thing, "made", Exemption(rule_id="r", unit_id=unit, start=DAY), reason="故障")
    decisions.act(OFFICER, "exemption", "own", "revoked", reason="已恢复", seen=1)
    assert [act.thing for act, _ in seen_by(OFFICER, decisions, "exemption")] == ["own", "other", "whole", "own"]
    assert [act.thing for act, _ in seen_by(UNIT, decisions, "exemption")] == ["own", "whole", "own"]
    assert [act.thing for act, _ in seen_by(STRANGER, decisions, "exemption")] == ["other", "whole"]
    assert seen_by(ADMIN, decisions, "exemption") == []
    revoked, said = seen_by(UNIT, decisions, "exemption")[-1]
    assert (revoked.verb, said.unit_id) == ("revoked", "JM002")


def test_a_note_is_for_the_authority_unless_it_is_shown(decisions: Decisions):
    for thing, is_shown in (("inner", False), ("outer", True)):
        note = Note(period="2026H1", unit_id="JM002", item_id="reply", is_shown_to_unit=is_shown)
        decisions.act(OFFICER, "note", thing, "made", note, reason="核实中")
    assert [act.thing for act, _ in seen_by(OFFICER, decisions, "note")] == ["inner", "outer"]
    assert [act.thing for act, _ in seen_by(UNIT, decisions, "note")] == ["outer"]
    assert seen_by(STRANGER, decisions, "note") == []
