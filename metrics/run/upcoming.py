"""What a unit owes in the month of the assessment and the next: which obligations these are, and the working days left for each."""

import calendar
from dataclasses import dataclass
from datetime import date, timedelta

from metrics.run.filter import Filter
from metrics.run.reader import Reader


@dataclass(frozen=True)
class Ahead:
    """The filters of one unit's work: each counts and lists what its name says. `this_month`, `next_month`: their last days."""

    unit_id: str
    as_of: date
    this_month: date
    next_month: date

    @property
    def parts(self) -> dict[str, Filter]:
        """By name: overdue (of any age), unmet (without a due day), due this month, due next month."""
        return {
            "overdue": Filter(unit_id=self.unit_id, states=("overdue",)),
            "unmet": Filter(unit_id=self.unit_id, states=("unmet",)),
            "this_month": Filter(unit_id=self.unit_id, states=("pending",), due_to=self.this_month),
            "next_month": Filter(
                unit_id=self.unit_id, states=("pending",), due_from=self.this_month + timedelta(days=1), due_to=self.next_month
            ),
        }

    @property
    def coming(self) -> Filter:
        """What falls due in the two months."""
        return Filter(unit_id=self.unit_id, states=("pending",), due_to=self.next_month)


def ahead(reader: Reader, unit_id: str, at: date | None = None) -> Ahead:
    """What lies ahead of a unit at the run's own day; or, as the run knows it, at a later one."""
    this_month = _month_end(at or reader.info.as_of)
    return Ahead(unit_id, reader.info.as_of, this_month, _month_end(this_month + timedelta(days=1)))


def working_index(reader: Reader, first: date, last: date) -> dict[date, int]:
    """The number of working days up to each day between two, by the run's calendar."""
    return dict(reader.calendar(first, last).select("day", "working_index").iter_rows())


def _month_end(day: date) -> date:
    return day.replace(day=calendar.monthrange(day.year, day.month)[1])
