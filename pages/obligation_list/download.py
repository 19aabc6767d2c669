"""The listed obligations as files: exactly those of the filter, with the filter in words, the run and its day on each. Built when clicked."""

from collections.abc import Callable
from functools import partial
from urllib.parse import urlencode

import polars as pl
import streamlit as st

from metrics.run.filter import Filter
from pages.downloads import button as downloads
from pages.downloads import file_facts
from pages.downloads.media_types import XLSX
from pages.language.words import Words
from pages.look.draw import draw
from pages.look.figures import count
from pages.shell.address_text import filter_query
from pages.shell.session import Session
from reports.tables import list_files

SLOW = 200_000  # rows of an xlsx that take half a minute to write
ZIP, PARQUET = "application/zip", "application/vnd.apache.parquet"


def show(s: Session, wanted: Filter, found: int) -> None:
    """The three buttons, or a word why there is none. What is in the files is what the list counts."""
    w, name = s.w, f"{s.w('page.obligations')}-{s.run.as_of}"
    with st.popover(w("list.take"), icon=":material/download:", width="stretch"):
        draw(f'<p class="ds ds-note">{w("list.take_note", n=count(found))}</p>')
        kinds = (("xlsx", XLSX, xlsx), ("zip", ZIP, csv_zip), ("parquet", PARQUET, parquet))
        for ending, mime, build in kinds:
            built = partial(build, s, wanted)
            downloads.offer(s, w.of("list_file", ending), built, f"{name}.{ending}", mime, width="stretch", key=f"take_{ending}")
        if found > SLOW:
            draw(f'<p class="ds ds-note">{w("list.take_slow")}</p>')


def xlsx(s: Session, wanted: Filter) -> bytes:
    """All of a filter as a workbook, its facts on the first sheet."""
    return _told(list_files.workbook, s, wanted)


def csv_zip(s: Session, wanted: Filter) -> bytes:
    """All of a filter as a csv in a zip, its facts beside it."""
    return _told(list_files.zipped_csv, s, wanted)


def parquet(s: Session, wanted: Filter) -> bytes:
    """All of a filter as the run keeps it, with the names of what it points to; the facts are metadata."""
    meta = s.reader.meta()
    codes = {
        "run_id": meta["run_id"],
        "edition": meta.get("edition", ""),
        "as_of": meta["as_of"],
        "filter": urlencode(filter_query(s.place)),
    }
    rows = s.reader.obligations(wanted)
    return list_files.parquet(rows, facts(s, len(rows)), codes)


def facts(s: Session, found: int) -> list[tuple[str, str]]:
    """What a file tells of itself: what it is, how many, by which filter, of which run, edition and day."""
    return file_facts.facts(s, (s.w("list_fact.what"), s.w("page.obligations")), (s.w("list_fact.rows"), count(found)))


def table(rows: pl.DataFrame, w: Words) -> pl.DataFrame:
    """The listed rows under headings and in words, as people read them. Numbers stay numbers, days stay days."""
    columns = {
        "rule": pl.col(f"rule_title_{w.lang}"), "subject_id": pl.col("subject_id"), "subject": pl.col("subject_name"),
        "unit": pl.col("unit_name"), "department": pl.col("department_name"), "counterpart": pl.col("counterpart_name"),
        "state": _worded("state", rows, w), "reason": _worded("reason", rows, w),
        "arose_on": pl.col("arose_on"), "due_on": pl.col("due_on"), "stated_due_on": _stated(rows), "met_on": pl.col("met_on"),
        "clock_days": pl.col("clock_days"), **{name: pl.when(pl.col("state") != "unknown").then(name) for name in ("days_taken", "days_late")},
        "evidence_on": pl.col("evidence_on"), "lacks": pl.col("lacks"),
        "counting": pl.when("counted").then(pl.lit(w("list.counted"))).otherwise(pl.lit(w("list.uncounted"))),
        "provisional": pl.when("is_provisional").then(pl.lit(w("list.provisional"))),
        "batch": pl.col("batch_id"), "sheet_name": pl.col("sheet"), "row": pl.col("row_no"),
    }  # fmt: skip
    return rows.select(expression.alias(w.of("list", name)) for name, expression in columns.items())


def _stated(rows: pl.DataFrame) -> pl.Expr:
    """The due day that the platform states, which no run of an earlier layout knew."""
    return pl.col("stated_due_on") if "stated_due_on" in rows.columns else pl.lit(None, pl.Date)


def _told(build: Callable[..., bytes], s: Session, wanted: Filter) -> bytes:
    rows = s.reader.obligations(wanted)
    return build(table(rows, s.w), facts(s, len(rows)), (s.w("list_fact.sheet"), s.w("page.obligations")))


def _worded(name: str, rows: pl.DataFrame, w: Words) -> pl.Expr:
    known = rows[name].drop_nulls().unique().to_list()
    return (
        pl.col(name).replace_strict(known, [w.of(name, value) for value in known], return_dtype=pl.String)
        if known
        else pl.lit(None, pl.String)
    )
