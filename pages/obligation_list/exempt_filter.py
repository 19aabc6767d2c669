"""An exemption of all that a filter of the list takes."""

from dataclasses import asdict

import polars as pl
import streamlit as st

from data.decisions.bodies import Exemption
from data.decisions.things import thing_of
from pages.acts import reassess
from pages.acts.draft_form import KeptForm, say_done
from pages.acts.exemption_form import KEPT, dates_and_reason, what_it_takes
from pages.look import markup as m
from pages.look.draw import draw
from pages.obligation_list import filter as list_filter
from pages.shell.session import Session


def of_filter(s: Session) -> None:
    """The form for what the list shows, folded away. Says which parts of the list's filter an exemption can't keep."""
    if not s.viewer.may("exempt"):
        return
    say_done()
    reassess.offer(s)
    with st.expander(s.w("exempt.by_filter"), icon=":material/playlist_remove:"):
        _filter_form(s)


def _filter_form(s: Session) -> None:
    w, place = s.w, s.place
    asked = [name for name, value in asdict(list_filter.wanted(s)).items() if value is not None]
    if unkept := dict.fromkeys(w.of("exempt_unkept", name) for name in asked if name not in KEPT):
        draw(f'<p class="ds ds-note ds-warn">{m.e(w("exempt.unkept", parts=w("rank.comma").join(unkept)))}</p>')
        return
    if not (place.rule or place.unit):
        draw(f'<p class="ds ds-note">{m.e(w("exempt.needs"))}</p>')
        return
    form = KeptForm(s, f"exemption/filter/{place.unit}/{place.rule}/{place.due_from}/{place.due_to}")
    form.restored()
    said = Exemption(
        rule_id=place.rule,
        unit_id=place.unit,
        department_id=_department(form),
        due_from=place.due_from,
        due_to=place.due_to,
        start=s.run.period_start,
    )
    draw(what_it_takes(s, said))
    dates_and_reason(form, said, thing_of(said), 0, w("exempt.go_filter"), place.unit)


def _department(form: KeptForm) -> str | None:
    """One of the unit's departments, where it has several."""
    s = form.s
    of_unit = s.reader.departments().filter(pl.col("unit_id") == s.place.unit) if s.place.unit else None
    if of_unit is None or len(of_unit) < 2:
        return None
    rows = of_unit.select("department_id", "department_name").iter_rows()
    names: dict[str | None, str] = {None: s.w("list.all")} | {number: s.w("list.choice", name=name, n=number) for number, name in rows}
    return form.pick("department", s.w("list.department"), list(names), names.__getitem__)
