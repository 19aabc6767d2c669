"""The tables of the decisions store. Acts, evidence and the trail are append-only: the database itself refuses to change or remove them."""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import JSON, Dialect, ForeignKey, LargeBinary, MetaData, String, Text, TypeDecorator, UniqueConstraint
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship

NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_name)s",
    "uq": "uq_%(table_name)s_%(column_0_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s",
}
APPEND_ONLY = ("acts", "act_evidence", "evidence", "trail")


class Moment(TypeDecorator[datetime]):
    """A moment as ISO text in UTC: the same signs in every database, so that what is hashed is what is kept."""

    impl = String(32)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> str | None:
        """Text for the database. A moment without a zone is a fault of ours."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment has a zone")
        return value.astimezone(UTC).isoformat(timespec="microseconds")

    def process_result_value(self, value: str | None, dialect: Dialect) -> datetime | None:
        """The moment that was kept."""
        return None if value is None else datetime.fromisoformat(value)


class Base(DeclarativeBase):
    """What all tables share."""

    metadata = MetaData(naming_convention=NAMES)
    type_annotation_map = {datetime: Moment(), dict[str, Any]: JSON()}  # noqa: RUF012  # SQLAlchemy's own form


class ActRow(Base):
    """One act. (about, thing, seq) is unique: of two that follow the same act, the second is refused. `token`: of one form, so no act is doubled."""

    __tablename__ = "acts"
    __table_args__ = (UniqueConstraint("about", "thing", "seq"),)

    act_id: Mapped[int] = mapped_column(primary_key=True)
    about: Mapped[str] = mapped_column(String(20))
    thing: Mapped[str] = mapped_column(String(400))
    seq: Mapped[int]
    verb: Mapped[str] = mapped_column(String(20))
    body: Mapped[dict[str, Any]]
    login: Mapped[str] = mapped_column(String(200))
    name: Mapped[str] = mapped_column(String(200))
    role: Mapped[str] = mapped_column(String(20))
    at: Mapped[datetime]
    reason: Mapped[str] = mapped_column(Text)
    because: Mapped[int | None] = mapped_column(ForeignKey("acts.act_id"))
    token: Mapped[str | None] = mapped_column(String(64), unique=True)
    evidence: Mapped[list["ActEvidence"]] = relationship(order_by="ActEvidence.place", lazy="selectin")


class ActEvidence(Base):
    """The files that an act rests on, in the order given."""

    __tablename__ = "act_evidence"

    act_id: Mapped[int] = mapped_column(ForeignKey("acts.act_id"), primary_key=True)
    place: Mapped[int] = mapped_column(primary_key=True)
    evidence_id: Mapped[int] = mapped_column(ForeignKey("evidence.evidence_id"))
    file: Mapped["EvidenceRow"] = relationship(lazy="joined")


class EvidenceRow(Base):
    """A file that somebody handed in. The bytes lie in the home under their SHA-256; the name is the giver's.

    `unit_id`: whose it is, None = the authority's.
    """

    __tablename__ = "evidence"

    evidence_id: Mapped[int] = mapped_column(primary_key=True)
    sha256: Mapped[str] = mapped_column(String(64), index=True)
    file_name: Mapped[str] = mapped_column(String(255))
    media_type: Mapped[str] = mapped_column(String(100))
    size: Mapped[int]
    unit_id: Mapped[str | None] = mapped_column(String(100))
    login: Mapped[str] = mapped_column(String(200))
    at: Mapped[datetime]


class TrailRow(Base):
    """One line of the trail. `hash` covers the line and `previous`, the hash of the line before it."""

    __tablename__ = "trail"

    line: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at: Mapped[datetime]
    login: Mapped[str] = mapped_column(String(200), index=True)
    name: Mapped[str] = mapped_column(String(200))
    role: Mapped[str] = mapped_column(String(20))
    address: Mapped[str] = mapped_column(String(100))
    what: Mapped[str] = mapped_column(String(20), index=True)
    target: Mapped[str] = mapped_column(String(500))
    detail: Mapped[dict[str, Any]]
    previous: Mapped[str] = mapped_column(String(64), unique=True)
    hash: Mapped[str] = mapped_column(String(64))


class TrailHead(Base):
    """Where the trail ends: one row, moved with every line, so that lines taken off its end are missed; who writes holds it locked."""

    __tablename__ = "trail_head"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    line: Mapped[int]
    hash: Mapped[str] = mapped_column(String(64))


class DraftRow(Base):
    """What somebody has written into a form and not yet sent. Not a decision: it is overwritten, and gone when sent."""

    __tablename__ = "drafts"

    login: Mapped[str] = mapped_column(String(200), primary_key=True)
    form: Mapped[str] = mapped_column(String(400), primary_key=True)
    values: Mapped[dict[str, Any]]
    at: Mapped[datetime]


class PresenceRow(Base):
    """One sign-in and when it was last seen, for the idle limit. Not a decision. `last_seen` None: ended by signing out."""

    __tablename__ = "presences"

    key: Mapped[str] = mapped_column(String(64), primary_key=True)
    login: Mapped[str] = mapped_column(String(200))
    started: Mapped[datetime]
    last_seen: Mapped[datetime | None]


class OutboxRow(Base):
    """One message of the outbox, as it was made and how far it has got (see `outbox`). `key` is unique: nothing is made twice.

    `series`: what it is one of (weekly, monthly, publication/2026H1). `run`: the address of the run whose figures it holds.
    `ticket`: of the process that holds it until `lease_until`.
    """

    __tablename__ = "outbox"

    message_id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(200), unique=True)
    series: Mapped[str] = mapped_column(String(60))
    unit_id: Mapped[str | None] = mapped_column(String(100))
    channel: Mapped[str] = mapped_column(String(20))
    recipient: Mapped[str] = mapped_column(String(300))
    subject: Mapped[str] = mapped_column(String(300))
    run: Mapped[str] = mapped_column(String(60))
    content: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    sha256: Mapped[str] = mapped_column(String(64))
    state: Mapped[str] = mapped_column(String(20), index=True)
    attempts: Mapped[int] = mapped_column(default=0)
    next_at: Mapped[datetime]
    ticket: Mapped[str | None] = mapped_column(String(32))
    lease_until: Mapped[datetime | None]
    made_at: Mapped[datetime]
    done_at: Mapped[datetime | None]
    fault: Mapped[str] = mapped_column(Text, default="")
