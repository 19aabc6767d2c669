"""What may be done about an order: its unit replies; an officer closes it, gives the reply back, or revokes it."""

from collections.abc import Callable, Mapping

import polars as pl
import streamlit as st

from data.calendar import day_of
from data.decisions import orders
from data.decisions.acts import Act
from data.decisions.order_course import Course
from pages.acts import evidence_box
from pages.acts.draft_form import KeptForm, needed
from pages.look import markup as m
from pages.look.draw import draw
from pages.look.figures import count
from pages.look.page_head import subtitle
from pages.look.states import OPEN
from pages.orders import standing as order_standing
from pages.shell.office_calendar import today
from pages.shell.session import Session


def show(s: Session, one: Course) -> None:
    """The forms that fit the viewer and how the order stands; nothing where there is none."""
    if s.viewer.may("reply") and s.viewer.answers_for(one.said.unit_id) and one.is_open:
        _reply(s, one)
    elif s.viewer.may("order") and one.stage != "revoked":
        _officer(s, one)


def _reply(s: Session, one: Course) -> None:
    w, form = s.w, KeptForm(s, f"order/reply/{one.number}")
    draw(subtitle(w("order.reply"), w("order.reply_note", due=one.said.due_on)))
    with st.container(border=True):
        form.restored()
        form.seen(one.seen)
        text = form.text("reason", w("order.reply_text"), placeholder=w("order.reply_what"))
        files = evidence_box.show(form, one.said.unit_id)
        if st.button(w("order.reply_go"), key=form.key("send"), type="primary", icon=":material/send:"):
            form.check_then_send(one.seen, lambda: orders.reply(s.decisions, s.viewer, one, text, files, form.token), w("order.reply_done"))


def _officer(s: Session, one: Course) -> None:
    """A choice among what an officer may do now, and its form."""
    w = s.w
    forms: Mapping[str, Callable[[Session, Course], None]] = {
        **({"close": _close} if one.is_open else {}), **({"return": _return} if one.stage != "open" else {}), "revoke": _revoke,
    }  # fmt: skip
    draw(subtitle(w("order.move")))
    with st.container(border=True):
        default = "close" if one.stage == "replied" else None
        chosen = st.segmented_control(
            w("decided.do"), list(forms), format_func=lambda x: w.of("order_move", x), default=default, key=f"order_move/{one.number}/{one.seen}"
        )  # fmt: skip
        if chosen:
            forms[chosen](s, one)


def _close(s: Session, one: Course) -> None:
    w, form = s.w, KeptForm(s, f"order/close/{one.number}")
    form.restored()
    form.seen(one.seen)
    if still := len(order_standing.of(s, [one])[one.number].filter(pl.col("state").is_in(OPEN))):
        draw(f'<p class="ds ds-note ds-warn" data-still="{still}">{m.e(w("order.still_open", n=count(still), as_of=s.run.as_of))}</p>')
    done = max(one.said.issued_on, day_of(one.reply.at)) if one.reply else today(s)
    closed_on = form.day("closed_on", w("order.closed_day"), done, help=w("order.closed_help"))
    reason = form.text("reason", w("form.reason"), placeholder=w("order.close_what"))
    files = evidence_box.show(form, one.said.unit_id)

    def act() -> Act:
        day = needed(closed_on, w("order.needs_closed"))
        return orders.close(s.decisions, s.viewer, one, day, reason, files, form.token)

    if st.button(w.of("order_move", "close"), key=form.key("send"), type="primary", icon=":material/task_alt:"):
        form.check_then_send(one.seen, act, w("order.close_done", number=one.number))


def _return(s: Session, one: Course) -> None:
    _reasoned(s, one, "return", orders.give_back)


def _revoke(s: Session, one: Course) -> None:
    _reasoned(s, one, "revoke", orders.revoke)


def _reasoned(s: Session, one: Course, name: str, move: Callable[..., Act]) -> None:
    w, form = s.w, KeptForm(s, f"order/{name}/{one.number}")
    form.restored()
    form.seen(one.seen)
    reason = form.text("reason", w("form.reason"), placeholder=w.of("order_move_what", name))
    if st.button(w.of("order_move", name), key=form.key("send"), type="primary", icon=":material/undo:"):
        form.check_then_send(
            one.seen, lambda: move(s.decisions, s.viewer, one, reason, form.token), w.of("order_move_done", name)
        )  # fmt: skip
