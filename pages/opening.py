"""开放与要素: the opening plan kept, the shared data put to use, the assets registered, by the department that owes each."""

import polars as pl
import streamlit as st

from pages.parts import analysed
from pages.parts.empty import empty
from pages.parts.funnel import Part, funnel
from pages.parts.header import head, subtitle
from pages.parts.help_panel import help_panel
from pages.parts.session import Session
from pages.parts.standings import standings
from pages.parts.unit_table import unit_table

RULES = ("opening", "granted_data_use", "asset_registration")
PARTS = (
    Part("planned", ("opening",), is_flow=True),
    Part("granted", ("granted_data_use",), is_flow=True),
    Part("assets", ("asset_registration",)),
)


def render(s: Session) -> None:
    """The whole page: how each of the three stands, then the departments beside one another."""
    st.html(s.kept(_head))
    analysed.units(s)
    analysed.controls(s)
    st.html(s.kept(_standing))
    if s.place.unit is None:
        st.html(s.kept(_units))


def _head(s: Session) -> str:
    rules = s.reader.rules().filter(pl.col("rule_id").is_in(RULES))
    return head(s.w("page.opening"), s.reader.meta(), s.w) + help_panel("opening", rules, s.w)


def _standing(s: Session) -> str:
    found = analysed.facets(s, RULES)
    if found.is_empty():
        return empty(s.w("opening.nothing"), [s.w("opening.nothing_what")])
    by_rule = {key: standing for (key,), standing in standings(found, "rule_id").items()}
    parts = tuple(part for part in PARTS if part.steps[0] in by_rule)
    rules = {row["rule_id"]: row for row in analysed.rule_rows(s, RULES)}
    return subtitle(s.w("opening.title"), s.w("funnel.note")) + funnel(parts, by_rule, rules, s.place.standing(unit=s.place.unit), s.w)


def _units(s: Session) -> str:
    found = standings(analysed.facets(s, RULES), "unit_id", "rule_id")
    rows = [row for row in analysed.units(s) if any((row["unit_id"], rule) in found for rule in RULES)]
    table = unit_table(rows, found, analysed.rule_rows(s, RULES), s.place, "assets", s.w) if rows else ""
    return subtitle(s.w("opening.by_unit"), s.w("units.note")) + table if rows else ""
