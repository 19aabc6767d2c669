"""What the trail says of people at the browser: that they came in, were refused, looked at unpublished figures, took a file out."""

from datetime import datetime, timedelta

from sqlalchemy import select

from data.access import Viewer
from data.decisions.models import TrailRow
from data.decisions.store import Decisions

QUIET = timedelta(minutes=10)  # who knocks again and again is written down once in this time
LEEWAY = timedelta(minutes=5)  # between the provider's clock and ours


def begin(decisions: Decisions, viewer: Viewer, way: str, key: str) -> None:
    """One line for one sign-in, however often it is seen. `key` names the sign-in."""
    target = _target(way, key)
    if _last(decisions, viewer.login, "sign_in", target) is None:
        decisions.trace(viewer, "sign_in", target)


def is_stale(decisions: Decisions, login: str, way: str, key: str, issued: datetime, idle: timedelta) -> bool:
    """Whether a sign-in that was never seen here is older than the idle limit: a cookie that was kept aside."""
    return decisions.now() - issued > max(idle, LEEWAY) and _last(decisions, login, "sign_in", _target(way, key)) is None


def refuse(decisions: Decisions, login: str, address: str, why: str) -> None:
    """One line for somebody who was not let in. They have no role here, and what they call themselves is only what they say."""
    target = f"{why} {address}"[:500]
    last = _last(decisions, login[:200], "refused", target)
    if last is None or decisions.now() - last > QUIET:
        nobody = Viewer(login[:200], "", login=login[:200], address=address[:100])  # type: ignore[arg-type]  # no role at all
        decisions.trace(nobody, "refused", target)


def view(decisions: Decisions, viewer: Viewer, page: str, place: dict[str, str]) -> None:
    """One line for a look at unpublished figures. `place`: what of them, as in the address."""
    decisions.trace(viewer, "view", page, place=place)


def export(decisions: Decisions, viewer: Viewer, file_name: str, place: dict[str, str]) -> None:
    """One line for a file that is about to be handed out."""
    decisions.trace(viewer, "export", file_name, place=place)


def _target(way: str, key: str) -> str:
    return f"{way} {key[:16]}"


def _last(decisions: Decisions, login: str, what: str, target: str) -> datetime | None:
    asked = select(TrailRow.at).where(TrailRow.login == login, TrailRow.what == what, TrailRow.target == target)
    with decisions.database.reading() as session:
        return session.scalars(asked.order_by(TrailRow.line.desc()).limit(1)).first()
