"""The outbox: every message is made once and sent once, whoever is killed when and however many send at the same time.

A message waits; one process claims it for a while under a ticket; it says so before it hands the message over, and again when it was
taken. A claim that runs out before the handing over goes back to waiting: nothing had left. One that runs out after it is uncertain:
the other side may have it. That is shown to a person and never sent again by itself.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal
from uuid import uuid4

from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session, undefer

from data.access import Viewer
from data.decisions import trail
from data.decisions.acts import Act
from data.decisions.bodies import Dispatch
from data.decisions.models import OutboxRow
from data.decisions.store import Acting, Decisions, Overtaken
from data.errors import RequestFault

Channel = Literal["folder", "mail", "webhook"]
State = Literal["waiting", "claimed", "sending", "sent", "uncertain", "failed", "given_up", "overtaken"]
Verb = Literal["retried", "confirmed", "given_up"]

LEASE = timedelta(minutes=15)
BACK_OFF = tuple(timedelta(minutes=minutes) for minutes in (5, 15, 60, 240, 720, 1440))  # after the last one it has failed
MAY: dict[Verb, tuple[State, ...]] = {
    "retried": ("failed", "uncertain"), "confirmed": ("uncertain",), "given_up": ("waiting", "failed", "uncertain"),
}  # fmt: skip
AFTER: dict[Verb, State] = {"retried": "waiting", "confirmed": "sent", "given_up": "given_up"}


class Lost(Exception):
    """The claim ran out, and the message is somebody else's now."""


@dataclass(frozen=True)
class Letter:
    """A message to be put into the outbox. `content`: an RFC 5322 message, whatever the channel. `unit_id`: None = the office's own."""

    key: str
    series: str
    unit_id: str | None
    channel: Channel
    recipient: str
    subject: str
    run: str
    content: bytes


@dataclass(frozen=True)
class Message:
    """A message as it stands, without its content."""

    message_id: int
    key: str
    series: str
    unit_id: str | None
    channel: Channel
    recipient: str
    subject: str
    run: str
    sha256: str
    state: State
    attempts: int
    next_at: datetime
    made_at: datetime
    done_at: datetime | None
    fault: str


@dataclass(frozen=True)
class Claim:
    """A message that this process alone may send, for as long as the lease runs."""

    message: Message
    content: bytes
    ticket: str


def put(decisions: Decisions, letter: Letter) -> bool:
    """Put a message in, unless one of its key is there: then False. What waits of the same series, unit and channel is overtaken by it."""
    now = decisions.now()
    row = OutboxRow(**vars(letter), sha256=hashlib.sha256(letter.content).hexdigest(), state="waiting", next_at=now, made_at=now)
    older = update(OutboxRow).where(
        OutboxRow.series == letter.series, OutboxRow.unit_id.is_not_distinct_from(letter.unit_id), OutboxRow.channel == letter.channel,
        OutboxRow.state == "waiting",
    )  # fmt: skip
    try:
        with decisions.database.writing() as session:
            if session.scalar(select(OutboxRow.message_id).where(OutboxRow.key == letter.key)):
                return False
            session.execute(older.values(state="overtaken", done_at=now))
            session.add(row)
    except IntegrityError:  # another process put it in at the same moment
        return False
    return True


def keys(decisions: Decisions) -> frozenset[str]:
    """The keys of all messages that were ever made."""
    with decisions.database.reading() as session:
        return frozenset(session.scalars(select(OutboxRow.key)))


def messages(decisions: Decisions, states: Sequence[State] | None = None, limit: int | None = None) -> list[Message]:
    """The messages, the newest first; in some states only."""
    asked = select(OutboxRow).order_by(OutboxRow.message_id.desc()).limit(limit)
    if states is not None:
        asked = asked.where(OutboxRow.state.in_(states))
    with decisions.database.reading() as session:
        return [_message(row) for row in session.scalars(asked)]


def content(decisions: Decisions, message_id: int) -> bytes:
    """What a message says, as it was made. Raises RequestFault when there is none."""
    with decisions.database.reading() as session:
        found = session.scalar(select(OutboxRow.content).where(OutboxRow.message_id == message_id))
    if found is None:
        raise RequestFault(f"没有编号为 {message_id} 的邮件。请刷新页面后重试。")
    return found


def expire(decisions: Decisions) -> None:
    """What a process held that is gone: back to waiting where nothing had left, uncertain where it may have."""
    run_out = update(OutboxRow).where(OutboxRow.lease_until < decisions.now())
    with decisions.database.writing() as session:
        session.execute(run_out.where(OutboxRow.state == "claimed").values(state="waiting", ticket=None, lease_until=None))
        gone = "发送途中程序中断，对方是否收到无从得知"
        session.execute(run_out.where(OutboxRow.state == "sending").values(state="uncertain", lease_until=None, fault=gone))


