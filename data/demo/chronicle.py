"""What happened in the demo city, told once in full; what an export shows on a day is derived from it."""

from dataclasses import dataclass
from datetime import date

Cell = str | int | float | date | None


@dataclass(frozen=True)
class Told:
    """A value that changes: (since, value) in order of time. On a day it is the last one told by then, empty before the first."""

    steps: tuple[tuple[date, Cell], ...]

    def on(self, day: date) -> Cell:
        """The value that stands on that day."""
        for since, value in reversed(self.steps):
            if since <= day:
                return value
        return None


@dataclass(frozen=True)
class Entry:
    """One row of an export, from the day on which the platform lists it. A plain date cell is seen from that very day on."""

    since: date
    cells: dict[str, Cell | Told]

    def seen(self, day: date) -> dict[str, Cell]:
        """The row as the platform shows it on that day."""
        return {name: _seen(value, day) for name, value in self.cells.items()}


def plan(day: date) -> Told:
    """A day that was set beforehand, known as soon as the row is listed."""
    return Told(((date.min, day),))


def told(*steps: tuple[date | None, Cell]) -> Told:
    """A changing value; steps that never happened are left out."""
    return Told(tuple(sorted(((since, value) for since, value in steps if since), key=lambda step: step[0])))


def _seen(value: Cell | Told, day: date) -> Cell:
    if isinstance(value, Told):
        return value.on(day)
    return None if isinstance(value, date) and value > day else value


class Chronicle:
    """All entries of all exports, in the order in which they were told."""

    def __init__(self) -> None:
        self.entries: dict[str, list[Entry]] = {}

    def tell(self, export: str, since: date | None, **cells: Cell | Told) -> None:
        """Add a row that is listed from `since`; None: it never came to be."""
        rows = self.entries.setdefault(export, [])
        if since:
            rows.append(Entry(since, cells))

    def columns(self, export: str) -> set[str]:
        """The columns of an export of which anything is ever told."""
        return {name for entry in self.entries[export] for name in entry.cells}

    def following(self, export: str) -> int:
        """The number of the export's next row, from 1."""
        return len(self.entries.get(export, ())) + 1

    def rows(self, export: str, day: date) -> list[dict[str, Cell]]:
        """The full listing of an export as it stands on that day."""
        return [entry.seen(day) for entry in self.entries[export] if entry.since <= day]
