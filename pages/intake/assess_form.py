"""The form that makes an assessment of what is in: period, day, authority, scheme; each month's end of the period on request.

It is no `st.form`: which schemes are offered hangs on the day.
"""

from collections.abc import Mapping
from datetime import date

import streamlit as st

from data.decisions import schemes
from data.decisions.store import in_computation
from data.errors import DushuError
from data.settings import settings
from metrics.assessment.assess import assess, gather, history
from metrics.assessment.input_batches import came_later
from metrics.obligations.period import parse_period
from metrics.precompute import prepare
from metrics.rulebook.rulebook import load_rules
from metrics.schemes import versions as scheme_versions
from pages.language.export_names import export_titles
from pages.look import markup as m
from pages.look.draw import draw
from pages.look.page_head import subtitle
from pages.shell import evidence_words
from pages.shell.session import Session, store
from pages.shell.session import facts as kept_facts

ASSESSED = "assessed"  # the run that was made in this session just now, said once


def show(s: Session) -> None:
    """The form; nothing before the first directory of departments is in."""
    w, facts = s.w, kept_facts()
    directory, _ = facts.departments(date.max)
    if directory.is_empty():
        return
    newest = max(b.exported_on for b in facts.counting())
    names: dict[str, str] = dict(directory.select("department_id", "name").iter_rows())
    draw(subtitle(w("assess.title"), w("assess.note")))
    if done := st.session_state.pop(ASSESSED, None):
        link = m.go(s.place.standing().href(""), m.e(w("assess.look")))
        draw(f'<p class="ds ds-note ds-done">{m.e(w("assess.done", run=done))} {link}</p>')
        draw(evidence_words.lines(s) if s.chosen and s.run.run_id == done else "")
    with st.container(border=True):
        first, second, third = st.columns([1, 1, 2])
        period = first.text_input(
            w("side.period"), s.run.period if s.chosen else f"{newest.year}H{1 if newest.month < 7 else 2}", help=w("assess.period_help")
        )
        as_of = second.date_input(w("side.as_of"), newest, format="YYYY-MM-DD")
        authority = third.selectbox(
            w("assess.authority"), list(names), index=_authority(s, names), format_func=lambda d: w("list.choice", name=names[d], n=d)
        )
        first, second, third = st.columns([2, 1, 1], vertical_alignment="bottom")
        offered = _offered(s, as_of)
        scheme = first.selectbox(
            w("header.scheme"), list(offered), format_func=offered.__getitem__, key=f"assess_scheme {as_of}", help=w("assess.scheme_help")
        )
        with_history = second.checkbox(w("assess.history"), value=True)
        go = third.button(w("assess.go"), type="primary", icon=":material/calculate:", width="stretch")
        look_back = _reconstruct(s, as_of)
        if go:
            _assess(s, period, as_of, authority, scheme, with_history=with_history, look_back=look_back)


def _reconstruct(s: Session, as_of: date) -> bool:
    """Whether exports that came only after the day are read back to it; asked where there are any, and which they are."""
    w = s.w
    if not (later := came_later(kept_facts(), as_of)):
        return False
    titles = export_titles(w.lang)
    named = w("rank.comma").join(w("list.choice", name=titles.get(export, export), n=day) for export, day in later.items())
    asked = st.checkbox(w("assess.reconstruct", as_of=as_of), key=f"assess_reconstruct {as_of}", help=w("assess.reconstruct_help"))
    draw(f'<p class="ds ds-note" data-later="{m.e(" ".join(later))}">{m.e(w("assess.came_later", exports=named))}</p>')
    return asked


def _authority(s: Session, names: Mapping[str, str]) -> int:
    """The authority of the run that is shown, else of the settings, else the first."""
    wanted = s.run.authority_id if s.chosen else settings().authority
    return list(names).index(wanted) if wanted and wanted in names else 0


def _offered(s: Session, day: date) -> dict[str, str]:
    """The versions that are approved for a day, what began last first, and after them the sample that ships: id → what it is called."""
    w, sample = s.w, scheme_versions.shipped(load_rules(s.home.site))
    approved = {one.version_id: scheme_versions.scheme_of(one) for one in schemes.in_force(schemes.versions(s.decisions).values(), day)}
    told = {name: w("assess.approved", title=w.name(found.title), name=name, by=found.approver) for name, found in approved.items()}
    return told | {sample.id: f"{w.name(sample.title)} · {w('header.sample')}"}


def _assess(s: Session, period: str, as_of: date, authority: str, name: str, *, with_history: bool, look_back: bool) -> None:
    w = s.w
    try:
        with st.status(w("assess.working"), expanded=True) as status:
            scheme = scheme_versions.named(s.decisions, name, load_rules(s.home.site), as_of)
            acts = in_computation(s.decisions)
            inputs = gather(s.home, settings(), parse_period(period), as_of, scheme, authority, look_back=look_back, acts=acts)
            run = assess(s.home, settings(), inputs, lambda step: status.update(label=w.of("assess_step", step)))
            if with_history:
                history(s.home, settings(), inputs, lambda day: status.update(label=w("assess.month", day=day)))
            status.update(label=w.of("assess_step", "ready"))
            prepare(store(), run)
    except DushuError as fault:
        st.error(w.told(fault), icon=":material/error:")
        return
    s.decisions.trace(s.viewer, "assess", run.run_id, period=run.period, as_of=str(run.as_of))
    st.session_state[ASSESSED] = run.run_id
    st.query_params.from_dict(s.place.standing().moved(period=run.period, as_of=run.as_of, run=run.run_id).query())
    st.rerun()
