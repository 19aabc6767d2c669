"""Columns that hold nothing: the form by which an officer confirms that there is nothing, and what was decided on them so far."""

import streamlit as st

from data.contracts.contracts import load_contracts
from data.decisions import empty_columns
from data.decisions.acts import Act
from metrics.run.evidence_gaps import evidence_gaps
from pages.acts import act_history, reassess
from pages.acts.act_history import History
from pages.acts.draft_form import KeptForm, say_done
from pages.language.export_names import export_titles
from pages.look import markup as m
from pages.look.draw import draw
from pages.look.page_head import subtitle
from pages.shell.session import Session
from pages.shell.session import facts as kept_facts


def show(s: Session) -> None:
    """For who sees the city: the columns of the run in doubt, each with its form for who may decide, and the decisions so far, each with the
    way to take it back. Nothing where no column is in doubt and none ever was."""
    told = act_history.of_empty_columns(s)
    doubted = [(gap.export, column.column_name) for gap in evidence_gaps(s.reader) for column in gap.columns if column.is_empty]
    if not doubted and not told.acts:
        return
    draw(subtitle(s.w("quality.empty"), s.w("quality.empty_note")))
    say_done()
    reassess.offer(s)
    if s.viewer.may("bring_in"):
        confirmed = {act.thing for act, _ in told.standing(empty_columns.ABOUT)}
        for export, column in doubted:
            if empty_columns.thing_of(export, column) not in confirmed:
                _form(s, export, column, told)
    act_history.show(s, told, "gaps")


def _form(s: Session, export: str, column_name: str, told: History) -> None:
    """One reason, one button; what follows from it is said beside."""
    w, thing = s.w, empty_columns.thing_of(export, column_name)
    contract, column = empty_columns.named(load_contracts(s.home.site), export, column_name)
    form = KeptForm(s, f"empty_column/{thing}")
    with st.expander(w("quality.confirm_empty", export=export_titles(w.lang)[export], column=column.label), icon=":material/rule:"):
        form.restored()
        draw(f'<p class="ds ds-note">{m.e(w("quality.confirm_empty_note"))}</p>')
        seen = form.seen(told.last(empty_columns.ABOUT, thing))
        reason = form.text("reason", w("form.reason"), placeholder=w("quality.confirm_empty_why"))

        def act() -> Act:
            return empty_columns.confirm(s.decisions, kept_facts(), s.viewer, contract, column, reason, seen=seen, token=form.token)

        if st.button(w("quality.confirm_empty_go"), key=form.key("send"), type="primary"):
            s.still_may("bring_in")
            form.send(act, w("quality.confirmed_empty"))
