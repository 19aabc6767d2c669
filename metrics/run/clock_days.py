"""The clock of one obligation, day by day, so that anyone can count along."""

from dataclasses import dataclass
from datetime import date

from metrics.run.reader import Reader


@dataclass(frozen=True)
class ClockDay:
    """One calendar day of a clock.

    `count`: the working day's number since the start (the day of receipt is 0), None on days that don't count.
    `kind`: workday, weekend, holiday or makeup; `name`: the holiday's name; `marks`: what happened, of arose, due, met, as_of, evidence (the last day that
    the files tell of, where that is before the day of assessment).
    `is_waiting`: the clock stood still, because the provider waited for the requester; no such day counts.
    """

    day: date
    kind: str
    name: str | None
    count: int | None
    marks: tuple[str, ...]
    is_waiting: bool = False


def clock_days(reader: Reader, obligation: dict) -> list[ClockDay]:
    """Every day from the start of an obligation to the last of due day, completion and, while it is open, the day at which it was judged.

    Empty for a duty without a start or without a due day. `obligation` is what `Reader.obligation` gives.
    """
    start, due, met, until = (obligation[name] for name in ("arose_on", "due_on", "met_on", "evidence_on"))
    if start is None or due is None:
        return []
    marks = {"arose": start, "due": due, "met": met, "as_of": None if met or until else reader.info.as_of, "evidence": until}
    last = max(day for day in marks.values() if day)
    waits = list(zip(obligation["wait_starts"] or (), obligation["wait_ends"] or (), strict=True))
    days, count = [], 0
    for row in reader.calendar(start, last).iter_rows(named=True):
        day = row["day"]
        # The day on which the material was asked for still counts, as the day of receipt does not.
        is_waiting = any(first < day <= end for first, end in waits)
        counts = row["is_working"] and not is_waiting and day > start
        count += counts
        happened = tuple(name for name, marked in marks.items() if marked == day)
        days.append(ClockDay(day, row["kind"], row["name"], count if counts or day == start else None, happened, is_waiting))
    return days
