"""申诉: what departments object to and how it is answered. A department sees its own and files new ones; officers answer; others read."""

from data.decisions import objections
from data.decisions.objections import due_first
from data.errors import RequestFault
from pages.acts import reassess
from pages.acts.draft_form import say_done
from pages.look import markup as m
from pages.look.draw import draw
from pages.look.empty_state import empty
from pages.look.help_panel import help_panel
from pages.look.page_head import head, subtitle
from pages.objections import answer_buttons, unit_actions
from pages.objections import answer_form as objection_answer
from pages.objections import case as objection_case
from pages.objections import form as objection_form
from pages.objections import table as objection_table
from pages.objections import window as objection_window
from pages.shell import office_calendar
from pages.shell.entry import Entry
from pages.shell.session import Session


def render(s: Session) -> None:
    """The whole page: one objection when the address names it, else all that the viewer may see."""
    if not (s.viewer.may("object") or s.viewer.may("note")):  # who neither objects nor works on the figures has no part in it
        raise RequestFault(s.w("objection.not_for_you"))
    _one(s, s.place.objection) if s.place.objection else _all(s)


def _all(s: Session) -> None:
    """The window, the objections, and for a department the form."""
    w, today, calendar = s.w, office_calendar.today(s), office_calendar.calendar(s)
    draw(head(w("page.objections"), s.reader.meta(), w) + help_panel("objections", w))
    draw(objection_window.banner(s))
    say_done()
    reassess.offer(s)
    found = due_first(objections.cases(s.decisions, s.viewer, calendar))
    is_asked = s.place.item or s.place.rule
    if is_asked and objection_window.is_open(s):  # what was asked for comes first
        objection_form.show(s, objection_window.now(s))
    waiting = sum(one.status == "open" for one in found)
    draw(subtitle(w("objection.own" if s.viewer.may("object") else "objection.all"), w("objection.count", n=len(found), waiting=waiting)))
    if found:
        draw(objection_table.table(s, found, today, calendar, is_one_unit=len(s.viewer.units or ()) == 1))
    else:
        draw(empty(w("objection.none"), [w("objection.none_own" if s.viewer.may("object") else "objection.none_all")]))
    if not is_asked and objection_window.is_open(s):
        objection_form.show(s, objection_window.now(s))


def _one(s: Session, number: str) -> None:
    """One objection, with the form that the viewer may send now."""
    w, one = s.w, objections.case(s.decisions, s.viewer, office_calendar.calendar(s), number)
    trail = [m.go(s.place.standing().href("appeals"), m.e(w("page.objections")))]
    title = w("objection.title", number=one.number)
    draw(head(title, s.reader.meta(), w, trail, [objection_table.status(s, one)]))
    say_done()
    reassess.offer(s)
    objection_case.show(s, one)
    answer_buttons.show(s, one)
    if one.status == "open" and s.viewer.may("answer"):
        objection_answer.show(s, one)
    if s.viewer.may("object") and s.viewer.answers_for(one.said.unit_id):
        unit_actions.show(s, one)


ENTRIES = (Entry("appeals", "objections", "gavel", render, "work", order=3),)
