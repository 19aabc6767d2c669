"""整改: rectification orders. Officers issue and close them; a department sees and answers its own; who works on the figures reads all."""

import polars as pl

from data.decisions import orders
from data.errors import RequestFault
from pages.acts import reassess
from pages.acts.draft_form import say_done
from pages.look import markup as m
from pages.look.draw import draw
from pages.look.empty_state import empty
from pages.look.help_panel import help_panel
from pages.look.page_head import head, subtitle
from pages.orders import actions as order_actions
from pages.orders import case as order_case
from pages.orders import form as order_form
from pages.orders import paper as order_paper
from pages.orders import table as order_table
from pages.shell.entry import Entry
from pages.shell.office_calendar import today
from pages.shell.session import Session


def render(s: Session) -> None:
    """The whole page: one order when the address names it, else all that the viewer may see."""
    if not (s.viewer.may("reply") or s.viewer.may("note")):  # who neither answers for a unit nor works on the figures has no part in it
        raise RequestFault(s.w("order.not_for_you"))
    _one(s, s.place.order) if s.place.order else _all(s)


def _all(s: Session) -> None:
    """How many stand how, the table, and for who issues the form; where a unit was asked for, the form first."""
    w, place = s.w, s.place
    rules = s.reader.rules().filter(pl.col("rule_id") == "rectification")
    draw(head(w("page.orders"), s.reader.meta(), w) + help_panel("orders", w, rules))
    say_done()
    reassess.offer(s)
    found = orders.due_first(orders.orders(s.decisions, s.viewer))
    if place.unit:
        order_form.show(s)
    draw(order_table.figures(s, found))
    if place.what and place.what not in order_table.STATUSES:
        raise RequestFault(w("order.no_status", status=place.what))
    shown = [one for one in found if place.what in (None, one.status(today(s)))]
    whole = m.go(place.standing().href("rectify"), m.e(w("order.show_all"))) if place.what else ""
    draw(subtitle(w("order.own" if s.viewer.may("reply") else "order.all"), w("order.count", n=len(shown)), whole))
    if shown:
        draw(order_table.table(s, shown, is_one_unit=len(s.viewer.units or ()) == 1))
    else:
        draw(empty(w("order.none"), [w("order.none_own" if s.viewer.may("reply") else "order.none_all")]))
    if not place.unit:
        order_form.show(s)


def _one(s: Session, number: str) -> None:
    """One order, its paper, and the forms that the viewer may send now."""
    w, one = s.w, orders.order(s.decisions, s.viewer, number)
    trail = [m.go(s.place.standing().href("rectify"), m.e(w("page.orders")))]
    draw(head(w("order.title", number=one.number), s.reader.meta(), w, trail, [order_table.status(s, one)]))
    say_done()
    reassess.offer(s)
    order_paper.buttons(s, one)
    order_case.show(s, one)
    order_actions.show(s, one)


ENTRIES = (Entry("rectify", "orders", "assignment_late", render, "work", order=4),)
