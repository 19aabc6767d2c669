"""The form of one signature, or what still stands in its way."""

from dataclasses import replace

import streamlit as st

from data.decisions import objections, periods
from data.decisions.acts import Act
from data.decisions.periods import Standing
from data.errors import RequestFault
from data.settings import settings
from metrics.publication.publish import moved_since
from pages.acts.draft_form import KeptForm
from pages.look import markup as m
from pages.look.draw import draw
from pages.look.page_head import subtitle
from pages.objections.window import run_under_review
from pages.shell.office_calendar import calendar, today
from pages.shell.session import Session


def show(s: Session, now: Standing) -> None:
    """The form for who has not signed yet; else, or while something is in the way, why not."""
    w, waiting = s.w, open_objections(s, now)
    draw(subtitle(w("publish.sign"), w("publish.sign_note")))
    if in_the_way := _in_the_way(s, now, waiting):
        lines = "".join(f"<li>{m.e(line)}</li>" for line in in_the_way)
        draw(f'<div class="ds ds-note ds-warn" data-unsigned><b>{m.e(w("publish.not_yet"))}</b><ul>{lines}</ul></div>')
        return
    with st.container(border=True):
        form = KeptForm(s, f"sign/{now.period}/{now.run_id}")
        form.restored()
        reason, seen = form.text("reason", w("publish.opinion"), placeholder=w("publish.opinion_what"), height=80), form.seen(now.seen)
        if st.button(w("publish.sign_go"), key=form.key("send"), type="primary", icon=":material/draw:"):

            def act() -> Act:
                s.still_may("sign")
                if stale := _stale(s, now):
                    raise RequestFault(w("publish.stale_review", what=w.told(stale)))
                waiting = open_objections(s, now)
                return periods.sign(s.decisions, s.viewer, replace(now, seen=seen), today(s), waiting, reason, form.token)

            form.send(act, w("publish.signed"))


def open_objections(s: Session, now: Standing) -> int:
    """How many objections of the period are not answered."""
    return sum(1 for one in objections.cases(s.decisions, s.viewer, calendar(s), now.period) if one.status == "open")


def _in_the_way(s: Session, now: Standing, waiting: int) -> list[str]:
    w, found = s.w, []
    if any(act.by.casefold() == s.viewer.login.casefold() for act in now.signatures):
        found.append(w("publish.signed_already"))
    if now.may_object(today(s)):
        found.append(w("publish.window_first", until=now.objections_until))
    if waiting:
        found.append(w("publish.answers_first", n=waiting))
    if stale := _stale(s, now):
        found.append(w("publish.stale_review", what=w.told(stale)))
    return found


def _stale(s: Session, now: Standing) -> str:
    run = run_under_review(s, now)
    return moved_since(s.home, settings(), s.decisions, run) if run else s.w("publish.run_gone")
