"""The forms that lift obligations: one, or all that a filter takes, with reason, evidence and the days of assessment it holds for."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

import polars as pl
import streamlit as st

from data.decisions.acts import Exemption
from data.decisions.things import thing_of
from metrics.reading import Filter
from pages.parts import evidence_box, list_filter, reassess
from pages.parts import markup as m
from pages.parts.act_history import History
from pages.parts.act_words import filter_words
from pages.parts.draw import draw
from pages.parts.figures import count
from pages.parts.kept_form import KeptForm, needed, say_done
from pages.parts.session import Session

KEPT = ("unit_id", "department_id", "rule_id", "due_from", "due_to")  # of a list's filter: what an exemption can say, and nothing else
NAMED = 6  # units that are named before "and others"


def of_one(s: Session, row: Mapping[str, Any], told: History) -> None:
    """The form for one obligation. Where one stands already, sending changes it."""
    w, form = s.w, KeptForm(s, f"exemption/{row['rule_id']}/{row['subject_id']}")
    form.restored()
    said = Exemption(rule_id=row["rule_id"], subject_id=row["subject_id"], unit_id=row["unit_id"], start=s.run.period_start)
    thing = thing_of(said)
    seen = form.seen(told.last("exemption", thing))
    is_change = any(act.thing == thing for act, _ in told.standing("exemption"))
    if is_change:
        draw(f'<p class="ds ds-note">{m.e(w("exempt.change_note"))}</p>')
    _rest(form, said, thing, seen, w("exempt.change" if is_change else "exempt.go"), row["unit_id"])


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
    draw(_taken(s, said))
    _rest(form, said, thing_of(said), 0, w("exempt.go_filter"), place.unit)


def _department(form: KeptForm) -> str | None:
    """One of the unit's departments, where it has several."""
    s = form.s
    of_unit = s.reader.departments().filter(pl.col("unit_id") == s.place.unit) if s.place.unit else None
    if of_unit is None or len(of_unit) < 2:
        return None
    rows = of_unit.select("department_id", "department_name").iter_rows()
    names: dict[str | None, str] = {None: s.w("list.all")} | {number: s.w("list.choice", name=name, n=number) for number, name in rows}
    return form.pick("department", s.w("list.department"), list(names), names.__getitem__)


def _taken(s: Session, said: Exemption) -> str:
    """What the exemption takes right now."""
    wanted = Filter(**{part: getattr(said, part) for part in KEPT})
    tally, facets = s.reader.tally(wanted), s.reader.facets(wanted)
    names = dict(s.reader.units().select("unit_id", "unit_name").iter_rows())
    units = [names.get(unit, unit) for unit in sorted(facets["unit_id"].drop_nulls().unique())]
    shown = s.w("rank.comma").join(units[:NAMED]) + (s.w("exempt.and_more", n=len(units)) if len(units) > NAMED else "")
    told = s.w("exempt.takes", what=filter_words(s, said), n=count(tally["obligations"]), counted=count(tally["counted"]), units=shown)
    return f'<p class="ds ds-note ds-warn" data-takes="{tally["obligations"]}">{m.e(told)}</p>'


def _rest(form: KeptForm, said: Exemption, thing: str, seen: int, label: str, unit_id: str | None) -> None:
    s, w = form.s, form.s.w
    left, right = st.columns(2)
    start = form.day("start", w("form.start"), said.start, left, help=w("exempt.days_help"))
    end = form.day("end", w("form.end"), None, right, help=w("exempt.days_help"))
    reason = form.text("reason", w("form.reason"), placeholder=w("exempt.reason_what"))
    files = evidence_box.show(form, None)
    if st.button(label, key=form.key("send"), type="primary"):
        form.send(
            lambda: s.decisions.act(
                s.viewer, "exemption", thing, "made",
                {**said.model_dump(), "start": needed(start, w("form.needs_start")), "end": end},
                reason=reason, seen=seen, evidence=files, token=form.token,
            ),
            w("exempt.done"),
        )  # fmt: skip
