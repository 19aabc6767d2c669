"""The button that hands out the ranking book of the run that is shown, in the format that is picked; built when it is clicked."""

from functools import partial

import streamlit as st

from metrics.trend import month_before
from pages.parts import downloads
from pages.parts import markup as m
from pages.parts.session import Session
from reports.ranking_book import KINDS, MEDIA, file_name, make


def show(s: Session) -> None:
    """One button that opens three, for who sees the whole city and may take files out; else nothing."""
    if s.viewer.scope is not None or not s.viewer.may("export"):
        return
    earlier = month_before(s.run, s.runs)
    before = s.reader_of(earlier) if earlier else None
    with st.popover(s.w("ranking_book.take"), icon=":material/menu_book:"):
        st.html(f'<p class="ds ds-note">{m.e(s.w("ranking_book.note"))}</p>')
        for kind in KINDS:
            build, name = partial(make, s.reader, kind, s.w.lang, before), file_name(s.reader, kind, s.w.lang)
            downloads.offer(s, s.w.of("ranking_book", kind), build, name, MEDIA[kind], width="stretch", key=f"ranking_book_{kind}")
