"""The form by which a unit objects to an item or to obligations of its own, while the window is open."""

from collections.abc import Mapping
from typing import Any, cast

import streamlit as st

from data.decisions import objections
from data.decisions.acts import Act
from data.decisions.bodies import Objection
from data.decisions.checking import checked_body
from data.decisions.periods import Standing
from metrics.run.filter import Filter
from metrics.run.may_object_to import check_own
from metrics.run.reader import Reader
from pages.acts import evidence_box
from pages.acts.draft_form import KeptForm
from pages.language.words import Words
from pages.look import markup as m
from pages.look.draw import draw
from pages.look.page_head import subtitle
from pages.objections.window import run_under_review
from pages.shell.office_calendar import calendar, today
from pages.shell.rule_names import rule_name
from pages.shell.session import Session

WANTS = ["exemption", "points", "data"]
MOST = 500  # obligations to pick from
WHOLE = ""  # stands for no item: obligations alone


def show(s: Session, of: Standing) -> None:
    """The form, begun from what the address names: a unit, an item, a rule, one obligation."""
    w, run = s.w, run_under_review(s, of)
    if run is None or s.viewer.units is None:
        return
    reader = s.reader_of(run)
    draw(subtitle(w("objection.new"), w("objection.new_note", run=run.run_id, as_of=run.as_of)))
    with st.container(border=True):
        form = KeptForm(s, f"objection/{s.run.period}/{s.place.item or ''}/{s.place.rule or ''}/{s.place.subject or ''}")
        form.restored()
        unit = _unit(form, reader)
        left, right = st.columns(2)
        with left:
            item, rule = _item(form, reader, unit)
        with right:
            wants = form.pick("wants", w("objection.wants"), WANTS, lambda x: w.of("wants", x))
        picked = _obligations(form, reader, unit, s.place.rule or rule)
        reason = form.text("reason", w("objection.reason"), placeholder=w("objection.reason_what"))
        files = evidence_box.show(form, unit)
        due = calendar(s).after(today(s), of.answer_days or 1)
        draw(f'<p class="ds ds-note">{m.e(w("objection.answer_by", due=due, n=of.answer_days))}</p>')
        if st.button(w("objection.file"), key=form.key("send"), type="primary", icon=":material/send:"):

            def act() -> Act:
                said = _said(of, unit, item, picked, wants, due)
                check_own(reader, said)
                return objections.file(s.decisions, s.viewer, of, calendar(s), said, reason, files, form.token)

            form.send(act, w("objection.filed_done", due=due))


def _said(of: Standing, unit: str, item: str, picked: list[tuple[str, str]], wants: str, due: object) -> Objection:
    body = {"period": of.period, "run_id": of.run_id, "unit_id": unit, "item_id": item or None, "obligations": tuple(picked)}
    return cast(Objection, checked_body("objection", "filed", {**body, "wants": wants, "answer_by": due}))


def _unit(form: KeptForm, reader: Reader) -> str:
    """The unit that objects; a choice only for who answers for several."""
    s = form.s
    names = dict(reader.units().select("unit_id", "unit_name").iter_rows())
    mine = sorted(s.viewer.units or ())
    if len(mine) == 1:
        return mine[0]
    if s.place.unit in mine and "unit" not in form.start:
        form.start["unit"] = s.place.unit
    return form.pick("unit", s.w("list.unit"), mine, lambda u: names.get(u, u))


def _item(form: KeptForm, reader: Reader, unit: str) -> tuple[str, str | None]:
    """The item, and the rule that it measures."""
    s = form.s
    items = {r["item_id"]: r for r in reader.items(unit).sort("ord").iter_rows(named=True)}
    if s.place.item in items and "item" not in form.start:
        form.start["item"] = s.place.item
    titles = {WHOLE: s.w("objection.no_item")} | {name: s.w.name(row["title"]) for name, row in items.items()}
    item = form.pick("item", s.w("objection.item"), list(titles), titles.__getitem__)
    return item, items[item]["rule_id"] if item else None


def _obligations(form: KeptForm, reader: Reader, unit: str, rule: str | None) -> list[tuple[str, str]]:
    """Obligations of the unit that stand against it or can't be judged, to be picked; the one in the address is picked at first."""
    s, w = form.s, form.s.w
    rules = {r["rule_id"]: rule_name(r, w) for r in reader.rules().iter_rows(named=True)}
    if rule is None:
        draw(f'<p class="ds ds-note">{m.e(w("objection.pick_item_first"))}</p>')
        return []
    states = ("late", "overdue", "unmet", "unknown", "pending")
    found = reader.obligations(Filter(unit_id=unit, rule_id=rule, states=states), limit=MOST)
    names: dict[str, str] = {row["subject_id"]: _label(row, w) for row in found.iter_rows(named=True)}
    asked = s.place.subject if s.place.rule == rule else None
    if asked is not None and asked not in names:
        names[asked] = _label(reader.obligation(rule, asked), w)
    default = [x for x in form.start.get(f"of {rule}", [asked] if asked else []) if x in names]
    label = w("objection.pick", rule=rules.get(rule, rule))
    picked = st.multiselect(
        label, list(names), default, format_func=names.__getitem__, placeholder=w("objection.pick_what"), **form.field(f"of {rule}")
    )
    if len(found) == MOST:
        draw(f'<p class="ds ds-note">{m.e(w("objection.pick_most", n=MOST))}</p>')
    return [(rule, subject) for subject in picked]


def _label(row: Mapping[str, Any], w: Words) -> str:
    """Name, number and state: many obligations bear one name, and a box tells its options apart by their labels."""
    return " · ".join(part for part in (row["subject_name"], row["subject_id"], w.of("state", row["state"])) if part)
