"""The forms on a clock that waits: from when to when a provider waited for the requester, and whether that stops the rule's clock."""

from collections.abc import Mapping
from typing import Any

import streamlit as st

from data.decisions.bodies import StopClock, Wait
from data.decisions.things import duty
from pages.acts import evidence_box
from pages.acts.act_history import History
from pages.acts.draft_form import KeptForm, needed
from pages.look import markup as m
from pages.look.draw import draw
from pages.shell.session import Session


def show(s: Session, row: Mapping[str, Any], told: History) -> None:
    """The interval of one obligation, then the switch of its rule."""
    _interval(s, row, told)
    _switch(s, row, told)


def _interval(s: Session, row: Mapping[str, Any], told: History) -> None:
    w, form = s.w, KeptForm(s, f"wait/{row['rule_id']}/{row['subject_id']}")
    form.restored()
    thing = duty(row["rule_id"], row["subject_id"])
    now = next((body for act, body in told.standing("wait") if act.thing == thing and isinstance(body, Wait)), None)
    seen = form.seen(told.last("wait", thing))
    draw(f'<p class="ds ds-note">{m.e(w("wait.note"))}</p>')
    left, right = st.columns(2)
    start = form.day("start", w("wait.start"), now.start if now else None, left)
    end = form.day("end", w("wait.end"), now.end if now else None, right, help=w("wait.end_help"))
    reason = form.text("reason", w("form.reason"), placeholder=w("wait.reason_what"))
    files = evidence_box.show(form, None)
    if st.button(w("wait.change" if now else "wait.go"), key=form.key("send"), type="primary"):
        said = {"rule_id": row["rule_id"], "subject_id": row["subject_id"], "unit_id": row["unit_id"], "end": end}
        form.send(
            lambda: s.decisions.act(
                s.viewer, "wait", thing, "made", {**said, "start": needed(start, w("wait.needs_start"))},
                reason=reason, seen=seen, evidence=files, token=form.token,
            ),
            w("wait.done"),
        )  # fmt: skip


def _switch(s: Session, row: Mapping[str, Any], told: History) -> None:
    w, form = s.w, KeptForm(s, f"stop_clock/{row['rule_id']}")
    is_on = any(isinstance(body, StopClock) and body.is_on for _, body in told.standing("stop_clock"))
    seen = form.seen(told.last("stop_clock", row["rule_id"]))
    with st.expander(w("wait.switch_is_on" if is_on else "wait.switch_is_off"), icon=":material/gavel:"):
        draw(f'<p class="ds ds-note ds-warn">{m.e(w("wait.legal"))}</p>')
        reason = form.text("reason", w("form.reason"))
        if st.button(w("wait.switch_off" if is_on else "wait.switch_on"), key=form.key("send")):
            form.send(
                lambda: s.decisions.act(
                    s.viewer, "stop_clock", row["rule_id"], "made", StopClock(rule_id=row["rule_id"], is_on=not is_on),
                    reason=reason, seen=seen, token=form.token,
                ),
                w("wait.switched"),
            )  # fmt: skip
