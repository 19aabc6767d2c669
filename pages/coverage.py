"""目录覆盖: how far systems and catalogues come on the way from the ledger to fresh data, and what fell out at which step."""

import polars as pl

from pages.parts import analysed, table_export
from pages.parts.draw import draw
from pages.parts.funnel import Part
from pages.parts.header import head
from pages.parts.help_panel import help_panel
from pages.parts.rule_standings import by_unit, funnels
from pages.parts.session import Session

PARTS = (
    Part("systems", ("system_registration", "plan_filing", "schema_filing", "catalog_coverage")),
    Part("catalogs", ("catalog_completeness", "resource_attachment", "aggregation", "aggregation_freshness")),
)
STEPS = tuple(step for part in PARTS for step in part.steps)


def render(s: Session) -> None:
    """The whole page: the funnel of the city or one unit, and the units beside one another."""
    draw(s.kept(_head))
    analysed.units(s)
    analysed.controls(s)
    draw(s.kept(_funnel))
    if s.place.unit is None:
        draw(s.kept(_units))
    table_export.show(s, s.w("page.coverage"), s.kept(_funnel), s.kept(_units) if s.place.unit is None else "")


def _head(s: Session) -> str:
    rules = s.reader.rules().filter(pl.col("rule_id").is_in(STEPS))
    return head(s.w("page.coverage"), s.reader.meta(), s.w) + help_panel("coverage", rules, s.w)


def _funnel(s: Session) -> str:
    return funnels(s, PARTS, s.w("funnel.title"), s.w("funnel.nothing"), s.w("funnel.nothing_what"))


def _units(s: Session) -> str:
    return by_unit(s, STEPS, "catalog", s.w("funnel.by_unit"))
