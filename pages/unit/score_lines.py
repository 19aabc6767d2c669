"""Every line of a unit's score, and the rules that the scheme gives no points for; while it is time, each item can be objected to."""

import polars as pl

from metrics.run.filter import Filter
from pages.look.draw import draw
from pages.look.page_head import subtitle
from pages.objections import window as objection_window
from pages.shell import chosen_unit
from pages.shell.session import Session
from pages.unit.item_table import item_table
from pages.unit.rule_table import by_rule, rule_table


def show(s: Session) -> None:
    """The lines of the unit that is chosen."""
    draw(s.kept(_open_to_objection if objection_window.is_open(s) else _lines))


def lines(s: Session) -> str:
    """The same without the links to object: what goes out as a file."""
    return s.kept(_lines)


def _lines(s: Session, *, may_object: bool = False) -> str:
    w, row, place = s.w, chosen_unit.chosen(s), s.place.standing()
    items, adjustments = s.reader.items(row["unit_id"]), s.reader.adjustments(row["unit_id"])
    table = item_table(items, adjustments, row["total"], s.reader.scheme(), place, w, may_object=may_object)
    scored = {*items["rule_id"], *adjustments["rule_id"]}
    every = by_rule(s.reader.rules(), s.reader.facets(Filter(unit_id=row["unit_id"], counted=True)))
    others = every.filter(~pl.col("rule_id").is_in(list(scored)))
    told = subtitle(w("unit.items"), w("unit.items_note")) + table
    if others.is_empty():
        return told
    of_unit = s.place.standing(unit=row["unit_id"])
    return told + subtitle(w("unit.other_rules"), w("unit.other_rules_note")) + rule_table(others, of_unit, w)


def _open_to_objection(s: Session) -> str:
    return _lines(s, may_object=True)
