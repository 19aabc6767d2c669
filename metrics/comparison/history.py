"""A department or the city over the runs of a home: which runs make one line, and how they are held like against like. Pure over readers."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from statistics import median

from data.runs.store import RunInfo
from metrics.run.reader import Reader
from metrics.schemes.scheme import Scheme
from metrics.what_if.rescoring import common, rescored


@dataclass(frozen=True)
class Point:
    """One run's word on a unit, or on the group of a city's units (`total`: their median, no rank).

    `like`: the same by the items that all runs of the line have in common, weighed as in the run that is shown; equal to `total` where
    nothing was dropped or added and the weights are the same. `is_comparable`: whether the rank may be compared.
    """

    run: RunInfo
    total: Decimal | None
    rank: int | None
    like: Decimal | None
    is_comparable: bool = True


@dataclass(frozen=True)
class Line:
    """Points in the order of their days. `left_out`: titles of items that only some of the runs have. `is_like`: all have the same scheme."""

    points: tuple[Point, ...]
    left_out: tuple[str, ...]
    is_like: bool


def chosen(runs: Sequence[RunInfo], shown: RunInfo) -> list[RunInfo]:
    """The runs that make a line: of the same authority, of each period and day the newest edition, else the newest draft; oldest first.

    `runs`: newest first within a day, editions before drafts, as a store gives them. The run that is shown stands for its own day.
    """
    found: dict[tuple[object, ...], RunInfo] = {}
    for run in (shown, *runs):
        if run.authority_id == shown.authority_id:
            found.setdefault((run.period, run.as_of), run)
    return sorted(found.values(), key=lambda run: (run.as_of, run.period_end, run.address))


def line(readers: Sequence[Reader], shown: Reader, unit_id: str | None, group: str | None) -> Line:
    """The line of a unit, or where `unit_id` is None the median of a group's units that the viewer sees."""
    schemes = {reader.run_id: reader.scheme() for reader in readers}
    yardstick = common(shown.scheme(), schemes.values())
    points = tuple(_point(reader, schemes[reader.run_id], yardstick, unit_id, group) for reader in readers)
    kept = {item.id for item in yardstick.items}
    titles = {item.title: None for scheme in (shown.scheme(), *schemes.values()) for item in scheme.items if item.id not in kept}
    return Line(points, tuple(titles), all(_weighs(scheme) == _weighs(shown.scheme()) for scheme in schemes.values()))


def _weighs(scheme: Scheme) -> tuple[object, ...]:
    """All of a scheme that a total depends on."""
    return scheme.items, scheme.adjustments, scheme.total, scheme.limits


def _point(reader: Reader, scheme: Scheme, yardstick: Scheme, unit_id: str | None, group: str | None) -> Point:
    rows = {row["unit_id"]: row for row in reader.totals().iter_rows(named=True) if unit_id or row["unit_group"] == group}
    same = _weighs(scheme) == _weighs(yardstick)
    likes = {unit: row["total"] for unit, row in rows.items()} if same else {u: x.total for u, x in rescored(reader, yardstick).items()}
    if unit_id:
        row = rows.get(unit_id, {})
        return Point(reader.info, row.get("total"), row.get("rank"), likes.get(unit_id), row.get("is_comparable", True))
    return Point(reader.info, _middle([row["total"] for row in rows.values()]), None, _middle([likes.get(unit) for unit in rows]))


def _middle(totals: Sequence[Decimal | None]) -> Decimal | None:
    known = [total for total in totals if total is not None]
    return Decimal(median(known)) if known else None
