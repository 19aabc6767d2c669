"""The decisions store: acts are recorded, never changed. What stands is the last act on each thing."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

from pydantic import ValidationError
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session, aliased

from data.access import Viewer
from data.decisions import trail
from data.decisions.acts import KINDS, Act, Body
from data.decisions.database import Database
from data.decisions.models import ActEvidence, ActRow, DraftRow
from data.errors import RequestFault
from data.settings import Home, Settings

Clock = Callable[[], datetime]


class Overtaken(RequestFault):
    """Somebody else acted on the same thing meanwhile. Nothing was recorded."""


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
        `token`: names one sending of one form; sent again it gives the act that is there.
        Raises Overtaken, Forbidden, or RequestFault with what is wrong with the body.
        """
        with self.acting(viewer) as record:
            return record(about, thing, verb, body, reason=reason, seen=seen, evidence=evidence, because=because, token=token)

    def acting(self, viewer: Viewer) -> "Acting":
        """Several acts at once, all or none: ``with decisions.acting(viewer) as record: record(...); record(...)``."""
        return Acting(self, viewer)

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
        later = aliased(ActRow)
        is_last = ~select(later.act_id).where(later.about == ActRow.about, later.thing == ActRow.thing, later.seq > ActRow.seq).exists()
        asked = select(ActRow).where(ActRow.about == about, is_last, ActRow.verb != "revoked").order_by(ActRow.act_id)
        with self.database.reading() as session:
            return [_act(row) for row in session.scalars(asked)]

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

    def verify_trail(self) -> trail.Verdict:
        """Whether the trail is whole."""
        with self.database.reading() as session:
            return trail.verify(session)

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


class Acting:
    """One transaction of acts by one viewer. Used as a context; called to record an act."""

    def __init__(self, decisions: Decisions, viewer: Viewer):
        self._decisions, self._viewer = decisions, viewer

    def __enter__(self) -> "Acting":
        self._transaction = self._decisions.database.writing()
        self._session: Session = self._transaction.__enter__()
        return self

    def __exit__(self, *fault: Any) -> None:
        try:
            self._transaction.__exit__(*fault)
        except IntegrityError as clash:  # only PostgreSQL gets here: two writers, the same seq
            raise _overtaken() from clash

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
        if token and (there := self._session.scalars(select(ActRow).where(ActRow.token == token)).first()):
            return _act(there)
        said = checked_body(about, verb, body)
        self._check_right(about, thing, verb, said)
        if not reason.strip():
            raise RequestFault("请写明理由：每一项决定都要有理由，才能复核和公布。")
        last = self._session.scalar(select(func.max(ActRow.seq)).where(ActRow.about == about, ActRow.thing == thing)) or 0
        if last != seen:
            raise _overtaken()
        row = ActRow(
            about=about, thing=thing, seq=last + 1, verb=verb, body=said.model_dump(mode="json"), login=self._viewer.login,
            name=self._viewer.name, role=self._viewer.role, at=self._decisions.now(), reason=reason.strip(), because=because, token=token,
            evidence=[ActEvidence(place=n, evidence_id=i) for n, i in enumerate(evidence)],
        )  # fmt: skip
        self._session.add(row)
        try:
            self._session.flush()
        except IntegrityError as clash:
            raise _overtaken() from clash
        detail = {"act_id": row.act_id, "body": row.body, "reason": row.reason, "because": because, "evidence": list(evidence)}
        trail.append(self._session, self._viewer, row.at, "act", f"{about}/{thing}/{verb}", detail)
        self._session.refresh(row)
        return _act(row)

    def _check_right(self, about: str, thing: str, verb: str, body: Body) -> None:
        """The role must allow the verb, and the unit concerned, said in this act or the first on the thing, be the viewer's."""
        action = KINDS[about][verb][1]
        first = select(ActRow.body).where(ActRow.about == about, ActRow.thing == thing, ActRow.seq == 1)
        unit = getattr(body, "unit_id", None) or (self._session.scalar(first) or {}).get("unit_id")
        if not self._viewer.may(action) or (unit is not None and not self._viewer.answers_for(unit)):
            raise Forbidden(f"{self._viewer.name}无权作出这项决定。请由有权的人员登录后办理，或联系管理员调整角色。")


def checked_body(about: str, verb: str, body: Body | Mapping[str, Any] | None) -> Body:
    """The body as its model, whatever it came as. Raises RequestFault with one sentence a fault."""
    model = KINDS[about][verb][0]
    try:
        return model.model_validate(body.model_dump() if isinstance(body, Body) else dict(body or {}))
    except ValidationError as fault:
        raise RequestFault("\n".join(_said(error) for error in fault.errors())) from fault


def _said(error: Any) -> str:
    if error["type"] == "value_error":
        return f"{error['ctx']['error']}。"
    return f"{'.'.join(map(str, error['loc']))} 的值“{error['input']}”不能用，请改正。"


def _overtaken() -> Overtaken:
    return Overtaken("这一事项刚刚由他人作出了新的决定，您的操作没有生效。请刷新页面，看过最新情况后再办理。")


def _act(row: ActRow) -> Act:
    body = KINDS[row.about][row.verb][0].model_validate(row.body)
    files = tuple(link.file.sha256 for link in row.evidence)
    return Act(
        row.act_id, row.about, row.thing, row.seq, row.verb, body, row.login, row.name, row.role, row.at, row.reason, files, row.because  # type: ignore[arg-type]
    )  # fmt: skip


def in_computation(decisions: Decisions) -> list[Act]:
    """The standing acts that change figures: what an assessment is given."""
    kinds: Iterable[str] = ("exemption", "adjustment", "wait", "stop_clock")
    return sorted((act for about in kinds for act in decisions.standing(about)), key=lambda act: act.act_id)
