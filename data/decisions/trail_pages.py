"""The trail as people read it: filtered and counted in the database, the newest line first, a page at a time."""

import json
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, Text, cast, func, or_, select

from data.calendar import CHINA
from data.decisions.models import TrailHead, TrailRow
from data.decisions.store import Decisions
from data.decisions.trail import Line, columns, line_of
from data.errors import FileFault


@dataclass(frozen=True)
class Wanted:
    """Which lines: every part that is None asks for all.

    `who`: part of a login or name; `what`: the kind of event; `since`, `until`: days in China, both included; `text`: in what it was about.
    """

    who: str | None = None
    what: str | None = None
    since: date | None = None
    until: date | None = None
    text: str | None = None


def count(decisions: Decisions, wanted: Wanted) -> int:
    """How many lines match."""
    with decisions.database.reading() as session:
        return session.scalar(_matching(select(func.count()), wanted)) or 0


def page(decisions: Decisions, wanted: Wanted, limit: int | None = None, offset: int = 0) -> list[Line]:
    """The lines that match, the newest first. Raises FileFault for a line that was altered so that nobody can read it."""
    asked = _matching(select(*columns()), wanted).order_by(TrailRow.line.desc()).limit(limit).offset(offset)
    with decisions.database.reading() as session:
        return [_read(row) for row in session.execute(asked)]


def head(decisions: Decisions) -> tuple[int, str]:
    """The number and the hash of the last line: noted elsewhere, it shows later that nothing before it was altered."""
    with decisions.database.reading() as session:
        row = session.execute(select(TrailHead.line, TrailHead.hash)).first()
        return (row.line, row.hash) if row else (0, "")


def last_sign_ins(decisions: Decisions) -> dict[str, datetime]:
    """When each login last signed in."""
    asked = select(TrailRow.login, func.max(TrailRow.at)).where(TrailRow.what == "sign_in").group_by(TrailRow.login)
    with decisions.database.reading() as session:
        return {row[0]: row[1] for row in session.execute(asked)}


def _matching(asked: Select[Any], wanted: Wanted) -> Select[Any]:
    parts: list[ColumnElement[bool]] = []
    if wanted.who is not None:
        parts.append(or_(*(column.icontains(wanted.who, autoescape=True) for column in (TrailRow.login, TrailRow.name))))
    if wanted.what is not None:
        parts.append(TrailRow.what == wanted.what)
    if wanted.since is not None:
        parts.append(TrailRow.at >= _begin(wanted.since))
    if wanted.until is not None:
        parts.append(TrailRow.at < _begin(wanted.until + timedelta(days=1)))
    if wanted.text is not None:
        kept = json.dumps(wanted.text)[1:-1]  # as signs beyond ASCII stand in the detail
        detail = cast(TrailRow.detail, Text)
        parts.append(or_(TrailRow.target.icontains(wanted.text, autoescape=True), detail.icontains(kept, autoescape=True)))
    return asked.select_from(TrailRow).where(*parts)


def _begin(day: date) -> datetime:
    return datetime.combine(day, time.min, CHINA)


def _read(row: Any) -> Line:
    try:
        return line_of(row)
    except (ValueError, TypeError) as fault:
        raise FileFault(f"日志第 {row.line} 行读不出来：内容被改动。请先核验日志，查明情况后从备份恢复。") from fault
