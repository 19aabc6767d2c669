"""Contacts: who in a unit gets what is sent to it. A change is an act; the last act on a unit is what holds."""

from data.access import Viewer
from data.decisions.acts import Act
from data.decisions.bodies import Contact
from data.decisions.store import Decisions
from data.errors import RequestFault


def contacts(decisions: Decisions) -> dict[str, Contact]:
    """Unit id → its contact, of the units that have one."""
    return {act.thing: of(act) for act in decisions.standing("contact")}


def keep(decisions: Decisions, viewer: Viewer, unit_id: str, said: Contact | dict[str, str], reason: str, token: str | None = None) -> Act:
    """Say who gets what is sent to a unit from now on. Raises what `Decisions.act` raises."""
    return decisions.act(viewer, "contact", unit_id, "made", said, reason=reason, seen=seen(decisions, unit_id), token=token)


def remove(decisions: Decisions, viewer: Viewer, unit_id: str, reason: str, token: str | None = None) -> Act:
    """Nobody of the unit gets mail any more. Raises RequestFault when it has no contact, and what `Decisions.act` raises."""
    last = decisions.last("contact", unit_id)
    if last is None or last.verb == "revoked":
        raise RequestFault(f"单位 {unit_id} 没有登记联系人，无须撤销。请用 python cli.py contacts list 查看。")
    return decisions.act(viewer, "contact", unit_id, "revoked", reason=reason, seen=last.seq, token=token)


def seen(decisions: Decisions, unit_id: str) -> int:
    """The seq of the last act on a unit's contact, 0 for none."""
    last = decisions.last("contact", unit_id)
    return last.seq if last else 0


def of(act: Act) -> Contact:
    """The contact that an act names."""
    assert isinstance(act.body, Contact)
    return act.body
