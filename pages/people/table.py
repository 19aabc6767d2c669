"""The list of persons, searched by the address; a name opens the form that changes it."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

import streamlit as st

from data.decisions import trail_pages
from data.decisions.acts import Act
from data.decisions.bodies import Person
from pages.language.times import when
from pages.language.words import Words
from pages.look import markup as m
from pages.look.draw import draw
from pages.look.empty_state import empty
from pages.look.figures import count
from pages.look.page_head import subtitle
from pages.shell.session import Session, facts

Known = tuple[str, Person, Act]
ADDRESS = "accounts"
SHOWN = 500  # rows; beyond them one searches


def units() -> dict[str, str]:
    """The units that are ranked, by the newest directory of departments: id → name. Empty before the first."""
    rows, _ = facts().departments(date.max)
    if rows.is_empty():
        return {}
    asked = rows.select("department_id", "name", "assessed_as").sort("department_id").iter_rows()
    return {number: name for number, name, assessed_as in asked if assessed_as in (None, "", number)}


def show(s: Session, everybody: Sequence[Known]) -> None:
    """The title with the way to somebody new, the search, the list."""
    w, names = s.w, units()
    found = [one for one in everybody if _fits(one, s.place.q or "", names, w)]
    active = sum(1 for _, person, _ in everybody if person.is_active)
    new = m.go(s.place.standing(who="").href(ADDRESS), m.e(w("people.add")))
    left, right = st.columns([3, 1.4], vertical_alignment="bottom")
    draw(subtitle(w("people.list"), w("people.count", n=count(len(everybody)), active=count(active)), new), left)
    with right:
        _search(s)
    if not found:
        nobody = not everybody
        draw(
            empty(w("people.nobody" if nobody else "people.none_found"), [w("people.nobody_what" if nobody else "people.none_found_what")])
        )
        return
    draw(people_table(s, found[:SHOWN], names, trail_pages.last_sign_ins(s.decisions)))
    if len(found) > SHOWN:
        draw(f'<p class="ds ds-note">{m.e(w("rows.more", shown=SHOWN, n=count(len(found))))}</p>')


def people_table(s: Session, found: Sequence[Known], names: Mapping[str, str], signed_in: Mapping[str, datetime]) -> str:
    """One row a person."""
    w = s.w
    heads = ("name", "login", "role", "units", "active", "signed_in", "by")
    rows = [_row(s, one, names, signed_in) for one in sorted(found, key=lambda one: (not one[1].is_active, one[0]))]
    return m.table([m.th(w(f"people.{head}")) for head in heads], rows, "people")


def _row(s: Session, one: Known, names: Mapping[str, str], signed_in: Mapping[str, datetime]) -> str:
    w, (login, person, act) = s.w, one
    link = m.go(s.place.standing(who=login).href(ADDRESS), m.e(person.name))
    state = m.chip(w("people.is_active"), "brand") if person.is_active else m.chip(w("people.is_inactive"))
    last = when(signed_in[login]) if login in signed_in else w("people.never")
    by = f"{m.e(act.name)} <small>{m.e(when(act.at))}</small>"
    cells = [
        m.td(link, "t"), m.td(f'<span class="ds-id">{m.e(login)}</span>'), m.td(m.e(w.of("role", person.role)), "t"),
        m.td(m.e(unit_names(person, names, w))), m.td(state), m.td(m.e(last), "t s"), m.td(by),
    ]  # fmt: skip
    return m.tr(cells, "row", f'data-login="{m.e(login)}"')


def unit_names(person: Person, names: Mapping[str, str], w: Words) -> str:
    """The units that a person is for; of one that no directory lists, its id."""
    return w("rank.comma").join(names.get(unit, unit) for unit in person.units) or w(
        "people.all_units" if person.role != "admin" else "people.no_units"
    )


def _fits(one: Known, text: str, names: Mapping[str, str], w: Words) -> bool:
    login, person, _ = one
    told = (login, person.name, w.of("role", person.role), *person.units, *(names.get(unit, "") for unit in person.units))
    return any(text.strip().casefold() in part.casefold() for part in told)


def _search(s: Session) -> None:
    key = f"people_q={s.place.q}"

    def changed() -> None:
        st.query_params.from_dict(s.place.moved(q=st.session_state[key].strip() or None).query())

    st.text_input(s.w("list.search"), s.place.q or "", key=key, on_change=changed, placeholder=s.w("people.search_what"), max_chars=80)
