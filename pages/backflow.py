"""回流: what the province holds that is due back to the city, what landed, how old it is, by the department that is the counterpart."""

import polars as pl
import streamlit as st

from pages.parts import analysed, backflow_ages
from pages.parts.backflow_ages import FRESH, LANDING
from pages.parts.empty import empty
from pages.parts.funnel import Part, funnel
from pages.parts.header import head, subtitle
from pages.parts.help_panel import help_panel
from pages.parts.session import Session
from pages.parts.standings import standings
from pages.parts.unit_table import unit_table

RULES = (LANDING, FRESH)
PARTS = (Part("returned", (LANDING,)), Part("landed", (FRESH,)))


def render(s: Session) -> None:
    """The whole page: what is due back and how it stands, what is missing and what is stale by age, the departments beside one another."""
    st.html(s.kept(_head))
    analysed.units(s)
    analysed.controls(s)
    st.html(s.kept(_standing))
    left, right = st.columns(2, gap="medium")
    left.html(s.kept(backflow_ages.missing))
    right.html(s.kept(backflow_ages.ages))
    if s.place.unit is None:
        st.html(s.kept(_units))


def _head(s: Session) -> str:
    rules = s.reader.rules().filter(pl.col("rule_id").is_in(RULES))
    return head(s.w("page.backflow"), s.reader.meta(), s.w) + help_panel("backflow", rules, s.w)


def _standing(s: Session) -> str:
    found = analysed.facets(s, RULES)
    if found.is_empty():
        return empty(s.w("backflow.nothing"), [s.w("backflow.nothing_what")])
    by_rule = {key: standing for (key,), standing in standings(found, "rule_id").items()}
    rules = {row["rule_id"]: row for row in analysed.rule_rows(s, RULES)}
    return subtitle(s.w("backflow.title"), s.w("funnel.note")) + funnel(PARTS, by_rule, rules, s.place.standing(unit=s.place.unit), s.w)


def _units(s: Session) -> str:
    found = standings(analysed.facets(s, RULES), "unit_id", "rule_id")
    rows = [row for row in analysed.units(s) if any((row["unit_id"], rule) in found for rule in RULES)]
    table = unit_table(rows, found, analysed.rule_rows(s, RULES), s.place, "returned", s.w) if rows else ""
    return subtitle(s.w("backflow.by_unit"), s.w("units.note")) + table if rows else ""
