"""The row of the original file that an obligation comes from, as it was sent in, with its neighbours and the labels above it.

Only the columns that the contract knows are shown: the others may hold names and phone numbers that no duty needs. A department sees
its own row alone, its neighbours may be another's.
"""

from dataclasses import dataclass

import streamlit as st

from data.batches import Batch
from data.facts import Facts
from data.intake.sheets import read_sheets
from data.settings import Home, settings
from pages.parts import markup as m
from pages.parts.words import Words

NEIGHBOURS = 2


@dataclass(frozen=True)
class Excerpt:
    """`labels` of the shown columns; `rows`: row number as Excel shows it → cells; `hidden`: how many columns are not shown."""

    labels: tuple[str, ...]
    rows: tuple[tuple[int, tuple[str | None, ...]], ...]
    hidden: int


@st.cache_data(max_entries=200, show_spinner=False)
def excerpt(home: str, batch_id: str, sheet: str, row_no: int, neighbours: int) -> tuple[Batch, Excerpt]:
    """The batch and the rows around `row_no` in its original file. Raises FileFault when the original can't be opened."""
    facts = Facts(Home(home))  # type: ignore[arg-type]  # a path as text, so that the cache can tell it apart
    batch = next(b for b in facts.batches() if b.batch_id == batch_id)
    cells = next(s.cells for s in read_sheets(facts.original(batch), batch.file_name, settings()) if s.name == sheet)
    shown = sorted({batch.labels.index(label) for label in batch.mapping.values()})
    first = max(batch.header_row + 1, row_no - neighbours)
    near = cells.slice(first - 1, row_no + neighbours - first + 1)
    rows = tuple((first + n, tuple(row[i] for i in shown)) for n, row in enumerate(near.iter_rows()))
    return batch, Excerpt(tuple(batch.labels[i] for i in shown), rows, len(batch.labels) - len(shown))


def excerpt_table(found: Excerpt, row_no: int, w: Words) -> str:
    """The excerpt as a table, the row itself marked."""
    head = [m.th(w("source.row"), "n"), *(m.th(label) for label in found.labels)]
    rows = [
        f'<tr class="{"here" if number == row_no else "s"}">{m.td(str(number), "n")}{"".join(m.td(m.e(cell), "t") for cell in cells)}</tr>'
        for number, cells in found.rows
    ]
    hidden = f'<p class="ds-note">{m.e(w("source.hidden", n=found.hidden))}</p>' if found.hidden else ""
    return f'<div class="ds">{m.table(head, rows, "source")}{hidden}</div>'


def provenance(row: dict, batch: Batch, w: Words) -> str:
    """Which file, sheet and row, sent in by whom for which day, with the file's digest."""
    told = [
        (w("source.file"), m.e(batch.file_name)),
        (w("source.export"), m.e(w.pick(row["export_title_zh"], row["export_title_en"]))),
        (w("source.place"), m.e(w("source.sheet_row", sheet=batch.sheet or "—", row=row["row_no"]))),
        (w("source.exported_on"), m.e(batch.exported_on)),
        (w("source.batch"), f'<span class="ds-id">{m.e(batch.batch_id)}</span>'),
        (w("source.sha256"), f'<span class="ds-id" title="{m.e(batch.sha256)}">{m.e(batch.sha256[:16])}…</span>'),
    ]
    return f'<dl class="ds ds-facts">{"".join(f"<div><dt>{m.e(label)}</dt><dd>{inner}</dd></div>" for label, inner in told)}</dl>'
