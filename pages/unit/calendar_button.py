"""The button that hands out what a unit owes as a calendar file, built when it is clicked."""

from collections.abc import Mapping
from functools import partial
from typing import Any

from pages.downloads import button as downloads
from pages.shell.session import Session
from reports.delivery.duty_calendar import duty_calendar

ICS = "text/calendar"


def show(s: Session, row: Mapping[str, Any]) -> None:
    """The button for one unit; the file's name says the unit and the day."""
    file_name = f"{row['unit_name']}-{s.w('work.file')}-{s.run.as_of}.ics"
    build = partial(duty_calendar, s.reader, row["unit_id"])
    downloads.offer(
        s, s.w("work.download"), build, file_name, ICS, icon=":material/event:", width="stretch", help=s.w("work.calendar_note")
    )
