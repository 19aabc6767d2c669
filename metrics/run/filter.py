"""Which obligations a question is about."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Filter:
    """Which obligations: every part that is None asks for all. `states` is a tuple of states; `search` looks in number and name.

    `undecided`: for want of evidence, in this period.
    `counterpart_id`: the department on the other side, such as who asked for the data. `days_from`, `days_to`: of `days_taken`.
    `rows`: these very obligations, each as `metrics.comparison.carried_over.row_name` names it. `named`: the same by rule and subject alone, with a
    slash between, whatever row each comes from.
    """

    unit_id: str | None = None
    department_id: str | None = None
    counterpart_id: str | None = None
    rule_id: str | None = None
    system_id: str | None = None
    clock: str | None = None
    states: tuple[str, ...] | None = None
    counted: bool | None = None
    backlog: bool | None = None
    provisional: bool | None = None
    undecided: bool | None = None
    reason: str | None = None
    arose_from: date | None = None
    arose_to: date | None = None
    days_from: int | None = None
    days_to: int | None = None
    due_from: date | None = None
    due_to: date | None = None
    refreshed_from: date | None = None
    refreshed_to: date | None = None
    min_days_late: int | None = None
    search: str | None = None
    rows: tuple[str, ...] | None = None
    named: tuple[str, ...] | None = None


EVERYTHING = Filter()


# What the table `counts` tells apart: a count by any of these needs no obligation to be looked at.
COUNTED_BY = frozenset(
    {"unit_id", "department_id", "rule_id", "clock", "states", "counted", "backlog", "provisional", "undecided", "reason"}
)
