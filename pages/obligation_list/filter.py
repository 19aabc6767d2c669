"""The address read as a filter of obligations: a figure and its list are the same question."""

from data.decisions import orders
from data.errors import RequestFault
from metrics.comparison.order_outcome import names
from metrics.run.filter import Filter
from pages.look.states import OPEN
from pages.obligation_list import filter_by_change
from pages.shell.address import Place
from pages.shell.session import Session

DONE, NOT_DONE = ("met", "late"), ("overdue", "unmet", "pending")


def wanted(s: Session, place: Place | None = None) -> Filter:
    """The filter that the address (or another place) asks for. Raises RequestFault for a unit or rule that isn't there to be seen."""
    place, w = place or s.place, s.w
    if place.unit is not None and place.unit not in s.reader.units()["unit_id"].to_list():
        raise RequestFault(w("unit.not_seen", unit=place.unit))
    if place.rule is not None and place.rule not in s.reader.rules()["rule_id"].to_list():
        raise RequestFault(w("list.no_rule", rule=place.rule))
    return Filter(
        unit_id=place.unit, rule_id=place.rule, states=_states(place), counted=place.counted, backlog=place.backlog,
        provisional=place.provisional, undecided=place.undecided, reason=place.reason, counterpart_id=place.counterpart, clock=place.clock,
        arose_from=place.arose_from, arose_to=place.arose_to, days_from=place.days_from, days_to=place.days_to,
        due_from=place.due_from, due_to=place.due_to, refreshed_from=place.refreshed_from, refreshed_to=place.refreshed_to,
        min_days_late=place.late, search=place.q or None,
        rows=filter_by_change.rows_of(s, place), named=_named_by(s, place),
    )  # fmt: skip


def _states(place: Place) -> tuple[str, ...] | None:
    """The state that was picked, or those of what is done or isn't, or open; both together when both are said."""
    kinds = OPEN if place.open else None if place.done is None else DONE if place.done else NOT_DONE
    if place.state is None:
        return kinds
    return (place.state,) if kinds is None or place.state in kinds else ()


def _named_by(s: Session, place: Place) -> tuple[str, ...] | None:
    """The obligations of the order in a place. Raises RequestFault for one that isn't the viewer's to see; None when there is none."""
    return names(orders.order(s.decisions, s.viewer, place.order).said) if place.order else None
