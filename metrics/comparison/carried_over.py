"""The same obligations from one run to a later one: what is newly open, still open, open again, done since, and no longer owed."""

from io import BytesIO
from typing import Literal, get_args

import polars as pl

from data.access import OPERATOR
from data.runs import findings
from data.runs.store import RunInfo, RunStore
from metrics.run.reader import Reader

Change = Literal["new", "still", "reopened", "fixed", "lifted", "gone"]
CHANGES: tuple[Change, ...] = get_args(Change)
OPEN_BEFORE: tuple[Change, ...] = ("still", "fixed", "lifted", "gone")
OPEN_NOW: tuple[Change, ...] = ("new", "still", "reopened")
OPEN = ("overdue", "unmet")
ROWS = 5_000  # of a row group of what is kept
NAME = ("rule_id", "subject_id", "batch_id", "sheet", "row_no")


def followed(before: Reader, after: Reader, unit_id: str) -> pl.DataFrame:
    """The obligations of a unit that were open before or are open now: rule_id, subject_id, subject_name, was, state, row_name, change.

    Open is overdue or unmet. `was`, `state`: None where the run has no such obligation. `row_name`: of the later run, see `row_name`.
    Open before = still + fixed + lifted (exempt, unknown, not due any more) + gone; open now = new + still + reopened.
    It is read as it is kept of the two runs, else found out first, of all units at once.
    """
    found = after.followed(before.info, unit_id)
    if found is None:
        keep(after.store, before.info, after.info)
        found = after.followed(before.info, unit_id)
    assert found is not None
    return found.drop("unit_id")


def keep(store: RunStore, before: RunInfo, after: RunInfo) -> None:
    """Find out what became of what was open in the whole city, and keep it."""
    found, written = Reader(store, after, OPERATOR).following(Reader(store, before, OPERATOR)), BytesIO()
    found.write_parquet(written, row_group_size=ROWS)  # sorted by unit: who reads one skips the groups of the others
    findings.keep(store.home, findings.FOLLOWED, written.getvalue(), before.run_id, after.run_id)


def row_name() -> pl.Expr:
    """The name of an obligation within its run: its rule and subject, and the row that it comes from. The gate's filter writes it alike."""
    return pl.concat_str([pl.col(part).cast(pl.String) for part in NAME], separator="/", ignore_nulls=True).alias("row_name")
