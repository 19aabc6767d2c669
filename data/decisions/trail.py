"""The trail: who did or saw what, when, from where. Each line carries the hash of the one before it, so nothing can be taken out unseen."""

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Literal

from sqlalchemy import Row, Text, cast, select
from sqlalchemy.orm import Session

from data.access import Viewer
from data.calendar import CHINA
from data.decisions.models import ActEvidence, ActRow, EvidenceRow, TrailHead, TrailRow
from data.errors import ConfigFault

What = Literal["sign_in", "refused", "view", "export", "act", "evidence", "intake", "assess"]
START = "0" * 64  # before the first line
HELD = "the end of the trail"  # in a session's info: sessions that write serve one transaction each


@dataclass(frozen=True)
class Line:
    """One line. `what`: the kind of event; `target`: what it was about (a page, a file, an act); `detail`: whatever else tells it."""

    line: int
    at: datetime
    login: str
    name: str
    role: str
    address: str
    what: str
    target: str
    detail: dict[str, Any]
    previous: str
    hash: str

    @property
    def expected_hash(self) -> str:
        """SHA-256 over everything the line says and the hash before it."""
        said = vars(self) | {"at": self.at.astimezone(UTC).isoformat(timespec="microseconds")}
        del said["hash"]
        return hashlib.sha256(_canonical(said)).hexdigest()


def _canonical(said: Mapping[str, Any]) -> bytes:
    return json.dumps(said, sort_keys=True, ensure_ascii=True, separators=(",", ":"), allow_nan=False).encode()


def hold(session: Session) -> TrailHead:
    """Take the end of the trail for this transaction: whoever else writes waits here, so the chain never forks and no act overtakes another."""
    if HELD in session.info:
        return session.info[HELD]
    head = session.scalars(select(TrailHead).with_for_update()).one_or_none()
    if head is None:
        raise ConfigFault("日志的末行记录丢失，不能再写入。请运行 python cli.py audit verify 查明情况，并从备份恢复决定库。")
    session.info[HELD] = head
    return head


def append(session: Session, viewer: Viewer, at: datetime, what: What, target: str, detail: Mapping[str, Any]) -> str:
    """Write one line inside the caller's transaction and give its hash. Texts that are too long for their column are cut."""
    head = hold(session)
    said = json.loads(json.dumps(detail, default=str, allow_nan=False))  # as it will be read back, or the hash would not be its own
    who = (text(viewer.login)[:200], text(viewer.name)[:200], viewer.role, text(viewer.address)[:100])
    bare = Line(head.line + 1, at, *who, what, text(target)[:500], said, head.hash, "")
    row = TrailRow(**(vars(bare) | {"hash": bare.expected_hash}))
    session.add(row)
    head.line, head.hash = row.line, row.hash
    session.flush()
    return row.hash


def text(said: str) -> str:
    """A text that every database keeps: no NUL, no half of a pair."""
    return said.replace("\0", "").encode("utf-8", "replace").decode("utf-8")


def lines(session: Session, after: int = 0) -> Iterator[Line]:
    """Every line from `after` on, in order."""
    return (line_of(row) for row in _rows(session, after))


def _rows(session: Session, after: int) -> Iterator[Row[Any]]:
    yield from session.execute(select(*columns()).where(TrailRow.line > after).order_by(TrailRow.line).execution_options(yield_per=1000))


def columns() -> list[Any]:
    """A line's columns as the texts that are kept, so that a check can name a line that nobody can read."""
    plain = {"at": cast(TrailRow.at, Text).label("at"), "detail": cast(TrailRow.detail, Text).label("detail")}
    return [plain.get(name, getattr(TrailRow, name)) for name in Line.__dataclass_fields__]


def line_of(row: Row[Any]) -> Line:
    """The line that such a row tells. Raises ValueError or TypeError when it can't be read."""
    said = row._asdict()
    at = datetime.fromisoformat(said["at"])
    return Line(**(said | {"at": at if at.tzinfo else at.replace(tzinfo=UTC), "detail": json.loads(said["detail"])}))


@dataclass(frozen=True)
class Verdict:
    """What a check of the trail found: how many lines, the hash it ends on, and a sentence for each fault.

    `expected_line`: the line that carries the hash one asked for; None when none was asked for or it isn't there.
    """

    lines: int
    head: str
    faults: tuple[str, ...]
    expected_line: int | None = None


def verify(session: Session, expect: str | None = None) -> Verdict:
    """Walk the chain from its start. Finds lines that were changed, removed, put in between, or taken off the end, and acts that don't agree.

    Who can write the whole database can also forge the whole chain: against that helps a hash noted elsewhere, `expect`.
    """
    check = _Check(acts=_acts(session))
    for row in _rows(session, after=-(2**31)):
        check.take(row, expect)
    head = session.execute(select(TrailHead.line, TrailHead.hash)).all()
    check.end((head[0].line, head[0].hash) if len(head) == 1 else None, expect)
    return Verdict(check.count, check.previous, tuple(check.faults), check.expected_line)


