"""部门排名: the units of one group by rank, how firm that is, what moved since the month before and why, and each section as a bar.

A department sees the ranking of an edition whole, without what is behind the others' totals, where the city shows that; else its own rows.
"""

import polars as pl
import streamlit as st

from data.errors import RequestFault
from pages.parts import markup as m
from pages.parts import moved, ranking_book_button, table_export
from pages.parts.draw import draw
from pages.parts.empty import empty
from pages.parts.group_choice import choose_group
from pages.parts.header import head, month_short
from pages.parts.help_panel import help_panel
from pages.parts.ranking_table import Ranked, public_ranking, ranking, unranked
from pages.parts.session import Session
from pages.parts.unit_figures import firmness, open_items, years


def render(s: Session) -> None:
    """The whole page. `group` in the address picks the group, `sort` the order, `unit` whose movement is opened."""
    w = s.w
    draw(head(w("page.ranking"), s.reader.meta(), w) + help_panel("ranking", pl.DataFrame(), w))
    groups = list(dict.fromkeys([*s.reader.totals()["unit_group"], *s.reader.ranking()["unit_group"]]))  # one's own group first
    if not groups:
        draw(empty(w("rank.nobody"), [w("rank.nobody_what")]))
        return
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
        choose_group(s, groups)
        ranking_book_button.show(s)
    shown = s.kept(_published if _is_whole(s) else _table)
    draw(shown)
    draw(f'<p class="ds ds-note">{m.e(w("rank.how"))}</p>')
    table_export.show(s, f"{w('page.ranking')} · {w.name(s.place.group or groups[0])}", shown)


def _is_whole(s: Session) -> bool:
    """Whether a department is shown the others' places too."""
    return s.viewer.units is not None and len(s.reader.ranking()) > len(s.reader.totals())


def _published(s: Session) -> str:
    """The ranking of the group as it is made public."""
    everybody, own = s.reader.ranking(), s.reader.totals()
    group = s.place.group or (own if len(own) else everybody)["unit_group"][0]
    of_group = everybody.filter(pl.col("unit_group") == group)
    note = m.e(s.w("rank.public", n=of_group["rank"].count()))
    return _why(s) + f'<p class="ds ds-note">{note}</p>' + public_ranking(of_group, set(own["unit_id"]), s.place.standing(), s.w)


def _table(s: Session) -> str:
    """The ranking of the group, and who is not ranked."""
    w, totals = s.w, s.reader.totals()
    of_group = totals.filter(pl.col("unit_group") == (s.place.group or totals["unit_group"][0]))
    ranked, units = of_group.filter(pl.col("rank").is_not_null()), set(of_group["unit_id"])
    since = moved.since_month(s)
    told = Ranked(
        ranked, s.reader.sections().filter(pl.col("unit_id").is_in(ranked["unit_id"].to_list())),
        {one.unit_id: one for one in since[1]} if since else None, firmness(s),
        years(s, units), open_items(s.reader.items()),
    )  # fmt: skip
    why = "rank.own_only" if s.reader.is_draft else "rank.not_public"
    own = w(why) if s.viewer.units is not None else w("rank.count", n=len(ranked))
    against = w("rank.against", since=month_short(since[0].as_of, w)) if since else w("moves.no_month_before")
    note = f'<p class="ds ds-note">{m.e(f"{own} · {against}")}</p>'
    left_out = of_group.filter(pl.col("rank").is_null())
    rest = "" if left_out.is_empty() else unranked(left_out, s.place.standing(), w)
    return _why(s) + note + ranking(told, s.place, w) + rest


def _why(s: Session) -> str:
    """The movement that the address opens. Raises RequestFault for a unit that is not there to be seen."""
    if s.place.unit is None:
        return ""
    since = moved.since_month(s)
    found = next((one for one in since[1] if one.unit_id == s.place.unit), None) if since else None
    if since is None or found is None:
        raise RequestFault(s.w("why.none", unit=s.place.unit))
    return moved.panel(found, since[0], s, s.place.moved(unit=None))
