"""What became of the obligations that orders name, in one run: open still, done since, lifted, or no longer there."""

from collections.abc import Iterable

import polars as pl

from data.decisions.bodies import Order
from data.decisions.order_course import Course
from metrics.run.filter import Filter
from metrics.run.reader import Reader

NAMED = {"rule_id": pl.String, "subject_id": pl.String, "subject_name": pl.String, "due_on": pl.Date, "days_late": pl.Int64}
KEY = ("rule_id", "subject_id")


def names(said: Order) -> tuple[str, ...]:
    """The obligations of an order as the gate's filter `named` writes them."""
    return tuple(f"{one.rule_id}/{one.subject_id}" for one in said.obligations)


def unit_now(reader: Reader, unit_id: str) -> str:
    """The unit that answers in this run for the unit that an order went to."""
    ranked = dict(reader.departments().select("department_id", "unit_id").iter_rows())
    return ranked.get(unit_id, unit_id)


def followed(reader: Reader, orders: Iterable[Course]) -> dict[str, pl.DataFrame]:
    """Number → the obligations that the order names: as they were named (rule_id, subject_id, subject_name, due_on, days_late) and, as
    the run has them, state, met_on, due_now and late_now; state None: the run has none of that name. One row a row of the run.
    """
    by_unit: dict[str, list[Course]] = {}
    for one in orders:
        by_unit.setdefault(unit_now(reader, one.said.unit_id), []).append(one)
    return {one.number: _joined(one, found) for unit, group in by_unit.items() for found in [_found(reader, unit, group)] for one in group}


def _found(reader: Reader, unit_id: str, orders: list[Course]) -> pl.DataFrame:
    every = tuple(sorted({name for one in orders for name in names(one.said)}))
    rows = reader.obligations(Filter(unit_id=unit_id, named=every))
    return rows.select(*KEY, "state", "met_on", pl.col("due_on").alias("due_now"), pl.col("days_late").alias("late_now"))


def _joined(one: Course, found: pl.DataFrame) -> pl.DataFrame:
    rows = [tuple(getattr(named, name) for name in NAMED) for named in one.said.obligations]
    return pl.DataFrame(rows, schema=NAMED, orient="row").join(found, on=list(KEY), how="left", maintain_order="left")
