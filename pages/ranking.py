"""部门排名: the units of one group by rank, with what moved since the month before and each section as a bar.

A department sees the ranking of an edition whole, without what is behind the others' totals, where the city shows that; else its own rows.
"""

from typing import Any

import polars as pl
import streamlit as st

from data.errors import RequestFault
from pages.parts import markup as m
from pages.parts import movement
from pages.parts.empty import empty
from pages.parts.header import head, month_short
from pages.parts.ranking_table import public_ranking, ranking, unranked
from pages.parts.session import Session


def render(s: Session) -> None:
    """The whole page. `group` in the address picks the group; a department sees its own units."""
    w = s.w
    st.html(head(w("page.ranking"), s.reader.meta(), w))
    groups = list(dict.fromkeys([*s.reader.totals()["unit_group"], *s.reader.ranking()["unit_group"]]))  # one's own group first
    if not groups:
        st.html(empty(w("rank.nobody"), [w("rank.nobody_what")]))
        return
    _choose_group(s, groups)
    st.html(s.kept(_published if _is_whole(s) else _table))
    st.html(f'<p class="ds ds-note">{m.e(w("rank.how"))}</p>')


def _is_whole(s: Session) -> bool:
    """Whether a department is shown the others' places too."""
    return s.viewer.units is not None and len(s.reader.ranking()) > len(s.reader.totals())


def _published(s: Session) -> str:
    """The ranking of the group as it is made public."""
    everybody, own = s.reader.ranking(), s.reader.totals()
    group = s.place.group or (own if len(own) else everybody)["unit_group"][0]
    of_group = everybody.filter(pl.col("unit_group") == group)
    note = m.e(s.w("rank.public", n=of_group["rank"].count()))
    return f'<p class="ds ds-note">{note}</p>' + public_ranking(of_group, set(own["unit_id"]), s.place.standing(), s.w)


def _table(s: Session) -> str:
    """The ranking of the group, and who is not ranked."""
    w, totals = s.w, s.reader.totals()
    of_group = totals.filter(pl.col("unit_group") == (s.place.group or totals["unit_group"][0]))
    ranked = of_group.filter(pl.col("rank").is_not_null())
    earlier = movement.month_before(s.run, s.runs)
    before = s.reader_of(earlier).totals() if earlier else None
    against = w("rank.against", since=month_short(earlier.as_of, w)) if earlier else w("moves.no_month_before")
    why = "rank.own_only" if s.reader.is_draft else "rank.not_public"
    own = w(why) if s.viewer.units is not None else w("rank.count", n=len(ranked))
    sections = s.reader.sections().filter(pl.col("unit_id").is_in(ranked["unit_id"].to_list()))
    told = f'<p class="ds ds-note">{m.e(f"{own} · {against}")}</p>' + ranking(ranked, sections, before, s.place.standing(), w)
    left_out = of_group.filter(pl.col("rank").is_null())
    return told if left_out.is_empty() else told + unranked(left_out, s.place.standing(), w)


def _choose_group(s: Session, groups: list[str]) -> None:
    """A control to change the group that the address names, else the first. Raises RequestFault for one that there is not."""
    if s.place.group is not None and s.place.group not in groups:
        raise RequestFault(s.w("rank.no_group", group=s.place.group, groups="、".join(groups)))
    group = s.place.group or groups[0]
    if len(groups) > 1:
        key = f"group={group}"

        def changed() -> None:
            st.query_params.from_dict(s.place.moved(group=st.session_state[key]).query())

        looks: dict[str, Any] = {"required": True, "format_func": s.w.name, "label_visibility": "collapsed"}
        st.segmented_control(s.w("rank.group"), groups, default=group, key=key, on_change=changed, **looks)
