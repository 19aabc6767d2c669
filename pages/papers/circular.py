"""通报: a draft of the circular of the run that is shown, as Word and PDF, with the list of where its numbers come from."""

from functools import partial

from data.calendar import day_of
from data.runs.store import RunInfo
from metrics.run.trend import month_before
from pages.downloads import paper_buttons
from pages.look import markup as m
from pages.look.draw import draw
from pages.look.page_head import month_short, subtitle
from pages.shell.session import Session, store
from reports.papers.circular import circular
from reports.papers.paper import Paper


def show(s: Session) -> None:
    """The panel; for who does not see the whole city a word why there is none."""
    w = s.w
    draw(subtitle(w("letter.circular"), w("letter.circular_note")))
    if not s.viewer.may("see_city"):
        draw(f'<p class="ds ds-note">{m.e(w("letter.city_only"))}</p>')
        return
    before = month_before(s.run, s.runs)
    compared = w("letter.compared", since=month_short(before.as_of, w)) if before else w("letter.not_compared")
    state = w("letter.is_draft") if s.run.is_draft else w("letter.is_edition", edition=s.run.address)
    draw(f'<p class="ds ds-note">{m.e(state)} {m.e(compared)}</p>')
    name = f"{w('letter.circular')}-{s.run.period.replace('/', '至')}-{s.run.edition or s.run.as_of}"
    paper_buttons.show(s, "circular", name, partial(_paper, s, before), with_sources=True)


def _paper(s: Session, before: RunInfo | None) -> Paper:
    """Signed on the day on which the edition was published; on a draft the day is left open."""
    signed = day_of(store().edition(s.run.edition).at) if s.run.edition else None
    return circular(s.reader, s.w.lang, s.reader_of(before) if before else None, signed)
