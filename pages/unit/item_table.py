"""A unit's score, line by line: what was counted, what it was worth, what it cost. The lines sum to the full score less the total."""

from collections.abc import Mapping
from decimal import Decimal

import polars as pl

from metrics.schemes.scheme import Item, Scheme
from pages.language.words import Words
from pages.look import markup as m
from pages.look.figures import NONE, points, rate, signed
from pages.shell.address import Place
from pages.shell.score_cells import COUNTS, Row, numbers, valued
from pages.unit import points_explained


def item_table(
    items: pl.DataFrame, adjustments: pl.DataFrame, total: float | None, scheme: Scheme, place: Place, w: Words, *, may_object: bool = False
) -> str:
    """Items under their sections, then adjustments, then the line that checks the sum. `place` is the unit's view, for the links.
    `scheme`: what the run was scored by; it explains the points.

    `may_object`: each item has the link that begins an objection to it.
    """
    head = [m.th(w("item.title")), *(m.th(w.of("item", name), "n") for name in COUNTS)]
    head += [
        m.th(w("item.value"), "n", w("rule.headline_note")),
        m.th(w("item.points"), "n"),
        m.th(w("item.lost"), "n", w("item.lost_note")),
    ]
    rows, known = list[str](), {item.id: item for item in scheme.items}
    for (_, title), part in items.sort("ord").group_by("section_id", "section_title", maintain_order=True):
        rows += [
            _section(str(title), part, w),
            *(_item(row, known[row["item_id"]], place, w, may_object=may_object) for row in part.iter_rows(named=True)),
        ]
    if len(adjustments):
        rows.append(f'<tr class="part">{m.td(m.e(w("item.adjustments")), span=9)}</tr>')
        by_id = {row["item_id"]: row for row in items.iter_rows(named=True)}
        rows += [_adjustment(row, by_id, place, w) for row in adjustments.sort("ord").iter_rows(named=True)]
    return m.table(head, [*rows, _check(items, adjustments, total, scheme.total, w)], "items")


def _section(title: str, part: pl.DataFrame, w: Words) -> str:
    judged = part.filter(pl.col("is_applicable"))
    earned = f"{points(float(judged['points'].sum()))} / {judged['points_max'].sum():g}" if len(judged) else w("item.not_applicable")
    cells = m.td(m.e(w.name(title)), span=7) + m.td(m.e(earned), "n") + m.td(signed(-float(part["lost"].sum()), 2), "n")
    return f'<tr class="part">{cells}</tr>'


def _item(row: Row, item: Item, place: Place, w: Words, *, may_object: bool) -> str:
    small = f" {m.chip(w('item.small'), 'warn')}<small> {m.e(_interval(row, w))}</small>" if row["is_small"] else ""
    title = m.go(place.standing(unit=row["unit_id"], rule=row["rule_id"], counted=True).href("list"), m.e(w.name(row["title"])))
    value = valued(row["measure"], row["value"] if row["is_applicable"] else None, w)
    worth = _worth(row, item, w) if row["is_applicable"] else NONE
    lost = signed(-float(row["lost"]), 2) if row["is_applicable"] else NONE
    if may_object and row["is_applicable"]:
        object_to = place.standing(unit=row["unit_id"], item=row["item_id"]).href("appeals")
        small += f" {m.go(object_to, m.e(w('objection.begin_item')), 'ds-chip brand')}"
    cells = m.td(title + small) + numbers(row, place) + m.td(value, "n") + m.td(worth, "n") + m.td(lost, "n")
    return f'<tr data-item="{m.e(row["item_id"])}">{cells}</tr>'


def _worth(row: Row, item: Item, w: Words) -> str:
    """The points, which unfold to how they were worked out."""
    how = m.e(points_explained.told(item, row["value"], row["points"], w)).replace("\n", "<br>")
    earned = f"{points(row['points'])} <small>/ {row['points_max']:g}</small>"
    return f'<details class="ds-how"><summary title="{m.e(w("item.how"))}">{earned}</summary><p>{how}</p></details>'


def _interval(row: Row, w: Words) -> str:
    if row["wilson_low"] is None:
        return ""
    return w("item.interval", low=rate(row["wilson_low"]), high=rate(row["wilson_high"]))


def _adjustment(row: Row, items: Mapping[str, Row], place: Place, w: Words) -> str:
    title = m.e(w.name(row["title"]))
    value = NONE
    if row["kind"] == "decision":
        title, value = _decision(row, items, w)
    elif row["rule_id"]:
        title = m.go(place.standing(unit=row["unit_id"], rule=row["rule_id"]).href("list"), title)
        value = valued(row["measure"], row["value"], w)
    cells = m.td(title, span=6) + m.td(value, "n") + m.td(signed(row["points"], 2), "n") + m.td(signed(-float(row["lost"]), 2), "n")
    return f"<tr>{cells}</tr>"


def _decision(row: Row, items: Mapping[str, Row], w: Words) -> tuple[str, str]:
    """What an officer's points are on, and why they are worth less than was decided, where they are."""
    item = items.get(row["item_id"] or "")
    on = w.name(item["title"]) if item else row["item_id"] or w("item.the_total")
    title = f'<a class="act" href="#act-{row["act_id"]}" target="_self">{m.e(w("item.by_decision", place=on))}</a>'
    if round(row["asked"] - row["points"], 2) == 0:
        return title, NONE
    is_judged = row["item_id"] is None or (item is not None and item["is_applicable"])
    why = w("item.cut", points=signed(row["asked"], 2)) if is_judged else w("item.not_applicable")
    return title, f"<small>{m.e(why)}</small>"


def _check(items: pl.DataFrame, adjustments: pl.DataFrame, total: float | None, full: float, w: Words) -> str:
    if total is None:
        return f'<tr class="sum">{m.td(m.e(w("item.no_total")), span=9)}</tr>'
    lost = _cents(items["lost"]) + _cents(adjustments["lost"])
    holds = Decimal(str(full)) - lost == Decimal(str(total))
    text = w(
        "item.check", full=f"{full:g}", lost=points(float(lost)), total=points(total), verdict=w("item.holds" if holds else "item.fails")
    )
    return f'<tr class="sum" data-check="{str(holds).lower()}">{m.td(m.e(text), span=8)}{m.td(signed(-float(lost), 2), "n")}</tr>'


def _cents(lost: pl.Series) -> Decimal:
    return sum((Decimal(str(value)) for value in lost), Decimal(0))
