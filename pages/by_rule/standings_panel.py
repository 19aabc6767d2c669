"""How an analyst's page stands: its rules as funnels, and the departments beside one another. Titles and sentences are the page's own words."""

from collections.abc import Sequence

from pages.by_rule import scope_choice
from pages.by_rule.funnel import Part, funnel
from pages.by_rule.standings import standings
from pages.by_rule.unit_table import unit_table
from pages.look.empty_state import empty
from pages.look.page_head import subtitle
from pages.shell.session import Session


def funnels(s: Session, parts: Sequence[Part], title: str, nothing: str, what: str) -> str:
    """The parts of which there are obligations; else a sentence that there are none (`nothing`) and what to do (`what`)."""
    rules = [step for part in parts for step in part.steps]
    found = scope_choice.facets(s, rules)
    if found.is_empty():
        return empty(nothing, [what])
    by_rule = {key: standing for (key,), standing in standings(found, "rule_id").items()}
    there = tuple(part for part in parts if by_rule.keys() & {*part.steps})
    rows = {row["rule_id"]: row for row in scope_choice.rule_rows(s, rules)}
    drawn = funnel(there, by_rule, rows, s.place.standing(unit=s.place.unit), s.w)
    return subtitle(title, s.w("funnel.note")) + drawn


def by_unit(s: Session, rules: Sequence[str], address: str, title: str) -> str:
    """A line a unit that has obligations of these rules, each leading to the page at `address`; nothing where none has."""
    found = standings(scope_choice.facets(s, rules), "unit_id", "rule_id")
    rows = [row for row in scope_choice.units(s) if any((row["unit_id"], rule) in found for rule in rules)]
    if not rows:
        return ""
    table = unit_table(rows, found, scope_choice.rule_rows(s, rules), s.place, address, s.w)
    return subtitle(title, s.w("units.note")) + table
