"""What was decided on one obligation, and the forms to decide: lift it, say that its provider waited, remark on it, object to it."""

from collections.abc import Callable, Mapping
from typing import Any

import streamlit as st

from data.access import Action
from pages.parts import act_history, exemption_form, note_form, objection_window, reassess, wait_form
from pages.parts import markup as m
from pages.parts.act_history import History
from pages.parts.draw import draw
from pages.parts.header import subtitle
from pages.parts.kept_form import say_done
from pages.parts.session import Session

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


def choice(s: Session, drafts: Mapping[str, str], key: str) -> str | None:
    """Which form is open: at first one that a draft was kept of, else none. `drafts`: the draft's name of each form."""
    kept = next((name for name, draft in drafts.items() if key not in st.session_state and s.decisions.draft(s.viewer, draft)), None)
    return st.segmented_control(s.w("decided.do"), list(drafts), format_func=lambda x: s.w.of("do", x), default=kept, key=key)


def _lifted(s: Session, row: Mapping[str, Any]) -> None:
    """The act that lifted it in the run that is shown, as the run keeps it, and the state that it would have without."""
    kept = s.reader.decisions().filter(act_id=row["decision"])
    for act in kept.iter_rows(named=True):
        who = s.w("decided.lifted_by", name=act["name"], number=act["act_id"], reason=act["reason"])
        state = m.state_word(row["undecided_state"], s.w)
        draw(f'<p class="ds ds-note ds-done" data-lifted="{act["act_id"]}">{m.e(who)} {m.e(s.w("decided.undecided"))} {state}</p>')
