"""The decisions store: acts are recorded, never changed. What stands is the last act on each thing."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

from sqlalchemy import func, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session, aliased

from data.access import Viewer
from data.decisions import trail
from data.decisions.acts import KINDS, Act
from data.decisions.bodies import Body
from data.decisions.checking import check_words, checked_body
from data.decisions.database import Database
from data.decisions.models import ActEvidence, ActRow, DraftRow, EvidenceRow, PresenceRow
from data.decisions.order_course import ABOUT, counting
from data.errors import RequestFault
from data.settings import Home, Settings

Clock = Callable[[], datetime]
REFRESH = timedelta(minutes=1)


class Overtaken(RequestFault):
    """Somebody else acted on the same thing meanwhile. Nothing was recorded."""


class SentBefore(RequestFault):
    """The form was sent before, with other content. Nothing was recorded."""


class Forbidden(RequestFault):
    """The viewer's role, or the units it is for, don't allow the act. Nothing was recorded."""


def utc_now() -> datetime:
    """This moment."""
    return datetime.now(UTC)


def new_thing() -> str:
    """A name for a new thing (an exemption, an objection) that nobody else has."""
    return uuid4().hex


class Decisions:
    """One home's decisions. Cheap reads, one transaction an act; safe among threads and processes."""

    def __init__(self, home: Home, settings: Settings, now: Clock = utc_now):
        secret = settings.decisions
        self.database = Database(home, secret.get_secret_value() if secret else None)
        self.home, self.now = home, now
        self.evidence_mb = settings.evidence_mb

    def close(self) -> None:
        """Let go of the database."""
        self.database.close()

    def act(
        self,
        viewer: Viewer,
        about: str,
        thing: str,
        verb: str,
        body: Body | Mapping[str, Any] | None = None,
        *,
        reason: str,
        seen: int = 0,
        evidence: Sequence[int] = (),
        because: int | None = None,
        token: str | None = None,
    ) -> Act:
        """Record one act, with its line in the trail, whole or not at all.

        `seen`: the seq of the last act on the thing that the viewer saw, 0 for none. `evidence`: ids of files handed in before.
        `token`: names one sending of one form; sent again it gives the act that is there, and raises SentBefore when it now says something else.
        Raises Overtaken, Forbidden, or RequestFault with what is wrong with the body.
        """
        with self.acting(viewer) as record:
            return record(about, thing, verb, body, reason=reason, seen=seen, evidence=evidence, because=because, token=token)

    @contextmanager
    def acting(self, viewer: Viewer) -> "Iterator[Acting]":
        """Several acts at once, all or none: ``with decisions.acting(viewer) as record: record(...); record(...)``."""
        with self.database.writing() as session:
            trail.hold(session)  # acts take turns on every database: what is read from here on stays true until it is written
            yield Acting(self, session, viewer)

    def acts(self, about: str | None = None, thing: str | None = None) -> list[Act]:
        """All acts, oldest first; of one kind or thing."""
        asked = select(ActRow).order_by(ActRow.act_id)
        if about is not None:
            asked = asked.where(ActRow.about == about)
        if thing is not None:
            asked = asked.where(ActRow.thing == thing)
        with self.database.reading() as session:
            return [_act(row) for row in session.scalars(asked)]

    def standing(self, about: str) -> list[Act]:
        """The last act on each thing of a kind, oldest first. What was revoked is left out."""
        with self.database.reading() as session:
            return _standing(session, about)

    def last(self, about: str, thing: str) -> Act | None:
        """The last act on a thing, revoked or not."""
        asked = select(ActRow).where(ActRow.about == about, ActRow.thing == thing).order_by(ActRow.seq.desc()).limit(1)
        with self.database.reading() as session:
            row = session.scalars(asked).first()
            return _act(row) if row else None

    def trace(self, viewer: Viewer, what: trail.What, target: str, **detail: Any) -> None:
        """Write one line of the trail by itself: a sign-in, a view, an export."""
        with self.database.writing() as session:
            trail.append(session, viewer, self.now(), what, target, detail)

    def trail_lines(self, after: int = 0) -> list[trail.Line]:
        """The lines of the trail from `after` on."""
        with self.database.reading() as session:
            return list(trail.lines(session, after))

    def verify_trail(self, expect: str | None = None) -> trail.Verdict:
        """Whether the trail is whole, agrees with the acts, and, when asked, holds a line whose hash was noted before."""
        with self.database.reading() as session:
            return trail.verify(session, expect)

    def draft(self, viewer: Viewer, form: str) -> dict[str, Any]:
        """What the viewer had written into a form; empty when nothing."""
        with self.database.reading() as session:
            row = session.get(DraftRow, (viewer.login, form))
            return dict(row.values) if row else {}

    def keep_draft(self, viewer: Viewer, form: str, values: Mapping[str, Any]) -> None:
        """Keep what the viewer has written so far. Empty values clear the draft."""
        with self.database.writing() as session:
            row = session.get(DraftRow, (viewer.login, form))
            if row:
                session.delete(row)
                session.flush()
            if values:
                session.add(DraftRow(login=viewer.login, form=form, values=dict(values), at=self.now()))

    def seen(self, key: str, login: str, idle: timedelta) -> bool:
        """Note that a sign-in is in use; False when it was idle for longer than `idle`, has ended, or is somebody else's.

        `key`: of one sign-in, at most 64 signs; the first time it is seen it begins. Written at most once a minute.
        """
        now = self.now()
        with self.database.reading() as session:
            row = session.get(PresenceRow, key)
        if row is None:
            return self._begin_presence(PresenceRow(key=key, login=login, started=now, last_seen=now))
        if row.last_seen is None or row.login != login or now - row.last_seen > idle:
            return False
        if now - row.last_seen >= min(REFRESH, idle / 10):
            unchanged = update(PresenceRow).where(PresenceRow.key == key, PresenceRow.last_seen == row.last_seen)  # not if it just ended
            with self.database.writing() as session:
                session.execute(unchanged.values(last_seen=now))
        return True

    def _begin_presence(self, row: PresenceRow) -> bool:
        login = row.login
        try:
            with self.database.writing() as session:
                session.add(row)
        except IntegrityError:  # two pages of one sign-in came at once
            with self.database.reading() as session:
                there = session.get(PresenceRow, row.key)
                return there is not None and there.last_seen is not None and there.login == login
        return True

    def end_presence(self, key: str) -> None:
        """The sign-in is over, and stays so."""
        with self.database.writing() as session:
            session.execute(update(PresenceRow).where(PresenceRow.key == key).values(last_seen=None))


