"""The paper of an order: to be taken as Word or PDF, and before it is issued as it will read."""

from collections.abc import Callable

import streamlit as st

from data.decisions.bodies import Order
from data.decisions.order_course import Course
from data.errors import DushuError
from metrics.rulebook.rulebook import load_rules
from pages.downloads import paper_buttons
from pages.look import markup as m
from pages.look.draw import draw
from pages.look.figures import NONE, count
from pages.shell.session import Session
from reports.papers.notice import KIND, Notice
from reports.papers.paper import Paper

SHOWN = 8  # lines of the annex in the preview


def buttons(s: Session, one: Course) -> None:
    """The notice as it was issued, in the language of the page."""
    paper = _paper(s, one.number, one.said)
    paper_buttons.show(s, KIND, paper.name, lambda: paper)


def preview(s: Session, said: Callable[[], Order]) -> None:
    """How the notice will read, folded away; what is not filled in yet is said in its place."""
    with st.expander(s.w("order.preview"), icon=":material/preview:"):
        try:
            paper = _paper(s, None, said())
        except DushuError as fault:
            draw(f'<p class="ds ds-note">{m.e(s.w.told(fault))}</p>')
            return
        draw(f'<p class="ds ds-note">{m.e(s.w("order.preview_note"))}</p>' + _shown(s, paper))
        paper_buttons.show(s, KIND, paper.name, lambda: paper)


def _paper(s: Session, number: str | None, said: Order) -> Paper:
    return Notice(number, said, load_rules(s.home.site)).paper(s.w.lang)


def _shown(s: Session, paper: Paper) -> str:
    """Head, letter and the first lines of the annex, from what the paper is given: the template may put it in other words."""
    w, told = s.w, paper.given
    facts = [
        (w("order.number"), told["number"]), (w("list.unit"), told["unit"]), (w("order.matter"), told["matter"]),
        (w("order.due_on"), told["limit"]), (w("order.from"), told["authority"]), (w("order.sample"), told["sample_note"] or NONE),
    ]  # fmt: skip
    head = [m.th(w("order.line")), m.th(w("list.subject")), m.th(w("order.ground")), m.th(w("list.due_on"), "n")]
    head += [m.th(w("order.late_then"), "n")]
    lines = [
        m.tr([
            m.td(m.e(x["no"]), "s"), m.td(m.e(x["subject"])), m.td(f"{m.e(x['rule'])}<br><small>{m.e(x['clause'])}</small>"),
            m.td(m.e(x["due_on"]), "n t"), m.td(m.e(x["days_late"].written), "n"),
        ])
        for x in told["lines"][:SHOWN]
    ]  # fmt: skip
    more = len(told["lines"]) - SHOWN
    rest = f'<p class="ds-note">{m.e(w("order.and_more", n=count(more)))}</p>' if more > 0 else ""
    listed = "".join(f"<div><dt>{m.e(label)}</dt><dd>{m.e(text)}</dd></div>" for label, text in facts)
    return f'<div class="ds" data-preview><dl class="ds-facts">{listed}</dl>{m.table(head, lines)}{rest}</div>'
