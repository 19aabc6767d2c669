"""The forms that put a run before the departments, change their window, or take it back."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

import streamlit as st

from data.decisions import periods
from data.decisions.acts import Act
from data.decisions.bodies import Review
from data.decisions.checking import checked_body
from data.decisions.periods import Standing
from data.errors import RequestFault
from data.runs.store import RunInfo
from data.settings import settings
from metrics.publication.publish import moved_since
from pages.acts import reassess
from pages.acts.draft_form import KeptForm, needed
from pages.look import markup as m
from pages.look.draw import draw
from pages.look.page_head import subtitle
from pages.shell.office_calendar import today
from pages.shell.session import Session

WINDOW = 10  # days; a sample, as are the days of an answer: no law fixes either
ANSWER_DAYS = 5


def submit(s: Session, now: Standing) -> None:
    """Choose a run of the period and put it under review; after a publication this begins a correction."""
    w = s.w
    runs = [run for run in s.runs if run.is_draft and run.period == now.period]
    draw(
        subtitle(
            w("publish.restate" if now.editions else "publish.submit"), w("publish.restate_note" if now.editions else "publish.submit_note")
        )
    )
    if not runs:
        left, right = st.columns([4, 1], vertical_alignment="center")
        draw(f'<p class="ds ds-note">{m.e(w("publish.no_draft"))}</p>', left)
        if right.button(w("again.go"), icon=":material/calculate:", key="assess_again", width="stretch"):
            reassess.again(s)
        return
    with st.container(border=True):
        form = KeptForm(s, f"review/{now.period}")
        form.restored()
        run = _run(form, runs)
        stale = _stale(s, run)
        until, days = _window(form, today(s) + timedelta(days=WINDOW), ANSWER_DAYS)
        what = w("publish.restate_what" if now.editions else "publish.submit_what")
        reason, seen = form.text("reason", w("form.reason"), placeholder=what, height=80), form.seen(now.seen)
        if st.button(w("publish.submit_go"), key=form.key("send"), type="primary", icon=":material/outbox:", disabled=bool(stale)):

            def act() -> Act:
                s.still_may("review")
                return periods.review(s.decisions, s.viewer, replace(now, seen=seen), _said(s, run.run_id, until, days), reason, form.token)

            form.send(act, w("publish.submitted"))


def _run(form: KeptForm, runs: Sequence[RunInfo]) -> RunInfo:
    """The run that is chosen, at first the one that is shown; another that is shown, such as a new one, is chosen anew."""
    w, by_id, shown = form.s.w, {run.run_id: run for run in runs}, form.s.run.run_id
    if shown in by_id:
        form.start.setdefault(f"run {shown}", shown)

    def named(run_id: str) -> str:
        run = by_id[run_id]
        rebuilt = f" · {w('header.reconstructed')}" if run.is_reconstructed else ""
        return f"{run.as_of} · {w.name(run.scheme_title)} · {run_id}{rebuilt}"

    return by_id[form.pick(f"run {shown}", w("publish.run"), list(by_id), named)]


def _stale(s: Session, run: RunInfo) -> str:
    """Say what has changed since the run was made, with the button that makes it anew. Nothing, when it is up to date."""
    w = s.w
    stale = moved_since(s.home, settings(), s.decisions, run)
    if stale:
        left, right = st.columns([4, 1], vertical_alignment="center")
        draw(f'<p class="ds ds-note ds-warn" data-stale>{m.e(w("publish.stale", what=w.told(stale)))}</p>', left)
        if right.button(w("again.go"), icon=":material/calculate:", key=f"again_{run.run_id}", width="stretch"):
            reassess.again(replace(s, chosen=run))
    return stale


def _window(form: KeptForm, until: date, days: int) -> tuple[date | None, int]:
    w = form.s.w
    left, right = st.columns(2)
    chosen = form.day("until", w("publish.until"), until, left)
    label = w("list.choice", name=w("publish.answer_days"), n=w("header.sample"))
    given = right.number_input(label, 1, 60, int(form.start.get("days", days)), **form.field("days"))
    return chosen, int(given)


def _said(s: Session, run_id: str, until: date | None, days: int) -> Review:
    last = needed(until, s.w("publish.needs_until"))
    if last < today(s):
        raise RequestFault(s.w("publish.until_past", until=last))
    said = checked_body("period", "reviewed", {"run_id": run_id, "objections_until": last, "answer_days": days})
    assert isinstance(said, Review)
    return said


def change(s: Session, now: Standing) -> None:
    """Another window for the run under review, or no review any more."""
    w = s.w
    with st.expander(w("publish.change"), icon=":material/edit_calendar:"):
        if now.signatures:
            draw(f'<p class="ds ds-note ds-warn">{m.e(w("publish.change_voids", n=len(now.signatures)))}</p>')
        form = KeptForm(s, f"window/{now.period}")
        until, days = _window(form, now.objections_until or today(s), now.answer_days or ANSWER_DAYS)
        reason, seen = form.text("reason", w("form.reason"), height=80), form.seen(now.seen)
        left, right = st.columns([1, 3])
        if left.button(w("publish.change_go"), key=form.key("send")):

            def act() -> Act:
                s.still_may("review")
                return periods.review(
                    s.decisions, s.viewer, replace(now, seen=seen), _said(s, now.run_id or "", until, days), reason, form.token
                )

            form.send(act, w("publish.changed"))
        if right.button(w("publish.return_go"), key=form.key("return"), icon=":material/undo:"):

            def back() -> Act:
                s.still_may("review")
                return periods.give_back(s.decisions, s.viewer, replace(now, seen=seen), reason, form.token)

            form.send(back, w("publish.returned"))
