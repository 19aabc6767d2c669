"""The form by which an officer answers an objection, with the decisions that follow from it, made in the same moment or not at all."""

import streamlit as st

from data.decisions import objections
from data.decisions.acts import Act
from data.decisions.bodies import Body, Exemption, PointAdjustment
from data.decisions.objections import VERDICTS, Case
from data.errors import RequestFault
from metrics.obligations.adjustment_limits import room, within
from pages.acts import evidence_box
from pages.acts.draft_form import KeptForm
from pages.look import markup as m
from pages.look.draw import draw
from pages.look.figures import count, signed
from pages.look.page_head import subtitle
from pages.shell.session import Session

Follow = list[tuple[str, Body]]


def show(s: Session, one: Case) -> None:
    """The form for an open objection."""
    w = s.w
    draw(subtitle(w("answer.title"), w("answer.note")))
    with st.container(border=True):
        form = KeptForm(s, f"answer/{one.number}")
        form.restored()
        form.seen(one.seen)
        verdict = form.pick("verdict", w("answer.verdict"), list(VERDICTS), lambda x: w.of("objection_status", x))
        reason = form.text("reason", w("answer.reason"), placeholder=w("answer.reason_what"))
        awaited = ""
        follow: Follow = []
        if verdict != "rejected":
            draw(f'<p class="ds ds-note">{m.e(w("answer.follow"))}</p>')
            follow = [*_exemptions(form, one), *_points(form, one)]
            awaited = st.text_input(
                w("answer.awaited"), form.start.get("awaited", ""), max_chars=200, help=w("answer.awaited_help"), **form.field("awaited")
            ).strip()
        files = evidence_box.show(form, None)
        if st.button(w("answer.go"), key=form.key("send"), type="primary", icon=":material/gavel:"):

            def act() -> Act:
                form.check_seen(one.seen)
                if one.said.wants == "data" and verdict != "rejected" and not (follow or awaited):
                    raise RequestFault(w("answer.needs_awaited"))
                told = f"{reason}\n{w('answer.awaits', what=awaited)}" if reason and awaited else reason
                check = within(s.reader.scheme(), s.decisions)
                return objections.answer(s.decisions, s.viewer, one, verdict, told, follow, files, form.token, check)

            form.send(act, w("answer.done", number=one.number))


def _exemptions(form: KeptForm, one: Case) -> Follow:
    """One exemption for each obligation objected to."""
    w, said = form.s.w, one.said
    if not said.obligations:
        return []
    if not form.tick("exempt", w("answer.exempt", n=count(len(said.obligations))), said.wants == "exemption"):
        return []
    start = form.s.run.period_start
    return [("exemption", Exemption(rule_id=r, subject_id=x, unit_id=said.unit_id, start=start)) for r, x in said.obligations]


def _points(form: KeptForm, one: Case) -> Follow:
    """Points on the item objected to, else on the total, with the room that the scheme leaves."""
    s, w, said = form.s, form.s.w, one.said
    if not form.tick("adjust", w("answer.adjust" if said.item_id else "answer.adjust_total"), said.wants == "points"):
        return []
    left = room(s.reader.scheme(), s.decisions, said.period, said.unit_id, said.item_id)
    given = st.number_input(
        w("adjust.points"),
        value=float(form.start.get("points", 0)),
        step=0.1,
        format="%.2f",
        help=w("adjust.points_help"),
        **form.field("points"),
    )
    told = w("adjust.room", limit=f"{left.limit:.2f}", used=signed(left.used, 2), up=f"{left.up:.2f}", down=f"{left.down:.2f}")
    draw(f'<p class="ds ds-note" data-room="{left.up}">{m.e(told)}</p>')
    if not round(given, 2):
        return []
    body = PointAdjustment(period=said.period, unit_id=said.unit_id, item_id=said.item_id, points=round(given, 2), start=s.run.as_of)
    return [("adjustment", body)]
