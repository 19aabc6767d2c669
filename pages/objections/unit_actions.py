"""What a unit may do with its own objection: take it back, or raise it again within the window."""

import streamlit as st

from data.decisions import objections
from data.decisions.objections import Case
from pages.acts import evidence_box
from pages.acts.draft_form import KeptForm
from pages.look.draw import draw
from pages.look.page_head import subtitle
from pages.objections.window import is_open, now
from pages.shell.office_calendar import calendar
from pages.shell.session import Session


def show(s: Session, one: Case) -> None:
    """The form that fits how the objection stands; nothing where there is none."""
    if one.status == "open":
        _withdraw(s, one)
    elif is_open(s) and one.said.run_id == now(s).run_id:
        _reopen(s, one)


def _withdraw(s: Session, one: Case) -> None:
    w, form = s.w, KeptForm(s, f"withdraw/{one.number}")
    draw(subtitle(w("objection.withdraw"), w("objection.withdraw_note")))
    with st.container(border=True):
        form.restored()
        form.seen(one.seen)
        reason = form.text("reason", w("form.reason"))
        if st.button(w("objection.withdraw"), key=form.key("send"), icon=":material/undo:"):
            form.check_then_send(
                one.seen, lambda: objections.withdraw(s.decisions, s.viewer, one, reason, form.token), w("objection.withdrawn_done")
            )


def _reopen(s: Session, one: Case) -> None:
    w, form = s.w, KeptForm(s, f"reopen/{one.number}")
    draw(subtitle(w("objection.reopen"), w("objection.reopen_note")))
    with st.container(border=True):
        form.restored()
        form.seen(one.seen)
        reason = form.text("reason", w("objection.reason"))
        files = evidence_box.show(form, one.said.unit_id)
        if st.button(w("objection.reopen"), key=form.key("send"), type="primary"):
            form.check_then_send(
                one.seen,
                lambda: objections.reopen(s.decisions, s.viewer, now(s), calendar(s), one, reason, files, form.token),
                w("objection.reopened_done"),
            )
