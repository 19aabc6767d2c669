"""What was decided on one obligation, and the forms to decide: lift it, say that its provider waited, remark on it, object to it."""

from collections.abc import Callable, Mapping
from typing import Any

import streamlit as st

from data.access import Action
from pages.acts import act_history, exemption_form, note_form, reassess, wait_form
from pages.acts.act_history import History
from pages.acts.choice import choice
from pages.acts.draft_form import say_done
from pages.look import markup as m
from pages.look.draw import draw
from pages.look.page_head import subtitle
from pages.objections import window as objection_window
from pages.shell.session import Session

Form = Callable[[Session, Mapping[str, Any], History], None]
FORMS: dict[str, tuple[Action, Form]] = {
    "exemption": ("exempt", exemption_form.of_one),
    "wait": ("wait", wait_form.show),
    "note": ("note", lambda s, row, told: note_form.on_duty(s, row)),
}


def show(s: Session, row: Mapping[str, Any]) -> None:
    """The whole part. `row`: the obligation as the gate gives it."""
    told = act_history.of_duty(s, row)
    draw(subtitle(s.w("decided.title"), s.w("decided.note"), objection_window.duty_link(s, row)))
    say_done()
    reassess.offer(s)
    if row["decision"] is not None:
        _lifted(s, row)
    may = [name for name, (action, _) in FORMS.items() if s.viewer.may(action) and (name != "wait" or row["clock_days"] is not None)]
    if not may:
        act_history.show(s, told, "duty")
        return
    left, right = st.columns([1.1, 1], gap="large")
    with left:
        chosen = choice(s, {name: f"{name}/{row['rule_id']}/{row['subject_id']}" for name in may}, "duty_form")
        if chosen:
            with st.container(border=True):
                FORMS[chosen][1](s, row, told)
    with right:
        draw(subtitle(s.w("history.title"), s.w("history.note")))
        act_history.show(s, told, "duty")


def _lifted(s: Session, row: Mapping[str, Any]) -> None:
    """The act that lifted it in the run that is shown, as the run keeps it, and the state that it would have without."""
    kept = s.reader.decisions().filter(act_id=row["decision"])
    for act in kept.iter_rows(named=True):
        who = s.w("decided.lifted_by", name=act["name"], number=act["act_id"], reason=act["reason"])
        state = m.state_word(row["undecided_state"], s.w)
        draw(f'<p class="ds ds-note ds-done" data-lifted="{act["act_id"]}">{m.e(who)} {m.e(s.w("decided.undecided"))} {state}</p>')
