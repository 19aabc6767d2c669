"""数据质量: how far the figures that are shown can be trusted, and who must send what. What concerns a department is its own rows only."""

from collections import Counter

from data.decisions.mappings import unknowns
from pages.data_quality import empty_columns, export_quality, references, rejected_rows
from pages.data_quality.gap_table import gap_table
from pages.data_quality.undecidable import headline, unknown_table
from pages.downloads import table_export
from pages.look import markup as m
from pages.look.draw import draw
from pages.look.figures import count
from pages.look.help_panel import help_panel
from pages.look.page_head import head, subtitle
from pages.shell.entry import Entry
from pages.shell.session import Session
from pages.shell.session import facts as kept_facts


def render(s: Session) -> None:
    """The whole page: what can't be told and why, what the exports can't tell, the exports by age and rows, and what was refused."""
    draw(s.kept(_head))
    draw(s.kept(_unsure))
    draw(s.kept(gap_table))
    if s.viewer.scope is not None:
        draw(s.kept(export_quality.own))
        table_export.show(s, s.w("page.quality"), s.kept(_unsure), s.kept(gap_table), s.kept(export_quality.own))
        return
    empty_columns.show(s)
    draw(s.kept(export_quality.all_of_them))
    draw(s.kept(references.by_column))
    draw(s.kept(rejected_rows.by_reason))
    draw(_words(s))
    parts = (_unsure, gap_table, export_quality.all_of_them, references.by_column, rejected_rows.by_reason)
    table_export.show(s, s.w("page.quality"), *(s.kept(part) for part in parts))


def _head(s: Session) -> str:
    return head(s.w("page.quality"), s.reader.meta(), s.w) + help_panel("quality", s.w)


def _unsure(s: Session) -> str:
    """The figures that a wrong or missing export leaves open, and each reason with what would settle it."""
    w, facets = s.w, s.reader.facets()
    reasons: Counter[str] = Counter()
    for state, reason, n in facets.select("state", "reason", "obligations").iter_rows():
        if state == "unknown":
            reasons[reason or ""] += n
    place = s.place.standing()
    found = headline(s.reader.tally(), reasons["contradiction"], place, w)
    return found + subtitle(w("quality.unknown"), w("quality.unknown_note")) + unknown_table(reasons, place, w)


def _words(s: Session) -> str:
    """What nobody has confirmed yet. Not kept: every confirmation changes it."""
    w, waiting = s.w, unknowns(kept_facts(), s.decisions)
    title = subtitle(w("quality.words"), w("quality.words_note"))
    if not waiting:
        return title + f'<p class="ds ds-note">{m.e(w("quality.no_words"))}</p>'
    kinds = Counter(u.kind for u in waiting)
    told = "".join(f"<span>{m.e(w.of('word_kind', kind))} <b>{count(n)}</b></span>" for kind, n in kinds.items())
    link = m.go(s.place.standing().href("import"), m.e(w("quality.confirm"))) if s.viewer.may("map") else m.e(w("quality.ask_officer"))
    return title + f'<div class="ds ds-rest">{told}<span>{link}</span></div>'


ENTRIES = (Entry("quality", "quality", "rule", render, "analysis", order=7),)
