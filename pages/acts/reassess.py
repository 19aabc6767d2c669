"""What was decided since the run that is shown, and the button that makes a run with it: the same period, day and scheme."""

import streamlit as st

from data.decisions.store import in_computation
from data.errors import DushuError
from data.settings import settings
from metrics.assessment.assess import assess, gather_again
from metrics.comparison.decisions_since import outstanding
from metrics.precompute import prepare
from pages.look import markup as m
from pages.look.draw import draw
from pages.shell.session import Session, store


def offer(s: Session) -> None:
    """How many decisions the figures do not contain yet; the button for who may assess. Nothing when they contain all."""
    w = s.w
    if not s.viewer.may("assess") or not (missing := outstanding(s.reader, s.decisions)):
        return
    left, right = st.columns([4, 1], vertical_alignment="center")
    draw(f'<p class="ds ds-note ds-warn" data-outstanding="{len(missing)}">{m.e(w("again.outstanding", n=len(missing)))}</p>', left)
    if right.button(w("again.go"), icon=":material/calculate:", key="assess_again", width="stretch"):
        again(s)


def again(s: Session) -> None:
    """Make the run that is shown anew, with what has come in and been decided since, and show it."""
    w, run = s.w, s.run
    try:
        with st.status(w("assess.working"), expanded=True) as status:
            inputs = gather_again(s.home, settings(), s.reader, in_computation(s.decisions))
            made = assess(s.home, settings(), inputs, lambda step: status.update(label=w.of("assess_step", step)))
            status.update(label=w.of("assess_step", "ready"))
            prepare(store(), made)
    except DushuError as fault:
        st.error(w.told(fault), icon=":material/error:")
        return
    s.decisions.trace(s.viewer, "assess", made.run_id, period=run.period, as_of=str(run.as_of))
    st.query_params.from_dict(s.place.moved(run=made.run_id).query())
    st.rerun()
