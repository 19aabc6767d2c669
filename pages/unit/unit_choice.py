"""Which unit a page is about: the one in the address, checked against what the viewer may see, and the control that changes it."""

from typing import Any

import polars as pl

from data.runs.store import RunInfo
from pages.language.words import Words
from pages.look import markup as m
from pages.shell.address import Place
from pages.shell.address_box import choose
from pages.shell.session import Session


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
