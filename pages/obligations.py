"""义务清单: every obligation, filtered by what the address says; each figure of the other pages leads to one such list."""

import streamlit as st

from data.errors import RequestFault
from pages.parts import exemption_form, filter_words, filters, list_columns, list_download, saved_views
from pages.parts.draw import draw
from pages.parts.empty import empty
from pages.parts.figures import count
from pages.parts.header import head, subtitle
from pages.parts.help_panel import help_panel
from pages.parts.list_filter import wanted as asked
from pages.parts.obligation_table import obligation_table
from pages.parts.session import Session
from pages.parts.state_strip import state_strip

PER_SHEET = 50


def render(s: Session) -> None:
    """The whole page: filters, how many match and in which states, one sheet of them."""
    w, place, wanted, columns = s.w, s.place, asked(s), list_columns.chosen(s)
    if others := filter_words.strange(place):
        raise RequestFault(w("list.no_filter", names=w("rank.comma").join(others)))
    draw(s.kept(_head))
    filters.controls(s)
    tally = s.reader.tally(wanted)
    found = tally["obligations"]
    title = subtitle(w("list.found", n=count(found)), w("list.found_note", counted=count(tally["counted"])), filters.applied(s))
    left, *right = st.columns([4, 1, 1, 1], vertical_alignment="bottom")
    draw(title, left)
    with right[0]:
        saved_views.show(s)
    if not found:
        draw(empty(w("list.nothing"), [w("list.nothing_what")]))
        return
    with right[1]:
        list_columns.show(s)
    with right[2]:
        list_download.show(s, wanted, found)
    draw(state_strip(s.reader, wanted, place, w))
    exemption_form.of_filter(s)
    sheet, last = filters.sheet_of(place, found, PER_SHEET, w)
    rows = s.reader.obligations(wanted, limit=PER_SHEET, offset=(sheet - 1) * PER_SHEET)
    draw(obligation_table(rows, columns, place, w))
    draw(filters.sheets(place, sheet, last, found, PER_SHEET, w))


def _head(s: Session) -> str:
    rules = s.reader.rules().filter(rule_id=s.place.rule) if s.place.rule else s.reader.rules().clear()
    return head(s.w("page.obligations"), s.reader.meta(), s.w) + help_panel("obligations", rules, s.w)
