"""Whether a batch counts, who withdrew it and why, and the form that withdraws it or takes that back."""

from collections.abc import Sequence

import streamlit as st

from data.calendar import CHINA, LAST
from data.decisions.acts import Act
from data.decisions.withdrawals import take_back, told_of, withdraw
from data.facts.batch import Batch
from data.facts.store import Facts
from pages.acts.draft_form import KeptForm
from pages.language.words import Words
from pages.look import markup as m
from pages.look.draw import draw
from pages.shell.session import Session

LOOKS = {"withdrawn": "warn", "counts": "brand", "replaced": "quiet"}


def states(facts: Facts) -> dict[str, str]:
    """Batch id → withdrawn, counts (for the newest day) or replaced."""
    gone = frozenset(facts.withdrawn())
    counting = {batch.batch_id for batches in facts.in_force(LAST).values() for batch in batches}
    every = (batch.batch_id for batch in facts.batches())
    return {one: "withdrawn" if one in gone else "counts" if one in counting else "replaced" for one in every}


def chip(state: str, w: Words) -> str:
    """What a list has to say of how a batch stands: that it was withdrawn. What counts, and what was replaced in time, is the usual."""
    return f" {m.chip(w.of('batch_state', state), LOOKS[state])}" if state == "withdrawn" else ""


def show(batch: Batch, facts: Facts, s: Session) -> None:
    """Of one batch: how it stands, every act on it, and the form."""
    w, acts = s.w, told_of(s.decisions).get(batch.batch_id, [])
    state = states(facts)[batch.batch_id]
    draw(f'<div class="ds"><p>{m.chip(w.of("batch_state", state), LOOKS[state])}</p>{history(acts, w)}</div>')
    if s.viewer.may("bring_in"):
        _form(batch, state == "withdrawn", acts, facts, s)


def history(acts: Sequence[Act], w: Words) -> str:
    """Who withdrew it and who took that back, when and why, the newest first."""
    return "".join(f'<div class="ds-act" data-act="{act.act_id}"><p>{m.e(_told(act, w))}</p></div>' for act in reversed(acts))


def _told(act: Act, w: Words) -> str:
    at = f"{act.at.astimezone(CHINA):%Y-%m-%d %H:%M}"
    return w("withdraw.by" if act.verb == "withdrawn" else "withdraw.by_back", name=act.name, at=at, reason=act.reason, number=act.act_id)


def _form(batch: Batch, is_withdrawn: bool, acts: Sequence[Act], facts: Facts, s: Session) -> None:
    """One reason, one button; what follows from it is said beside."""
    w, back = s.w, "_back" if is_withdrawn else ""
    form = KeptForm(s, f"withdraw/{batch.batch_id}")
    with st.expander(w.of("withdraw", f"open{back}"), icon=":material/undo:"):
        form.restored()
        notes = [w.of("withdraw", f"note{back}"), *([] if is_withdrawn else _consequences(batch, facts, w))]
        draw("".join(f'<p class="ds ds-note">{m.e(note)}</p>' for note in notes))
        current = acts[-1].seq if acts else 0
        seen = form.seen(current)
        reason = form.text("reason", w("form.reason"))
        if st.button(w.of("withdraw", f"go{back}"), key=form.key("send"), type="primary"):
            s.still_may("bring_in")
            decide = take_back if is_withdrawn else withdraw
            form.check_then_send(
                current, lambda: decide(s.decisions, s.viewer, batch, reason, seen=seen, token=form.token), w.of("withdraw", f"done{back}")
            )


def _consequences(batch: Batch, facts: Facts, w: Words) -> list[str]:
    """What else a withdrawal touches, or does not."""
    told = []
    if batch.export == "departments" and (n := sum(batch.batch_id in (b.departments_batch or "").split("+") for b in facts.counting())):
        told.append(w("withdraw.directory", n=n))
    if n := sum(b.supplements == batch.batch_id for b in facts.counting()):
        told.append(w("withdraw.supplements", n=n))
    return told
