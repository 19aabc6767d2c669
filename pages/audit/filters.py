"""Which lines of the trail are shown: the address read as a filter, and the controls that change the address."""

from typing import Any, get_args

import streamlit as st

from data.decisions.trail import What
from data.decisions.trail_pages import Wanted
from data.errors import RequestFault
from pages.look import markup as m
from pages.shell.address_box import choose
from pages.shell.session import Session

KINDS: tuple[str, ...] = get_args(What)


def wanted(s: Session) -> Wanted:
    """The filter in the address. Raises RequestFault for a kind of event that there is not, and for days the wrong way round."""
    place = s.place
    if place.what is not None and place.what not in KINDS:
        raise RequestFault(s.w("trail.no_kind", what=place.what))
    if place.since and place.until and place.until < place.since:
        raise RequestFault(s.w("trail.days_crossed", since=place.since, until=place.until))
    return Wanted(place.who, place.what, place.since, place.until, place.q)


def controls(s: Session) -> None:
    """The boxes, in one row."""
    w, boxes = s.w, st.columns([1.2, 1.2, 1, 1, 1.6])
    with boxes[0]:
        _text("who", w("trail.who"), w("trail.who_what"), s)
    with boxes[1]:
        options, everything = [None, *KINDS], w("list.all")
        named = {kind: w.of("trail_what", kind) for kind in KINDS}
        choose(w("trail.what"), options, s.place.what, lambda x: named.get(x, everything), lambda x: s.place.moved(what=x), "trail_what")
    with boxes[2]:
        _day("since", w("trail.since"), s)
    with boxes[3]:
        _day("until", w("trail.until"), s)
    with boxes[4]:
        _text("q", w("list.search"), w("trail.search_what"), s)


def cleared(s: Session) -> str:
    """The way back to every line, where some are left out."""
    if s.place.moved(sheet=None) == s.place.standing():
        return ""
    return m.go(s.place.standing().href("trail"), m.e(s.w("list.clear")))


def _text(name: str, label: str, what: str, s: Session) -> None:
    key = f"trail_{name}={getattr(s.place, name)}"

    def changed() -> None:
        _move(s, name, st.session_state[key].strip() or None)

    st.text_input(label, getattr(s.place, name) or "", key=key, on_change=changed, placeholder=what, max_chars=80)


def _day(name: str, label: str, s: Session) -> None:
    key = f"trail_{name}={getattr(s.place, name)}"

    def changed() -> None:
        _move(s, name, st.session_state[key])

    st.date_input(
        label, getattr(s.place, name), key=key, on_change=changed, format="YYYY-MM-DD", min_value="2000-01-01", max_value="2060-12-31"
    )


def _move(s: Session, name: str, value: Any) -> None:
    st.query_params.from_dict(s.place.moved(**{name: value}).query())
