"""方案: the weights, as versions that one person proposes and another approves; each tried on the runs that there are before it counts."""

from pages.acts import draft_form
from pages.look.draw import draw
from pages.look.help_panel import help_panel
from pages.look.page_head import plain_head
from pages.schemes import editor as scheme_editor
from pages.schemes import simulation, version_panel
from pages.schemes import table as scheme_table
from pages.schemes.all_schemes import chosen, shelf
from pages.shell.entry import Entry
from pages.shell.session import Session


def render(s: Session) -> None:
    """The whole page. `scheme` in the address is the one that is shown; with `edit` the form for another, made from it, is open."""
    w, of = s.w, shelf(s)
    draw(plain_head(w("page.schemes"), w("schemes.note")) + help_panel("schemes", w))
    draft_form.say_done()
    name = chosen(s, of)
    if s.place.edit and s.viewer.may("propose"):
        simulation.show(s, scheme_editor.show(s, of, name))
    else:
        draw(scheme_table.table(s, of, name))
        version_panel.show(s, of, name)
        simulation.show(s, of.schemes[name])


ENTRIES = (Entry("weights", "schemes", "balance", render, "work", order=7, needs="see_city", bears_none=True),)
