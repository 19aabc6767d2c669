"""The same obligations from one run to a later one: what is newly open, still open, open again, done since, and no longer owed."""

from typing import Literal, get_args

import polars as pl

from metrics.reading import Filter, Reader

Change = Literal["new", "still", "reopened", "fixed", "lifted", "gone"]
CHANGES: tuple[Change, ...] = get_args(Change)
OPEN_BEFORE: tuple[Change, ...] = ("still", "fixed", "lifted", "gone")
OPEN_NOW: tuple[Change, ...] = ("new", "still", "reopened")
OPEN, DONE = ("overdue", "unmet"), ("met", "late")
NAME = ("rule_id", "subject_id", "batch_id", "sheet", "row_no")


def followed(before: Reader, after: Reader, unit_id: str) -> pl.DataFrame:
    """The obligations of a unit that were open before or are open now: rule_id, subject_id, subject_name, was, state, row_name, change.

    Open is overdue or unmet. `was`, `state`: None where the run has no such obligation. `row_name`: of the later run, see `row_name`.
    Open before = still + fixed + lifted (exempt, unknown, not due any more) + gone; open now = new + still + reopened.
    """
    old = _numbered(before, unit_id).select(*_KEY, pl.col("state").alias("was"), pl.col("subject_name").alias("named_before"))
    new = _numbered(after, unit_id).select(*_KEY, "state", "subject_name", row_name())
    both = old.join(new, on=_KEY, how="full", coalesce=True).with_columns(_change().alias("change"))
    told = both.with_columns(pl.coalesce("subject_name", "named_before").alias("subject_name"))
    found = told.filter(pl.col("change").is_not_null()).sort("rule_id", "change", "subject_id", "nth")
    return found.select("rule_id", "subject_id", "subject_name", "was", "state", "row_name", "change")


def row_name() -> pl.Expr:
    """The name of an obligation within its run: its rule and subject, and the row that it comes from. The gate's filter writes it alike."""
    return pl.concat_str([pl.col(part).cast(pl.String) for part in NAME], separator="/", ignore_nulls=True).alias("row_name")


_KEY = ["rule_id", "subject_id", "nth"]


def _numbered(reader: Reader, unit_id: str) -> pl.DataFrame:
    """A unit's obligations with a number each, where several bear one name."""
    rows = reader.obligations(Filter(unit_id=unit_id)).sort("arose_on", "due_on", "batch_id", "row_no")
    return rows.with_columns(nth=pl.int_range(pl.len()).over("rule_id", "subject_id"))


def _change() -> pl.Expr:
    was_open, is_open = pl.col("was").is_in(OPEN).fill_null(value=False), pl.col("state").is_in(OPEN).fill_null(value=False)
    return (
        pl.when(was_open & is_open).then(pl.lit("still"))
        .when(was_open & pl.col("state").is_in(DONE)).then(pl.lit("fixed"))
        .when(was_open & pl.col("state").is_null()).then(pl.lit("gone"))
        .when(was_open).then(pl.lit("lifted"))
        .when(is_open & pl.col("was").is_in(DONE)).then(pl.lit("reopened"))
        .when(is_open).then(pl.lit("new"))
    )  # fmt: skip
