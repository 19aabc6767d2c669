"""Which unit a page is about: the one in the address, checked against what the viewer may see, and the control that changes it."""

from typing import Any

import polars as pl

from data.errors import RequestFault
from data.runs import RunInfo
from pages.parts import markup as m
from pages.parts.links import Place
from pages.parts.session import Session
from pages.parts.sidebar import choose
from pages.parts.words import Words


def chosen(s: Session) -> dict[str, Any]:
    """The unit's row of the totals. Raises RequestFault for a unit that is not there to be seen."""
    totals = s.reader.totals()
    if totals.is_empty():
        raise RequestFault(s.w("unit.none"))
    wanted = s.place.unit or totals["unit_id"][0]
    found = totals.filter(pl.col("unit_id") == wanted)
    if found.is_empty():
        raise RequestFault(s.w("unit.not_seen", unit=wanted))
    return found.row(0, named=True)


def control(s: Session, row: dict[str, Any]) -> None:
    """A box to change the unit, in the order of the ranking; nothing for a viewer who sees one unit only."""
    names = dict(s.reader.totals().select("unit_id", "unit_name").iter_rows())
    if len(names) > 1:
        choose(
            s.w("unit.choose"),
            list(names),
            row["unit_id"],
            names.__getitem__,
            lambda u: s.place.standing(unit=u),
            "unit",
            label_visibility="collapsed",
        )


def of_city_or_unit(s: Session) -> None:
    """A box to choose the city or one unit; nothing for a viewer who sees one unit only."""
    names = dict(s.reader.totals().select("unit_id", "unit_name").iter_rows())
    if len(names) > 1:
        choose(
            s.w("unit.choose"),
            [None, *names],
            s.place.unit,
            lambda u: names[u] if u else s.w("unit.city"),
            lambda u: s.place.standing(unit=u),
            "unit",
            label_visibility="collapsed",
        )


def trail(row: dict[str, Any], place: Place, w: Words) -> list[str]:
    """Where the page stands: the ranking of its group."""
    return [
        m.go(place.standing().href("rank"), m.e(w("page.ranking"))),
        m.go(place.standing(group=row["unit_group"]).href("rank"), m.e(w.name(row["unit_group"]))),
    ]


def earlier_row(s: Session, unit_id: str, earlier: RunInfo | None) -> dict[str, Any] | None:
    """The same unit's row in the run a month earlier."""
    if earlier is None:
        return None
    found = s.reader_of(earlier).totals().filter(pl.col("unit_id") == unit_id)
    return None if found.is_empty() else found.row(0, named=True)
