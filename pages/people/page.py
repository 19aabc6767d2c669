"""人员与权限: who may enter in which role for which units, who put them there, and what each role may do. No figures."""

from data.decisions import people
from pages.acts import draft_form
from pages.look.draw import draw
from pages.look.help_panel import help_panel
from pages.look.page_head import plain_head, subtitle
from pages.people import form as person_form
from pages.people import role_matrix
from pages.people import table as people_table
from pages.shell.entry import Entry
from pages.shell.session import Session


def render(s: Session) -> None:
    """The whole page, for who keeps the persons. `who` in the address is the login of one of them, "" is somebody new."""
    s.still_may("keep_people")
    w = s.w
    draw(plain_head(w("page.people"), w("people.note")) + help_panel("people", w))
    draft_form.say_done()
    everybody = people.everybody(s.decisions)
    if s.place.who is not None:
        person_form.show(s, everybody)
    people_table.show(s, everybody)
    draw(subtitle(w("people.matrix"), w("people.matrix_note")) + role_matrix.matrix(w))


ENTRIES = (Entry("accounts", "people", "group", render, "keeping", order=2, needs="keep_people", needs_run=False),)
