"""The buttons that hand out the answer to an objection as a paper, for who may see the case."""

from functools import partial

from data.decisions.objections import Case
from pages.downloads import paper_buttons
from pages.look.draw import draw
from pages.look.page_head import subtitle
from pages.objections.case import reader_of
from pages.shell.session import Session
from reports.papers.objection_answer import answer, took_in


def show(s: Session, one: Case) -> None:
    """Those of an answered objection; nothing while it is not answered, or where the run objected to is gone."""
    reader = reader_of(s, one)
    if one.answered is None or reader is None:
        return
    later = (s.reader_of(run) for run in s.runs if run.period == one.said.period and run.run_id != one.said.run_id)
    after = next((sight for sight in later if took_in(sight, one)), None)
    draw(subtitle(s.w("letter.objection_answer"), s.w("letter.answer_note")))
    name = f"{s.w('letter.objection_answer')}-{one.number}-{one.said.unit_id}"
    paper_buttons.show(s, "objection_answer", name, partial(answer, reader, one, s.w.lang, after))
