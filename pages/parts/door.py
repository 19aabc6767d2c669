"""What stands before every page: the look, the gate that knows the viewer, the registered addresses, and sentences instead of tracebacks."""

from functools import partial

import streamlit as st

from data.errors import DushuError
from pages.parts import follow, sidebar, theme
from pages.parts.empty import empty
from pages.parts.entry import Entry
from pages.parts.session import Session, enter, words_of
from pages.parts.words import Words


def open_app(entries: tuple[Entry, ...]) -> None:
    """Register the addresses, let the viewer in or say why not, and show the page that was asked for.

    The addresses are registered before anything else: until then Streamlit would run a file of `pages/` for whoever asks for its name.
    """
    w = words_of(st.query_params)
    try:
        session: Session | None = enter(dict(st.query_params), str(st.get_option("server.address") or ""))
        refusal = ""
    except DushuError as fault:
        session, refusal = None, str(fault)
    pages = {
        entry.path: st.Page(
            partial(_show, entry, session, refusal, w), title=f"{w.of('page', entry.title)} · {w('page.product')}",
            url_path=entry.path, default=not entry.path,
        )
        for entry in entries
    }  # fmt: skip
    asked = st.navigation(list(pages.values()), position="hidden")
    theme.dress()
    follow.links(list(pages))
    here = next(path for path, page in pages.items() if page == asked)
    if session:
        sidebar.show(session, [x for x in entries if x.is_listed and _may_open(x, session)], pages, here)
    asked.run()


def _show(entry: Entry, session: Session | None, refusal: str, w: Words) -> None:
    if session is None:
        _sentence(w("door.closed"), refusal, w)
    elif not _may_open(entry, session):
        _sentence(w("door.not_yours"), w("door.officers_only"), w)
    elif entry.needs_run and session.chosen is None:
        _nothing_yet(session)
    else:
        try:
            entry.render(session)
        except DushuError as fault:
            _sentence(w("door.not_shown"), str(fault), w)


def _may_open(entry: Entry, session: Session) -> bool:
    return session.viewer.may("bring_in") or not entry.is_officers


def _sentence(title: str, text: str, w: Words) -> None:
    st.html(empty(title, text.splitlines(), f'<p><a class="go" href="./?lang={w.lang}" target="_self">{w("door.home")}</a></p>'))


def _nothing_yet(session: Session) -> None:
    w = session.w
    steps = [w("empty.no_run_officer"), w("empty.no_run_terminal")] if session.viewer.may("bring_in") else [w("empty.no_run_reader")]
    link = f'<p><a class="go" href="{session.place.standing().href("import")}" target="_self">{w("empty.bring_in")}</a></p>'
    st.html(empty(w("empty.no_run"), steps, link if session.viewer.may("bring_in") else ""))
