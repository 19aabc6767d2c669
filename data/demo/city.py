"""The directory of the demo city: its departments and counties, who asks whom, and how well each of them works."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from data.demo.chronicle import Chronicle, told
from data.demo.days import shifted
from data.demo.words import words

FOUNDED = date(2019, 1, 1)


@dataclass(frozen=True)
class Department:
    """One body. `kind`: what it runs (a table of systems.toml or counties.toml); `above`: the city department it reports to."""

    id: str
    name: str
    aliases: tuple[str, ...]
    division: str
    unit: str
    character: str
    kind: str
    above: str | None = None
    valid_from: date = FOUNDED
    valid_to: date | None = None
    successor: str | None = None

    def is_active(self, day: date) -> bool:
        """Whether the body exists on that day."""
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)


class City:
    """Everybody, by id; the bodies that take part in the story are `living`: all but those closed before it begins."""

    def __init__(self) -> None:
        self.words = words("city")
        self.name: str = self.words["city"]
        self.authority: str = self.words["authority"]
        everybody = [*self._municipal(), *self._counties()]
        self.departments = {department.id: department for department in everybody}
        self.living = [department for department in everybody if department.is_active(date(2025, 1, 1))]
        self.municipal = [department for department in self.living if not department.above]

    def asking(self, department_id: str) -> list[str]:
        """The departments that typically ask that one for data."""
        return list(self.words["demand"].get(department_id, []))

    def answering(self, department: Department, day: date) -> Department:
        """Who acts for the department on that day: itself, or its successor."""
        if department.is_active(day) or not department.successor:
            return department
        return self.answering(self.departments[department.successor], day)

    def _municipal(self) -> list[Department]:
        rows: dict[str, dict[str, Any]] = self.words["municipal"]
        return [
            Department(
                id_,
                row["name"],
                tuple(row["aliases"]),
                self.name,
                id_,
                row["character"],
                id_,
                valid_from=row.get("from", FOUNDED),
                valid_to=row.get("to"),
                successor=row.get("successor"),
            )
            for id_, row in rows.items()
        ]

    def _counties(self) -> list[Department]:
        counties: dict[str, dict[str, Any]] = self.words["counties"]
        return [self._body(id_, county, number) for id_, county in counties.items() for number in range(len(self.words["bodies"]))]

    def _body(self, county_id: str, county: dict[str, Any], number: int) -> Department:
        body = self.words["bodies"][number]
        aliases = (county["division"] + "政府", county["division"]) if number == 0 else (county["short"] + body["name"],)
        id_ = county_id if number == 0 else f"{county_id}{number:02d}"
        name, character = county["full"] + body["name"], county["characters"][number]
        return Department(id_, name, aliases, county["division"], county_id, character, body["kind"], body["above"])


def tell_directory(city: City, chronicle: Chronicle) -> None:
    """The rows of 部门名录: a closing and its successor are known from the day after the last day of the old body."""
    for department in city.departments.values():
        group = city.words["county_group" if department.above else "municipal_group"]
        closed = department.valid_to
        gone = shifted(closed, 1) if closed else None
        chronicle.tell(
            "departments",
            department.valid_from,
            department_id=department.id,
            name=department.name,
            aliases="、".join(department.aliases),
            division=department.division,
            unit_group=group,
            assessed_as=told((department.valid_from, department.unit), (gone, department.successor)),
            successor_id=told((gone, department.successor)),
            valid_from=department.valid_from,
            valid_to=told((gone, closed)),
        )
