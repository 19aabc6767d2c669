"""The small city in a home of its own that may be written into, on a day of one's choice, its newest run before the departments."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

from data.access import Viewer
from data.calendar import day_of, load_calendar
from data.decisions import objections, periods
from data.decisions.acts import Act
from data.decisions.bodies import Objection, Review
from data.decisions.store import Decisions
from metrics.run.filter import Filter
from metrics.run.reader import Reader
from pages.shell import session

PERIOD = "2026H2"
TODAY, UNTIL = date(2026, 11, 10), date(2026, 11, 20)  # a Tuesday, a Friday
RULE, ITEM, UNIT_ID = "share_reply", "reply", "JM013"
CALENDAR = load_calendar()
OFFICER = Viewer("考核专员", "officer", login="wang")
UNIT = Viewer("陈科员", "department", frozenset({UNIT_ID}), login="chen")


def noon(day: date) -> Callable[[], datetime]:
    """A clock that stands at noon in China."""
    return lambda: datetime(day.year, day.month, day.day, 4, tzinfo=UTC)


def put_under_review(store: Decisions) -> str:
    """Put the newest run before the departments until UNTIL, ten working days for the answer. Gives its id."""
    run = session.store().runs()[0].run_id
    periods.review(store, OFFICER, periods.standing(store, PERIOD), Review(run_id=run, objections_until=UNTIL, answer_days=10), "提交复核")
    return run


def an_obligation(state: str = "overdue", unit: str = UNIT_ID) -> dict[str, Any]:
    """A counted obligation of a unit in a state, in the newest run."""
    reader = Reader(session.store(), session.store().runs()[0].run_id, OFFICER)
    return reader.obligations(Filter(unit_id=unit, rule_id=RULE, states=(state,), counted=True), limit=1).row(0, named=True)


def file_one(store: Decisions, run: str, reason: str = "省平台故障") -> Act:
    """One objection of the unit to an item and an obligation."""
    due = CALENDAR.after(day_of(store.now()), 10)
    named = ((RULE, an_obligation()["subject_id"]),)
    said = Objection(period=PERIOD, run_id=run, unit_id=UNIT_ID, item_id=ITEM, obligations=named, wants="exemption", answer_by=due)
    return objections.file(store, UNIT, periods.standing(store, PERIOD), CALENDAR, said, reason)
