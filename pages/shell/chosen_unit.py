"""The unit that the address names."""

from typing import Any

import polars as pl

from data.errors import RequestFault
from pages.shell.session import Session


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