def claim(decisions: Decisions, channel: Channel) -> Claim | None:
    """The next message of a channel that is to be sent now; None when there is none. Two that ask at once never get the same."""
    now, ticket = decisions.now(), uuid4().hex
    ready = select(OutboxRow).where(OutboxRow.channel == channel, OutboxRow.state == "waiting", OutboxRow.next_at <= now)
    with decisions.database.writing() as session:
        one = ready.order_by(OutboxRow.message_id).limit(1).with_for_update(skip_locked=True).options(undefer(OutboxRow.content))
        row = session.scalars(one).first()
        if row is None:
            return None
        row.state, row.ticket, row.lease_until = "claimed", ticket, now + LEASE
        session.flush()
        return Claim(_message(row), row.content, ticket)


def handing_over(decisions: Decisions, held: Claim) -> None:
    """Say that the message leaves now. From here on nobody but its sender knows whether it left. Raises Lost when the claim ran out."""
    now = decisions.now()
    with decisions.database.writing() as session:
        _move(session, held, ("claimed",), state="sending", lease_until=now + LEASE, attempts=OutboxRow.attempts + 1)


def sent(decisions: Decisions, held: Claim, viewer: Viewer) -> None:
    """The other side has taken it. Its line in the trail is written with it.

    Also where the lease ran out meanwhile: who handed it over knows better. Raises Lost when a person has decided on it since.
    """
    now, one = decisions.now(), held.message
    told = {"channel": one.channel, "recipient": one.recipient, "unit_id": one.unit_id, "run": one.run, "sha256": one.sha256}
    with decisions.database.writing() as session:
        trail.hold(session)
        _move(session, held, ("claimed", "sending", "uncertain"), state="sent", lease_until=None, ticket=None, done_at=now, fault="")
        trail.append(session, viewer, now, "export", f"delivery/{one.key}", told)


def put_back(decisions: Decisions, held: Claim, fault: str) -> None:
    """The other side could not be reached: the message waits as before, and this was no attempt."""
    with decisions.database.writing() as session:
        _move(session, held, ("claimed",), state="waiting", lease_until=None, ticket=None, fault=fault)


def refused(decisions: Decisions, held: Claim, fault: str, *, for_good: bool) -> None:
    """The other side said no. Tried again after a while, each time a longer one; for good, or too often, and it has failed."""
    tries = held.message.attempts
    is_over = for_good or tries >= len(BACK_OFF)
    wait = timedelta() if is_over else BACK_OFF[tries]
    state: State = "failed" if is_over else "waiting"
    with decisions.database.writing() as session:
        _move(
            session, held, ("claimed", "sending"), state=state, attempts=tries + 1, next_at=decisions.now() + wait, fault=fault,
            lease_until=None, ticket=None,
        )  # fmt: skip


def unsure(decisions: Decisions, held: Claim, fault: str) -> None:
    """It was handed over and no answer came."""
    with decisions.database.writing() as session:
        _move(session, held, ("sending", "uncertain"), state="uncertain", lease_until=None, fault=fault)


def decide(
    decisions: Decisions, viewer: Viewer, message_id: int, verb: Verb, was: State, reason: str, token: str | None = None
) -> Act:  # fmt: skip
    """A person's word on a message: send it again, it did arrive, or give it up. `was`: the state that the person saw.

    Raises Overtaken when it is in another state by now, RequestFault when the verb doesn't fit, and what `Decisions.act` raises.
    """
    with decisions.database.writing() as session:
        trail.hold(session)
        row = session.get(OutboxRow, message_id, with_for_update=True)
        if row is None or was not in MAY[verb]:
            raise RequestFault("这封邮件不在可以这样办理的状态。请刷新页面，看过最新情况后再办理。")
        thing = str(message_id)
        last = decisions.last("delivery", thing)
        act = Acting(decisions, session, viewer)(
            "delivery", thing, verb, Dispatch(key=row.key, was=was), reason=reason, seen=last.seq if last else 0, token=token
        )
        if last is None or act.seq > last.seq:  # else the form was sent twice
            if row.state != was:
                raise Overtaken("这封邮件的状态刚刚有变化，您的操作没有生效。请刷新页面，看过最新情况后再办理。")
            row.state, row.ticket, row.lease_until = AFTER[verb], None, None
            if verb == "retried":
                row.attempts, row.next_at = 0, decisions.now()
            else:
                row.done_at = decisions.now()
        return act


def _move(session: Session, held: Claim, states: tuple[State, ...], **values: Any) -> None:
    """Change the message, if it is still this process's. Raises Lost."""
    mine = update(OutboxRow).where(OutboxRow.message_id == held.message.message_id, OutboxRow.ticket == held.ticket)
    if session.execute(mine.where(OutboxRow.state.in_(states)).values(**values)).rowcount != 1:  # type: ignore[attr-defined]  # an update has one
        raise Lost(held.message.key)


def _message(row: OutboxRow) -> Message:
    return Message(**{name: getattr(row, name) for name in Message.__dataclass_fields__})
