"""文书: what leaves on paper. Scorecards of many units at once as one zip, made while one looks on or goes elsewhere, and what was made before."""

import streamlit as st

from pages.parts import kept_form, papers_made, papers_order
from pages.parts.header import head
from pages.parts.session import Session


def render(s: Session) -> None:
    """The whole page, for the run that is shown; the list beneath is of all runs."""
    st.html(head(s.w("page.papers"), s.reader.meta(), s.w))
    kept_form.say_done()
    papers_order.show(s)
    # Place of the circular's panel: pages/parts/circular_panel.py.
    # Place of the ranking book's button: pages/parts/ranking_book_button.py.
    papers_made.show(s)
