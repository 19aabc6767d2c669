"""The first and the last few of each group, with their totals. Nothing is said of a group too small to have both."""

from collections.abc import Mapping
from typing import Any

import polars as pl

from pages.language.words import Words
from pages.look import markup as m
from pages.look.figures import points
from pages.look.grade import grade
from pages.shell.address import Place

MOST = 3


def best_and_worst(totals: pl.DataFrame, place: Place, w: Words, *, is_own: bool = False) -> str:
    """A panel with the first and last `MOST` ranked units of each group; a group of one more than twice that is shown whole.

    Units whose rank is not comparable stand in neither; they are named beneath.

    `is_own`: the viewer sees only their own units, of whose group nothing more can be said.
    """
    ranked = totals.filter(pl.col("rank").is_not_null())
    groups = [
        _group(str(name), part.sort("rank", "unit_id"), place, w, is_own=is_own)
        for (name,), part in ranked.group_by("unit_group", maintain_order=True)
    ]
    title = w("overview.own") if is_own else w("overview.ends")
    return f'<div class="ds ds-panel"><h3>{m.e(title)}</h3>{"".join(groups)}</div>'


def _group(name: str, ranked: pl.DataFrame, place: Place, w: Words, *, is_own: bool) -> str:
    rows = ranked.filter(pl.col("is_comparable") | is_own).to_dicts()
    is_short = len(rows) <= 2 * MOST + 1  # a gap in place of one unit would save nothing
    first, last = rows[:MOST], rows[MOST if is_short else len(rows) - MOST :]
    heading = m.go(place.standing(group=name).href("rank"), m.e(w.name(name)))
    size = "" if is_own else f' <span class="ds-note">{m.e(w("overview.group_size", n=len(rows)))}</span>'
    gap = '<tr aria-hidden="true"><td colspan="5" class="c s" style="padding:0;line-height:1">⋯</td></tr>' if not is_short else ""
    lines = "".join(_unit(row, place, w) for row in first) + gap + "".join(_unit(row, place, w) for row in last)
    aside = "" if is_own else _aside(ranked.filter(~pl.col("is_comparable")), place, w)
    return f'<h4>{heading}{size}</h4><table class="ds-table ends"><tbody>{lines}</tbody></table>{aside}'


def _aside(units: pl.DataFrame, place: Place, w: Words) -> str:
    """Who can't be compared."""
    if units.is_empty():
        return ""
    names = (m.go(place.standing(unit=unit).href("unit"), m.e(name)) for unit, name in units.select("unit_id", "unit_name").iter_rows())
    return f'<p class="ds-note">{m.chip(w("evidence.not_comparable"), "warn")} {w("rank.comma").join(names)}</p>'


def _unit(row: Mapping[str, Any], place: Place, w: Words) -> str:
    name = m.go(place.standing(unit=row["unit_id"]).href("unit"), m.e(row["unit_name"]))
    total = f"<b>{points(row['total'])}</b>"
    bar = m.share_bar(float(row["total"]), 100, "low" if row["total"] < 60 else "")
    rank = str(row["rank"]) if row["is_comparable"] else m.chip(w("evidence.not_comparable"), "warn")
    cells = (m.td(rank, "n s"), m.td(name), m.td(bar, "w6"), m.td(total, "n"), m.td(grade(row["grade"], w)))
    return m.tr(cells, "row")
