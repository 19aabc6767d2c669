"""Rows of a file by what became of them: counts that tie, rejected rows with their faulty cells marked, skipped ones with the reason."""

import polars as pl

from data.facts.batch import Counts
from pages.language.words import Words
from pages.look import markup as m
from pages.look.figures import count

MOST = 200  # rows shown; the rest is in the Excel file
PARTS = ("read", "accepted", "merged", "rejected", "skipped")


def counts_line(counts: Counts, w: Words) -> str:
    """Read = accepted + merged + rejected, and what was skipped beside it."""
    spans = "".join(f"<span>{m.e(w.of('rows', part))} <b>{count(getattr(counts, part))}</b></span>" for part in PARTS)
    return f'<div class="ds-rest">{spans}</div>'


def rejected_table(rejected: pl.DataFrame, labels: tuple[str, ...], w: Words) -> str:
    """Each rejected row with its reasons and its cells as they came, the faulty ones marked."""
    head = [m.th(w("source.row"), "n"), m.th(w("rows.reason")), *(m.th(label) for label in labels)]
    rows = []
    for row in rejected.head(MOST).iter_rows(named=True):
        faulty = set(row["positions"] or ())
        cells = "".join(m.td(m.e(cell), "bad" if n in faulty else "s") for n, cell in enumerate(row["cells"]))
        rows.append(f"<tr>{m.td(str(row['row_no']), 'n')}{m.td(m.e(w('rows.and').join(map(w.told, row['reasons']))))}{cells}</tr>")
    return _titled(w("rows.rejected_title", n=count(len(rejected))), m.table(head, rows, "grid"), len(rejected), w)


def contradictions_table(found: pl.DataFrame, w: Words) -> str:
    """Accepted rows whose days contradict each other."""
    rows = [
        f"<tr>{m.td(str(n), 'n')}{m.td(m.e(w.told(text)))}</tr>" for n, text in found.head(MOST).select("row_no", "sentence").iter_rows()
    ]
    table = m.table([m.th(w("source.row"), "n"), m.th(w("rows.reason"))], rows)
    return _titled(w("rows.contradictions_title", n=count(len(found))), table, len(found), w)


def skipped_table(skipped: pl.DataFrame, w: Words) -> str:
    """Rows that are no data: titles, totals, notes, blanks."""
    head = [m.th(w("source.row"), "n"), m.th(w("rows.reason")), m.th(w("rows.cells"))]
    rows = []
    for row in skipped.head(MOST).iter_rows(named=True):
        text = " | ".join(cell for cell in row["cells"] if cell)
        rows.append(f"<tr>{m.td(str(row['row_no']), 'n')}{m.td(m.e(w.told(row['reason'])), 't')}{m.td(m.e(text), 's')}</tr>")
    return _titled(w("rows.skipped_title", n=count(len(skipped))), m.table(head, rows, "grid"), len(skipped), w)


def _titled(title: str, table: str, length: int, w: Words) -> str:
    more = f'<p class="ds-note">{m.e(w("rows.more", shown=MOST, n=count(length)))}</p>' if length > MOST else ""
    return f'<div class="ds"><h4>{m.e(title)}</h4>{table}{more}</div>'
