"""Who works with the demo city's figures, and what they do with them: persons under the logins of the demo's picker, steps with their day."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from data.access import Viewer
from data.calendar import CHINA
from data.decisions.bodies import Person
from data.demo.words import words

PAUSE = timedelta(seconds=23)


@dataclass(frozen=True)
class Step:
    """One thing that somebody does at a moment. `why`: the reason, empty where none is asked; `papers`: names of files handed in with it."""

    name: str
    at: datetime
    by: Viewer
    told: dict[str, Any]

    @property
    def why(self) -> str:
        """The reason that is given."""
        return str(self.told.get("why", ""))

    @property
    def papers(self) -> list[str]:
        """The files that are handed in."""
        return list(self.told.get("papers", ()))

    def day(self, name: str) -> date:
        """A day that the step sets."""
        day = self.told[name]
        assert isinstance(day, date)
        return day


class StoryClock:
    """The demo's own time. It stands where the story is, and moves on by itself, so that no two moments are alike and none goes back."""

    def __init__(self) -> None:
        self.moment = datetime(2026, 1, 1, tzinfo=CHINA)

    def __call__(self) -> datetime:
        self.moment += PAUSE
        return self.moment

    def go_to(self, moment: datetime) -> None:
        """Move on to a moment, unless it is past already."""
        self.moment = max(self.moment, moment)


def persons() -> dict[str, Person]:
    """Login → who it is, in the order in which they are registered: the administrator first."""
    return {
        told["login"]: Person(name=told["name"], role=told["role"], units=tuple(told.get("units", ())))
        for told in words("office").values()
    }  # fmt: skip


def viewer(key: str) -> Viewer:
    """A person of the office, by the key that steps use."""
    told = words("office")[key]
    units = frozenset(told["units"]) if "units" in told else None
    return Viewer(told["name"], told["role"], units, login=told["login"], address=told["seat"])


def step(name: str) -> Step:
    """One step of the procedure."""
    told = words("procedure")[name]
    return Step(name, told["at"].replace(tzinfo=CHINA), viewer(told["by"]), told)
