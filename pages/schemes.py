"""方案: the weights, as versions that one person proposes and another approves; each tried on the runs that there are before it counts."""

import polars as pl

from pages.parts import kept_form, scheme_editor, scheme_table, simulation, version_panel
from pages.parts.draw import draw
from pages.parts.header import plain_head
from pages.parts.help_panel import help_panel
from pages.parts.scheme_shelf import chosen, shelf
from pages.parts.session import Session


def render(s: Session) -> None:
    """The whole page. `scheme` in the address is the one that is shown; with `edit` the form for another, made from it, is open."""
    w, of = s.w, shelf(s)
    draw(plain_head(w("page.schemes"), w("schemes.note")) + help_panel("schemes", pl.DataFrame(), w))
    kept_form.say_done()
    name = chosen(s, of)
    if s.place.edit and s.viewer.may("propose"):
        simulation.show(s, scheme_editor.show(s, of, name))
    else:
        draw(scheme_table.table(s, of, name))
        version_panel.show(s, of, name)
        simulation.show(s, of.schemes[name])
