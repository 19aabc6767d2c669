"""The decisions in force in one run: which of the acts that stand concern this period, at this day. Exempt, adjust, wait, withdraw, order,
confirm a column as empty; all else is ignored.

From–to means the day of assessment: what begins after `as_of` or ended before it is not in force. When the act was done plays no part.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, fields
from datetime import UTC, date
from typing import Any, Generic, NamedTuple, TypeVar

from data.decisions.acts import Act
from data.decisions.bodies import Body, Closing, EmptyColumn, Exemption, Order, PointAdjustment, StopClock, Wait, Withdrawal
from metrics.schemes.scheme import Scheme

B = TypeVar("B", bound=Body)


class InForce(NamedTuple, Generic[B]):
    """An act with what it says, of the kind that it is about."""

    act: Act
    body: B

    @property
    def act_id(self) -> int:
        """The act's number; the smaller was decided first."""
        return self.act.act_id

    @property
    def content(self) -> dict[str, Any]:
        """All that a run keeps of it, in words and numbers."""
        a = self.act
        told = {"act_id": a.act_id, "about": a.about, "by": a.by, "name": a.name, "at": written_at(a), "reason": a.reason}
        return told | {"because": a.because, "evidence": list(a.evidence), "body": self.body.model_dump(mode="json")}


@dataclass(frozen=True)
class Decided:
    """The decisions in force, each kind in the order in which they were decided. `stopped`: the rules whose clock stops while waiting."""

    exemptions: tuple[InForce[Exemption], ...] = ()
    adjustments: tuple[InForce[PointAdjustment], ...] = ()
    waits: tuple[InForce[Wait], ...] = ()
    stopped: tuple[InForce[StopClock], ...] = ()
    withdrawals: tuple[InForce[Withdrawal], ...] = ()
    orders: tuple[InForce[Order], ...] = ()
    closings: tuple[InForce[Closing], ...] = ()
    confirmed: tuple[InForce[EmptyColumn], ...] = ()

    @property
    def stopped_rules(self) -> frozenset[str]:
        """The rules whose clock stops while a provider waits for the requester."""
        return frozenset(x.body.rule_id for x in self.stopped)

    @property
    def confirmed_empty(self) -> frozenset[tuple[str, str]]:
        """(export, column) of the columns that are really empty."""
        return frozenset((x.body.export, x.body.column_name) for x in self.confirmed)

    @property
    def every(self) -> tuple[InForce[Any], ...]:
        """All of them, in the order in which they were decided."""
        found = (x for field in fields(self) for x in getattr(self, field.name))
        return tuple(sorted(found, key=lambda x: x.act_id))

    @property
    def content(self) -> list[dict[str, Any]]:
        """The same for equal decisions on any machine; part of a run's name."""
        return [x.content for x in self.every]


NOTHING = Decided()


def decided_at(acts: Iterable[Act], period: str, as_of: date, withdrawn: Collection[str] = ()) -> Decided:
    """The decisions in force among acts that stand (the last on each thing), for a period's name and a day of assessment.

    An exemption: `start <= as_of <= end`. An adjustment: of this period, begun. A wait: begun; its end counts once it has come.
    A stopped clock: while it is switched on. A withdrawal: of the batches in `withdrawn`, which would feed the run otherwise.
    An order: issued by then; its closing: once its day has come. Of an order `acts` hold its issue and its closing (`order_course.counting`).
    A column that is confirmed as empty: until that is taken back.
    """
    given = sorted(acts, key=lambda act: act.act_id)
    made = [act for act in given if act.verb == "made"]
    waits = (x for x in _of(made, Wait) if x.body.start <= as_of)
    return Decided(
        tuple(x for x in _of(made, Exemption) if x.body.start <= as_of and (x.body.end is None or as_of <= x.body.end)),
        tuple(x for x in _of(made, PointAdjustment) if x.body.period == period and x.body.start <= as_of),
        tuple(x if x.body.end is None or x.body.end <= as_of else _still_waiting(x) for x in waits),
        tuple(x for x in _of(made, StopClock) if x.body.is_on),
        tuple(x for x in _of(given, Withdrawal) if x.act.thing in withdrawn),
        tuple(x for x in _of(given, Order) if x.body.issued_on <= as_of),
        tuple(x for x in _of(given, Closing) if x.body.closed_on <= as_of),
        tuple(_of(made, EmptyColumn)),
    )


def limit_fault(scheme: Scheme, acts: Sequence[Act], proposed: PointAdjustment) -> str | None:
    """The sentence for an adjustment that goes beyond the scheme's limits together with those that stand; None when it is within.

    `acts`: the acts that stand, without the one that the proposed would replace.
    """
    item = next((i for i in scheme.items if i.id == proposed.item_id), None)
    if proposed.item_id is not None and item is None:
        return f"考核方案 {scheme.id} 没有编号为 {proposed.item_id} 的评分项，请从考核表中选择评分项。"
    limit, on = (scheme.limits.per_item, f"评分项“{item.title}”") if item else (scheme.limits.per_total, "总分")
    if not limit:
        return f"考核方案 {scheme.id} 没有规定{on}的裁定调整限额，不能调整。如确需调整，请先在方案的 limits 中规定限额。"
    place = (proposed.period, proposed.unit_id, proposed.item_id)
    standing = [x.body for x in _of([act for act in acts if act.verb == "made"], PointAdjustment)]
    before = round(sum(b.points for b in standing if (b.period, b.unit_id, b.item_id) == place), 2)
    after = round(before + proposed.points, 2)
    if abs(after) <= limit + 1e-9:
        return None
    known = (
        f"此前已调整 {before:+.2f} 分，加上本次 {proposed.points:+.2f} 分共 {after:+.2f} 分"
        if before
        else f"本次 {proposed.points:+.2f} 分"
    )
    return f"{on}的裁定调整累计不得超过 ±{limit:.2f} 分：{known}。请减少本次调整的分数。"


def written_at(act: Act) -> str:
    """The instant of an act as text, in universal time."""
    at = act.at if act.at.tzinfo else act.at.replace(tzinfo=UTC)  # a store without time zones keeps universal time
    return at.astimezone(UTC).isoformat(timespec="seconds")


def _of(acts: Iterable[Act], kind: type[B]) -> list[InForce[B]]:
    return [InForce(act, act.body) for act in acts if isinstance(act.body, kind)]


def _still_waiting(wait: InForce[Wait]) -> InForce[Wait]:
    """A date later than `as_of` has not happened."""
    return InForce(wait.act, wait.body.model_copy(update={"end": None}))
