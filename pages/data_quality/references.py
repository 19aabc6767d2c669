"""Codes that stand nowhere in the export they refer to, of all that feeds the run: how many, what that looks like, and the rows."""

from collections.abc import Iterable

from data.contracts.contracts import load_contracts
from data.facts.batch import Batch
from data.intake.references import Reference, of_batches
from pages.language.export_names import export_titles
from pages.look import markup as m
from pages.look.figures import count, rate
from pages.look.page_head import subtitle
from pages.shell.session import Session
from pages.shell.session import facts as kept_facts

MOST = 200  # rows shown of one reference


def by_column(s: Session) -> str:
    """A line a column, with what to do about it; beneath each that has such codes its rows, folded."""
    w, found = s.w, _found(s)
    title = subtitle(w("quality.references"), w("quality.references_note"))
    if not found:
        return title + f'<p class="ds ds-note">{m.e(w("quality.no_references"))}</p>'
    head = [m.th(w("source.export")), m.th(w("intake.column")), m.th(w("quality.refers_to"))]
    head += [m.th(w("quality.codes"), "n"), m.th(w("quality.unmatched"), "n"), m.th(w("quality.share"), "n")]
    return title + m.table(head, [_line(one, s) for one in found], "references") + _rows(found, s)


def _found(s: Session) -> list[Reference]:
    """Of the batches in the run, in their order."""
    known = {batch.batch_id: batch for batch in kept_facts().batches()}
    batches: dict[str, list[Batch]] = {}
    for batch_id, export in s.reader.batches().select("batch_id", "export").iter_rows():
        if batch_id in known:
            batches.setdefault(export, []).append(known[batch_id])
    return sorted(of_batches(batches, kept_facts(), load_contracts(s.home.site)), key=lambda one: -one.share)


def _line(one: Reference, s: Session) -> str:
    titles, figure = export_titles(s.w.lang), "n bad" if one.is_high else "n"
    names = (titles[one.link.contract.name], one.link.column.label, titles[one.link.target.name])
    figures = (m.td(count(one.codes), "n"), m.td(count(one.unknown), figure), m.td(m.e(rate(one.share)), figure))
    return m.tr((*(m.td(m.e(name)) for name in names), *figures))


def _rows(found: Iterable[Reference], s: Session) -> str:
    return "".join(m.fold(s.w.told(one.sentence), _table(one, s)) for one in found if one.unknown)


def _table(one: Reference, s: Session) -> str:
    """The rows, each with its file, which opens for who may bring files in."""
    w, may = s.w, s.viewer.may("bring_in")
    head = [m.th(w("source.file")), m.th(w("source.row"), "n"), m.th(one.link.column.label)]
    lines = []
    for batch_id, row_no, code in one.rows.select("batch_id", "row_no", "code").head(MOST).iter_rows():
        name = m.e(kept_facts().batch(batch_id).file_name)
        file = m.go(s.place.standing(batch=batch_id).href("import"), name) if may else name
        lines.append(m.tr((m.td(file), m.td(str(row_no), "n"), m.td(m.e(code)))))
    more = f'<p class="ds-note">{m.e(w("rows.more", shown=MOST, n=count(len(one.rows))))}</p>' if len(one.rows) > MOST else ""
    return m.table(head, lines) + more