class Acting:
    """One transaction of acts by one viewer; called to record an act."""

    def __init__(self, decisions: Decisions, session: Session, viewer: Viewer):
        self._decisions, self._session, self._viewer = decisions, session, viewer

    def __call__(
        self,
        about: str,
        thing: str,
        verb: str,
        body: Body | Mapping[str, Any] | None = None,
        *,
        reason: str,
        seen: int = 0,
        evidence: Sequence[int] = (),
        because: int | None = None,
        token: str | None = None,
    ) -> Act:
        """Record one act; see `Decisions.act`."""
        said = checked_body(about, verb, body)
        check_words(thing, reason, token)
        if token and (there := self._session.scalars(select(ActRow).where(ActRow.token == token)).first()):
            return self._sent_before(there, about, verb, said, reason)
        self._check_right(about, thing, verb, said)
        self._check_links(evidence, because)
        last = self._session.scalar(select(func.max(ActRow.seq)).where(ActRow.about == about, ActRow.thing == thing)) or 0
        if last != seen:
            raise Overtaken("这一事项刚刚由他人作出了新的决定，您的操作没有生效。请刷新页面，看过最新情况后再办理。")
        row = ActRow(
            about=about, thing=thing, seq=last + 1, verb=verb, body=said.model_dump(mode="json"), login=self._viewer.login,
            name=self._viewer.name, role=self._viewer.role, at=self._decisions.now(), reason=reason.strip(), because=because, token=token,
            evidence=[ActEvidence(place=n, evidence_id=i) for n, i in enumerate(evidence)],
        )  # fmt: skip
        self._session.add(row)
        self._session.flush()
        detail = trail.act_detail(row, row.body, [link.file.sha256 for link in row.evidence])
        trail.append(self._session, self._viewer, row.at, "act", f"{about}/{thing}/{verb}", detail)
        return _act(row)

    def _sent_before(self, there: ActRow, about: str, verb: str, said: Body, reason: str) -> Act:
        if (there.login, there.about, there.verb) != (self._viewer.login, about, verb):
            raise SentBefore("这张表单的编号已被别的决定用过，您的操作没有生效。请刷新页面后重新填写。")
        if (there.body, there.reason) != (said.model_dump(mode="json"), reason.strip()):
            raise SentBefore(
                f"这张表单已经记为第 {there.act_id} 号决定，这次写的与那次不同，没有再记一次。请先看已有决定；确要另作决定，请再次提交。"
            )
        return _act(there)

    def standing(self, about: str) -> list[Act]:
        """What stands now, with what this transaction has recorded. Nobody else can change it meanwhile: writers take turns."""
        return _standing(self._session, about)

    def things(self, about: str) -> list[str]:
        """The names of all things of a kind, revoked or not, under the same promise."""
        return list(self._session.scalars(select(ActRow.thing).where(ActRow.about == about, ActRow.seq == 1)))

    def _check_right(self, about: str, thing: str, verb: str, body: Body) -> None:
        """The role must allow the verb, and the unit concerned, said in this act and in the first on the thing, be the viewer's."""
        action = KINDS[about][verb][1]
        first = select(ActRow.body).where(ActRow.about == about, ActRow.thing == thing, ActRow.seq == 1)
        units = {getattr(body, "unit_id", None), (self._session.scalar(first) or {}).get("unit_id")} - {None}
        if not self._viewer.may(action) or not all(self._viewer.answers_for(unit) for unit in units):
            raise Forbidden(f"{self._viewer.name}无权作出这项决定。请由有权的人员登录后办理，或联系管理员调整角色。")

    def _check_links(self, evidence: Sequence[int], because: int | None) -> None:
        """Files must have been handed in for a unit of the viewer's: attaching a stranger's would open it to the viewer's own unit."""
        asked = select(EvidenceRow.evidence_id, EvidenceRow.unit_id).where(EvidenceRow.evidence_id.in_(evidence))
        units = dict(self._session.execute(asked).all()) if evidence else {}
        if not all(number in units and self._viewer.answers_for(units[number]) for number in evidence):
            raise RequestFault("所附的证据文件不存在，或不属于您的单位。请重新上传后再提交。")
        if because is not None and self._session.get(ActRow, because) is None:
            raise RequestFault(f"所依据的第 {because} 号决定不存在。请刷新页面后重新办理。")


def _standing(session: Session, about: str) -> list[Act]:
    later = aliased(ActRow)
    is_last = ~select(later.act_id).where(later.about == ActRow.about, later.thing == ActRow.thing, later.seq > ActRow.seq).exists()
    asked = select(ActRow).where(ActRow.about == about, is_last, ActRow.verb != "revoked").order_by(ActRow.act_id)
    return [_act(row) for row in session.scalars(asked)]


def _act(row: ActRow) -> Act:
    body = KINDS[row.about][row.verb][0].model_validate(row.body)
    files = tuple(link.file.sha256 for link in row.evidence)
    return Act(
        row.act_id, row.about, row.thing, row.seq, row.verb, body, row.login, row.name, row.role, row.at.astimezone(UTC), row.reason, files,  # type: ignore[arg-type]
        row.because,
    )  # fmt: skip


def in_computation(decisions: Decisions) -> list[Act]:
    """The standing acts that change figures: what an assessment is given."""
    kinds: Iterable[str] = ("exemption", "adjustment", "wait", "stop_clock", "batch", "empty_column")
    standing = [act for about in kinds for act in decisions.standing(about)]
    return sorted([*standing, *counting(decisions.acts(ABOUT))], key=lambda act: act.act_id)
