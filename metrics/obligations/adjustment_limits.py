"""Points by an officer's decision, within what the scheme allows."""

from collections.abc import Callable
from dataclasses import dataclass

from data.decisions.acts import Act
from data.decisions.bodies import PointAdjustment
from data.decisions.store import Decisions
from data.errors import RequestFault
from metrics.obligations.decisions_in_force import limit_fault
from metrics.schemes.scheme import Scheme


@dataclass(frozen=True)
class Room:
    """How far an item or the total of a unit may be moved: at most ±`limit` points in all; `used` so far, with its sign."""

    limit: float
    used: float

    @property
    def up(self) -> float:
        """The points that may still be given."""
        return round(self.limit - self.used, 2)

    @property
    def down(self) -> float:
        """The points that may still be taken."""
        return round(self.limit + self.used, 2)


def room(scheme: Scheme, decisions: Decisions, period: str, unit_id: str, item_id: str | None, without: str | None = None) -> Room:
    """The room left on an item or the total. `without`: the thing that is about to be changed."""
    said = [act.body for act in decisions.standing("adjustment") if act.thing != without and isinstance(act.body, PointAdjustment)]
    used = sum(b.points for b in said if (b.period, b.unit_id, b.item_id) == (period, unit_id, item_id))
    return Room(scheme.limits.per_item if item_id else scheme.limits.per_total, round(used, 2))


def within(scheme: Scheme, decisions: Decisions) -> Callable[[Act], None]:
    """A check of an act that was just recorded and can still be undone: raises RequestFault when it goes beyond the limits."""

    def check(act: Act) -> None:
        if isinstance(act.body, PointAdjustment):
            others = [other for other in decisions.standing("adjustment") if other.thing != act.thing]
            if fault := limit_fault(scheme, others, act.body):
                raise RequestFault(fault)

    return check
