"""What stands before every page: the look, the gate that knows the viewer, the registered addresses, the trail, sentences instead of tracebacks."""

from collections.abc import Callable
from functools import partial

import streamlit as st

from data.access import MAY, ROLES
from data.decisions import sign_ins
from data.decisions.people import Unknown
from data.errors import DushuError
from pages.language.words import Words
from pages.look import theme
from pages.look.draw import draw
from pages.look.empty_state import empty
from pages.shell import deep_link, identity, link_listener, refusals, sidebar
from pages.shell.entry import Entry
from pages.shell.gateway import Forged
from pages.shell.page_state import let_go
from pages.shell.session import Session, decisions, enter, store, words_of

PEOPLE = "accounts"  # the address of the page of persons, where an admin is led


def open_app(entries: tuple[Entry, ...]) -> None:
    """Register the addresses, let the viewer in or say why not, and show the page that was asked for.

    The addresses are registered before anything else: until then Streamlit would run a file of `pages/` for whoever asks for its name.
    """
    w = words_of(st.query_params)
    found = _let_in()
    pages = {
        entry.path: st.Page(
            partial(_show, entry, found, entries, w), title=f"{w.of('page', entry.title)} · {w('page.product')}",
            url_path=entry.path, default=not entry.path,
        )
        for entry in entries
    }  # fmt: skip
    asked = st.navigation(list(pages.values()), position="hidden")
    theme.dress()
    link_listener.links(list(pages))
    here = next(path for path, page in pages.items() if page == asked)
    if isinstance(found, Session):
        sidebar.show(found, [x for x in entries if x.is_listed and found.viewer.may(x.needs)], pages, here)
    asked.run()


def _let_in() -> Session | DushuError:
    """The session, its sign-in written down; or why there is none, written down too when somebody was refused."""
    try:
        session = enter(dict(st.query_params), str(st.get_option("server.address") or ""))
        _once("sign_in", f"{session.identity.key} {session.viewer.login}", lambda: _begin(session))
    except DushuError as fault:
        try:
            _note_refusal(fault)
        except DushuError as untold:
            return untold
        return fault
    return session


def _begin(session: Session) -> None:
    who = session.identity
    sign_ins.begin(session.decisions, who.viewer, who.way, who.key)


def _note_refusal(fault: DushuError) -> None:
    if isinstance(fault, Unknown):
        login = fault.login
        _once("refused", login, lambda: sign_ins.refuse(decisions(), login, identity.peer(), "unknown"))
    elif isinstance(fault, Forged):
        said, why = fault.said, fault.why
        _once("refused", f"{why} {said}", lambda: sign_ins.refuse(decisions(), said, identity.peer(), why))


def _once(what: str, key: str, write: Callable[[], None]) -> None:
    """Write to the trail what this open page has not yet written. Marked afterwards, so that what failed is tried again."""
    told: set[tuple[str, str]] = st.session_state.setdefault("told", set())
    if (what, key) not in told:
        write()
        told.add((what, key))


def _show(entry: Entry, found: Session | DushuError, entries: tuple[Entry, ...], w: Words) -> None:
    let_go(entry.path)
    if not isinstance(found, Session):
        refusals.show(found, w)
        return
    if found.identity.way == "oidc":
        deep_link.resume()
    if not found.viewer.may(entry.needs):
        _not_yours(entry, found, entries)
    elif entry.needs_run and found.chosen is None and not entry.bears_none:
        _nothing_yet(found)
    else:
        try:
            _trace_view(entry, found)
            entry.render(found)
        except DushuError as fault:
            refusals.sentence(w("door.not_shown"), w.told(fault), w)


def _trace_view(entry: Entry, s: Session) -> None:
    """A look at unpublished figures is in the trail before they show. What is published anybody here may look at."""
    if (
        entry.needs_run and s.chosen and (s.run.edition is None or s.place.objection is not None)
    ):  # an objection shows the draft that it is against
        query = s.place.query()
        _once(
            "view",
            f"{s.viewer.login} {entry.path} {sorted(query.items())}",
            lambda: sign_ins.view(s.decisions, s.viewer, entry.title, query),
        )


def _not_yours(entry: Entry, s: Session, entries: tuple[Entry, ...]) -> None:
    w = s.w
    if s.viewer.may("keep_people") and entry.needs == "see_figures":
        there = any(x.path == PEOPLE for x in entries)
        link = f'<p><a class="go" href="{s.place.standing().href(PEOPLE)}" target="_self">{w("door.to_people")}</a></p>' if there else ""
        draw(empty(w("door.no_scores"), [w("door.no_scores_why")], link))
    else:
        refusals.sentence(w("door.not_yours"), w("door.only_for", roles=_roles(entry, w)), w)


def _roles(entry: Entry, w: Words) -> str:
    return w("door.and").join(w.of("role", role) for role in ROLES if entry.needs in MAY[role])


def _nothing_yet(session: Session) -> None:
    w = session.w
    steps = [w("empty.no_run_officer"), w("empty.no_run_terminal")] if session.viewer.may("bring_in") else [w("empty.no_run_reader")]
    if store().has_older:
        steps.insert(0, w("empty.older_runs"))
    link = f'<p><a class="go" href="{session.place.standing().href("import")}" target="_self">{w("empty.bring_in")}</a></p>'
    draw(empty(w("empty.no_run"), steps, link if session.viewer.may("bring_in") else ""))
