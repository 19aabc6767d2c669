"""部门排名: the units of one group by rank, with what moved since the month before and each section as a bar."""

import polars as pl
import streamlit as st

from data.errors import RequestFault
from pages.parts import markup as m
from pages.parts import movement
from pages.parts.empty import empty
from pages.parts.header import head, month_short
from pages.parts.ranking_table import ranking, unranked
from pages.parts.session import Session


def render(s: Session) -> None:
    """The whole page. `group` in the address picks the group; a department sees its own units."""
    w, totals = s.w, s.reader.totals()
    st.html(head(w("page.ranking"), s.reader.meta(), w))
    groups = list(dict.fromkeys(totals["unit_group"]))
    if not groups:
        st.html(empty(w("rank.nobody"), [w("rank.nobody_what")]))
        return
    group = _group(s, groups)
    of_group = totals.filter(pl.col("unit_group") == group)
    ranked = of_group.filter(pl.col("rank").is_not_null())
    earlier = movement.month_before(s.run, s.runs)
    before = s.reader_of(earlier).totals() if earlier else None
    against = w("rank.against", since=month_short(earlier.as_of, w)) if earlier else w("moves.no_month_before")
    own = w("rank.own_only") if s.viewer.role == "department" else w("rank.count", n=len(ranked))
    st.html(f'<p class="ds ds-note">{m.e(f"{own} · {against}")}</p>')
    sections = s.reader.sections().filter(pl.col("unit_id").is_in(ranked["unit_id"].to_list()))
    st.html(ranking(ranked, sections, before, s.place.standing(), w))
    if len(ranked) < len(of_group):
        st.html(unranked(of_group.filter(pl.col("rank").is_null()), s.place.standing(), w))
    st.html(f'<p class="ds ds-note">{m.e(w("rank.how"))}</p>')


def _group(s: Session, groups: list[str]) -> str:
    """The group that the address names, else the first; a control to change it when there are several."""
    if s.place.group is not None and s.place.group not in groups:
        raise RequestFault(s.w("rank.no_group", group=s.place.group, groups="、".join(groups)))
    group = s.place.group or groups[0]
    if len(groups) > 1:
        key = f"group={group}"

        def changed() -> None:
            st.query_params.from_dict(s.place.moved(group=st.session_state[key]).query())

        st.segmented_control(
            s.w("rank.group"),
            groups,
            default=group,
            key=key,
            on_change=changed,
            required=True,
            format_func=s.w.name,
            label_visibility="collapsed",
        )
    return group
