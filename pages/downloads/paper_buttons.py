"""The buttons that hand out a paper that is written from a template: as Word, as PDF, and the list of where its numbers come from."""

from collections.abc import Callable
from functools import partial

import streamlit as st

from data.errors import ConfigFault
from pages.downloads import button as downloads
from pages.look import markup as m
from pages.look.draw import draw
from pages.shell.session import Session
from reports.papers import templates
from reports.papers.paper import DOCX, PDF, Paper
from reports.papers.source_list import XLSX, source_list
from reports.wording.printable import name_part

ROW = 6  # buttons of one width, as many as a row would hold
Write = Callable[[], Paper]


def show(s: Session, kind: str, name: str, write: Write, *, with_sources: bool = False) -> None:
    """The buttons, each building its file when it is clicked; instead a sentence where the site's template can't be filled.

    `name`: of the file, without its ending. `write`: makes the paper.
    """
    if not s.viewer.may("export"):
        draw(f'<p class="ds ds-note">{m.e(s.w("download.not_yours"))}</p>')
        return
    used = templates.template(kind, s.w.lang, s.home.site)
    try:
        templates.check(used)
        lost = templates.not_in_pdf(used)
    except ConfigFault as fault:
        draw(f'<p class="ds ds-note" data-template-fault="{kind}">{"<br>".join(map(m.e, s.w.told(fault).splitlines()))}</p>')
        return
    files = {"word": ("docx", DOCX), **({} if lost else {"pdf": ("pdf", PDF)}), **({"sources": ("xlsx", XLSX)} if with_sources else {})}
    for box, (word, (ending, mime)) in zip(st.columns(ROW), files.items(), strict=False):
        stem = f"{name}-{s.w('letter.sources')}" if word == "sources" else name
        with box:
            build = partial(_file, s, write, word)
            label, file_name = s.w.of("letter", word), f"{name_part(stem)}.{ending}"
            downloads.offer(s, label, build, file_name, mime, icon=":material/download:", width="stretch", key=f"{kind}-{word}")
    told = [s.w("letter.own_template")] if used.is_own else []
    told += [s.w("letter.no_pdf", what=s.w.told("、".join(lost)))] if lost else []
    if told:
        draw(f'<p class="ds ds-note">{m.e(" ".join(told))}</p>')


def _file(s: Session, write: Write, word: str) -> bytes:
    made = write().set(s.home.site)
    return made.docx if word == "word" else made.pdf() if word == "pdf" else source_list(made)
