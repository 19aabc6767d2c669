"""The forms that lift obligations: one, or all that a filter takes, with reason, evidence and the days of assessment it holds for."""

from collections.abc import Mapping
from typing import Any

import streamlit as st

from data.decisions.bodies import Exemption
from data.decisions.things import thing_of
from metrics.run.filter import Filter
from pages.acts import evidence_box
from pages.acts.act_history import History
from pages.acts.act_text import filter_words
from pages.acts.draft_form import KeptForm, needed
from pages.look import markup as m
from pages.look.draw import draw
from pages.look.figures import count
from pages.shell.session import Session

KEPT = ("unit_id", "department_id", "rule_id", "due_from", "due_to")  # of a list's filter: what an exemption can say, and nothing else
NAMED = 6  # units that are named before "and others"


def of_one(s: Session, row: Mapping[str, Any], told: History) -> None:
    """The form for one obligation. Where one stands already, sending changes it."""
    w, form = s.w, KeptForm(s, f"exemption/{row['rule_id']}/{row['subject_id']}")
    form.restored()
    said = Exemption(rule_id=row["rule_id"], subject_id=row["subject_id"], unit_id=row["unit_id"], start=s.run.period_start)
    thing = thing_of(said)
    seen = form.seen(told.last("exemption", thing))
    is_change = any(act.thing == thing for act, _ in told.standing("exemption"))
    if is_change:
        draw(f'<p class="ds ds-note">{m.e(w("exempt.change_note"))}</p>')
    dates_and_reason(form, said, thing, seen, w("exempt.change" if is_change else "exempt.go"), row["unit_id"])


def what_it_takes(s: Session, said: Exemption) -> str:
    """What the exemption takes right now."""
    wanted = Filter(**{part: getattr(said, part) for part in KEPT})
    tally, facets = s.reader.tally(wanted), s.reader.facets(wanted)
    names = dict(s.reader.units().select("unit_id", "unit_name").iter_rows())
    units = [names.get(unit, unit) for unit in sorted(facets["unit_id"].drop_nulls().unique())]
    shown = s.w("rank.comma").join(units[:NAMED]) + (s.w("exempt.and_more", n=len(units)) if len(units) > NAMED else "")
    told = s.w("exempt.takes", what=filter_words(s, said), n=count(tally["obligations"]), counted=count(tally["counted"]), units=shown)
    return f'<p class="ds ds-note ds-warn" data-takes="{tally["obligations"]}">{m.e(told)}</p>'


def dates_and_reason(form: KeptForm, said: Exemption, thing: str, seen: int, label: str, unit_id: str | None) -> None:
    """The days that it holds for, the reason, the evidence, and the button that sends it."""
    s, w = form.s, form.s.w
    left, right = st.columns(2)
    start = form.day("start", w("form.start"), said.start, left, help=w("exempt.days_help"))
    end = form.day("end", w("form.end"), None, right, help=w("exempt.days_help"))
    reason = form.text("reason", w("form.reason"), placeholder=w("exempt.reason_what"))
    files = evidence_box.show(form, None)
    if st.button(label, key=form.key("send"), type="primary"):
        form.send(
            lambda: s.decisions.act(
                s.viewer, "exemption", thing, "made",
                {**said.model_dump(), "start": needed(start, w("form.needs_start")), "end": end},
                reason=reason, seen=seen, evidence=files, token=form.token,
            ),
            w("exempt.done"),
        )  # fmt: skip
