"""The trail: who did or saw what, when, from where. Each line carries the hash of the one before it, so nothing can be taken out unseen."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import Any, Literal

from sqlalchemy import select
from sqlalchemy.orm import Session

from data.access import Viewer
from data.decisions.models import TrailHead, TrailRow

What = Literal["sign_in", "refused", "view", "export", "act", "intake", "assess"]
START = "0" * 64  # before the first line


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
        said = asdict(self) | {"at": self.at.astimezone(UTC).isoformat(timespec="microseconds")}
        del said["hash"]
        return hashlib.sha256(json.dumps(said, sort_keys=True, ensure_ascii=True, separators=(",", ":")).encode()).hexdigest()


def append(session: Session, viewer: Viewer, at: datetime, what: What, target: str, detail: Mapping[str, Any]) -> str:
    """Write one line inside the caller's transaction and give its hash. Writers wait for each other here, so the chain never forks."""
    head = session.scalars(select(TrailHead).with_for_update()).one()
    bare = Line(head.line + 1, at, viewer.login, viewer.name, viewer.role, viewer.address, what, target[:500], dict(detail), head.hash, "")
    row = TrailRow(**(asdict(bare) | {"hash": bare.expected_hash}))
    session.add(row)
    head.line, head.hash = row.line, row.hash
    session.flush()
    return row.hash


def lines(session: Session, after: int = 0) -> Iterator[Line]:
    """Every line from `after` on, in order."""
    rows = session.scalars(select(TrailRow).where(TrailRow.line > after).order_by(TrailRow.line)).yield_per(1000)
    for row in rows:
        yield Line(**{name: getattr(row, name) for name in Line.__dataclass_fields__})


@dataclass(frozen=True)
class Verdict:
    """What a check of the trail found: how many lines, the hash it ends on, and a sentence for each fault."""

    lines: int
    head: str
    faults: tuple[str, ...]


def verify(session: Session) -> Verdict:
    """Walk the chain from its start. Finds lines that were changed, removed, put in between, or taken off the end."""
    faults: list[str] = []
    count, previous = 0, START
    for line in lines(session):
        if line.line != count + 1:
            faults.append(f"第 {count + 1} 至 {line.line - 1} 行缺失。")
        elif line.previous != previous:
            faults.append(f"第 {line.line} 行与前一行衔接不上。")
        if line.hash != line.expected_hash:
            faults.append(f"第 {line.line} 行内容被改动（{line.at:%Y-%m-%d %H:%M:%S}Z，{line.name}，{line.what}）。")
        count, previous = line.line, line.hash
    head = session.scalars(select(TrailHead)).one_or_none()
    if head is None or (head.line, head.hash) != (count, previous):
        faults.append(f"日志应止于第 {head.line if head else '？'} 行，实际止于第 {count} 行：末尾被截去或改动。")
    return Verdict(count, previous, tuple(faults))
