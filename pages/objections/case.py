"""One objection in full: what it is about, the unit's figures, the obligations objected to, what was said and decided, and its clock."""

import polars as pl

from data.decisions.acts import Act
from data.decisions.objections import Case
from data.errors import RequestFault
from metrics.run.reader import Reader
from pages.acts import act_history, evidence_box
from pages.look import markup as m
from pages.look.draw import draw
from pages.look.figures import points, signed
from pages.look.page_head import subtitle
from pages.objections.table import about, clock, status, unit_name
from pages.shell.office_calendar import calendar, today
from pages.shell.rule_names import rule_title
from pages.shell.score_cells import numbers, valued
from pages.shell.session import Session


def show(s: Session, one: Case) -> None:
    """All but the forms."""
    draw(_facts(s, one))
    reader = reader_of(s, one)
    if reader is not None:
        draw(_figures(s, reader, one))
        draw(_obligations(s, reader, one))
    draw(subtitle(s.w("objection.course")))
    for act in one.acts:
        draw(_step(s, act))
        evidence_box.files(s, act, "case")
        for followed in (x for x in one.follow if x.because == act.act_id):
            draw(act_history.entry(s, followed, followed.body, is_standing=True))


def reader_of(s: Session, one: Case) -> Reader | None:
    """The run that was objected to, while it is there."""
    run = next((run for run in s.runs if run.run_id == one.said.run_id), None)
    return s.reader_of(run) if run else None


def _facts(s: Session, one: Case) -> str:
    w = s.w
    unit = m.go(s.place.standing(unit=one.said.unit_id).href("unit"), m.e(unit_name(s, one)))
    told = [
        (w("objection.status"), status(s, one)),
        (w("list.unit"), unit),
        (w("objection.about"), m.e(about(s, one))),
        (w("objection.wants"), m.e(w.of("wants", one.said.wants))),
        (w("objection.due"), m.e(one.due)),
        (w("objection.clock"), m.e(clock(s, one, today(s), calendar(s)))),
    ]
    return f'<dl class="ds ds-facts">{"".join(f"<div><dt>{m.e(label)}</dt><dd>{inner}</dd></div>" for label, inner in told)}</dl>'


def _figures(s: Session, reader: Reader, one: Case) -> str:
    """The unit's total and the item objected to, as they stood in the run objected to."""
    w = s.w
    place = s.place.standing(unit=one.said.unit_id).moved(run=reader.run_id, period=reader.info.period, as_of=reader.info.as_of)
    totals = reader.totals().filter(pl.col("unit_id") == one.said.unit_id)
    items = reader.items(one.said.unit_id).filter(pl.col("item_id") == (one.said.item_id or ""))
    lines = []
    for row in totals.iter_rows(named=True):
        total = m.go(place.href("unit"), points(row["total"]))
        lines.append(m.tr([m.td(m.e(w("rank.total"))), m.td("", span=6), m.td(total, "n"), m.td("")]))
    for row in items.iter_rows(named=True):
        value = valued(row["measure"], row["value"] if row["is_applicable"] else None, w)
        worth = f"{points(row['points'])} <small>/ {row['points_max']:g}</small>" if row["is_applicable"] else m.e(w("item.not_applicable"))
        cells = [m.td(m.e(w.name(row["title"]))), numbers(row, place), m.td(value, "n"), m.td(worth, "n")]
        lines.append(m.tr([*cells, m.td(signed(-float(row["lost"]), 2), "n")]))
    counts = [m.th(w.of("item", name), "n") for name in ("counted", "met", "late", "overdue", "unmet", "value", "points", "lost")]
    title = subtitle(w("objection.figures"), w("objection.figures_note", run=reader.run_id, as_of=reader.info.as_of))
    return title + m.table([m.th(w("item.title")), *counts], lines)


def _obligations(s: Session, reader: Reader, one: Case) -> str:
    """Each obligation objected to, with a link to its page in that run."""
    w = s.w
    if not one.said.obligations:
        return ""
    rows = []
    place = s.place.moved(run=reader.run_id, period=reader.info.period, as_of=reader.info.as_of)
    for rule, subject in one.said.obligations:
        try:
            duty = reader.obligation(rule, subject)
        except RequestFault:
            rows.append(m.tr([m.td(m.e(subject)), m.td(m.e(w("objection.gone")), span=3)]))
            continue
        link = m.go(place.standing(rule=rule, subject=subject).href("duty"), m.e(duty["subject_name"] or subject))
        due, state = m.td(m.e(duty["due_on"]), "s t"), m.td(m.state_word(duty["state"], w))
        rows.append(m.tr([m.td(link), m.td(m.e(rule_title(s, rule)), "s"), state, due], "row"))
    head = [m.th(w("list.subject")), m.th(w("list.rule")), m.th(w("list.state")), m.th(w("list.due_on"))]
    return subtitle(w("objection.duties")) + m.table(head, rows)


def _step(s: Session, act: Act) -> str:
    w = s.w
    looks = {"filed": "brand", "reopened": "brand", "rejected": "warn"}
    kind = m.chip(w.of("objection_step", act.verb), looks.get(act.verb, ""))
    by = m.e(act_history.signature(s, act))
    return f'<div class="ds ds-act" data-step="{act.verb}"><p>{kind}</p><p>{m.e(act.reason)}</p><p class="ds-note">{by}</p></div>'
