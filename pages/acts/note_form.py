"""The form for a remark on a figure, which changes none: shown to the unit, or kept for the authority."""

from collections.abc import Mapping
from typing import Any

import streamlit as st

from data.decisions.store import new_thing
from pages.acts import evidence_box
from pages.acts.adjustment_form import TOTAL, items_of
from pages.acts.draft_form import KeptForm
from pages.shell.session import Session


def on_duty(s: Session, row: Mapping[str, Any]) -> None:
    """A note on one obligation."""
    form = KeptForm(s, f"note/{row['rule_id']}/{row['subject_id']}")
    _rest(form, {"unit_id": row["unit_id"], "rule_id": row["rule_id"], "subject_id": row["subject_id"]})


def on_unit(s: Session, unit_id: str) -> None:
    """A note on an item or the total of a unit."""
    form = KeptForm(s, f"note/{s.run.period}/{unit_id}")
    titles = items_of(s, unit_id)
    item = form.pick("item", s.w("item.title"), list(titles), titles.__getitem__)
    _rest(form, {"unit_id": unit_id, "item_id": None if item == TOTAL else item})


def _rest(form: KeptForm, said: dict[str, Any]) -> None:
    s, w = form.s, form.s.w
    form.restored()
    reason = form.text("reason", w("note.text"), placeholder=w("note.text_what"))
    is_shown = form.tick("shown", w("note.shown"), help=w("note.shown_help"))
    files = evidence_box.show(form, None)
    if st.button(w("note.go"), key=form.key("send"), type="primary"):
        body = {**said, "period": s.run.period, "is_shown_to_unit": is_shown}
        form.send(
            lambda: s.decisions.act(s.viewer, "note", new_thing(), "made", body, reason=reason, evidence=files, token=form.token),
            w("note.done"),
        )
