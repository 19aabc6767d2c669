"""The ranking of one group as a table: rank, change, total, grade, and each section as a bar. A unit's name opens its page."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

import polars as pl

from pages.parts import markup as m
from pages.parts.figures import points, signed
from pages.parts.links import Place
from pages.parts.words import Words

Row = Mapping[str, Any]
LOW = 0.6  # a section that earned less than this share of its points is drawn in the colour of what is owed


def ranking(totals: pl.DataFrame, sections: pl.DataFrame, before: pl.DataFrame | None, place: Place, w: Words) -> str:
    """`totals` and `sections` of the ranked units of one group; `before`: the totals a month earlier, None when there was no run."""
    titles = dict(sections.sort("ord").select("section_id", "title").unique(maintain_order=True).iter_rows())
    by_unit = {key: row for row in sections.iter_rows(named=True) for key in [(row["unit_id"], row["section_id"])]}
    earlier = {row["unit_id"]: row for row in before.iter_rows(named=True)} if before is not None else {}
    ranks = totals["rank"].to_list()
    head = [m.th(w("rank.rank"), "n"), m.th(w("rank.unit")), m.th(w("rank.total"), "n"), m.th(w("rank.change"), "n", w("rank.change_note"))]
    head += [m.th(w("rank.grade")), *(m.th(w.name(title), "w") for title in titles.values())]
    rows = [
        _row(row, [by_unit.get((row["unit_id"], s)) for s in titles], earlier.get(row["unit_id"]), ranks.count(row["rank"]) > 1, place, w)
        for row in totals.sort("rank", "unit_id").iter_rows(named=True)
    ]
    return m.table(head, rows, "ranking")


def _row(row: Row, sections: Sequence[Row | None], earlier: Row | None, is_tied: bool, place: Place, w: Words) -> str:
    tie = f" <small>{m.e(w('rank.tied'))}</small>" if is_tied else ""
    link = m.go(place.standing(unit=row["unit_id"]).href("unit"), m.e(row["unit_name"]))
    cells = [
        m.td(f'<span class="big">{row["rank"]}</span>{tie}', "n"),
        m.td(link, "t"),
        m.td(f'<span class="big">{points(row["total"])}</span>', "n"),
    ]
    cells += [m.td(change(row, earlier, w), "n"), m.td(grade(row["grade"], w)), *(m.td(_section(s, w)) for s in sections)]
    return m.tr(cells, "row", f'data-unit="{m.e(row["unit_id"])}"')


def public_ranking(units: pl.DataFrame, own: Collection[str], place: Place, w: Words) -> str:
    """The places of a published edition and nothing of why; `own` units stand out and open their page."""
    ranks = units["rank"].to_list()
    head = [m.th(w("rank.rank"), "n"), m.th(w("rank.unit")), m.th(w("rank.total"), "n"), m.th(w("rank.grade"))]
    rows = [_public_row(row, ranks.count(row["rank"]) > 1, row["unit_id"] in own, place, w) for row in units.iter_rows(named=True)]
    return m.table(head, rows, "ranking public")


def _public_row(row: Row, is_tied: bool, is_own: bool, place: Place, w: Words) -> str:
    name = m.e(row["unit_name"])
    if is_own:
        name = f"{m.go(place.standing(unit=row['unit_id']).href('unit'), name)} {m.chip(w('rank.own'), 'brand')}"
    tie = f" <small>{m.e(w('rank.tied'))}</small>" if is_tied and row["rank"] is not None else ""
    rank = f'<span class="big">{row["rank"]}</span>{tie}' if row["rank"] is not None else f"<small>{m.e(w('rank.not_ranked'))}</small>"
    cells = [m.td(rank, "n"), m.td(name, "t"), m.td(f'<span class="big">{points(row["total"])}</span>', "n"), m.td(grade(row["grade"], w))]
    return m.tr(cells, "row own" if is_own else "", f'data-unit="{m.e(row["unit_id"])}"')


def grade(name: str | None, w: Words) -> str:
    """A grade as a label; the lowest stands out."""
    return m.chip(w.name(name), "warn" if name == "不合格" else "brand" if name == "优秀" else "") if name else ""


def change(row: Row, earlier: Row | None, w: Words) -> str:
    """How rank and total moved since the run a month earlier: an arrow with places, the points beneath."""
    if not earlier or earlier["rank"] is None or row["rank"] is None:
        return f"<small>{m.e(w('rank.new'))}</small>"
    places = earlier["rank"] - row["rank"]
    arrow = f"↑{places}" if places > 0 else f"↓{-places}" if places < 0 else "—"
    return f'<span title="{m.e(w("rank.was", rank=earlier["rank"]))}">{arrow}</span> <small>{signed(row["total"] - earlier["total"], 2)}</small>'


def _section(section: Row | None, w: Words) -> str:
    if section is None or not section["points_max"]:
        return f"<small>{m.e(w('item.not_applicable'))}</small>"
    share = section["points"] / section["points_max"]
    figures = f"<small>{points(section['points'])} / {section['points_max']:g}</small>"
    return m.share_bar(section["points"], section["points_max"], "low" if share < LOW else "") + figures


def unranked(totals: pl.DataFrame, place: Place, w: Words) -> str:
    """The units without a total, named one by one: nothing was to be judged there."""
    names = [m.go(place.standing(unit=u).href("unit"), m.e(n)) for u, n in totals.select("unit_id", "unit_name").iter_rows()]
    return f'<div class="ds ds-note">{m.e(w("rank.unranked", n=len(names)))}{w("rank.comma").join(names)}</div>'
