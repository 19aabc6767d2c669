"""What becomes of a rectification order: issued → replied → closed, or returned, or revoked. Folded from its acts, which are never changed."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal, cast

from data.calendar import Calendar
from data.decisions.acts import Act
from data.decisions.bodies import Closing, Order

Stage = Literal["open", "replied", "closed", "revoked"]
Status = Literal["open", "overdue", "replied", "closed", "revoked"]
ABOUT = "order"


@dataclass(frozen=True)
class Course:
    """One order as it stands. `number` names it among people, in the store and in the figures: 〔2026〕3号.

    `closing`: the act that closed it, none while it is not closed.
    """

    number: str
    said: Order
    stage: Stage
    closing: Act | None
    acts: tuple[Act, ...]

    @property
    def issued(self) -> Act:
        """Its first act."""
        return self.acts[0]

    @property
    def reply(self) -> Act | None:
        """The newest reply of its unit."""
        return next((act for act in reversed(self.acts) if act.verb == "replied"), None)

    @property
    def seen(self) -> int:
        """The seq of its last act, to be given with the next."""
        return self.acts[-1].seq

    @property
    def closed_on(self) -> date | None:
        """Since when it is complied with."""
        return cast(Closing, self.closing.body).closed_on if self.closing else None

    @property
    def is_open(self) -> bool:
        """Whether something is still to be done about it: by its unit, or after a reply by an officer."""
        return self.stage in ("open", "replied")

    def is_late(self, today: date) -> bool:
        """Whether its limit has passed and it is not closed, or was closed after it. A fact, whatever was replied."""
        return (self.closed_on or today) > self.said.due_on if self.stage != "revoked" else False

    def status(self, today: date) -> Status:
        """How it stands today. A reply stands before a limit that has passed: the officer's move comes next."""
        return "overdue" if self.stage == "open" and self.is_late(today) else self.stage

    def days_left(self, today: date, calendar: Calendar) -> int:
        """Working days left until its limit; negative when it is late by working days."""
        return calendar.working_days(today, self.said.due_on)


def courses(acts: Iterable[Act]) -> list[Course]:
    """Every order among acts in the order in which they were recorded."""
    by_number: dict[str, list[Act]] = {}
    for act in acts:
        by_number.setdefault(act.thing, []).append(act)
    return [_fold(of_one) for of_one in by_number.values()]


def counting(acts: Iterable[Act]) -> list[Act]:
    """The acts that change figures: the issue of every order that is not revoked, and the closing where it is closed."""
    standing = (one for one in courses(acts) if one.stage != "revoked")
    return [act for one in standing for act in (one.issued, one.closing) if act is not None]


def _fold(acts: Sequence[Act]) -> Course:
    last = acts[-1]
    stages: dict[str, Stage] = {"replied": "replied", "closed": "closed", "revoked": "revoked"}
    return Course(
        last.thing, cast(Order, acts[0].body), stages.get(last.verb, "open"), last if last.verb == "closed" else None, tuple(acts)
    )
