"""人员与权限: who may enter in which role for which units, who put them there, and what each role may do. No figures."""

import polars as pl

from data.decisions import people
from pages.parts import kept_form, people_table, person_form, role_matrix
from pages.parts.draw import draw
from pages.parts.header import plain_head, subtitle
from pages.parts.help_panel import help_panel
from pages.parts.session import Session


def render(s: Session) -> None:
    """The whole page, for who keeps the persons. `who` in the address is the login of one of them, "" is somebody new."""
    s.still_may("keep_people")
    w = s.w
    draw(plain_head(w("page.people"), w("people.note")) + help_panel("people", pl.DataFrame(), w))
    kept_form.say_done()
    everybody = people.everybody(s.decisions)
    if s.place.who is not None:
        person_form.show(s, everybody)
    people_table.show(s, everybody)
    draw(subtitle(w("people.matrix"), w("people.matrix_note")) + role_matrix.matrix(w))
