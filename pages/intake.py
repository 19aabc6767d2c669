"""数据接入: files are checked before anything is kept, then brought in and assessed; what is in already, and what was refused."""

import polars as pl

from pages.parts import assess_form, batch_history, upload, word_confirming
from pages.parts import markup as m
from pages.parts.draw import draw
from pages.parts.header import head, plain_head, subtitle
from pages.parts.help_panel import help_panel
from pages.parts.kept_form import say_done
from pages.parts.session import Session


def render(s: Session) -> None:
    """The whole page. It works in an empty home too, where nothing has been assessed yet."""
    w = s.w
    title = head(w("page.intake"), s.reader.meta(), w) if s.chosen else plain_head(w("page.intake"))
    draw(title + help_panel("intake", pl.DataFrame(), w))
    if s.is_demo:
        draw(f'<p class="ds ds-note ds-warn">{m.e(w("intake.demo"))}</p>')
    say_done()
    if s.place.batch:  # what was asked for comes first
        batch_history.show(s)
    draw(subtitle(w("intake.title"), w("intake.note")))
    upload.show(s)
    word_confirming.show(s)
    assess_form.show(s)
    if not s.place.batch:
        batch_history.show(s)
