"""The law of waits: the days that don't count are those that somebody who counts day by day leaves out."""

from datetime import date, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from data.calendar import load_calendar
from metrics.obligations.decisions_in_force import decided_at
from metrics.obligations.waits import Duty, counted_spans, waits_frame
from tests.cities.deciding import wait

CALENDAR = load_calendar()
WORKING = set(CALENDAR.days.filter(CALENDAR.days["is_working"])["day"])
FROM = date(2026, 1, 20)
DAY = st.integers(0, 70).map(lambda n: FROM + timedelta(days=n))
SPANS = st.lists(st.tuples(DAY, st.none() | st.integers(0, 20)), max_size=6)


def by_hand(duty: Duty, waits: list[tuple[date, date]], until: date) -> int:
    """Day by day from the start: a wait is alive when it begins in time or within one that is; on its days nothing counts."""
    count, left_out, due, alive = 0, 0, None, date.min
    day = duty.arose_on
    while day <= until:
        is_waiting = day <= alive
        if day in WORKING and day > duty.arose_on:
            left_out += is_waiting
            count += not is_waiting
        if count == duty.days and due is None:
            due = day
        in_time = due is None or day <= due or is_waiting
        for start, end in waits:
            if start == day and in_time:
                alive = max(alive, end)
        if alive > day:
            due = None if count < duty.days else alive
        day += timedelta(days=1)
    return left_out


@given(DAY, st.integers(1, 15), SPANS, st.none() | DAY)
def test_waits_are_counted_as_by_hand(arose: date, days: int, told: list[tuple[date, int | None]], met: date | None):
    as_of = FROM + timedelta(days=75)
    duty = Duty("share_reply", "R1", arose, met if met and met >= arose else None, days)
    acts = [wait(n, start, None if more is None else start + timedelta(days=more)) for n, (start, more) in enumerate(told, 1)]
    waits = decided_at(acts, "2026H1", as_of).waits
    until = min(duty.met_on or as_of, as_of)
    plain = [(max(x.body.start, arose), x.body.end or until) for x in waits if (x.body.end or until) >= arose]
    frame = waits_frame([duty], waits, CALENDAR, as_of)
    assert sum(frame["waited_days"]) == by_hand(duty, [(s, min(e, until)) for s, e in plain if s <= until], until)


@given(DAY, st.integers(1, 15), SPANS, st.randoms())
def test_the_order_in_which_waits_were_recorded_plays_no_part(arose: date, days: int, told: list, shuffle):
    as_of, duty = FROM + timedelta(days=75), Duty("share_reply", "R1", arose, None, days)
    acts = [wait(n, start, None if more is None else start + timedelta(days=more)) for n, (start, more) in enumerate(told, 1)]
    spans = [(s.start, s.end) for s in counted_spans(duty, decided_at(acts, "2026H1", as_of).waits, CALENDAR, as_of)]
    renumbered = acts.copy()
    shuffle.shuffle(renumbered)
    renumbered = [wait(n, x.body.start, x.body.end) for n, x in enumerate(renumbered, 1)]
    assert [(s.start, s.end) for s in counted_spans(duty, decided_at(renumbered, "2026H1", as_of).waits, CALENDAR, as_of)] == spans
    assert all(before[1] < after[0] for before, after in pairwise(spans))
