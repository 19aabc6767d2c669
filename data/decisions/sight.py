"""Which acts a viewer may see. Acts on people and periods have pages of their own."""

from collections.abc import Iterable

from data.access import Viewer
from data.decisions.acts import Act
from data.decisions.bodies import Body, Note
from data.decisions.store import Decisions


def seen_by(viewer: Viewer, decisions: Decisions, about: str) -> list[tuple[Act, Body]]:
    """The acts of one kind that concern the viewer's units or no single unit, oldest first, each with what the act it follows last said.

    A revocation says nothing of its own, so it comes with the body of what it revoked. A note is for the authority unless shown to the unit.
    What names no unit itself is of the unit that the first act on the thing names.
    """
    first: dict[str, Body] = {}
    told = [(act, body, first.setdefault(act.thing, body)) for act, body in _said(decisions.acts(about))]
    return [(act, body) for act, body, began in told if may_see(viewer, body if hasattr(body, "unit_id") else began)]


def may_see(viewer: Viewer, body: Body) -> bool:
    """Whether what an act says is the viewer's to know."""
    if not viewer.may("see_figures"):
        return False
    unit = getattr(body, "unit_id", None)
    if isinstance(body, Note) and viewer.scope is not None:
        return body.is_shown_to_unit and viewer.answers_for(unit)
    return unit is None or viewer.answers_for(unit)


def _said(acts: Iterable[Act]) -> list[tuple[Act, Body]]:
    last: dict[str, Body] = {}
    told = []
    for act in acts:
        body = last[act.thing] if act.verb == "revoked" else act.body
        last[act.thing] = body
        told.append((act, body))
    return told
