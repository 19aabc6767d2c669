"""回流: what the province holds that is due back to the city, what landed, how old it is, by the department that is the counterpart."""

import polars as pl
import streamlit as st

from pages.parts import analysed, backflow_ages, table_export
from pages.parts.backflow_ages import FRESH, LANDING
from pages.parts.draw import draw
from pages.parts.funnel import Part
from pages.parts.header import head
from pages.parts.help_panel import help_panel
from pages.parts.rule_standings import by_unit, funnels
from pages.parts.session import Session

RULES = (LANDING, FRESH)
PARTS = (Part("returned", (LANDING,)), Part("landed", (FRESH,)))


def render(s: Session) -> None:
    """The whole page: what is due back and how it stands, what is missing and what is stale by age, the departments beside one another."""
    draw(s.kept(_head))
    analysed.units(s)
    analysed.controls(s)
    draw(s.kept(_standing))
    left, right = st.columns(2, gap="medium")
    draw(s.kept(backflow_ages.missing), left)
    draw(s.kept(backflow_ages.ages), right)
    if s.place.unit is None:
        draw(s.kept(_units))
    table_export.show(
        s,
        s.w("page.backflow"),
        s.kept(_standing),
        s.kept(backflow_ages.missing),
        s.kept(backflow_ages.ages),
        s.kept(_units) if s.place.unit is None else "",
    )


def _head(s: Session) -> str:
    rules = s.reader.rules().filter(pl.col("rule_id").is_in(RULES))
    return head(s.w("page.backflow"), s.reader.meta(), s.w) + help_panel("backflow", rules, s.w)


def _standing(s: Session) -> str:
    return funnels(s, PARTS, s.w("backflow.title"), s.w("backflow.nothing"), s.w("backflow.nothing_what"))


def _units(s: Session) -> str:
    return by_unit(s, RULES, "returned", s.w("backflow.by_unit"))
