"""Objections: what a unit objected to, until when it is to be answered, how it was. Folded from its acts, which are never changed."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal, cast, get_args

from data.access import Viewer
from data.calendar import Calendar, day_of
from data.decisions.acts import Act
from data.decisions.bodies import Body, Objection
from data.decisions.periods import Standing
from data.decisions.store import Decisions
from data.decisions.things import thing_of
from data.errors import RequestFault

Verdict = Literal["accepted", "partly_accepted", "rejected"]
Status = Literal["open", "withdrawn", "accepted", "partly_accepted", "rejected"]
VERDICTS: tuple[Verdict, ...] = get_args(Verdict)
FOLLOWING = ("exemption", "adjustment")  # the kinds of acts that an answer may bring about
Check = Callable[[Act], None]


@dataclass(frozen=True)
class Case:
    """One objection as it stands. `number` names it among people and in the store: 2026H1-003, by order of filing in its period.

    `opened`: the act that began the clock that runs, its filing or last reopening; `due`: the day by which it is to be answered.
    `follow`: the acts that its answers brought about, oldest first.
    """

    number: str
    said: Objection
    status: Status
    opened: Act
    due: date
    acts: tuple[Act, ...]
    follow: tuple[Act, ...] = ()

    @property
    def filed(self) -> Act:
        """Its first act."""
        return self.acts[0]

    @property
    def answered(self) -> Act | None:
        """The act that answered it, none while it is open or withdrawn."""
        return self.acts[-1] if self.status in VERDICTS else None

    @property
    def seen(self) -> int:
        """The seq of its last act, to be given with the next."""
        return self.acts[-1].seq

    @property
    def is_in_time(self) -> bool | None:
        """Whether it was answered by its day; None while it is not answered."""
        return day_of(self.answered.at) <= self.due if self.answered else None

    def days_left(self, today: date, calendar: Calendar) -> int:
        """Working days left for the answer; negative when it is late by working days."""
        return calendar.working_days(today, self.due)

    def is_late(self, today: date) -> bool:
        """Whether its day has passed without an answer."""
        return self.status == "open" and today > self.due


def cases(decisions: Decisions, viewer: Viewer, calendar: Calendar, period: str | None = None) -> list[Case]:
    """The objections that the viewer may see, of one period or of all, in the order in which they were filed."""
    if not viewer.may("see_figures"):
        return []
    acts = decisions.acts("objection")
    follow = [act for about in FOLLOWING for act in decisions.acts(about) if act.because is not None] if acts else []
    every = (_fold(of_one, follow, calendar) for of_one in _by_thing(acts))
    return [one for one in every if viewer.answers_for(one.said.unit_id) and period in (None, one.said.period)]


def case(decisions: Decisions, viewer: Viewer, calendar: Calendar, number: str) -> Case:
    """One objection. Raises RequestFault when it isn't there to be seen."""
    found = [one for one in cases(decisions, viewer, calendar) if one.number == number]
    if not found:
        raise RequestFault(f"没有编号为 {number} 的申诉，或您无权查看。请从“申诉”重新进入。")
    return found[0]


def due_first(of: Iterable[Case]) -> list[Case]:
    """Those that wait for an answer, the earliest due first; then the others, the last filed first."""
    every = list(of)
    waiting = sorted((one for one in every if one.status == "open"), key=lambda one: (one.due, one.number))
    return [*waiting, *reversed([one for one in every if one.status != "open"])]


def file(
    decisions: Decisions, viewer: Viewer, now: Standing, calendar: Calendar, said: Objection, reason: str, evidence: Sequence[int] = (),
    token: str | None = None,
) -> Act:  # fmt: skip
    """File an objection under the next number of its period. Whether what it names is the unit's own is for the caller to see.

    Raises RequestFault outside the window, or while the unit has an open objection to any of the same.
    """
    _check_window(decisions, now)
    if said.run_id != now.run_id:
        raise RequestFault("申诉只能针对正在复核的那一次测算。请从“申诉”重新进入后再提出。")
    with decisions.acting(viewer) as record:
        taken = {act.thing for act in decisions.acts("objection") if isinstance(act.body, Objection) and act.body.period == said.period}
        act = record("objection", f"{said.period}-{len(taken) + 1:03}", "filed", said, reason=reason, evidence=evidence, token=token)
        _check_no_other(decisions, calendar, said, act.thing)
    return act


def withdraw(decisions: Decisions, viewer: Viewer, one: Case, reason: str, token: str | None = None) -> Act:
    """Take an open objection back. Raises RequestFault when it is not open."""
    if one.status != "open":
        raise RequestFault("只有尚未答复的申诉可以撤回。请刷新页面，看过最新情况后再办理。")
    return decisions.act(viewer, "objection", one.number, "withdrawn", reason=reason, seen=one.seen, token=token)


