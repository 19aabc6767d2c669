"""What is going on about one unit: the stage of the period, its objections with the clock of their answer, the decisions that concern it."""

import polars as pl

from data.decisions import objections, orders
from data.decisions.objections import Case, due_first
from metrics.comparison.order_outcome import unit_now
from pages.look import markup as m
from pages.look.figures import count
from pages.look.page_head import period_title, subtitle
from pages.objections import table as objection_table
from pages.objections import window as objection_window
from pages.orders import table as order_table
from pages.shell.office_calendar import calendar, today
from pages.shell.session import Session


def stage(s: Session) -> str:
    """Where the period stands, what that means, and whether one may object."""
    w, now = s.w, objection_window.now(s)
    said = m.chip(w.of("stage", now.stage), "brand")
    told = f"<span>{m.e(period_title(now.period, w))} {said}</span><span>{m.e(w.of('stage_note', now.stage))}</span>"
    return f'<div class="ds ds-rest" data-stage="{m.e(now.stage)}">{told}</div>{objection_window.banner(s)}'


def cases(s: Session, unit_id: str) -> str:
    """The unit's objections in the period, those that wait first."""
    w = s.w
    if not (s.viewer.may("object") or s.viewer.may("note")):
        return ""
    found = due_first(one for one in objections.cases(s.decisions, s.viewer, calendar(s), s.run.period) if one.said.unit_id == unit_id)
    title = subtitle(w("objection.own"), _waiting(s, found), m.go(s.place.standing().href("appeals"), m.e(w("page.objections"))))
    if not found:
        return title + f'<p class="ds ds-note">{m.e(w("own.no_objections"))}</p>'
    return title + objection_table.table(s, found, today(s), calendar(s), is_one_unit=True)


def rectifications(s: Session, unit_id: str) -> str:
    """The unit's rectification orders about which something is to be done; nothing where there are none."""
    w = s.w
    if not (s.viewer.may("reply") or s.viewer.may("note")):
        return ""
    mine = (one for one in orders.orders(s.decisions, s.viewer) if one.is_open)
    found = orders.due_first(one for one in mine if unit_now(s.reader, one.said.unit_id) == unit_id)
    title = subtitle(w("order.own_open"), w("order.count", n=len(found)), m.go(s.place.standing().href("rectify"), m.e(w("page.orders"))))
    return title + order_table.table(s, found, is_one_unit=True) if found else ""


def _waiting(s: Session, found: list[Case]) -> str:
    return s.w("objection.count", n=len(found), waiting=sum(one.status == "open" for one in found))


def decisions(s: Session, unit_id: str) -> str:
    """The decisions in force in this run on the unit: on its obligations, by a filter that takes them, on its points."""
    w = s.w
    rows = s.reader.decisions()
    concerned = {*s.reader.adjustments(unit_id)["act_id"].drop_nulls(), *rows.filter(unit_id=unit_id)["act_id"]}
    if s.viewer.units is not None and len(s.viewer.units) == 1:
        concerned |= {*rows["act_id"]}  # the gate tells a department of what touched it, by whatever filter
    found = rows.filter(pl.col("act_id").is_in(list(concerned)))
    title = subtitle(w("own.decisions"), w("own.decisions_note"))
    if found.is_empty():
        return title + f'<p class="ds ds-note">{m.e(w("own.no_decisions"))}</p>'
    head = [m.th(w("own.kind")), m.th(w("own.what")), m.th(w("own.reason")), m.th(w("own.touched"), "n"), m.th(w("own.by"))]
    lines = [
        m.tr([
            m.td(m.chip(w.of("about", row["about"]), "brand")), m.td(m.e(w.told(row["what"]))), m.td(m.e(row["reason"]), "s"),
            m.td(count(row["touched"]), "n"), m.td(m.e(f"{row['name']} · {str(row['at'])[:10]}"), "s t"),
        ])
        for row in found.iter_rows(named=True)
    ]  # fmt: skip
    return title + m.table(head, lines, "decisions")
