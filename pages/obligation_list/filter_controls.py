"""What the list shows: the address read as a filter, the controls that change the address, and the sheets of a long list."""

from datetime import timedelta
from typing import Any

import streamlit as st

from pages.look import markup as m
from pages.look.states import STATES
from pages.obligation_list.facets import Facets
from pages.shell.address_box import choose
from pages.shell.address_text import beyond_boxes
from pages.shell.session import Session

LATE = (1, 5, 10, 20, 60)  # working days late, at least


def controls(s: Session) -> None:
    """A row of boxes, and a second one folded beneath; each changes the address and says how many there are of each choice."""
    w, place, facets = s.w, s.place, Facets(s)
    units = dict(s.reader.units().select("unit_id", "unit_name").iter_rows())
    rules = {r["rule_id"]: w.pick(r["title_zh"], r["title_en"]) for r in s.reader.rules().iter_rows(named=True)}
    first = st.columns([1.2, 1.2, 1, 1, 1.3], vertical_alignment="bottom")
    with first[0]:
        _pick("unit", w("list.unit"), list(units), place.unit, facets.named("unit_id", units.__getitem__), s)
    with first[1]:
        _pick("rule", w("list.rule"), list(rules), place.rule, facets.named("rule_id", rules.__getitem__), s)
    with first[2]:
        _pick("state", w("list.state"), list(STATES), place.state, facets.named("state", lambda x: w.of("state", x)), s)
    with first[3]:
        named = facets.named("counted", lambda x: w("list.counted" if x else "list.uncounted"))
        _pick("counted", w("list.counting"), [True, False], place.counted, named, s)
    with first[4]:
        _search(s)
    _more_controls(s, facets)


def _more_controls(s: Session, facets: Facets) -> None:
    """What is filtered by less often, folded away until it is in use."""
    w, place = s.w, s.place
    in_use = any(value is not None for value in (place.due_from, place.due_to, place.late, place.backlog, place.reason))
    with st.expander(w("list.more"), expanded=in_use):
        second = st.columns(5, vertical_alignment="bottom")
        with second[0]:
            _day("due_from", w("list.due_from"), s)
        with second[1]:
            _day("due_to", w("list.due_to"), s)
        with second[2]:
            late = sorted({*LATE, *([place.late] if place.late is not None else [])})
            _pick("late", w("list.late"), late, place.late, lambda n: w("list.late_at_least", n=n), s)
        with second[3]:
            _pick(
                "backlog", w("list.backlog"), [True, False], place.backlog, lambda x: w("list.only_backlog" if x else "list.no_backlog"), s
            )
        with second[4]:
            reasons = sorted({*facets.values("reason"), *([place.reason] if place.reason else [])})
            _pick("reason", w("list.reason"), reasons, place.reason, facets.named("reason", lambda x: w.of("reason", x)), s)


def applied(s: Session) -> str:
    """What can't be seen from the boxes alone, and the way back to everything."""
    w, place = s.w, s.place
    is_filtered = place.moved(cols=None) != place.standing()
    clear = m.go(place.standing(cols=place.cols).href("list"), m.e(w("list.clear"))) if is_filtered else ""
    return " ".join((*(m.chip(note, "brand") for note in beyond_boxes(s)), clear))


def _pick(name: str, label: str, options: list, value: Any, named: Any, s: Session) -> None:
    everything = s.w("list.all")
    choose(
        label,
        [None, *options],
        value,
        lambda x: everything if x is None else named(x),
        lambda x: s.place.moved(**{name: x}),
        f"list_{name}",
    )


def _day(name: str, label: str, s: Session) -> None:
    key = f"list_{name}={getattr(s.place, name)}"

    def changed() -> None:
        st.query_params.from_dict(s.place.moved(**{name: st.session_state[key]}).query())

    earliest, latest = s.run.period_start - timedelta(days=3653), s.run.period_end + timedelta(days=3653)
    st.date_input(label, getattr(s.place, name), min_value=earliest, max_value=latest, key=key, on_change=changed, format="YYYY-MM-DD")


def _search(s: Session) -> None:
    key = f"list_q={s.place.q}"

    def changed() -> None:
        st.query_params.from_dict(s.place.moved(q=st.session_state[key].strip() or None).query())

    st.text_input(s.w("list.search"), s.place.q or "", key=key, on_change=changed, placeholder=s.w("list.search_what"), max_chars=80)
