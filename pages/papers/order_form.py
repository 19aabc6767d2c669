"""The form that orders papers of many units: whose, in which formats, in which language."""

from typing import Any

import polars as pl
import streamlit as st

from pages.language.words import Words
from pages.look import markup as m
from pages.look.draw import draw
from pages.look.page_head import subtitle
from pages.papers.job_actions import order
from pages.shell.session import Session
from pages.shell.sidebar import LANG_NAMES
from reports.bundle.papers import KINDS

WHOSE = ("all", "groups", "units")


def show(s: Session) -> None:
    """The form; who sees one unit is not asked whose."""
    w, totals = s.w, s.reader.totals()
    draw(subtitle(w("papers.order"), w("papers.order_note")))
    with st.container(border=True, key="papers_order"):
        left, kinds, lang, go = st.columns([2.6, 2.2, 2, 2.2], vertical_alignment="bottom")
        units = _only(totals, left, w) if len(totals) == 1 else _units(s, left)
        chosen = kinds.pills(w("papers.kinds"), KINDS, selection_mode="multi", default=KINDS, format_func=lambda k: w.of("paper", k))
        spoken = lang.segmented_control(w("papers.lang"), list(LANG_NAMES), default=w.lang, format_func=LANG_NAMES.__getitem__)
        book = s.viewer.scope is None and st.toggle(w("papers.book"), key="papers_book", help=w("papers.book_note"))
        count = (len(units) + book) * len(chosen) if units else 0
        label, asked = w("papers.make", n=count) if count else w("papers.nothing"), (s, units, chosen, spoken or w.lang, book)
        go.button(label, on_click=order, args=asked, type="primary", icon=":material/folder_zip:", width="stretch", disabled=not count)
        if s.reader.is_draft:
            draw(f'<p class="ds ds-note ds-warn">{m.e(w("papers.draft"))}</p>')


def _only(totals: pl.DataFrame, place: Any, w: Words) -> list[str]:
    """The one unit that there is to see, said by its name."""
    draw(f'<p class="ds">{m.e(w("list.unit"))}<br><b>{m.e(totals["unit_name"][0])}</b></p>', place)
    return list(totals["unit_id"])


def _units(s: Session, place: Any) -> list[str]:
    """The ids of those that are chosen: all, of some groups, or one by one. `place`: where the choice between these stands."""
    w, totals = s.w, s.reader.totals()
    whose = place.segmented_control(w("papers.whose"), WHOSE, default="all", format_func=lambda x: w.of("papers_whose", x)) or "all"
    if whose == "groups":
        groups = list(dict.fromkeys(totals["unit_group"]))
        picked = st.multiselect(w("papers.groups"), groups, format_func=w.name, placeholder=w("papers.pick"))
        return list(totals.filter(totals["unit_group"].is_in(picked))["unit_id"])
    if whose == "units":
        names = dict(totals.select("unit_id", "unit_name").iter_rows())
        return list(st.multiselect(w("papers.units"), list(names), format_func=names.__getitem__, placeholder=w("papers.pick")))
    return list(totals["unit_id"])
