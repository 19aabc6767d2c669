"""How well each department works, and so on which day it gets a duty done, if ever.

A department's character gives how often it is in time, at the beginning of 2026 and at the end of the story; each department is better at
one subject than at another, and has its good and bad months.
"""

from datetime import date
from random import Random

from data.demo.city import City
from data.demo.days import END, after, months

SUBJECTS = ("catalog", "exchange", "sharing", "backflow", "opening", "safeguard")
TURN = date(2026, 1, 1)  # from here on the improving improve and the declining decline
LATE_DAYS = 12


class Staff:
    """The officers of all departments. Every draw comes from the one random source that is given."""

    def __init__(self, city: City, rng: Random):
        self.rng = rng
        self.characters = city.words["characters"]
        self.people = city.departments
        self.bent = {(d, subject): rng.uniform(-0.08, 0.03) for d in city.departments for subject in SUBJECTS}
        self.mood = {(d, m): rng.uniform(-0.05, 0.04) for d in city.departments for m in range(24)}

    def skill(self, department_id: str, subject: str, day: date) -> float:
        """How likely the department is in time with a duty of that subject that arises on that day, 0–1."""
        start, end = self.characters[self.people[department_id].character]
        way = min(1.0, max(0.0, (day - TURN).days / (END - TURN).days))
        month = (day.year - 2025) * 12 + day.month - 1
        mean = start + (end - start) * way
        return min(0.995, max(0.05, mean + self.bent[department_id, subject] + self.mood.get((department_id, month), 0.0)))

    def manages(self, department_id: str, subject: str, day: date) -> bool:
        """Whether the department does well this once."""
        return self.rng.random() < self.skill(department_id, subject, day)

    def done(self, department_id: str, subject: str, since: date | None, limit: int) -> date | None:
        """When a duty is done that arises on `since` and is due within `limit` working days. None: not within the story."""
        if since is None or (due := after(since, limit)) is None:
            return None
        skill = self.skill(department_id, subject, since)
        if self.rng.random() < skill:
            pace = 0.4 + 2.2 * max(0.0, skill - 0.4)  # who is reliable is also quick
            return after(since, min(limit, int((limit + 1) * self.rng.random() ** pace)))
        return self.late(department_id, subject, due)

    def finished(self, department_id: str, subject: str, due: date, lead: int) -> date | None:
        """When something planned for `due` is done: within the `lead` working days before it, or late, or not within the story."""
        if self.manages(department_id, subject, due):
            return after(due, -int(lead * self.rng.random()))
        return self.late(department_id, subject, due)

    def late(self, department_id: str, subject: str, due: date) -> date | None:
        """When something that missed its day is done after all: soon, or in a month in which the department clears its backlog."""
        skill = self.skill(department_id, subject, due)
        if self.rng.random() < 0.1 + 0.4 * skill:
            return after(due, 1 + int(LATE_DAYS * self.rng.random() ** 2))
        return self.catch_up(department_id, subject, due)

    def catch_up(self, department_id: str, subject: str, since: date) -> date | None:
        """The day on which a backlog is cleared, the likelier in a month the better the department works by then."""
        for month in months(since, END):
            chance = 0.01 + 0.2 * max(0.0, self.skill(department_id, subject, month) - 0.45)
            if self.rng.random() < chance:
                return after(month, 1 + int(18 * self.rng.random()))
        return None
