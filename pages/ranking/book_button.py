"""The button that hands out the ranking book of the run that is shown, in the format that is picked; built when it is clicked."""

from collections.abc import Sequence
from functools import partial
from typing import Any

import streamlit as st

from metrics.run.trend import month_before
from pages.downloads import button as downloads
from pages.downloads.paper_buttons import ROW
from pages.look import markup as m
from pages.look.draw import draw
from pages.look.page_head import subtitle
from pages.shell.session import Session
from reports.ranking_book import KINDS, MEDIA, file_name, make


def show(s: Session) -> None:
    """One button that opens three, for who sees the whole city and may take files out; else nothing."""
    if s.viewer.scope is not None or not s.viewer.may("export"):
        return
    with st.popover(s.w("ranking_book.take"), icon=":material/menu_book:"):
        draw(f'<p class="ds ds-note">{m.e(s.w("ranking_book.note"))}</p>')
        _buttons(s, [st] * len(KINDS))


def titled(s: Session) -> None:
    """The same as a part of a page: the three side by side under a heading. For who sees the whole city."""
    draw(subtitle(s.w("ranking_book.take"), s.w("ranking_book.note")))
    _buttons(s, st.columns(ROW))


def _buttons(s: Session, places: Sequence[Any]) -> None:
    earlier = month_before(s.run, s.runs)
    before = s.reader_of(earlier) if earlier else None
    for place, kind in zip(places, KINDS, strict=False):
        build, name = partial(make, s.reader, kind, s.w.lang, before), file_name(s.reader, kind, s.w.lang)
        looks: dict[str, Any] = {"icon": ":material/download:", "width": "stretch", "key": f"ranking_book_{kind}"}
        with place.container():
            downloads.offer(s, s.w.of("ranking_book", kind), build, name, MEDIA[kind], **looks)