class _Check:
    """One walk along the trail. `acts`: the fingerprint of each act that is in the store."""

    def __init__(self, acts: dict[int, bytes]):
        self.acts, self.faults = acts, list[str]()
        self.number, self.count, self.previous = 0, 0, START
        self.expected_line: int | None = None

    def take(self, row: Row[Any], expect: str | None) -> None:
        """One row, in the order of the line numbers."""
        if row.line != self.number + 1:
            missing = f"第 {self.number + 1} 至 {row.line - 1} 行缺失" if row.line > self.number else f"第 {row.line} 行是多出来的"
            self.faults.append(f"{missing}。")
        elif row.previous != self.previous:
            self.faults.append(f"第 {row.line} 行与前一行衔接不上。")
        self._read(row)
        self.number, self.count, self.previous = row.line, self.count + 1, row.hash
        if expect and row.hash == expect:
            self.expected_line = row.line

    def _read(self, row: Row[Any]) -> None:
        try:
            line = line_of(row)
            is_whole = line.hash == line.expected_hash
        except (ValueError, TypeError):
            self.faults.append(f"第 {row.line} 行读不出来：内容被改动。")
            return
        act_id = line.detail.get("act_id") if line.what == "act" and isinstance(line.detail, dict) else None
        kept = self.acts.pop(act_id, None) if isinstance(act_id, int) else None
        if not is_whole:
            self.faults.append(f"第 {row.line} 行内容被改动（{line.at.astimezone(CHINA):%Y-%m-%d %H:%M:%S}，{line.name}，{line.what}）。")
        elif line.what == "act":
            self._compare(line, act_id, kept)

    def _compare(self, line: Line, act_id: Any, kept: bytes | None) -> None:
        if kept is None:
            self.faults.append(f"第 {line.line} 行所记的第 {act_id} 号决定，在决定库中缺失。")
        elif kept != fingerprint(line.target, line.login, line.name, line.role, line.at, line.detail):
            self.faults.append(f"第 {act_id} 号决定与日志第 {line.line} 行不符：决定的内容被改动。")

    def end(self, head: tuple[int, str] | None, expect: str | None) -> None:
        """After the last row: does the trail end where it should, and is every act in it?"""
        if head != (self.number, self.previous):
            self.faults.append(f"日志应止于第 {head[0] if head else '？'} 行，实际止于第 {self.number} 行：末尾被截去或改动。")
        self.faults.extend(f"第 {act_id} 号决定没有日志：绕过本程序写入，或其日志被删除。" for act_id in self.acts)
        if expect and self.expected_line is None:
            self.faults.append(f"日志中没有哈希值为 {expect} 的一行：记下它之后，日志被截去或重写。")


def fingerprint(target: str, login: str, name: str, role: str, at: datetime, detail: Mapping[str, Any]) -> bytes:
    """What an act and its line in the trail must agree on. `detail`: `act_detail`."""
    return hashlib.sha256(_canonical({"who": [target, login, name, role, at.astimezone(UTC).isoformat()], "said": dict(detail)})).digest()


def act_detail(act: ActRow | Row[Any], body: Any, files: Sequence[str]) -> dict[str, Any]:
    """What the trail keeps of an act beside who, when and where. `files`: SHA-256 of its evidence."""
    return {"act_id": act.act_id, "seq": act.seq, "body": body, "reason": act.reason, "because": act.because, "evidence": list(files)}


def _acts(session: Session) -> dict[int, bytes]:
    """The fingerprint of each act as it is kept; of one that nobody can read, none that fits."""
    files = defaultdict[int, list[str]](list)
    for act_id, sha256 in session.execute(
        select(ActEvidence.act_id, EvidenceRow.sha256).join(ActEvidence.file).order_by(ActEvidence.act_id, ActEvidence.place)
    ):
        files[act_id].append(sha256)
    plain = {"at": cast(ActRow.at, Text).label("at"), "body": cast(ActRow.body, Text).label("body")}
    columns = [plain.get(name, getattr(ActRow, name)) for name in ActRow.__mapper__.column_attrs.keys()]  # noqa: SIM118  # no mapping
    rows = session.execute(select(*columns).execution_options(yield_per=1000))
    return {row.act_id: _kept(row, files[row.act_id]) for row in rows}


def _kept(row: Row[Any], files: Sequence[str]) -> bytes:
    try:
        detail = act_detail(row, json.loads(row.body), files)
        return fingerprint(f"{row.about}/{row.thing}/{row.verb}", row.login, row.name, row.role, datetime.fromisoformat(row.at), detail)
    except (ValueError, TypeError):
        return b""
