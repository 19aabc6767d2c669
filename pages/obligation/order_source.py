"""In place of a row of a file: the act that an obligation of the rule on rectification comes from, where the order was issued here."""

from collections.abc import Mapping
from typing import Any

from data.decisions import orders
from data.errors import DushuError
from pages.look import markup as m
from pages.look.draw import draw
from pages.look.page_head import subtitle
from pages.orders import case as order_case
from pages.orders import paper as order_paper
from pages.orders import table as order_table
from pages.shell.session import Session


def is_act(row: Mapping[str, Any]) -> bool:
    """Whether an obligation comes from an act and not from a file."""
    return row["batch_id"] is None


def show(s: Session, row: Mapping[str, Any]) -> None:
    """The order's course and its paper. `row`: the obligation as the gate gives it."""
    w, place = s.w, s.place.standing(order=row["subject_id"])
    draw(subtitle(w("order.source"), w("order.source_note"), m.go(place.href("rectify"), m.e(w("order.title", number=row["subject_id"])))))
    try:
        one = orders.order(s.decisions, s.viewer, row["subject_id"])
    except DushuError as fault:  # an edition may be read where the decisions of then are not
        draw(f'<p class="ds ds-note">{m.e(w.told(fault))}</p>')
        return
    draw(f'<p class="ds ds-note">{order_table.status(s, one)} {m.e(one.said.matter)}</p>')
    order_case.course(s, one)
    order_paper.buttons(s, one)
