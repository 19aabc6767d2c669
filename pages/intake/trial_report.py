"""What was recognised in one file before it is kept: its export, its columns beside the first rows, what it would change and leave open."""

import streamlit as st

from data.decisions.empty_columns import confirmed
from data.decisions.mappings import contracts_of, learned
from data.intake import Reading, Tried
from data.intake.columns.recognise import Guess, headings, positions_of
from metrics.rulebook.rulebook import load_rules
from pages.intake import column_effects, column_table, difference_table, unmatched_codes, word_suggestions
from pages.intake.row_outcomes import contradictions_table, counts_line, rejected_table, skipped_table
from pages.language.export_names import export_titles
from pages.language.words import Words
from pages.look import markup as m
from pages.look.draw import draw
from pages.look.figures import count
from pages.shell.session import Session


def show(one: Tried, number: int, s: Session) -> None:
    """One file: a line that says how it stands, what it would change, and the particulars folded beneath. `number`: its place in the list."""
    with st.container(border=True, gap="xsmall"):
        if one.reading is None:
            draw(_refused(one, s.w))
            if one.guess:
                _guessed(one, one.guess, number, s)
            return
        draw(_line(one, one.reading, s) + _particulars(one, one.reading, s))
        unmatched_codes.question(one, s)
        if one.ready:
            word_suggestions.show(word_suggestions.of_reading(one.reading), f"file{number}", s)


def _refused(one: Tried, w: Words) -> str:
    refused = m.chip(w("intake.refused"), "warn")
    return f'<div class="ds ds-file"><div>{refused} <b>{m.e(one.name)}</b></div><p class="ds-note">{m.e(w.told(one.sentence))}</p></div>'


def _line(one: Tried, reading: Reading, s: Session) -> str:
    w, status = s.w, _status(one, reading, s.w)
    title, mode = export_titles(w.lang)[reading.export], w.of("mode", reading.mode)
    facts = w("intake.recognised", export=title, day=reading.exported_on, division=reading.division, mode=mode)
    told = [one.sentence, *reading.warnings] if one.sentence else reading.warnings
    change = difference_table.summary(one.difference, w) if one.difference else ""
    open_ends = column_effects.lines(reading, load_rules(s.home.site), confirmed(s.decisions), w) + unmatched_codes.lines(one.references, w)
    return (
        f'<div class="ds ds-file" data-file="{m.e(one.name)}"><div>{status} <b>{m.e(one.name)}</b> → {m.e(facts)}</div>'
        f"{counts_line(reading.counts, w)}{change}{open_ends}{_notes([w.told(text) for text in told])}</div>"
    )


def _status(one: Tried, reading: Reading, w: Words) -> str:
    if one.ready is None:
        return m.chip(w("intake.already" if reading.already_in else "intake.refused"))
    return m.chip(w("intake.ready"), "brand") if unmatched_codes.is_settled(one) else m.chip(w("references.waits"), "warn")


def _notes(warnings: list[str]) -> str:
    return f'<ul class="ds-note">{"".join(f"<li>{m.e(text)}</li>" for text in warnings)}</ul>' if warnings else ""


def _particulars(one: Tried, reading: Reading, s: Session) -> str:
    """Folded: the columns beside the first rows, what would change, and what was refused and why."""
    w = s.w
    contract = reading.words.exports[reading.export]
    confirmed = {(column, text) for export, column, text in learned(s.decisions).labels if export == reading.export}
    told = headings(reading.labels, reading.positions, reading.first, contract, confirmed)
    parts = [
        m.fold(
            column_table.title(told, reading.sheet, reading.header_row, w), column_table.table(told, contract, w) + _left_out(reading, w)
        )
    ]
    if one.difference and not (one.difference.is_first or one.difference.is_same):
        parts.append(m.fold(w("difference.rows"), difference_table.rows(one.difference, contract, w)))
    rest = [
        rejected_table(reading.rejected, reading.labels, w) if len(reading.rejected) else "",
        contradictions_table(reading.contradictions, w) if len(reading.contradictions) else "",
        skipped_table(reading.skipped, w) if len(reading.skipped) else "",
    ]
    if any(rest):
        refused, skipped = count(len(reading.rejected)), count(len(reading.skipped))
        parts.append(m.fold(w("intake.particulars", n=refused, skipped=skipped), "".join(rest)))
    return f'<div class="ds">{"".join(parts)}</div>'


def _left_out(reading: Reading, w: Words) -> str:
    """Sheets that were not used."""
    lines = [w("intake.sheet_skipped", sheet=sheet, why=w.told(why)) for sheet, why in reading.sheets_skipped.items()]
    return _notes(lines)


def _guessed(one: Tried, nearest: Guess, number: int, s: Session) -> None:
    """A table that is no known export: which one it is, and what its labels mean; then it is read again."""
    w = s.w
    titles = export_titles(w.lang)
    said = st.selectbox(
        w("intake.kind"), list(titles), list(titles).index(nearest.export) if nearest.export else None, format_func=titles.__getitem__,
        key=f"kind_{one.name}", placeholder=w("intake.kind_hint"), width=360,
    )  # fmt: skip
    contracts = contracts_of(s.home, s.decisions)
    contract = contracts.exports[said] if said else None
    positions = nearest.positions if said == nearest.export else positions_of(nearest.labels, str(said), contracts)
    told = headings(nearest.labels, positions, nearest.first, contract, ())
    draw(f'<div class="ds">{column_table.missing(contract, positions, w)}{column_table.table(told, contract, w)}</div>')
    if contract:
        word_suggestions.show(word_suggestions.of_labels(contract.name, told), f"guess{number}", s)
