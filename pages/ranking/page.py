"""部门排名: the units of one group by rank, how firm that is, what moved since the month before and why, and each section as a bar.

A department sees the ranking of an edition whole, without what is behind the others' totals, where the city shows that; else its own rows.
"""

import polars as pl
import streamlit as st

from pages.downloads import table_export
from pages.look import markup as m
from pages.look.draw import draw
from pages.look.empty_state import empty
from pages.look.help_panel import help_panel
from pages.look.page_head import head, month_short
from pages.ranking import book_button as ranking_book_button
from pages.ranking import rank_change
from pages.ranking.group_choice import choose_group
from pages.ranking.rank_change import movement_asked_for
from pages.ranking.ranking_table import Ranked, public_ranking, ranking, unranked
from pages.ranking.undecided import undecided_of
from pages.ranking.year_and_reach import firmness, open_items, years
from pages.shell.entry import Entry
from pages.shell.session import Session


def render(s: Session) -> None:
    """The whole page. `group` in the address picks the group, `sort` the order, `unit` whose movement is opened."""
    w = s.w
    draw(head(w("page.ranking"), s.reader.meta(), w) + help_panel("ranking", w))
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
    most = s.reader.scheme().undecided_share
    ranks = public_ranking(of_group, set(own["unit_id"]), most, s.place.standing(), s.w)
    return movement_asked_for(s) + f'<p class="ds ds-note">{note}</p>' + ranks


def _table(s: Session) -> str:
    """The ranking of the group, and who is not ranked."""
    w, totals = s.w, s.reader.totals()
    of_group = totals.filter(pl.col("unit_group") == (s.place.group or totals["unit_group"][0]))
    ranked, units = of_group.filter(pl.col("rank").is_not_null()), set(of_group["unit_id"])
    since = rank_change.since_month(s)
    told = Ranked(
        ranked, s.reader.sections().filter(pl.col("unit_id").is_in(ranked["unit_id"].to_list())),
        {one.unit_id: one for one in since[1]} if since else None, firmness(s),
        years(s, units), open_items(s.reader.items()), s.reader.scheme().undecided_share,
    )  # fmt: skip
    why = "rank.own_only" if s.reader.is_draft else "rank.not_public"
    own = w(why) if s.viewer.units is not None else w("rank.count", n=len(ranked))
    against = w("rank.against", since=month_short(since[0].as_of, w)) if since else w("moves.no_month_before")
    note = f'<p class="ds ds-note">{m.e(f"{own} · {against}")}</p>'
    left_out = of_group.filter(pl.col("rank").is_null())
    rest = "" if left_out.is_empty() else unranked(left_out, s.place.standing(), w)
    return movement_asked_for(s) + note + undecided_of(of_group, s) + ranking(told, s.place, w) + rest


ENTRIES = (Entry("rank", "ranking", "leaderboard", render, order=3),)
