"""数据接入: files are checked before anything is kept, then brought in and assessed; what is in already, and what was refused."""

from pages.acts.draft_form import say_done
from pages.intake import assess_form, batch_history, upload, word_confirmation
from pages.look import markup as m
from pages.look.draw import draw
from pages.look.help_panel import help_panel
from pages.look.page_head import head, plain_head, subtitle
from pages.shell.entry import Entry
from pages.shell.session import Session


def render(s: Session) -> None:
    """The whole page. It works in an empty home too, where nothing has been assessed yet."""
    w = s.w
    title = head(w("page.intake"), s.reader.meta(), w) if s.chosen else plain_head(w("page.intake"))
    draw(title + help_panel("intake", w))
    if s.is_demo:
        draw(f'<p class="ds ds-note ds-warn">{m.e(w("intake.demo"))}</p>')
    say_done()
    if s.place.batch:  # what was asked for comes first
        batch_history.show(s)
    draw(subtitle(w("intake.title"), w("intake.note")))
    upload.show(s)
    word_confirmation.show(s)
    assess_form.show(s)
    if not s.place.batch:
        batch_history.show(s)


ENTRIES = (Entry("import", "intake", "upload_file", render, "work", order=1, needs="bring_in", needs_run=False),)
