"""What pages would have to find out of a run for long is found out when the run is made, and kept beside it."""

from io import BytesIO
from typing import get_args

import polars as pl

from data.access import OPERATOR
from data.runs import findings
from data.runs.store import RunInfo, RunStore
from metrics.comparison import attribution, carried_over
from metrics.run.filter import Filter
from metrics.run.reader import Reader
from metrics.run.response_times import RULES, By
from metrics.run.trend import month_before
from metrics.what_if import rank_range


def prepare(store: RunStore, run: RunInfo) -> None:
    """Find out what is not kept yet: how far one obligation moves each unit, how long things took, what moved since the month before, what
    became of what was open.

    `run`: one that the store knows. What is not prepared is found out by who asks first, and then kept as well.
    """
    for kind, keep_of in ((findings.REACH, rank_range.keep), (findings.TIMING, keep_timing)):
        if findings.path_of(store.home, kind, run.run_id) is None:
            keep_of(store, run)
    if (earlier := month_before(run, store.runs())) is None:
        return
    for kind, keep in ((findings.MOVED, attribution.keep), (findings.FOLLOWED, carried_over.keep)):
        if findings.path_of(store.home, kind, earlier.run_id, run.run_id) is None:
            keep(store, earlier, run)


def keep_timing(store: RunStore, run: RunInfo) -> None:
    """Find out how long things took in the whole city, by all that they are told by, and keep it."""
    reader, written = Reader(store, run, OPERATOR), BytesIO()
    found = [
        reader.timing(by, Filter(rule_id=rule)).with_columns(by=pl.lit(by, pl.String), rule_id=pl.lit(rule))
        for rule in RULES
        for by in (None, *get_args(By))
    ]
    pl.concat(found, how="vertical_relaxed").write_parquet(written)
    findings.keep(store.home, findings.TIMING, written.getvalue(), run.run_id)
