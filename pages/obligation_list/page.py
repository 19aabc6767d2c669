"""义务清单: every obligation, filtered by what the address says; each figure of the other pages leads to one such list."""

import streamlit as st

from data.errors import RequestFault
from pages.look.draw import draw
from pages.look.empty_state import empty
from pages.look.figures import count
from pages.look.help_panel import help_panel
from pages.look.page_head import head, subtitle
from pages.obligation_list import columns as list_columns
from pages.obligation_list import download as list_download
from pages.obligation_list import exempt_filter, filter_controls, saved_views
from pages.obligation_list.filter import wanted as asked
from pages.obligation_list.state_strip import state_strip
from pages.obligation_list.table import obligation_table
from pages.shell import address_text, paging
from pages.shell.entry import Entry
from pages.shell.session import Session

PER_SHEET = 50


def render(s: Session) -> None:
    """The whole page: filters, how many match and in which states, one sheet of them."""
    w, place, wanted, columns = s.w, s.place, asked(s), list_columns.chosen(s)
    if others := address_text.strange(place):
        raise RequestFault(w("list.no_filter", names=w("rank.comma").join(others)))
    draw(s.kept(_head))
    filter_controls.controls(s)
    tally = s.reader.tally(wanted)
    found = tally["obligations"]
    title = subtitle(w("list.found", n=count(found)), w("list.found_note", counted=count(tally["counted"])), filter_controls.applied(s))
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
    exempt_filter.of_filter(s)
    sheet, last = paging.sheet_of(place, found, PER_SHEET, w)
    rows = s.reader.obligations(wanted, limit=PER_SHEET, offset=(sheet - 1) * PER_SHEET)
    draw(obligation_table(rows, columns, place, w))
    draw(paging.sheets(place, sheet, last, found, PER_SHEET, w))


def _head(s: Session) -> str:
    rules = s.reader.rules().filter(rule_id=s.place.rule) if s.place.rule else s.reader.rules().clear()
    return head(s.w("page.obligations"), s.reader.meta(), s.w) + help_panel("obligations", s.w, rules)


ENTRIES = (Entry("list", "obligations", "list_alt", render, "analysis", order=1),)
