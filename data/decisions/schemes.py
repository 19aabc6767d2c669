"""Versions of schemes of weights: one person proposes, another approves or returns. Folded from their acts; none is changed in place.

What a scheme says is no matter here: `metrics.schemes.versions` checks it and reads it.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Literal

from data.access import Viewer
from data.decisions.acts import Act
from data.decisions.bodies import SchemeApproval, SchemeProposal
from data.decisions.store import Decisions, Overtaken
from data.errors import RequestFault

ABOUT = "scheme"
State = Literal["proposed", "approved", "returned"]


@dataclass(frozen=True)
class Version:
    """One version. `version_id`: the scheme's id, its name in links and at the terminal. `decided`: the act that approved or returned it.

    `seen`: the seq of its last act, to be given with the next.
    """

    version_id: str
    said: SchemeProposal
    proposed: Act
    decided: Act | None = None
    seen: int = 1

    @property
    def state(self) -> State:
        """Where it stands."""
        if self.decided is None:
            return "proposed"
        return "approved" if self.approval else "returned"

    @property
    def approval(self) -> SchemeApproval | None:
        """Its days, once it is approved."""
        return self.decided.body if self.decided and isinstance(self.decided.body, SchemeApproval) else None

    def is_in_force(self, day: date) -> bool:
        """Whether it is approved for a day."""
        days = self.approval
        return days is not None and days.valid_from <= day and (days.valid_to is None or day <= days.valid_to)

    def may_decide(self, viewer: Viewer) -> bool:
        """Whether the viewer may approve or return it: it waits, the role allows it, and another person proposed it."""
        return self.state == "proposed" and viewer.may("approve") and not _is_same(self.proposed.by, viewer.login)


def versions(decisions: Decisions) -> dict[str, Version]:
    """Every version by its id, in the order in which they were proposed."""
    return fold(decisions.acts(ABOUT))


def version(decisions: Decisions, version_id: str) -> Version:
    """One version. Raises RequestFault when there is none of that id."""
    if found := fold(decisions.acts(ABOUT, version_id)).get(version_id):
        return found
    raise RequestFault(f"没有编号为 {version_id} 的考核方案版本。请从“方案”页面选择，或用 python cli.py schemes list 查看。")


def in_force(of: Iterable[Version], day: date) -> list[Version]:
    """Those versions that are approved for a day, what began last first."""
    found = [one for one in of if one.is_in_force(day)]
    return sorted(found, key=lambda one: (one.approval.valid_from, one.decided.act_id), reverse=True)  # type: ignore[union-attr]  # approved


def fold(acts: Iterable[Act]) -> dict[str, Version]:
    """What the acts, oldest first, have made of each version.

    The first decision of another person counts. What its own author decided, or anybody after that, counts for nothing, however it came in.
    """
    found: dict[str, Version] = {}
    for act in acts:
        before = found.get(act.thing)
        if before is None and isinstance(act.body, SchemeProposal):
            found[act.thing] = Version(act.thing, act.body, act)
        elif before is not None:
            counts = before.decided is None and act.verb != "proposed" and not _is_same(act.by, before.proposed.by)
            found[act.thing] = Version(act.thing, before.said, before.proposed, act if counts else before.decided, act.seq)
    return found


def propose(decisions: Decisions, viewer: Viewer, version_id: str, said: SchemeProposal, reason: str, token: str | None = None) -> Act:
    """Put a version forward. `token` as in `Decisions.act`. Raises RequestFault when its id is taken, Forbidden."""
    try:
        return decisions.act(viewer, ABOUT, version_id, "proposed", said, reason=reason, token=token)
    except Overtaken as fault:
        raise RequestFault(f"方案编号 {version_id} 已被使用，已有的版本不能改动。请换一个编号，作为新的版本提交。") from fault


def approve(decisions: Decisions, viewer: Viewer, now: Version, said: SchemeApproval, reason: str, token: str | None = None) -> Act:
    """Approve a version for some days. `now`: as the viewer saw it. Raises RequestFault for its own author, or when it is decided; Forbidden."""
    _check(viewer, now)
    return decisions.act(viewer, ABOUT, now.version_id, "approved", said, reason=reason, seen=now.seen, token=token)


def give_back(decisions: Decisions, viewer: Viewer, now: Version, reason: str, token: str | None = None) -> Act:
    """Return a version with the reason why: it stays in sight and is never used. Raises as `approve`."""
    _check(viewer, now)
    return decisions.act(viewer, ABOUT, now.version_id, "returned", reason=reason, seen=now.seen, token=token)


def _check(viewer: Viewer, now: Version) -> None:
    if now.decided is not None:
        done = "批准" if now.state == "approved" else "退回"
        raise RequestFault(f"方案 {now.version_id} 已由{now.decided.name}{done}，不能再作决定。如需改动，请另提新的版本。")
    if _is_same(now.proposed.by, viewer.login):
        raise RequestFault(f"方案 {now.version_id} 是您提出的，须由另一位人员批准或退回。")


def _is_same(one: str, other: str) -> bool:
    return one.casefold() == other.casefold()
