"""One rectification order in full: to whom, about what, until when, what became of what it names, and everything said and done about it."""

import polars as pl

from data.decisions.acts import Act
from data.decisions.bodies import Closing
from data.decisions.order_course import Course
from metrics.comparison.order_outcome import unit_now
from pages.acts import act_history, evidence_box
from pages.look import markup as m
from pages.look.draw import draw
from pages.look.figures import NONE, count
from pages.look.page_head import subtitle
from pages.orders import standing as order_standing
from pages.orders.table import clock, status, unit_name
from pages.shell.rule_names import rule_title
from pages.shell.session import Session

SHOWN = 100  # of the named obligations; the rest is in the list
LOOKS = {"issued": "brand", "replied": "brand", "returned": "warn", "revoked": "warn"}


def show(s: Session, one: Course) -> None:
    """All but the forms and the paper."""
    rows = order_standing.of(s, [one])[one.number]
    draw(_facts(s, one))
    draw(subtitle(s.w("order.duties"), s.w("order.duties_note", run=one.said.run, as_of=s.run.as_of)))
    draw(order_standing.by_state(s, one, rows) + _duties(s, one, rows))
    draw(subtitle(s.w("order.course")))
    course(s, one)


def course(s: Session, one: Course) -> None:
    """Everything said and done about it, with the files."""
    for act in one.acts:
        draw(_step(s, act))
        evidence_box.files(s, act, "order")


def _facts(s: Session, one: Course) -> str:
    w, said = s.w, one.said
    unit = m.go(s.place.standing(unit=unit_now(s.reader, said.unit_id)).href("unit"), m.e(unit_name(s, one)))
    told = [
        (w("order.status"), status(s, one)), (w("list.unit"), unit), (w("order.kind"), m.e(w.of("order_kind", said.kind))),
        (w("order.matter"), m.e(said.matter)), (w("order.issued_on"), m.e(said.issued_on)), (w("order.due_on"), m.e(said.due_on)),
        (w("order.clock"), m.e(clock(s, one))), (w("order.in_figures"), _in_figures(s, one)),
    ]  # fmt: skip
    return f'<dl class="ds ds-facts">{"".join(f"<div><dt>{m.e(label)}</dt><dd>{inner}</dd></div>" for label, inner in told)}</dl>'


def _in_figures(s: Session, one: Course) -> str:
    """The obligation that the order itself is in the run that is shown, or that the run doesn't have it."""
    if one.number not in s.reader.decisions().filter(about="order")["subject_id"]:
        return m.e(s.w("order.not_in_figures", as_of=s.run.as_of))
    return m.go(s.place.standing(rule="rectification", subject=one.number).href("duty"), m.e(s.w("order.its_duty")))


def _duties(s: Session, one: Course, rows: pl.DataFrame) -> str:
    w = s.w
    head = [m.th(w("list.subject")), m.th(w("list.rule")), m.th(w("list.due_on"), "n"), m.th(w("order.late_then"), "n")]
    head += [m.th(w("order.now")), m.th(w("list.met_on"), "n")]
    lines = []
    for row in rows.head(SHOWN).iter_rows(named=True):
        name = m.e(row["subject_name"] or row["subject_id"])
        place = s.place.standing(rule=row["rule_id"], subject=row["subject_id"])
        now = m.state_word(row["state"], w) if row["state"] else m.e(w("order.not_there"))
        cells = [m.td(m.go(place.href("duty"), name) if row["state"] else name), m.td(m.e(rule_title(s, row["rule_id"])), "s")]
        cells += [m.td(m.e(row["due_on"]) or NONE, "n t"), m.td(count(row["days_late"] or None), "n"), m.td(now)]
        lines.append(m.tr([*cells, m.td(m.e(row["met_on"]) or NONE, "n t")], "row"))
    more = f'<p class="ds ds-note">{m.e(w("order.first_only", n=SHOWN, all=count(len(rows))))}</p>' if len(rows) > SHOWN else ""
    return m.table(head, lines, "order-duties") + more


def _step(s: Session, act: Act) -> str:
    w = s.w
    on = f" {m.e(w('order.closed_on', on=act.body.closed_on))}" if isinstance(act.body, Closing) else ""
    kind = m.chip(w.of("order_step", act.verb), LOOKS.get(act.verb, "")) + on
    by = m.e(act_history.signature(s, act))
    return f'<div class="ds ds-act" data-step="{act.verb}"><p>{kind}</p><p>{m.e(act.reason)}</p><p class="ds-note">{by}</p></div>'
