"""The calendar file, read back with the library: an event at each due day, the same names in every month, alarms on working days."""

from datetime import date, datetime, timedelta

import icalendar
import pytest

from data.access import OPERATOR, Viewer
from data.calendar import load_calendar
from data.errors import RequestFault
from data.runs.store import RunStore
from data.settings import Home, Settings
from metrics.run.filter import Filter
from metrics.run.reader import Reader
from metrics.run.upcoming import ahead
from reports.delivery.duty_calendar import AHEAD, duty_calendar
from tests.cities import small_city

UNIT = "JM013"
CALENDAR = load_calendar()


@pytest.fixture(scope="module")
def months() -> list[Reader]:
    """The run of each month's end, oldest first."""
    home: Home = small_city.build()
    store = RunStore(home, Settings(home=home.path))
    return [Reader(store, run, OPERATOR) for run in sorted(store.runs(), key=lambda run: run.as_of)]


def events(reader: Reader, unit: str = UNIT) -> dict[str, icalendar.Event]:
    book = icalendar.Calendar.from_ical(duty_calendar(reader, unit))
    found = list(book.walk("VEVENT"))
    by_uid = {str(event["uid"]): event for event in found}
    assert len(by_uid) == len(found), "no two events of one name"
    return by_uid


def live(found: dict[str, icalendar.Event]) -> list[icalendar.Event]:
    return [event for event in found.values() if event["status"] == "CONFIRMED"]


def test_it_holds_what_is_overdue_and_what_comes(months: list[Reader]):
    reader = months[-1]
    span = ahead(reader, UNIT)
    assert (span.this_month, span.next_month) == (date(2026, 10, 31), date(2026, 11, 30))
    owed = reader.count(span.parts["overdue"]) + reader.count(span.coming)
    assert len(live(events(reader))) == owed > 10
    rows = reader.obligations(Filter(unit_id=UNIT, states=("pending",), due_to=span.next_month))
    ringing = [event for event in live(events(reader)) if event.walk("VALARM")]
    assert sorted(event.decoded("dtstart") for event in ringing) == sorted(rows["due_on"].to_list())


def test_an_event_is_a_whole_day_at_the_due_day(months: list[Reader]):
    for event in events(months[-1]).values():
        start, end = event.decoded("dtstart"), event.decoded("dtend")
        assert isinstance(start, date)
        assert not isinstance(start, datetime)
        assert end - start == timedelta(days=1)
        assert event["transp"] == "TRANSPARENT"
    text = duty_calendar(months[-1], UNIT).decode()
    assert "X-WR-TIMEZONE:Asia/Shanghai" in text
    assert not {"ORGANIZER", "ATTENDEE", "CONTACT"} & {line.partition(":")[0].partition(";")[0] for line in text.splitlines()}


def test_the_alarm_rings_some_working_days_ahead(months: list[Reader]):
    rung = [(e.decoded("dtstart"), a.decoded("trigger")) for e in events(months[-1]).values() for a in e.walk("VALARM")]
    assert rung
    for due, trigger in rung:
        at = datetime(due.year, due.month, due.day) + trigger
        assert at.hour == 9
        assert CALENDAR.working_days(at.date(), due) == AHEAD


def test_a_later_file_updates_and_doubles_nothing(months: list[Reader]):
    """The month after holds every live event of the month before by the same name: still owed, or cancelled; with a higher revision."""
    before, after = events(months[-2]), events(months[-1])
    shared = before.keys() & after.keys()
    pending = {uid for uid, event in before.items() if event.walk("VALARM")}
    assert pending
    assert pending <= shared, "what was due to come is told of again, whatever became of it"
    assert all(int(after[uid]["sequence"]) > int(before[uid]["sequence"]) for uid in shared)
    done = {uid for uid in pending if after[uid]["status"] == "CANCELLED"}
    assert done
    assert not any(after[uid].walk("VALARM") for uid in done)


def test_the_same_run_gives_the_same_bytes(months: list[Reader]):
    assert duty_calendar(months[-1], UNIT) == duty_calendar(months[-1], UNIT)


def test_each_event_says_the_clause_and_whether_the_clock_is_a_sample(months: list[Reader]):
    told = [str(event["description"]) for event in live(events(months[-1]))]
    assert all("依据：《" in text and "测算编号" in text for text in told)
    assert any("示例，待主管部门核定" in text for text in told)


def test_a_department_takes_out_its_own_only(months: list[Reader]):
    viewer = Viewer("某人", "department", frozenset({UNIT}), login="x")
    own = Reader(months[-1].store, months[-1].info, viewer)
    assert duty_calendar(own, UNIT) == duty_calendar(months[-1], UNIT)
    with pytest.raises(RequestFault, match="无权查看"):
        duty_calendar(own, "JM012")
