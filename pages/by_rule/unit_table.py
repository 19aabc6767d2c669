"""Units against rules: how far each unit is with each, sortable by any of them; its weakest stands at the end and opens what is missing."""

from collections.abc import Mapping, Sequence
from typing import Any

from pages.by_rule.funnel import weakest
from pages.by_rule.standings import NOTHING, Standing, fallen
from pages.language.words import Words
from pages.look import markup as m
from pages.look.figures import rate
from pages.shell.address import Place

Row = Mapping[str, Any]
ByUnit = Mapping[tuple, Standing]


def ordered(units: Sequence[Row], standing: ByUnit, rules: Sequence[str], sort: str | None) -> list[Row]:
    """By the share done under rule `sort`, the lowest first; else by how much fell out in all, the most first. `standing`: by (unit, rule).

    A unit with nothing to judge stands last.
    """

    def by_rate(row: Row) -> tuple:
        share = standing.get((row["unit_id"], sort), NOTHING).rate
        return (share is None, share or 0, -standing.get((row["unit_id"], sort), NOTHING).fallen)

    def by_fallen(row: Row) -> tuple:
        return (-sum(standing.get((row["unit_id"], rule), NOTHING).fallen for rule in rules),)

    return sorted(units, key=by_rate if sort in rules else by_fallen)


def unit_table(units: Sequence[Row], standing: ByUnit, rules: Sequence[Row], place: Place, page: str, w: Words) -> str:
    """`rules`: the columns. `page`: the address of the page itself, whose heads sort it and whose names narrow it to one unit."""
    ids = [rule["rule_id"] for rule in rules]
    base = place.moved(sort=None, unit=None)
    head = [_head(w("list.unit"), base, place.sort is None, page, w)]
    head += [
        _head(w.pick(rule["title_zh"], rule["title_en"]), base.moved(sort=rule["rule_id"]), place.sort == rule["rule_id"], page, w)
        for rule in rules
    ]
    head += [m.th(w("funnel.weakest"))] if len(ids) > 2 else []
    rows = [_row(row, standing, rules, place, page, w) for row in ordered(units, standing, ids, place.sort)]
    return m.table(head, rows, "units")


def _head(text: str, place: Place, is_sorted: bool, page: str, w: Words) -> str:
    arrow = ' <span aria-hidden="true">▾</span>' if is_sorted else ""
    aria = ' aria-sort="ascending"' if is_sorted else ""
    return f'<th scope="col"{aria}>{m.go(place.href(page), m.e(text) + arrow, title=w("units.sort"))}</th>'


def _row(unit: Row, standing: ByUnit, rules: Sequence[Row], place: Place, page: str, w: Words) -> str:
    one = place.standing(unit=unit["unit_id"])
    of_unit = {rule["rule_id"]: standing.get((unit["unit_id"], rule["rule_id"]), NOTHING) for rule in rules}
    cells = [m.td(m.go(one.href(page), m.e(unit["unit_name"])))]
    cells += [m.td(_cell(of_unit[rule["rule_id"]], one.moved(rule=rule["rule_id"]), w), "t f") for rule in rules]
    if len(rules) > 2:
        cells.append(m.td(_weakest(of_unit, rules, one, w)))
    return m.tr(cells, "row", f'data-unit="{m.e(unit["unit_id"])}"')


def _cell(standing: Standing, place: Place, w: Words) -> str:
    if not standing.base:
        return f"<small>{m.e(w('item.not_applicable'))}</small>" if not standing.listed else f"<small>{m.e(w('units.none_judged'))}</small>"
    if not standing.fallen:
        return f'<span class="s">{rate(standing.rate)}</span>'
    return f"{rate(standing.rate)} <small>{fallen(standing, place, w)}</small>"


def _weakest(of_unit: Mapping[str, Standing], rules: Sequence[Row], place: Place, w: Words) -> str:
    worst = weakest(of_unit, [rule["rule_id"] for rule in rules])
    if worst is None:
        return f"<small>{m.e(w('units.all_done'))}</small>"
    title = next(w.pick(rule["title_zh"], rule["title_en"]) for rule in rules if rule["rule_id"] == worst)
    state = "overdue" if of_unit[worst].counts.get("overdue") else "unmet"
    return m.go(place.moved(rule=worst, state=state, counted=True).href("list"), m.e(title))
