"""What the ranking tells of each unit beside its place: its year, and how many of its items say nothing or little."""

import polars as pl

from metrics.run.trend import series
from metrics.what_if.rank_range import Reach, reaches
from pages.look.page_head import month_short
from pages.shell.run_cache import Memory
from pages.shell.session import Session

KEPT = Memory(20)  # some KB each, a second of work
Year = list[tuple[str, float | None]]


def years(s: Session, units: set[str]) -> dict[str, Year]:
    """Unit → (month, total) at each run of the history of the run that is shown, oldest first."""
    found: dict[str, Year] = {unit: [] for unit in units}
    for run in series(s.run, s.runs):
        totals = dict(s.reader_of(run).totals().select("unit_id", pl.col("total").cast(pl.Float64)).iter_rows())
        for unit, year in found.items():
            year.append((month_short(run.as_of, s.w), totals.get(unit)))
    return found


def open_items(items: pl.DataFrame) -> dict[str, tuple[int, int]]:
    """Unit → (items with nothing to judge, items with too few to say much)."""
    counted = items.group_by("unit_id").agg((~pl.col("is_applicable")).sum().alias("none"), pl.col("is_small").sum().alias("few"))
    return {unit: (none, few) for unit, none, few in counted.iter_rows()}


def firmness(s: Session) -> dict[str, Reach]:
    """How far one obligation would move each unit; empty for who does not see all."""
    if s.viewer.scope is not None:
        return {}
    return KEPT.answer((str(s.home.path), s.run.address), lambda: reaches(s.reader))
