"""The obligations of a list by what became of them since the month before."""

import polars as pl

from data.errors import RequestFault
from metrics.comparison.carried_over import followed
from metrics.run.trend import month_before
from pages.shell.address import Place
from pages.shell.session import Session


def rows_of(s: Session, place: Place) -> tuple[str, ...] | None:
    """The obligations of the change that a place picks, by their names; None when it picks none. Raises RequestFault where there is no answer."""
    if place.change is None:
        return None
    if place.unit is None:
        raise RequestFault(s.w("followed.which_unit"))
    found = since_last_month(s, place.unit)
    if found is None:
        raise RequestFault(s.w("moves.no_month_before"))
    return tuple(found.filter(pl.col("change") == place.change)["row_name"].drop_nulls().sort())


def since_last_month(s: Session, unit_id: str) -> pl.DataFrame | None:
    """What became of a unit's open obligations since the month before; None where there is no month before."""
    earlier = month_before(s.run, s.runs)
    return None if earlier is None else followed(s.reader_of(earlier), s.reader, unit_id)
