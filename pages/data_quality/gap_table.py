"""证据缺口: what the exports behind the run can't tell, what that leaves open, and what would settle it."""

from metrics.run.evidence_gaps import evidence_gaps
from pages.language.export_names import export_titles
from pages.look import markup as m
from pages.look.page_head import subtitle
from pages.shell.evidence_words import Shortfall, shortfalls
from pages.shell.session import Session


def gap_table(s: Session) -> str:
    """One line a shortfall, export by export; a word where the files tell all, and nothing of a run that was made before that was kept."""
    if not s.run.knows_evidence:
        return ""
    w = s.w
    rows = [_row(gap.export, one, s) for gap in evidence_gaps(s.reader) for one in shortfalls(s, gap)]
    title = subtitle(w("quality.gaps"), w("quality.gaps_note"))
    if not rows:
        return title + f'<p class="ds ds-note">{m.e(w("quality.no_gaps"))}</p>'
    return title + m.table([m.th(w("source.export")), *(m.th(w.of("gap_head", part)) for part in ("said", "left", "settle"))], rows, "gaps")


def _row(export: str, one: Shortfall, s: Session) -> str:
    title = export_titles(s.w.lang).get(export, export)
    left = "<br>".join(m.go(x.place.href("list"), m.e(x.said)) if x.place else m.e(x.said) for x in one.left)
    settle = s.w.of("gap_settle", one.kind if s.viewer.scope is None else "department")
    cells = [m.td(m.e(title)), m.td(m.e(one.said)), m.td(left or m.e(s.w("quality.nothing_open")), "s"), m.td(m.e(settle), "s")]
    return m.tr(cells, data=f'data-gap="{m.e(export)}" data-kind="{one.kind}"')
