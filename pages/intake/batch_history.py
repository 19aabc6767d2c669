"""What is in already: the batches of one day with their counts, and of one batch every row that was not taken and why."""

from collections.abc import Mapping
from functools import partial
from pathlib import Path

import polars as pl
import streamlit as st

from data.contracts.contracts import load_contracts
from data.errors import RequestFault
from data.facts.batch import Batch
from data.facts.store import Facts
from data.intake.rejects_workbook import rejects_workbook
from pages.downloads import button as downloads
from pages.downloads.media_types import XLSX
from pages.intake import withdrawal as withdrawing
from pages.intake.row_outcomes import PARTS, contradictions_table, counts_line, rejected_table, skipped_table
from pages.language.export_names import export_titles
from pages.language.words import Words
from pages.look import markup as m
from pages.look.draw import draw
from pages.look.figures import count
from pages.look.page_head import subtitle
from pages.shell.address import Place
from pages.shell.session import Session
from pages.shell.session import facts as kept_facts


def show(s: Session) -> None:
    """The batches of the newest day, or of the day chosen; the one in the address in full."""
    w, facts = s.w, kept_facts()
    batches = facts.batches()
    draw(subtitle(w("intake.history"), w("intake.history_note", n=count(len(batches)))))
    if not batches:
        draw(f'<p class="ds ds-note">{m.e(w("intake.no_batches"))}</p>')
        return
    chosen = next((b for b in batches if b.batch_id == s.place.batch), None)
    if s.place.batch and chosen is None:
        raise RequestFault(w("intake.no_batch", batch=s.place.batch))
    if chosen:
        _one(chosen, facts, s)
    days = sorted({b.exported_on for b in batches}, reverse=True)
    day = st.selectbox(w("source.exported_on"), days, index=days.index(chosen.exported_on) if chosen else 0, width=220)
    draw(batch_table([b for b in batches if b.exported_on == day], withdrawing.states(facts), s.place, w))


def batch_table(batches: list[Batch], states: Mapping[str, str], place: Place, w: Words) -> str:
    """One line a batch; a file's name opens the batch. `states`: of `withdrawing.states`."""
    head = [m.th(w("source.export")), m.th(w("source.file")), m.th(w("intake.division"))]
    head += [*(m.th(w.of("rows", part), "n") for part in PARTS), m.th(w("intake.received")), m.th(w("intake.by"))]
    rows = []
    for b in sorted(batches, key=lambda b: (b.export, b.received_at)):
        link = m.go(place.standing(batch=b.batch_id).href("import"), m.e(b.file_name))
        kind = f" {m.chip(w.of('mode', b.mode))}" if b.mode != "full" else ""
        kind += f" {m.chip(w('intake.supplement'))}" if b.supplements else ""
        kind += withdrawing.chip(states[b.batch_id], w)
        counts = "".join(
            m.td(count(getattr(b.counts, part)), "n bad" if part == "rejected" and b.counts.rejected else "n") for part in PARTS
        )
        when = m.td(m.e(f"{b.received_at.astimezone():%Y-%m-%d %H:%M}"), "s t")
        export, division, by = m.td(m.e(export_titles(w.lang)[b.export])), m.td(m.e(b.division), "s"), m.td(m.e(b.by), "s t")
        rows.append(m.tr((export, m.td(link + kind), division, counts, when, by), "row"))
    return m.table(head, rows, "batches")


def _one(batch: Batch, facts: Facts, s: Session) -> None:
    w = s.w
    draw(subtitle(batch.file_name, f"{export_titles(w.lang)[batch.export]} · {batch.exported_on} · {w('source.batch')} {batch.batch_id}"))
    notes = "".join(f"<li>{m.e(w.told(text))}</li>" for text in batch.warnings)
    draw(f'<div class="ds">{counts_line(batch.counts, w)}<ul class="ds-note">{notes}</ul></div>')
    withdrawing.show(batch, facts, s)
    rejected, contradictions, skipped = facts.rejected(batch), facts.contradictions(batch), facts.skipped(batch)
    if len(rejected):
        _download(batch, rejected, s)
        draw(rejected_table(rejected, batch.labels, w))
    if len(contradictions):
        draw(contradictions_table(contradictions, w))
    if len(skipped):
        with st.expander(w("rows.skipped_title", n=count(len(skipped)))):
            draw(skipped_table(skipped, w))


def _download(batch: Batch, rejected: pl.DataFrame, s: Session) -> None:
    """The rejected rows as a workbook to correct and bring in again, built when it is clicked."""
    built = partial(rejects_workbook, batch, rejected, load_contracts(s.home.site))
    name = f"退回行-{Path(batch.file_name).stem}.xlsx"
    downloads.offer(s, s.w("intake.download_rejected"), built, name, XLSX, icon=":material/download:")
