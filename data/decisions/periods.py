"""What becomes of a period: open → under review → signed off by two → published → restated. Folded from its acts, which are never changed."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Literal

from data.access import Viewer
from data.decisions.acts import Act
from data.decisions.bodies import Publication, Review, Signature
from data.decisions.store import Decisions
from data.errors import RequestFault

Stage = Literal["open", "under_review", "signed_off", "published", "restated"]
SIGNATURES = 2  # different persons


@dataclass(frozen=True)
class Edition:
    """One publication of a period. `edition_id` names it in addresses, papers and its folder; `manifest` is the digest of the frozen copy."""

    edition_id: str
    period: str
    number: int
    run_id: str
    manifest: str
    at: datetime
    by: str
    reason: str
    act_id: int


@dataclass(frozen=True)
class Standing:
    """Where a period stands. `seen`: the seq of its last act, to be given with the next. `run_id`: the run under review, none when open.

    `signatures`: the acts of those who signed that run. `editions`: oldest first; with some, a review is that of a restatement.
    """

    period: str
    stage: Stage = "open"
    seen: int = 0
    run_id: str | None = None
    objections_until: date | None = None
    answer_days: int | None = None
    signatures: tuple[Act, ...] = ()
    editions: tuple[Edition, ...] = ()
    acts: tuple[Act, ...] = field(default=(), repr=False)

    @property
    def settled(self) -> Stage:
        """The stage that it falls back to when a review is given up."""
        return "open" if not self.editions else "published" if len(self.editions) == 1 else "restated"

    def may_object(self, today: date) -> bool:
        """Whether the departments may object today."""
        return self.stage == "under_review" and self.objections_until is not None and today <= self.objections_until


def edition_id(period: str, number: int) -> str:
    """The name of an edition: `2026H1-1`."""
    return f"{period.replace('/', '_')}-{number}"


def standing(decisions: Decisions, period: str) -> Standing:
    """Where one period stands."""
    return fold(period, decisions.acts("period", period))


def all_standing(decisions: Decisions) -> dict[str, Standing]:
    """Where every period stands that ever left `open`."""
    by_period: dict[str, list[Act]] = {}
    for act in decisions.acts("period"):
        by_period.setdefault(act.thing, []).append(act)
    return {period: fold(period, acts) for period, acts in by_period.items()}


def fold(period: str, acts: Iterable[Act]) -> Standing:
    """What the acts on a period, oldest first, have made of it."""
    now = Standing(period)
    for act in acts:
        now = replace(_after(now, act), seen=act.seq, acts=(*now.acts, act))
    return now


def _after(now: Standing, act: Act) -> Standing:
    match act.body:
        case Review(run_id=run_id, objections_until=until, answer_days=days):
            return replace(now, stage="under_review", run_id=run_id, objections_until=until, answer_days=days, signatures=())
        case Signature(run_id=run_id):
            # A second signature of one person, or one under another run than is under review, counts for nothing, however it came in.
            if run_id != now.run_id or any(act.by.casefold() == signed.by.casefold() for signed in now.signatures):
                return now
            signatures = (*now.signatures, act)
            return replace(now, signatures=signatures, stage="signed_off" if len(signatures) >= SIGNATURES else now.stage)
        case Publication(run_id=run_id, edition=number, manifest=manifest):
            made = Edition(edition_id(now.period, number), now.period, number, run_id, manifest, act.at, act.name, act.reason, act.act_id)
            rested = replace(now, run_id=None, objections_until=None, answer_days=None, signatures=(), editions=(*now.editions, made))
            return replace(rested, stage=rested.settled)
        case _:  # returned
            return replace(now, stage=now.settled, run_id=None, objections_until=None, answer_days=None, signatures=())


def review(decisions: Decisions, viewer: Viewer, now: Standing, said: Review, reason: str, token: str | None = None) -> Act:
    """Put a run before the departments, or change the window or the run that is before them. Signatures given so far are void."""
    return decisions.act(viewer, "period", now.period, "reviewed", said, reason=reason, seen=now.seen, token=token)


def give_back(decisions: Decisions, viewer: Viewer, now: Standing, reason: str, token: str | None = None) -> Act:
    """End a review without a result. Raises RequestFault when there is none."""
    if now.run_id is None:
        raise RequestFault("本期没有正在复核的结果，无须退回。")
    return decisions.act(viewer, "period", now.period, "returned", reason=reason, seen=now.seen, token=token)


def sign(
    decisions: Decisions, viewer: Viewer, now: Standing, today: date, open_objections: int, reason: str, token: str | None = None
) -> Act:
    """One person's signature under the run that is under review.

    Raises RequestFault while departments may still object, an objection is unanswered, or when this person has signed already.
    """
    if now.stage != "under_review" or now.run_id is None:
        raise RequestFault("本期没有等待签核的结果。请先提交复核。")
    if now.may_object(today):
        raise RequestFault(f"申诉期到 {now.objections_until} 为止，期满之后才能签核。")
    if open_objections:
        raise RequestFault(f"还有 {open_objections} 件申诉没有答复，全部答复之后才能签核。")
    if any(act.by.casefold() == viewer.login.casefold() for act in now.signatures):
        raise RequestFault("您已经签核。签核须由两位不同的人员完成，请另一位人员签核。")
    said = Signature(run_id=now.run_id)
    return decisions.act(viewer, "period", now.period, "signed", said, reason=reason, seen=now.seen, token=token)
