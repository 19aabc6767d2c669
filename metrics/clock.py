"""The clock of one obligation, day by day, so that anyone can count along."""

from dataclasses import dataclass
from datetime import date

from metrics.reading import Reader


@dataclass(frozen=True)
class ClockDay:
    """One calendar day of a clock.

    `count`: the working day's number since the start (the day of receipt is 0), None on days that don't count.
    `kind`: workday, weekend, holiday or makeup; `name`: the holiday's name; `marks`: what happened, of arose, due, met, as_of.
    """

    day: date
    kind: str
    name: str | None
    count: int | None
    marks: tuple[str, ...]


def clock_days(reader: Reader, obligation: dict) -> list[ClockDay]:
    """Every day from the start of an obligation to the last of due day, completion and, while it is open, the day of assessment.

    Empty for a duty without a start or without a due day. `obligation` is what `Reader.obligation` gives.
    """
    start, due, met, as_of = obligation["arose_on"], obligation["due_on"], obligation["met_on"], reader.info.as_of
    if start is None or due is None:
        return []
    marks = {"arose": start, "due": due, "met": met, "as_of": None if met else as_of}
    last = max(day for day in marks.values() if day)
    days = reader.calendar(start, last)
    first = days["working_index"][0]
    return [
        ClockDay(
            row["day"], row["kind"], row["name"],
            row["working_index"] - first if row["is_working"] or row["day"] == start else None,
            tuple(name for name, day in marks.items() if day == row["day"]),
        )
        for row in days.iter_rows(named=True)
    ]  # fmt: skip
