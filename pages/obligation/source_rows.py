"""The row of the original file that an obligation comes from, as it was sent in, with its neighbours and the labels above it.

Only the columns that the contract knows are shown: the others may hold what no duty needs. A department sees its own row alone, its
neighbours may be another's.
"""

from collections.abc import Mapping
from typing import Any

from data.facts.batch import Batch
from data.facts.store import Facts
from data.intake.files.original_rows import Original, original_rows
from pages.language.words import Words
from pages.look import markup as m

NEIGHBOURS = 2


def original(facts: Facts, row: Mapping[str, Any], neighbours: int) -> tuple[Batch, Original]:
    """The batch behind an obligation and the rows around its own. Raises FileFault when the original is gone."""
    batch = facts.batch(row["batch_id"])
    return batch, original_rows(facts, batch, row["row_no"], around=neighbours)


def excerpt_table(found: Original, w: Words) -> str:
    """The excerpt lying on its side, so that a row of many columns can be read: a label a line, a row of the file a column, its own marked."""
    shown = sorted(set(found.positions.values()))
    dress = ["here" if row.is_asked else "s" for row in found.rows]
    head = [m.th(w("source.label"))]
    head += [m.th(w("source.row_no", n=row.row_no), kind) for row, kind in zip(found.rows, dress, strict=True)]
    lines = []
    for i in shown:
        cells = "".join(m.td(m.e(row.cells[i]), kind) for row, kind in zip(found.rows, dress, strict=True))
        lines.append(f"<tr>{m.td(m.e(found.labels[i]), 's t')}{cells}</tr>")
    hidden = len(found.labels) - len(shown)
    note = f'<p class="ds-note">{m.e(w("source.hidden", n=hidden))}</p>' if hidden else ""
    return f'<div class="ds">{m.table(head, lines, "source")}{note}</div>'


def provenance(row: Mapping[str, Any], batch: Batch, w: Words) -> str:
    """Which file, sheet and row, sent in for which day, with the file's digest."""
    told = [
        (w("source.file"), m.e(batch.file_name)),
        (w("source.export"), m.e(w.pick(row["export_title_zh"], row["export_title_en"]))),
        (w("source.place"), m.e(w("source.sheet_row", sheet=batch.sheet or "—", row=row["row_no"]))),
        (w("source.exported_on"), m.e(batch.exported_on)),
        (w("source.batch"), f'<span class="ds-id">{m.e(batch.batch_id)}</span>'),
        (w("source.sha256"), f'<span class="ds-id" title="{m.e(batch.sha256)}">{m.e(batch.sha256[:16])}…</span>'),
    ]
    return f'<dl class="ds ds-facts">{"".join(f"<div><dt>{m.e(label)}</dt><dd>{inner}</dd></div>" for label, inner in told)}</dl>'
