"""目录覆盖: how far systems and catalogues come on the way from the ledger to fresh data, and what fell out at which step."""

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

PARTS = (
    Part("systems", ("system_registration", "plan_filing", "schema_filing", "catalog_coverage")),
    Part("catalogs", ("catalog_completeness", "resource_attachment", "aggregation", "aggregation_freshness")),
)
STEPS = tuple(step for part in PARTS for step in part.steps)


def render(s: Session) -> None:
    """The whole page: the funnel of the city or one unit, and the units beside one another."""
    st.html(s.kept(_head))
    analysed.units(s)
    analysed.controls(s)
    st.html(s.kept(_funnel))
    if s.place.unit is None:
        st.html(s.kept(_units))


def _head(s: Session) -> str:
    rules = s.reader.rules().filter(pl.col("rule_id").is_in(STEPS))
    return head(s.w("page.coverage"), s.reader.meta(), s.w) + help_panel("coverage", rules, s.w)


def _funnel(s: Session) -> str:
    found = analysed.facets(s, STEPS)
    if found.is_empty():
        return empty(s.w("funnel.nothing"), [s.w("funnel.nothing_what")])
    by_rule = {key: standing for (key,), standing in standings(found, "rule_id").items()}
    rules = {row["rule_id"]: row for row in analysed.rule_rows(s, STEPS)}
    place = s.place.standing(unit=s.place.unit)
    return subtitle(s.w("funnel.title"), s.w("funnel.note")) + funnel(PARTS, by_rule, rules, place, s.w)


def _units(s: Session) -> str:
    found = standings(analysed.facets(s, STEPS), "unit_id", "rule_id")
    rows = [row for row in analysed.units(s) if any((row["unit_id"], step) in found for step in STEPS)]
    if not rows:
        return ""
    table = unit_table(rows, found, analysed.rule_rows(s, STEPS), s.place, "catalog", s.w)
    return subtitle(s.w("funnel.by_unit"), s.w("units.note")) + table
