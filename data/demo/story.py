"""One telling of the demo city's two years: the city, its staff, the one random source, and what has been told so far."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from random import Random
from typing import TypeVar

from data.demo.chronicle import Chronicle
from data.demo.city import City, Department
from data.demo.days import BEGIN, END, after, shifted
from data.demo.staff import Staff

T = TypeVar("T")


@dataclass(frozen=True)
class System:
    """An information system, and the day it was launched (None: not within the story)."""

    id: str
    name: str
    department: Department
    launched_on: date | None
    catalogs: tuple[str, ...]


@dataclass(frozen=True)
class Catalog:
    """A catalogue entry that was published, with what the later subjects need to know of it."""

    id: str
    name: str
    department: Department
    share_class: str | None
    cycle: str
    published_on: date
    appeal: float


@dataclass
class Story:
    """What the tellers of the subjects share; each adds its rows to the chronicle."""

    city: City
    staff: Staff
    rng: Random
    chronicle: Chronicle = field(default_factory=Chronicle)
    systems: list[System] = field(default_factory=list)
    catalogs: list[Catalog] = field(default_factory=list)

    def chance(self, share: float) -> bool:
        """True in that share of all cases."""
        return self.rng.random() < share

    def one(self, options: Sequence[T]) -> T:
        """One of the options, each as likely."""
        return options[int(self.rng.random() * len(options))]

    def weighted(self, options: Mapping[T, float]) -> T:
        """One of the options by weight."""
        return self.rng.choices(list(options), list(options.values()))[0]

    def day(self, first: date = BEGIN, last: date = END) -> date:
        """A day within first … last, nearly always a working day."""
        day = shifted(first, int(self.rng.random() * ((last - first).days + 1)))
        working = after(shifted(day, -1), 1)
        return working if working and working <= last and not self.chance(0.04) else day
