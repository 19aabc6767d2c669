"""The form by which an officer issues a rectification order: a unit, which of its open obligations, until when, and how the paper will read."""

from typing import cast, get_args

import polars as pl
import streamlit as st

from data.decisions import orders
from data.decisions.acts import Act
from data.decisions.bodies import Order, OrderKind
from data.decisions.checking import checked_body
from data.settings import settings
from metrics.assessment.order_rows import nameable, proposed
from metrics.run.filter import Filter
from pages.acts import evidence_box
from pages.acts.draft_form import KeptForm, needed
from pages.look import markup as m
from pages.look.draw import draw
from pages.look.figures import count
from pages.look.page_head import subtitle
from pages.look.states import OPEN
from pages.orders import obligation_picker
from pages.orders import paper as order_paper
from pages.shell.address_box import choose
from pages.shell.office_calendar import calendar, today
from pages.shell.session import Session

RULES_NAMED = 3  # rules that the proposed matter names before "and others"


def show(s: Session) -> None:
    """The choice of a unit, and for the one in the address its form; nothing for who issues none."""
    if not s.viewer.may("order"):
        return
    w = s.w
    draw(subtitle(w("order.new"), w("order.new_note", run=s.run.address, as_of=s.run.as_of)))
    with st.container(border=True):
        _unit(s)
        if s.place.unit:
            _form(s, s.place.unit)


def _unit(s: Session) -> None:
    """The units with open obligations, those with the most first."""
    found = s.reader.facets(Filter(states=OPEN)).group_by("unit_id").agg(pl.col("obligations").sum())
    units = s.reader.units().join(found, on="unit_id").sort("obligations", "unit_id", descending=[True, False])
    names = {
        row["unit_id"]: s.w("order.unit_open", name=row["unit_name"], n=count(row["obligations"])) for row in units.iter_rows(named=True)
    }
    choose(
        s.w("order.unit"), list(names), s.place.unit, names.__getitem__, lambda u: s.place.standing(unit=u), "order_unit",
        placeholder=s.w("order.unit_what"),
    )  # fmt: skip


def _form(s: Session, unit: str) -> None:
    w, rows = s.w, nameable(s.reader, unit)
    if rows.is_empty():
        draw(f'<p class="ds ds-note">{m.e(w("order.nothing_open"))}</p>')
        return
    form = KeptForm(s, f"order/{s.run.address}/{unit}")
    form.restored()
    picked = obligation_picker.show(form, rows)
    left, middle, right = st.columns([1, 1, 2])
    kinds = list(get_args(OrderKind))
    kind = form.pick("kind", w("order.kind"), kinds, lambda x: w.of("order_kind", x), left)
    given = calendar(s).after(today(s), settings().order_days)
    due = form.day("due_on", w("order.due_on"), given, middle, help=w("order.due_help", n=settings().order_days))
    usual = _matter(s, picked)
    written = right.text_input(
        w("order.matter"), form.start.get("matter", ""), max_chars=200, placeholder=usual, help=w("order.matter_help"), **form.field("matter")
    )  # fmt: skip
    matter = written.strip() or usual
    draw(f'<p class="ds ds-note">{m.chip(w("header.sample"), "warn")} {m.e(w("order.due_help", n=settings().order_days))}</p>')
    reason = form.text("reason", w("order.reason"), placeholder=w("order.reason_what"))
    files = evidence_box.show(form, unit)

    def said() -> Order:
        limit = needed(due, w("order.needs_due"))
        body = {"kind": kind, "matter": matter, "issued_on": today(s), "due_on": limit, **proposed(s.reader, unit, picked)}
        return cast(Order, checked_body("order", "issued", body))

    order_paper.preview(s, said)

    def act() -> Act:
        return orders.issue(s.decisions, s.viewer, calendar(s), said(), reason, files, form.token)

    if st.button(w("order.issue", n=len(picked)), key=form.key("send"), type="primary", icon=":material/assignment_late:"):
        form.send(act, w("order.issued_done"))


def _matter(s: Session, picked: list[tuple[str, str]]) -> str:
    """What is to be put right, in a few words of Chinese: it is the order's own, whatever the language of the page."""
    rules = list(dict.fromkeys(rule for rule, _ in picked))
    titles = dict(s.reader.rules().select("rule_id", "title_zh").iter_rows())
    shown = "、".join(titles[rule] for rule in rules[:RULES_NAMED]) + ("等" if len(rules) > RULES_NAMED else "")
    return f"限期完成{shown}共 {len(picked)} 项逾期义务"
