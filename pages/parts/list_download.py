"""The listed obligations as a CSV that Excel opens rightly, built when it is clicked."""

from functools import partial

import polars as pl

from metrics.reading import Filter, Reader
from pages.parts import downloads
from pages.parts.session import Session
from pages.parts.words import Words

COLUMNS = (
    "rule",
    "subject_id",
    "subject",
    "unit",
    "department",
    "state",
    "reason",
    "arose_on",
    "due_on",
    "met_on",
    "days_taken",
    "days_late",
    "counting",
)
MOST = 1_000_000  # what a sheet of Excel holds, less its head


def show(s: Session, wanted: Filter, found: int) -> None:
    """The button; nothing for a list that Excel could not open."""
    if found <= MOST:
        name = f"{s.w('page.obligations')}-{s.run.as_of}.csv"
        built = partial(csv_bytes, s.reader, wanted, s.w)
        downloads.offer(s, s.w("list.download"), built, name, "text/csv", width="stretch")


def csv_bytes(reader: Reader, wanted: Filter, w: Words) -> bytes:
    """All obligations of a filter, in UTF-8 with a byte order mark; text that a spreadsheet would take for a formula is made text."""
    rows = reader.obligations(wanted)
    yes_no = {True: w("list.counted"), False: w("list.uncounted")}
    title = f"rule_title_{w.lang}"
    told = rows.select(
        pl.col(title), "subject_id", "subject_name", "unit_name", "department_name",
        pl.col("state").map_elements(lambda x: w.of("state", x), return_dtype=pl.String),
        pl.col("reason").map_elements(lambda x: w.of("reason", x), return_dtype=pl.String),
        "arose_on", "due_on", "met_on", "days_taken", "days_late",
        pl.col("counted").map_elements(yes_no.__getitem__, return_dtype=pl.String),
    )  # fmt: skip
    told.columns = [w.of("list", name) for name in COLUMNS]
    return told.with_columns(_tame(pl.col(pl.String))).write_csv().encode("utf-8-sig")


def _tame(text: pl.Expr) -> pl.Expr:
    """A quote before what starts like a formula; numbers and dates are not text and stay."""
    return text.str.replace(r"^([=+\-@\t\r])", "'$1")
