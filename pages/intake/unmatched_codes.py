"""Codes of a file that stand nowhere in the export they refer to: the figures, the rows, and where there are many the question before it comes in."""

from collections.abc import Sequence

import streamlit as st

from data.intake import Reference, Tried
from pages.intake.row_outcomes import MOST
from pages.language.words import Words
from pages.look import markup as m
from pages.look.figures import count
from pages.shell.session import Session


def lines(references: Sequence[Reference], w: Words) -> str:
    """A sentence for each reference of which codes stand nowhere, loud where they are many, its rows folded beneath."""
    return "".join(_told(one, w) for one in references if one.unknown)


def _told(one: Reference, w: Words) -> str:
    loud = ' ds-warn" role="alert' if one.is_high else ""
    rows = [m.tr((m.td(str(row_no), "n"), m.td(m.e(code)))) for row_no, code in one.rows.select("row_no", "code").head(MOST).iter_rows()]
    more = f'<p class="ds-note">{m.e(w("rows.more", shown=MOST, n=count(len(one.rows))))}</p>' if len(one.rows) > MOST else ""
    table = m.table([m.th(w("source.row"), "n"), m.th(one.link.column.label)], rows)
    folded = m.fold(w("references.rows", n=count(len(one.rows))), table + more)
    return f'<div data-reference="{m.e(one.link.column.name)}"><p class="ds-note{loud}">{m.e(w.told(one.sentence))}</p>{folded}</div>'


def question(one: Tried, s: Session) -> None:
    """A box to be ticked before a file comes in of which many codes stand nowhere."""
    if one.doubted:
        st.checkbox(s.w("references.confirm"), key=_key(one), help=s.w("references.confirm_help"))


def is_settled(one: Tried) -> bool:
    """Whether a file may come in: nothing is asked of it, or it was answered."""
    return not one.doubted or bool(st.session_state.get(_key(one)))


def _key(one: Tried) -> str:
    return f"unmatched_{one.reading.batch_id if one.reading else one.name}"
