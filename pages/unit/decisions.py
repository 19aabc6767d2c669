"""What was decided on the figures of one unit, and the forms to decide: points on an item or the total, a remark."""

from collections.abc import Mapping
from typing import Any

import streamlit as st

from pages.acts import act_history, adjustment_form, note_form, reassess
from pages.acts.choice import choice
from pages.acts.draft_form import say_done
from pages.look.draw import draw
from pages.look.page_head import subtitle
from pages.shell.session import Session


def show(s: Session, row: Mapping[str, Any]) -> None:
    """The whole part for a unit's row of the totals."""
    told = act_history.of_unit(s, row["unit_id"])
    may = [name for name, action in (("adjustment", "adjust"), ("note", "note")) if s.viewer.may(action)]  # type: ignore[arg-type]
    draw(subtitle(s.w("decided.title"), s.w("decided.unit_note")))
    say_done()
    reassess.offer(s)
    if not may:
        act_history.show(s, told, "unit")
        return
    left, right = st.columns([1.1, 1], gap="large")
    with left:
        chosen = choice(s, {name: f"{name}/{s.run.period}/{row['unit_id']}" for name in may}, "unit_form")
        if chosen:
            with st.container(border=True):
                adjustment_form.show(s, row, told) if chosen == "adjustment" else note_form.on_unit(s, row["unit_id"])
    with right:
        draw(subtitle(s.w("history.title"), s.w("history.note")))
        act_history.show(s, told, "unit")
