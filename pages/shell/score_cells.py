"""Cells of a scored item: its counts, each with its list, and its value."""

from collections.abc import Mapping
from typing import Any

from pages.language.words import Words
from pages.look import markup as m
from pages.look.figures import better, count, measured
from pages.shell.address import Place

Row = Mapping[str, Any]


COUNTS = ("counted", "met", "late", "overdue", "unmet")


def numbers(row: Row, place: Place) -> str:
    """The counts of one unit and rule as cells, each a link to exactly those rows."""
    states: dict[str, str | None] = {"counted": None, **{name: name for name in COUNTS[1:]}}
    links = (
        m.go(
            place.standing(unit=row["unit_id"], rule=row["rule_id"], state=state, counted=True).href("list"),
            count(row[name]),
            "" if row[name] else "zero",
        )
        for name, state in states.items()
    )
    return "".join(m.td(link, "n") for link in links)


def valued(measure: str, value: float | None, w: Words) -> str:
    """A value with the name of its measure and the way that is better."""
    if value is None:
        return f"<small>{m.e(w('item.not_applicable'))}</small>"
    return f"<small>{m.e(w.of('measure', measure))}{better(measure)}</small> {m.e(measured(measure, value, w))}"
