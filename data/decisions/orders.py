"""Rectification orders (整改通知书): issued under the next number of the year, replied to by the unit, closed, returned or revoked."""

from collections.abc import Iterable, Sequence
from datetime import date

from data.access import Viewer
from data.calendar import Calendar, day_of
from data.decisions.acts import Act
from data.decisions.bodies import Closing, Order
from data.decisions.order_course import ABOUT, Course, courses
from data.decisions.store import Decisions
from data.errors import RequestFault


def orders(decisions: Decisions, viewer: Viewer) -> list[Course]:
    """The orders that the viewer may see, in the order in which they were issued: a department's own, all for who sees the city."""
    if not viewer.may("see_figures"):
        return []
    return [one for one in courses(decisions.acts(ABOUT)) if viewer.answers_for(one.said.unit_id)]


def order(decisions: Decisions, viewer: Viewer, number: str) -> Course:
    """One order. Raises RequestFault when it isn't there to be seen."""
    found = [one for one in orders(decisions, viewer) if one.number == number]
    if not found:
        raise RequestFault(f"没有编号为 {number} 的整改通知书，或您无权查看。请从“整改”重新进入。")
    return found[0]


def due_first(of: Iterable[Course]) -> list[Course]:
    """Those about which something is to be done, the earliest limit first; then the others, the last issued first."""
    every = list(of)
    waiting = sorted((one for one in every if one.is_open), key=lambda one: (one.said.due_on, one.issued.act_id))
    return [*waiting, *reversed([one for one in every if not one.is_open])]


def issue(
    decisions: Decisions,
    viewer: Viewer,
    calendar: Calendar,
    said: Order,
    reason: str,
    evidence: Sequence[int] = (),
    token: str | None = None,
) -> Act:
    """Issue an order under the next number of its year. Whether its obligations are the unit's own and open is for the caller to see.

    The number is taken while nobody else can write, so none is given twice and none is left out; one that was revoked keeps its number.
    `token`: as in `Decisions.act`. Raises RequestFault for a day of issue other than today, or a limit that is no working day.
    """
    today = day_of(decisions.now())
    if said.issued_on != today:
        raise RequestFault(f"下发日期应为当天（{today}）。请刷新页面后重新办理。")
    if not _is_working(calendar, said.due_on):
        raise RequestFault(f"整改期限 {said.due_on} 不是工作日，请改为工作日，如 {calendar.after(said.due_on, 1)}。")
    with decisions.acting(viewer) as record:
        return record(
            ABOUT, next_number(record.things(ABOUT), said.issued_on), "issued", said, reason=reason, evidence=evidence, token=token
        )


def next_number(taken: Iterable[str], day: date) -> str:
    """The number that follows those of the year of a day: 〔2026〕3号."""
    stem = f"〔{day.year}〕"
    return f"{stem}{1 + sum(number.startswith(stem) for number in taken)}号"


def reply(
    decisions: Decisions, viewer: Viewer, one: Course, text: str, evidence: Sequence[int] = (), token: str | None = None
) -> Act:  # fmt: skip
    """What the unit has done about it. It may reply again until the order is closed."""
    _must_be_open(one)
    return decisions.act(viewer, ABOUT, one.number, "replied", reason=text, seen=one.seen, evidence=evidence, token=token)


def close(
    decisions: Decisions, viewer: Viewer, one: Course, closed_on: date, reason: str, evidence: Sequence[int] = (), token: str | None = None
) -> Act:
    """The order is complied with, since a day between its issue and today."""
    _must_be_open(one)
    if not one.said.issued_on <= closed_on <= day_of(decisions.now()):
        raise RequestFault(f"办结日期 {closed_on} 应在下发日期 {one.said.issued_on} 与今天之间，请改正。")
    said = Closing(closed_on=closed_on)
    return decisions.act(viewer, ABOUT, one.number, "closed", said, reason=reason, seen=one.seen, evidence=evidence, token=token)


def give_back(decisions: Decisions, viewer: Viewer, one: Course, reason: str, token: str | None = None) -> Act:
    """The reply does not do, or it was closed too soon: the order waits for its unit again, within the same limit."""
    if one.stage not in ("replied", "closed"):
        raise RequestFault("只有已回复或已办结的整改通知书可以退回。请刷新页面，看过最新情况后再办理。")
    return decisions.act(viewer, ABOUT, one.number, "returned", reason=reason, seen=one.seen, token=token)


def revoke(decisions: Decisions, viewer: Viewer, one: Course, reason: str, token: str | None = None) -> Act:
    """The order counts as never issued in whatever is assessed from then on."""
    if one.stage == "revoked":
        raise RequestFault("这份整改通知书已经撤销，无须再次撤销。")
    return decisions.act(viewer, ABOUT, one.number, "revoked", reason=reason, seen=one.seen, token=token)


def _must_be_open(one: Course) -> None:
    if not one.is_open:
        raise RequestFault("这份整改通知书已经办结或撤销，您的操作没有生效。请刷新页面，看过最新情况后再办理。")


def _is_working(calendar: Calendar, day: date) -> bool:
    return calendar.index(day) > calendar.index(day.fromordinal(day.toordinal() - 1))
