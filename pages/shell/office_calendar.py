"""The day that it is in China, and the calendar by which working days are counted."""

from datetime import date

from data.calendar import Calendar, day_of, load_calendar
from pages.shell.session import Session


def today(s: Session) -> date:
    """The day that it is in China."""
    return day_of(s.decisions.now())


def calendar(s: Session) -> Calendar:
    """The working days by which answers are due."""
    return load_calendar(s.home.site)
