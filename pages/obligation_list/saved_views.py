"""Names for what one person often filters by. Kept among the person's drafts: they are nobody else's, decide nothing and may be overwritten."""

from collections.abc import Mapping

import streamlit as st

from data.errors import RequestFault
from pages.look import markup as m
from pages.look.draw import draw
from pages.shell.address import Place, read_place
from pages.shell.address_text import filter_query
from pages.shell.session import Session

KEPT = "list_views"
MOST = 30


def show(s: Session) -> None:
    """The views, each a link; and a box to keep what is shown now under a name."""
    w, kept = s.w, s.decisions.draft(s.viewer, KEPT)
    with st.popover(w("views.title"), icon=":material/bookmark:", width="stretch"):
        if not kept:
            draw(f'<p class="ds ds-note">{m.e(w("views.none"))}</p>')
        for name, query in kept.items():
            left, right = st.columns([5, 1], vertical_alignment="center")
            draw(_link(name, query, s), left)
            if right.button("", icon=":material/delete:", key=f"view_gone_{name}", type="tertiary", help=w("views.remove", name=name)):
                keep(s, name, None)
                st.rerun()
        with st.form("view_kept", clear_on_submit=True, border=False):  # name and click in one go, or Enter
            name = st.text_input(w("views.name"), max_chars=40, key="view_name").strip()
            is_sent = st.form_submit_button(w("views.keep"), width="stretch")
        if is_sent and name:
            try:
                keep(s, name, query_of(s.place))
            except RequestFault as fault:
                st.error(w.told(fault))
                return
            st.rerun()


def query_of(place: Place) -> dict[str, str]:
    """What a view keeps: the filter and the columns. Not the run: it opens the one that is looked at then."""
    return filter_query(place) | ({"cols": place.cols} if place.cols else {})


def keep(s: Session, name: str, query: Mapping[str, str] | None) -> None:
    """Keep a view under a name, over one of that name; or remove it (None). Raises RequestFault when there are too many."""
    others = {n: q for n, q in s.decisions.draft(s.viewer, KEPT).items() if n != name}
    if query is not None and len(others) >= MOST:
        raise RequestFault(s.w("views.many", n=MOST))
    s.decisions.keep_draft(s.viewer, KEPT, others | ({name: dict(query)} if query is not None else {}))


def _link(name: str, query: Mapping[str, str], s: Session) -> str:
    """The link, or the name alone when what was kept can't be read any more."""
    try:
        place = read_place({**s.place.standing().query(), **query}, s.w)
    except RequestFault:
        return f'<span class="ds ds-note">{m.e(s.w("views.stale", name=name))}</span>'
    return f'<span class="ds">{m.go(place.href("list"), m.e(name))}</span>'
