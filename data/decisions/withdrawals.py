"""Batches that should not have come in: an officer withdraws one, or takes that back. Nothing is deleted; what counts is the last act."""

from collections.abc import Iterable
from functools import partial

from data.access import Viewer
from data.decisions.acts import Act
from data.decisions.bodies import Withdrawal
from data.decisions.store import Decisions
from data.errors import RequestFault
from data.facts.batch import Batch
from data.facts.store import Facts
from data.settings import Home

ABOUT = "batch"


def facts_of(home: Home, decisions: Decisions) -> Facts:
    """The facts of a home as they count today: without what stands withdrawn, asked anew at every reading."""
    return Facts(home, partial(_ids_now, decisions))


def withdrawn(acts: Iterable[Act]) -> dict[str, Act]:
    """Batch id → the act that withdrew it, of acts that stand."""
    return {act.thing: act for act in acts if isinstance(act.body, Withdrawal)}


def told_of(decisions: Decisions) -> dict[str, list[Act]]:
    """Batch id → every withdrawal of it and what took that back, oldest first."""
    told: dict[str, list[Act]] = {}
    for act in decisions.acts(ABOUT):
        told.setdefault(act.thing, []).append(act)
    return told


def withdraw(decisions: Decisions, viewer: Viewer, batch: Batch, reason: str, seen: int | None = None, token: str | None = None) -> Act:
    """The batch no longer counts in what is assessed from now on.

    `seen`: the seq of the last act on the batch that the viewer saw; the newest when not said. `token`: as in `Decisions.act`.
    Raises RequestFault when it is withdrawn already, Forbidden, Overtaken.
    """
    last = decisions.last(ABOUT, batch.batch_id)
    if seen is None and last and isinstance(last.body, Withdrawal):
        raise RequestFault(f"批次 {batch.batch_id}（{batch.file_name}）已由{last.name}撤回，理由：{last.reason}。不需要再次撤回。")
    before = _seq(last) if seen is None else seen
    return decisions.act(viewer, ABOUT, batch.batch_id, "withdrawn", body_of(batch), reason=reason, seen=before, token=token)


def take_back(decisions: Decisions, viewer: Viewer, batch: Batch, reason: str, seen: int | None = None, token: str | None = None) -> Act:
    """The batch counts again; `seen` and `token` as in `withdraw`. Raises RequestFault when it isn't withdrawn, Forbidden, Overtaken."""
    last = decisions.last(ABOUT, batch.batch_id)
    if seen is None and not (last and isinstance(last.body, Withdrawal)):
        raise RequestFault(f"批次 {batch.batch_id}（{batch.file_name}）没有被撤回，不需要恢复。")
    before = _seq(last) if seen is None else seen
    return decisions.act(viewer, ABOUT, batch.batch_id, "revoked", None, reason=reason, seen=before, token=token)


def _seq(last: Act | None) -> int:
    return last.seq if last else 0


def body_of(batch: Batch) -> Withdrawal:
    """What a withdrawal says of its batch."""
    return Withdrawal(export=batch.export, file_name=batch.file_name, exported_on=batch.exported_on, accepted=batch.counts.accepted)


def _ids_now(decisions: Decisions) -> frozenset[str]:
    return frozenset(withdrawn(decisions.standing(ABOUT)))
