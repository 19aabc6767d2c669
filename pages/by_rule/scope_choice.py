"""What an analyst's page is narrowed to: a group or one unit of those in sight, checked, with the boxes that change it."""

from collections.abc import Sequence
from typing import Any

import polars as pl
import streamlit as st

from data.errors import RequestFault
from metrics.run.filter import Filter
from pages.shell.address_box import choose
from pages.shell.session import Session


def units(s: Session) -> list[dict[str, Any]]:
    """The units that the address asks for. Raises RequestFault for a unit or a group that isn't there to be seen."""
    seen, place = s.reader.units(), s.place
    if place.unit is not None:
        seen = seen.filter(pl.col("unit_id") == place.unit)
        if seen.is_empty():
            raise RequestFault(s.w("unit.not_seen", unit=place.unit))
    if place.group is not None:
        seen = seen.filter(pl.col("unit_group") == place.group)
        if seen.is_empty():
            raise RequestFault(s.w("analysed.no_group", group=place.group))
    return list(seen.iter_rows(named=True))


def facets(s: Session, rules: Sequence[str]) -> pl.DataFrame:
    """How the obligations of these rules stand at the unit of the address, or at all in sight."""
    found = s.reader.facets(Filter(unit_id=s.place.unit))
    return found.filter(pl.col("rule_id").is_in(rules))


def rule_rows(s: Session, rules: Sequence[str]) -> list[dict[str, Any]]:
    """The rules of the run in the order they are named here."""
    known = {row["rule_id"]: row for row in s.reader.rules().iter_rows(named=True)}
    return [known[rule] for rule in rules if rule in known]


def controls(s: Session) -> None:
    """A box for the unit; nothing for a viewer who sees one only."""
    names = dict(s.reader.units().select("unit_id", "unit_name").iter_rows())
    if len(names) < 2:
        return
    left, _ = st.columns([1, 3])
    with left:
        choose(
            s.w("list.unit"),
            [None, *names],
            s.place.unit,
            lambda u: s.w("list.all") if u is None else names[u],
            lambda u: s.place.moved(unit=u),
            "analysed_unit",
        )
