"""What was recognised in one file before it is kept: its export, its columns, what became of its rows, and why."""

import polars as pl
import streamlit as st

from data.contracts import id_name, load_contracts
from data.intake.reading import Reading
from pages.parts import markup as m
from pages.parts.export_names import export_titles
from pages.parts.figures import count
from pages.parts.row_tables import contradictions_table, counts_line, rejected_table, skipped_table
from pages.parts.session import Session
from pages.parts.words import Words


def show(name: str, result: Reading | str, s: Session) -> None:
    """One file: a line that says how it stands, and the particulars folded beneath. `result` is a sentence when it can't be taken."""
    with st.container(border=True, gap="xsmall"):
        if isinstance(result, str):
            refused = m.chip(s.w("intake.refused"), "warn")
            st.html(f'<div class="ds ds-file"><div>{refused} <b>{m.e(name)}</b></div><p class="ds-note">{m.e(result)}</p></div>')
            return
        st.html(_line(name, result, s.w))
        with st.expander(s.w("intake.particulars", n=count(result.counts.rejected)), type="compact"):
            _particulars(result, s.w)


def _line(name: str, reading: Reading, w: Words) -> str:
    status = m.chip(w("intake.already")) if reading.already_in else m.chip(w("intake.ready"), "brand")
    title, mode = export_titles(w.lang)[reading.export], w.of("mode", reading.mode)
    facts = w("intake.recognised", export=title, day=reading.exported_on, division=reading.division, mode=mode)
    replaces = f' <span class="ds-note">{m.e(w("intake.replaces"))}</span>' if reading.replaces and not reading.already_in else ""
    return (
        f'<div class="ds ds-file" data-file="{m.e(name)}"><div>{status} <b>{m.e(name)}</b> → {m.e(facts)}{replaces}</div>'
        f"{counts_line(reading.counts, w)}{_notes(reading.warnings)}</div>"
    )


def _particulars(reading: Reading, w: Words) -> None:
    """What was refused first, then how the file was read, then what it holds."""
    parts = [
        rejected_table(reading.rejected, reading.labels, w) if len(reading.rejected) else "",
        contradictions_table(reading.contradictions, w) if len(reading.contradictions) else "",
        _left_out(reading, w),
        _mapping(reading, w),
        skipped_table(reading.skipped, w) if len(reading.skipped) else "",
    ]
    st.html("".join(parts))
    if len(reading.accepted):
        st.caption(w("intake.preview"))
        st.dataframe(named_columns(reading), hide_index=True, height=250)


def _notes(warnings: list[str]) -> str:
    return f'<ul class="ds-note">{"".join(f"<li>{m.e(text)}</li>" for text in warnings)}</ul>' if warnings else ""


def _mapping(reading: Reading, w: Words) -> str:
    """Which label was taken for which column, and which columns the file does not have."""
    contract = load_contracts().exports[reading.export]
    head = [m.th(w("intake.column")), m.th(w("intake.label")), m.th(w("intake.need"))]
    rows = []
    for column in contract.columns:
        label = reading.mapping.get(column.name)
        cell = m.e(label) if label else f"<small>{m.e(w('intake.absent'))}</small>"
        rows.append(f"<tr>{m.td(m.e(column.label))}{m.td(cell)}{m.td(m.e(w.of('need', column.need or 'optional')), 's')}</tr>")
    where = w("intake.header_at", sheet=reading.sheet or "—", row=reading.header_row)
    return f'<div class="ds"><h4 class="ds-note">{m.e(where)}</h4>{m.table(head, rows)}</div>'


def _left_out(reading: Reading, w: Words) -> str:
    """Labels and sheets that were not used, and names that were not found with near ones."""
    lines = []
    if reading.unmatched:
        lines.append(w("intake.unmatched", labels=w("rank.comma").join(reading.unmatched)))
    lines += [w("intake.sheet_skipped", sheet=sheet, why=why) for sheet, why in reading.sheets_skipped.items()]
    lines += [w("intake.suggestion", name=name, near=w("rank.comma").join(near)) for name, near in reading.suggestions.items() if near]
    return f'<ul class="ds ds-note">{"".join(f"<li>{m.e(line)}</li>" for line in lines)}</ul>' if lines else ""


def named_columns(reading: Reading) -> pl.DataFrame:
    """The first rows under the official labels; a department's id beside its name as it was written."""
    columns = {"row_no": "#"}
    for column in load_contracts().exports[reading.export].columns:
        columns[column.name] = column.label
        if column.type == "department":
            columns[id_name(column.name)] = f"{column.label} →"
    return reading.preview.rename(columns, strict=False)
