"""When something is to be delivered: each schedule's occasion at a day, if it has come."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal, get_args

from data.calendar import Calendar, day_of
from data.decisions.periods import Edition
from data.errors import ConfigFault

Schedule = Literal["weekly", "monthly", "publication"]
SCHEDULES: tuple[Schedule, ...] = get_args(Schedule)
FRESH_DAYS = 31  # an older run's obligations are no reminder, an older edition is no news


@dataclass(frozen=True)
class Occasion:
    """One time that a schedule delivers. `name`: the week 2026-W27, the month 2026-07, the edition's id; `edition`: only at a publication."""

    schedule: Schedule
    name: str
    edition: Edition | None = None

    @property
    def series(self) -> str:
        """What it is one of: a newer one of the same series makes an older one pointless."""
        return f"publication/{self.edition.period}"[:60] if self.edition else self.schedule


def chosen(text: str) -> tuple[Schedule, ...]:
    """The schedules that a setting names. Raises ConfigFault for a name that is none."""
    asked = [part.strip() for part in text.split(",") if part.strip()]
    if strange := [part for part in asked if part not in SCHEDULES]:
        raise ConfigFault(f"DUSHU_DELIVERIES 中的“{'、'.join(strange)}”不能用，可写 weekly、monthly、publication，用逗号分开。")
    return tuple(schedule for schedule in SCHEDULES if schedule in asked)


def occasions(schedules: Sequence[Schedule], today: date, calendar: Calendar, editions: Sequence[Edition]) -> list[Occasion]:
    """What is on at a day: this week's from its first working day on, this month's likewise, and each period's newest edition while it is news."""
    found = []
    if "weekly" in schedules and today >= first_working_day(calendar, today - timedelta(days=today.weekday())):
        year, week, _ = today.isocalendar()
        found.append(Occasion("weekly", f"{year}-W{week:02}"))
    if "monthly" in schedules and today >= first_working_day(calendar, today.replace(day=1)):
        found.append(Occasion("monthly", f"{today:%Y-%m}"))
    if "publication" in schedules:
        newest = {edition.period: edition for edition in editions}  # they come oldest first
        fresh = (edition for edition in newest.values() if today - day_of(edition.at) <= timedelta(days=FRESH_DAYS))
        found += [Occasion("publication", edition.edition_id, edition) for edition in fresh]
    return found


def first_working_day(calendar: Calendar, start: date) -> date:
    """The first working day from a day on."""
    return calendar.after(start - timedelta(days=1), 1)
