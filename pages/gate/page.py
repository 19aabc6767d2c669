"""项目把关: steps passed without cataloguing or aggregation and the money behind them; and a check before the next approval."""

import polars as pl

from metrics.run.filter import Filter
from pages.by_rule import scope_choice
from pages.downloads import table_export
from pages.gate import check_form, slip_buttons
from pages.gate.check_form import GATE
from pages.gate.money import node_table, unit_money
from pages.look.draw import draw
from pages.look.empty_state import empty
from pages.look.help_panel import help_panel
from pages.look.page_head import head, subtitle
from pages.shell.entry import Entry
from pages.shell.session import Session


def render(s: Session) -> None:
    """The whole page; with a project or a system in the address only the slip of its check."""
    draw(s.kept(_head))
    check_form.choice(s)
    if s.place.project is not None or s.place.system is not None:
        draw(s.kept(check_form.project if s.place.project is not None else check_form.system))
        slip_buttons.show(s)
        return
    draw(s.kept(_figures))
    table_export.show(s, s.w("page.gate"), s.kept(_figures))


def _head(s: Session) -> str:
    rules = s.reader.rules().filter(pl.col("rule_id") == GATE)
    return head(s.w("page.gate"), s.reader.meta(), s.w) + help_panel("gate", s.w, rules)


def _figures(s: Session) -> str:
    """By step and by unit. Amounts of a project's steps overlap, so no total is drawn over the steps."""
    w, place = s.w, s.place.standing(rule=GATE, unit=s.place.unit)
    units, amounts = scope_choice.units(s), s.reader.amounts(Filter(rule_id=GATE, unit_id=s.place.unit))
    if amounts.is_empty():
        return empty(w("gate.nothing"), [w("gate.nothing_what")])
    by_node = subtitle(w("gate.by_node"), w("gate.by_node_note")) + node_table(amounts, place, w)
    return by_node + subtitle(w("gate.by_unit"), w("gate.by_unit_note")) + unit_money(units, amounts, place, w)


ENTRIES = (Entry("projects", "gate", "fact_check", render, "analysis", order=5),)
