"""The form that says who somebody is from now on, and under it everything that was said of that login before."""

from collections.abc import Mapping, Sequence

import streamlit as st

from data.access import ROLES
from data.decisions import people
from data.decisions.acts import Act
from data.decisions.bodies import Person
from data.errors import RequestFault
from pages.acts.act_history import signature
from pages.acts.draft_form import KeptForm
from pages.look import markup as m
from pages.look.draw import draw
from pages.look.page_head import subtitle
from pages.people.table import ADDRESS, Known, unit_names, units
from pages.shell.session import Session


def show(s: Session, everybody: Sequence[Known]) -> None:
    """The form for the login in the address, "" for somebody new. Raises RequestFault for a login that nobody registered."""
    w, login, names = s.w, s.place.who or "", units()
    before = next(((person, act) for known, person, act in everybody if known == login), None)
    if login and before is None:
        raise RequestFault(w("people.unknown", login=login))
    back = m.go(s.place.standing().href(ADDRESS), m.e(w("people.close")))
    draw(subtitle(w("people.change", name=before[0].name) if before else w("people.add"), login, back))
    with st.container(border=True):
        form = KeptForm(s, f"person/{login}")
        form.restored()
        _fields(form, login, before, names)
    if before:
        draw(subtitle(w("history.title"), w("history.note")) + history(s, s.decisions.acts("person", login), names))


def _fields(form: KeptForm, login: str, before: tuple[Person, Act] | None, names: Mapping[str, str]) -> None:
    s, w, person = form.s, form.s.w, before[0] if before else None
    first, second, third = st.columns(3)
    written = login or first.text_input(
        w("people.login"), form.start.get("login", ""), max_chars=200, help=w("people.login_help"), **form.field("login")
    )
    if login:
        draw(f'<p class="ds ds-note">{m.e(w("people.login"))}<br><span class="ds-id">{m.e(login)}</span></p>', first)
    name = second.text_input(w("people.name"), form.start.get("name", person.name if person else ""), max_chars=100, **form.field("name"))
    form.start.setdefault("role", person.role if person else "department")
    role = form.pick("role", w("people.role"), list(ROLES), lambda x: w.of("role", x), third)
    chosen: list[str] = []
    if role == "department":
        kept = form.start.get("units", list(person.units) if person else [])
        options = [*names, *(unit for unit in kept if unit not in names)]
        named = {unit: w("list.choice", name=names[unit], n=unit) if unit in names else unit for unit in options}
        chosen = st.multiselect(
            w("people.units"), options, kept, format_func=named.__getitem__, placeholder=w("people.units_what"), **form.field("units")
        )
    is_active = form.tick("is_active", w("people.active_tick"), person.is_active if person else True, help=w("people.active_help"))
    reason = form.text("reason", w("form.reason"), placeholder=w("people.reason_what"), height=80)
    seen = form.seen(before[1].seq) if before else 0
    if st.button(w("people.save" if login else "people.register"), key=form.key("send"), type="primary"):

        def act() -> Act:
            s.still_may("keep_people")
            if not login and people.person(s.decisions, written):
                raise RequestFault(w("people.there_already", login=people.login_of(written)))
            said = {"name": name.strip(), "role": role, "units": tuple(chosen), "is_active": is_active}
            return people.keep(s.decisions, s.viewer, written, said, reason, seen, form.token)

        form.send(act, w("people.saved", name=name.strip(), role=w.of("role", role)))


def history(s: Session, acts: Sequence[Act], names: Mapping[str, str]) -> str:
    """Every act on one login, the newest first."""
    return "".join(_told(s, act, names) for act in reversed(acts))


def _told(s: Session, act: Act, names: Mapping[str, str]) -> str:
    w, person = s.w, people.of(act)
    what = w("people.was", name=person.name, role=w.of("role", person.role), units=unit_names(person, names, w))
    state = w("people.is_active" if person.is_active else "people.is_inactive")
    return (
        f'<div class="ds ds-act" data-act="{act.act_id}"><p>{m.chip(state, "brand" if person.is_active else "")} <b>{m.e(what)}</b></p>'
        f'<p>{m.e(act.reason)}</p><p class="ds-note">{m.e(signature(s, act))}</p></div>'
    )
