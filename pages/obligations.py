"""义务清单: every obligation, filtered by what the address says; each figure of the other pages leads to one such list."""

import streamlit as st

from data.errors import RequestFault
from pages.parts import exemption_form, filters, list_download
from pages.parts.empty import empty
from pages.parts.figures import count
from pages.parts.header import head, subtitle
from pages.parts.obligation_table import obligation_table
from pages.parts.session import Session
from pages.parts.state_strip import state_strip

PER_SHEET = 50


def render(s: Session) -> None:
    """The whole page: filters, how many match and in which states, one sheet of them."""
    w, place, wanted = s.w, s.place, filters.wanted(s)
    st.html(head(w("page.obligations"), s.reader.meta(), w))
    filters.controls(s)
    tally = s.reader.tally(wanted)
    found = tally["obligations"]
    title = subtitle(w("list.found", n=count(found)), w("list.found_note", counted=count(tally["counted"])), filters.applied(s))
    left, right = st.columns([4, 1], vertical_alignment="bottom")
    left.html(title)
    if not found:
        st.html(empty(w("list.nothing"), [w("list.nothing_what")]))
        return
    with right:
        list_download.show(s, wanted, found)
    st.html(state_strip(s.reader, wanted, place, w))
    exemption_form.of_filter(s)
    last = -(-found // PER_SHEET)
    sheet = place.sheet or 1
    if sheet > last:
        raise RequestFault(w("list.no_sheet", last=last, sheet=sheet))
    rows = s.reader.obligations(wanted, limit=PER_SHEET, offset=(sheet - 1) * PER_SHEET)
    st.html(
        obligation_table(
            rows, place, w, is_one_unit=place.unit is not None or len(s.reader.units()) == 1, is_one_rule=place.rule is not None
        )
    )
    st.html(filters.sheets(place, sheet, last, found, PER_SHEET, w))