def reopen(
    decisions: Decisions, viewer: Viewer, now: Standing, calendar: Calendar, one: Case, reason: str, evidence: Sequence[int] = (),
    token: str | None = None,
) -> Act:  # fmt: skip
    """Raise again what was withdrawn or answered, while the window is open. The clock of the answer begins anew."""
    if one.status == "open":
        raise RequestFault("这件申诉尚未答复，无须重新提出。")
    _check_window(decisions, now)
    if one.said.run_id != now.run_id:
        raise RequestFault("这件申诉针对的测算已不在复核中。如仍有异议，请对正在复核的测算另行提出申诉。")
    with decisions.acting(viewer) as record:
        act = record("objection", one.number, "reopened", reason=reason, seen=one.seen, evidence=evidence, token=token)
        _check_no_other(decisions, calendar, one.said, one.number)
    return act


def answer(
    decisions: Decisions, viewer: Viewer, one: Case, verdict: Verdict, reason: str, follow: Sequence[tuple[str, Body]] = (),
    evidence: Sequence[int] = (), token: str | None = None, check: Check = lambda act: None,
) -> Act:  # fmt: skip
    """Answer an open objection and make the acts that follow from it, all or none. `follow`: what each is about, and its body.

    `check` is given each of these while nobody else can write, and raises to undo everything.
    Raises RequestFault when the objection is not open, or when a refusal is to bring something about.
    """
    if one.status != "open":
        raise RequestFault("这件申诉已经答复或撤回，您的答复没有生效。请刷新页面，看过最新情况后再办理。")
    if verdict == "rejected" and follow:
        raise RequestFault("不予采纳的申诉不能同时作出豁免或调整。请改选“采纳”或“部分采纳”，或去掉后续决定。")
    if any(about not in FOLLOWING for about, _ in follow):
        raise RequestFault("申诉答复只能同时作出豁免或分数调整。")
    with decisions.acting(viewer) as record:
        act = record("objection", one.number, verdict, reason=reason, seen=one.seen, evidence=evidence, token=token)
        for n, (about, body) in enumerate(follow):
            own = None if token is None else f"{token}-{n}"  # sent again, each gives the act that is there
            thing = thing_of(body)
            last = decisions.last(about, thing)
            seen = last.seq if last else 0
            if last and last.verb != "revoked" and last.because != act.act_id:  # else it is this very answer, sent again
                raise RequestFault(
                    f"所申诉的义务已由第 {last.act_id} 号决定豁免。请取消随答复作出的豁免；要改动原决定，请到该义务的页面办理。"
                )
            check(record(about, thing, "made", body, reason=reason, seen=seen, evidence=evidence, because=act.act_id, token=own))
    return act


def _check_no_other(decisions: Decisions, calendar: Calendar, said: Objection, number: str) -> None:
    for of_one in _by_thing(decisions.acts("objection")):
        other = _fold(of_one, (), calendar)
        if other.number != number and other.status == "open" and _is_same(other.said, said):
            raise RequestFault(f"贵单位对同一事项已有尚未答复的申诉（{other.number}），请等待答复，或先撤回原申诉。")


def _is_same(one: Objection, other: Objection) -> bool:
    """Obligations in common; or, where either names none, the same item."""
    if (one.unit_id, one.period) != (other.unit_id, other.period):
        return False
    if one.obligations and other.obligations:
        return not set(one.obligations).isdisjoint(other.obligations)
    return one.item_id is not None and one.item_id == other.item_id


def _check_window(decisions: Decisions, now: Standing) -> None:
    if now.may_object(day_of(decisions.now())):
        return
    if now.objections_until is not None and now.stage == "under_review":
        raise RequestFault(f"申诉期已于 {now.objections_until} 届满，不能再提出申诉。如有特殊情况，请联系考核专员。")
    raise RequestFault("本期不在申诉期内，不能提出申诉。申诉期从考核结果提交复核时开始，届时可在“申诉”中提出。")


def _by_thing(acts: Iterable[Act]) -> list[list[Act]]:
    found: dict[str, list[Act]] = {}
    for act in acts:
        found.setdefault(act.thing, []).append(act)
    return list(found.values())


def _fold(acts: Sequence[Act], follow: Iterable[Act], calendar: Calendar) -> Case:
    first, last = acts[0], acts[-1]
    said = cast(Objection, first.body)
    opened = next(act for act in reversed(acts) if act.verb in ("filed", "reopened"))
    given = calendar.working_days(day_of(first.at), said.answer_by)
    due = said.answer_by if opened is first else calendar.after(day_of(opened.at), given)
    status = cast(Status, "open" if last is opened else last.verb)
    ids = {act.act_id for act in acts}
    return Case(first.thing, said, status, opened, due, tuple(acts), tuple(act for act in follow if act.because in ids))
