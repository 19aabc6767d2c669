"""What was decided on the thing that is shown: each act with who, when, why, on which files, and what it follows from."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import streamlit as st

from data.access import Action
from data.calendar import CHINA
from data.decisions.acts import Act
from data.decisions.bodies import Body, Exemption, Note, PointAdjustment, StopClock
from data.decisions.sight import seen_by
from pages.acts import evidence_box
from pages.acts.act_text import sentence
from pages.acts.draft_form import KeptForm
from pages.look import markup as m
from pages.look.draw import draw
from pages.shell.session import Session

Told = tuple[Act, Body]
MAY_REVOKE: dict[str, Action] = {"exemption": "exempt", "adjustment": "adjust", "note": "note", "wait": "wait", "empty_column": "bring_in"}


@dataclass(frozen=True)
class History:
    """The acts on what is shown, oldest first."""

    acts: tuple[Told, ...]

    def standing(self, about: str) -> list[Told]:
        """The last act on each thing of a kind, without what was revoked."""
        last = {act.thing: (act, body) for act, body in self.acts if act.about == about}
        return [(act, body) for act, body in last.values() if act.verb != "revoked"]

    def last(self, about: str, thing: str) -> int:
        """The seq of the last act on a thing, 0 for none."""
        return max((act.seq for act, _ in self.acts if (act.about, act.thing) == (about, thing)), default=0)


def of_duty(s: Session, row: Mapping[str, Any]) -> History:
    """Every act that concerns one obligation: on itself, by a filter that takes it, or on its rule's clock."""
    return _history(s, ("exemption", "wait", "stop_clock", "note"), lambda body: _concerns_duty(body, row))


def of_unit(s: Session, unit_id: str) -> History:
    """Every act on the points of a unit in the period, the notes on its figures, and the exemptions by a filter of it."""
    return _history(s, ("adjustment", "exemption", "note"), lambda body: _concerns_unit(body, unit_id, s.run.period))


def of_empty_columns(s: Session) -> History:
    """Every act on a column that is really empty."""
    return _history(s, ("empty_column",), lambda body: True)


def _history(s: Session, kinds: tuple[str, ...], concerns: Any) -> History:
    every = (told for about in kinds for told in seen_by(s.viewer, s.decisions, about))
    return History(tuple(sorted((told for told in every if concerns(told[1])), key=lambda told: told[0].act_id)))


def _concerns_duty(body: Body, row: Mapping[str, Any]) -> bool:
    if isinstance(body, StopClock):
        return body.rule_id == row["rule_id"]
    if isinstance(body, Exemption) and body.subject_id is None:
        return _takes(body, row)
    return (getattr(body, "rule_id", None), getattr(body, "subject_id", None)) == (row["rule_id"], row["subject_id"])


def _takes(body: Exemption, row: Mapping[str, Any]) -> bool:
    """Whether a filter takes an obligation; one without a due day is in no range of due days."""
    due = row["due_on"]
    in_range = (body.due_from is None and body.due_to is None) or (
        due is not None and (body.due_from is None or due >= body.due_from) and (body.due_to is None or due <= body.due_to)
    )
    named = {"rule_id": body.rule_id, "unit_id": body.unit_id, "department_id": body.department_id}
    return in_range and all(value is None or value == row[name] for name, value in named.items())


def _concerns_unit(body: Body, unit_id: str, period: str) -> bool:
    match body:
        case PointAdjustment():
            return (body.unit_id, body.period) == (unit_id, period)
        case Note():
            return (body.unit_id, body.period, body.subject_id) == (unit_id, period, None)
        case Exemption():
            return body.subject_id is None and body.unit_id == unit_id
    return False


def show(s: Session, told: History, where: str) -> None:
    """The acts, the newest first, without a heading; beneath one that stands, the way to revoke it, for who may."""
    if not told.acts:
        draw(f'<p class="ds ds-note">{m.e(s.w("history.none"))}</p>')
    standing = {act.act_id for about in MAY_REVOKE for act, _ in told.standing(about)}
    for act, body in reversed(told.acts):
        draw(entry(s, act, body, is_standing=act.act_id in standing or act.about == "stop_clock"))
        evidence_box.files(s, act, where)
        if act.act_id in standing and s.viewer.may(MAY_REVOKE[act.about]):
            _revoking(s, act)


def entry(s: Session, act: Act, body: Body, *, is_standing: bool) -> str:
    """One act told."""
    w = s.w
    kind = m.chip(w.of("about", act.about), "brand" if is_standing else "quiet")
    ended = "" if is_standing else f" {m.chip(w('history.ended'), 'quiet')}"
    follows = f"<p>{because(s, act)}</p>" if act.because is not None else ""
    return (
        f'<div class="ds ds-act" id="act-{act.act_id}" data-act="{act.act_id}"><p>{kind} <b>{m.e(sentence(s, act, body))}</b>{ended}</p>'
        f'<p>{m.e(act.reason)}</p>{follows}<p class="ds-note">{m.e(signature(s, act))}</p></div>'
    )


def signature(s: Session, act: Act) -> str:
    """Who, in which role, when in China, and the act's number."""
    at = f"{act.at.astimezone(CHINA):%Y-%m-%d %H:%M}"
    return s.w("history.by", name=act.name, role=s.w.of("role", act.role), at=at, number=act.act_id)


def because(s: Session, act: Act) -> str:
    """The objection that an act follows from, as a link, for who may see it."""
    cause = next((one for one in s.decisions.acts("objection") if one.act_id == act.because), None)
    if cause is None:
        return ""
    return m.go(s.place.standing(objection=cause.thing).href("appeals"), m.e(s.w("history.because", number=cause.thing)))


def _revoking(s: Session, act: Act) -> None:
    form = KeptForm(s, f"revoke/{act.about}/{act.thing}/{act.seq}")  # of this act and no later one
    with st.popover(s.w("history.revoke"), icon=":material/undo:", type="tertiary"):
        reason = form.text("reason", s.w("form.reason"))
        if st.button(s.w("history.revoke_go"), key=form.key("send"), type="primary"):
            form.send(
                lambda: s.decisions.act(
                    s.viewer, act.about, act.thing, "revoked", reason=reason, seen=act.seq, token=form.token
                ),
                s.w("form.revoked"),
            )  # fmt: skip
