"""How firm an order is: the places that a unit would reach if a single one of its obligations had been held otherwise.

A unit with few obligations reaches far, one with many hardly moves: small numbers show by themselves, without a model of chance.
"""

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from decimal import Decimal
from io import BytesIO
from itertools import pairwise
from typing import Any

import polars as pl

from data.access import OPERATOR
from data.runs import findings
from data.runs.store import RunInfo, RunStore
from metrics.run.reader import Reader
from metrics.schemes.scheme import Scheme
from metrics.scoring.points_by_decision import Given
from metrics.scoring.scoring import earns, ranks, total_of
from metrics.what_if.rescoring import given, measured

Figures = Mapping[str, Any]
OPEN = ("overdue", "unmet")
SCHEMA: dict[str, pl.DataType | type[pl.DataType]] = {
    "unit_id": pl.String,
    "low": pl.Decimal(10, 2),
    "high": pl.Decimal(10, 2),
    "best": pl.Int64,
    "worst": pl.Int64,
}


@dataclass(frozen=True)
class Reach:
    """The totals and places with one obligation held otherwise, all other units as they are. `best` ≤ rank ≤ `worst`."""

    low: Decimal
    high: Decimal
    best: int
    worst: int


def reaches(reader: Reader) -> dict[str, Reach]:
    """Of every ranked unit of the city: as it is kept of the run, else found out first. Nothing for who does not see all."""
    found = reader.reach()
    if found is None:
        keep(reader.store, reader.info)
        found = reader.reach()
    assert found is not None
    return {row.pop("unit_id"): Reach(**row) for row in found.iter_rows(named=True)}


def keep(store: RunStore, run: RunInfo) -> None:
    """Find out how far each unit of a run reaches, and keep it."""
    rows, written = [{"unit_id": unit, **asdict(one)} for unit, one in reach(Reader(store, run, OPERATOR)).items()], BytesIO()
    pl.DataFrame(rows, schema=SCHEMA).write_parquet(written)
    findings.keep(store.home, findings.REACH, written.getvalue(), run.run_id)


def reach(reader: Reader) -> dict[str, Reach]:
    """Of every ranked unit in sight, its places among these."""
    scheme, figures, points = reader.scheme(), measured(reader), given(reader)
    ranked = [row for row in reader.totals().iter_rows(named=True) if row["total"] is not None]
    found = {}
    for row in ranked:
        unit = row["unit_id"]
        low, high = spread(scheme, figures.get(unit, {}), points.get(unit, []), row["total"])
        others = [x["total"] for x in ranked if x["unit_group"] == row["unit_group"] and x["unit_id"] != unit]
        found[unit] = Reach(low, high, ranks([high, *others])[0] or 1, ranks([low, *others])[0] or 1)
    return found


def near(totals: pl.DataFrame, found: Mapping[str, Reach]) -> set[str]:
    """The units that one obligation, theirs or that of who stands right above, would bring past it. `totals`: of one group, the ranked."""
    rows = list(totals.sort("rank", "unit_id").iter_rows(named=True))
    return {row["unit_id"] for above, row in pairwise(rows) if _is_near(above, row, found)}


def _is_near(above: Mapping[str, Any], row: Mapping[str, Any], found: Mapping[str, Reach]) -> bool:
    one, other = found.get(above["unit_id"]), found.get(row["unit_id"])
    return bool(one and other and (other.high >= above["total"] or one.low <= row["total"]))


def spread(scheme: Scheme, figures: Mapping[str, Figures], points: list[Given], total: Decimal) -> tuple[Decimal, Decimal]:
    """The lowest and highest total that one obligation held otherwise can give: open or late → on time, on time → overdue."""
    used = {item.rule for item in scheme.items} | {line.rule for line in scheme.adjustments}
    now = [earns(item, figures.get(item.rule)) for item in scheme.items]
    totals = [total]
    for rule in used & figures.keys():
        for other in turned(figures[rule]):
            then = [earns(item, other) if item.rule == rule else same for item, same in zip(scheme.items, now, strict=True)]
            found = total_of(scheme, then, {**figures, rule: other}, points)
            totals += [found] if found is not None else []
    return min(totals), max(totals)


def turned(one: Figures) -> Iterator[Figures]:
    """The indicator of a rule with one obligation held otherwise. Days taken stay: what they would have been nobody knows."""
    if not one["counted"]:
        return
    for worse in ("late", *OPEN):
        if one[worse]:
            yield _counted({**one, worse: one[worse] - 1, "met": one["met"] + 1})
    if one["met"]:
        yield _counted({**one, "met": one["met"] - 1, "overdue": one["overdue"] + 1})


def _counted(one: dict[str, Any]) -> Figures:
    n = one["counted"]
    rates = {"on_time_rate": one["met"] / n, "completion_rate": (one["met"] + one["late"]) / n}
    return one | rates | {"overdue_count": one["overdue"] + one["unmet"]}
