"""One unit in one line: its total, rank, grade, how far from the next places, and how that moved."""

from collections.abc import Mapping
from typing import Any

import polars as pl

from pages.language.words import Words
from pages.look import markup as m
from pages.look.figures import points
from pages.look.grade import grade
from pages.ranking.ranking_table import change
from pages.shell import evidence
from pages.shell.address import Place

Row = Mapping[str, Any]


def summary(row: Row, earlier: Row | None, totals: pl.DataFrame, most_undecided: float, place: Place, w: Words) -> str:
    """Total with grade and what is undecided, rank within its group, the change, and the distance to the place above.

    `most_undecided`: the share that the scheme lets be undecided before a rank is not comparable.
    """
    if row["total"] is None:
        return f'<div class="ds ds-panel"><p class="ds-note">{m.e(w("unit.no_total"))}</p></div>'
    group = totals.filter((pl.col("unit_group") == row["unit_group"]) & pl.col("rank").is_not_null())
    rank = w("unit.rank_of", rank=row["rank"], n=len(group)) if len(group) > 1 else str(row["rank"])
    facts = [
        (
            w("rank.total"),
            f'<span class="total">{points(row["total"])}</span> {grade(row["grade"], w)} {evidence.beside_total(row, place, w)}',
        ),
        (w("unit.rank", group=w.name(row["unit_group"])), evidence.rank(row, m.e(rank), most_undecided, w)),
        (w("rank.change"), change(row, earlier, w) if earlier else m.e(w("unit.no_earlier"))),
        *_distances(row, group, w),
    ]
    cells = "".join(f"<div><dt>{m.e(label)}</dt><dd>{inner}</dd></div>" for label, inner in facts)
    return f'<dl class="ds ds-facts ds-summary">{cells}</dl>'


def _distances(row: Row, group: pl.DataFrame, w: Words) -> list[tuple[str, str]]:
    """How many points are missing to the place above; nothing for the first or for who sees only themselves."""
    above = group.filter(pl.col("total") > row["total"]).sort("total")
    if above.is_empty():
        return []
    nearest = above.row(0, named=True)
    return [(w("unit.to_next", name=nearest["unit_name"]), w("unit.short", points=points(nearest["total"] - row["total"])))]
