"""开放与要素: the opening plan kept, the shared data put to use, the assets registered, by the department that owes each; the register."""

import polars as pl

from pages.parts import analysed, asset_register, table_export
from pages.parts.draw import draw
from pages.parts.funnel import Part
from pages.parts.header import head
from pages.parts.help_panel import help_panel
from pages.parts.rule_standings import by_unit, funnels
from pages.parts.session import Session

RULES = ("opening", "granted_data_use", "asset_registration")
PARTS = (
    Part("planned", ("opening",), is_flow=True),
    Part("granted", ("granted_data_use",), is_flow=True),
    Part("assets", ("asset_registration",)),
)


def render(s: Session) -> None:
    """The whole page: how each of the three stands and the departments beside one another; or the register of assets, as the address says."""
    draw(s.kept(_head))
    analysed.units(s)
    asset_register.choice(s)
    analysed.controls(s)
    if asset_register.is_asked(s):
        draw(s.kept(asset_register.register))
        table_export.show(s, s.w("asset.title"), s.kept(asset_register.whole))
        return
    draw(s.kept(_standing))
    if s.place.unit is None:
        draw(s.kept(_units))
    table_export.show(s, s.w("page.opening"), s.kept(_standing), s.kept(_units) if s.place.unit is None else "")


def _head(s: Session) -> str:
    rules = s.reader.rules().filter(pl.col("rule_id").is_in(RULES))
    return head(s.w("page.opening"), s.reader.meta(), s.w) + help_panel("opening", rules, s.w)


def _standing(s: Session) -> str:
    return funnels(s, PARTS, s.w("opening.title"), s.w("opening.nothing"), s.w("opening.nothing_what"))


def _units(s: Session) -> str:
    return by_unit(s, RULES, "assets", s.w("opening.by_unit"))
