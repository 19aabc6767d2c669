"""The form that gives or takes points on an item of a unit or on its total, within the scheme's limits, which stand beside it."""

from collections.abc import Mapping
from typing import Any

import streamlit as st

from data.decisions.acts import Act
from data.decisions.bodies import PointAdjustment
from data.decisions.store import new_thing
from metrics.obligations.adjustment_limits import Room, room, within
from pages.acts import evidence_box
from pages.acts.act_history import History
from pages.acts.draft_form import KeptForm, needed
from pages.look import markup as m
from pages.look.draw import draw
from pages.look.figures import signed
from pages.shell.session import Session

TOTAL = ""  # stands for the total among the items


def show(s: Session, row: Mapping[str, Any], told: History) -> None:
    """The form for one unit in the period of the run. With a standing adjustment picked, sending changes it."""
    w, form = s.w, KeptForm(s, f"adjustment/{s.run.period}/{row['unit_id']}")
    form.restored()
    scheme = s.reader.scheme()
    standing = {act.thing: (act, body) for act, body in told.standing("adjustment") if isinstance(body, PointAdjustment)}
    which = form.pick("change", w("adjust.which"), [TOTAL, *standing], lambda x: _which(s, standing, x)) if standing else TOTAL
    changed = standing.get(which)
    left, right = st.columns([2, 1])
    item = _item(form, row["unit_id"], changed, left)
    points = right.number_input(
        w("adjust.points"),
        value=float(form.start.get("points", 0)),
        step=0.1,
        format="%.2f",
        help=w("adjust.points_help"),
        **form.field("points"),
    )
    draw(_room(s, room(scheme, s.decisions, s.run.period, row["unit_id"], item or None, changed[0].thing if changed else None)))
    start = form.day("start", w("form.start"), s.run.as_of, help=w("adjust.start_help"))
    reason = form.text("reason", w("form.reason"), placeholder=w("adjust.reason_what"))
    files = evidence_box.show(form, None)
    thing, current = (changed[0].thing, changed[0].seq) if changed else (new_thing(), 0)
    seen = form.seen(current) if changed else 0
    if st.button(w("adjust.change" if changed else "adjust.go"), key=form.key("send"), type="primary"):
        check = within(scheme, s.decisions)

        def act() -> Act:
            said = {"period": s.run.period, "unit_id": row["unit_id"], "item_id": item or None, "points": round(points, 2)}
            with s.decisions.acting(s.viewer) as record:
                made = record(
                    "adjustment", thing, "made", {**said, "start": needed(start, w("form.needs_start"))},
                    reason=reason, seen=seen, evidence=files, token=form.token,
                )  # fmt: skip
                check(made)
            return made

        form.send(act, w("adjust.done"))


def _which(s: Session, standing: Mapping[str, tuple[Act, PointAdjustment]], thing: str) -> str:
    if thing == TOTAL:
        return s.w("adjust.new")
    act, body = standing[thing]
    return s.w("adjust.change_of", number=act.act_id, points=signed(body.points, 2))


def _item(form: KeptForm, unit_id: str, changed: tuple[Act, PointAdjustment] | None, place: Any) -> str:
    """The item, TOTAL for the total. A change stays where it is."""
    titles = items_of(form.s, unit_id)
    if changed:
        fixed = changed[1].item_id or TOTAL
        draw(f'<p class="ds ds-note">{m.e(form.s.w("adjust.place", place=titles.get(fixed, fixed)))}</p>', place)
        return fixed
    return form.pick("item", form.s.w("item.title"), list(titles), titles.__getitem__, place)


def items_of(s: Session, unit_id: str) -> dict[str, str]:
    """The total, then the items of a unit that apply: id → name."""
    items = s.reader.items(unit_id).sort("ord")
    return {TOTAL: s.w("item.the_total")} | {r["item_id"]: s.w.name(r["title"]) for r in items.iter_rows(named=True) if r["is_applicable"]}


def _room(s: Session, left: Room) -> str:
    w = s.w
    if not left.limit:
        return f'<p class="ds ds-note ds-warn">{m.e(w("adjust.no_limit"))}</p>'
    told = w("adjust.room", limit=f"{left.limit:.2f}", used=signed(left.used, 2), up=f"{left.up:.2f}", down=f"{left.down:.2f}")
    return f'<p class="ds ds-note" data-room="{left.up}">{m.e(told)}</p>'
