"""The button in the corner of a page that hands out its tables as a workbook: what is shown is what goes out."""

from functools import partial

import streamlit as st

from pages.downloads import button as downloads
from pages.downloads import file_facts
from pages.downloads.media_types import XLSX
from pages.look.states import LOOKS
from pages.shell.session import Session
from reports.tables.page_tables import tables
from reports.tables.workbook import BookWords, workbook
from reports.wording.printable import name_part


def show(s: Session, what: str, *shown: str) -> None:
    """The button, for who may take files out, where `shown` (HTML of the page, as it is shown) has a table. `what`: the page, and of whom."""
    html = "".join(shown)
    if "<table" not in html or not s.viewer.may("export"):
        return
    name = f"{name_part(what)}-{s.run.as_of}.xlsx"
    with st.container(key="table_export"):
        downloads.offer(
            s, s.w("tables.export"), partial(book, s, what, html), name, XLSX, icon=":material/download:", type="tertiary", key="tables",
            help=s.w("tables.note"),
        )  # fmt: skip


def book(s: Session, what: str, html: str) -> bytes:
    """The tables of some HTML of the page as a workbook that says where it comes from."""
    w, meta = s.w, s.reader.meta()
    sample = f" · {w('header.sample')}" if meta["scheme_status"] == "sample" else ""
    scheme = (w("header.scheme"), w.name(meta["scheme_title"]) + sample)
    found = tables(html, {look.mark: w.of("state", state) for state, look in LOOKS.items()})
    told = file_facts.facts(s, (w("list_fact.what"), what))
    return workbook(found, [*told, scheme], BookWords(w("list_fact.sheet"), what, w("tables.aside")))
