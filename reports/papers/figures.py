"""Figures: the only way a number gets into a paper. Each is asked from the run, written one way, and keeps where it comes from."""

from collections.abc import Mapping
from dataclasses import replace
from functools import cached_property
from typing import Any

import polars as pl

from metrics.run.filter import Filter
from metrics.run.reader import Reader
from reports.papers.sources import Cell, Counted, Decided, Figure, Moved, Number, Rows, Share, Sight, Source, Stated, Steps, Table, Weighed
from reports.wording.evidence import REASONS, shown_rank
from reports.wording.wording import Wording

NONE = "—"


class Figures:
    """Makes the figures of one paper from one run, and from an earlier one where it is compared."""

    def __init__(self, reader: Reader, earlier: Reader | None = None):
        self.reader, self.earlier = reader, earlier
        self.run = reader.info.address
        self.sight = Sight(reader, *([earlier] if earlier else []))

    @cached_property
    def _facets(self) -> list[tuple[str, str, str, bool, int]]:
        """How many there are of every unit, rule, state, counted or not: hundreds of figures are sums over this."""
        return self.reader.facets().select("unit_id", "rule_id", "state", "counted", "obligations").rows()

    @cached_property
    def _undecided(self) -> list[tuple[str, str, int]]:
        """How many of every unit are undecided for want of evidence, by reason."""
        return self.reader.undecided().select("unit_id", "reason", "obligations").rows()

    def undecided(self, unit_id: str | None = None) -> dict[str, Figure]:
        """How many obligations of a unit, or of all, are undecided for want of evidence: reason → how many, in one order, without zeros."""
        found = {}
        for reason in REASONS:
            if n := sum(n for unit, why, n in self._undecided if why == reason and unit_id in (None, unit)):
                found[reason] = _figure(n, Counted(self.run, Filter(unit_id=unit_id, undecided=True, reason=reason)))
        return found

    def count(self, wanted: Filter) -> Figure:
        """How many obligations match. `wanted` asks for unit, rule, states and counted only."""
        return _figure(self._sum(wanted), Counted(self.run, wanted))

    def share(self, wanted: Filter, states: tuple[str, ...] = ("met",)) -> Figure:
        """The share of those that match which are in one of the states; none of nothing."""
        whole = self._sum(wanted)
        value = self._sum(replace(wanted, states=states)) / whole if whole else None
        return Figure(value, rate(value), Share(self.run, wanted, states))

    def _sum(self, wanted: Filter) -> int:
        unit, rule, states, counted = wanted.unit_id, wanted.rule_id, wanted.states, wanted.counted
        if wanted != Filter(unit_id=unit, rule_id=rule, states=states, counted=counted):
            return self.reader.count(wanted)
        return sum(
            n
            for of_unit, of_rule, state, is_counted, n in self._facets
            if unit in (None, of_unit) and rule in (None, of_rule) and (states is None or state in states) and counted in (None, is_counted)
        )

    def steps(self, wanted: Filter, node: str) -> tuple[Figure, Figure, Figure]:
        """Of what matches, one step of projects: how many, the amounts behind them in 万元 (none where none is known), how many say none."""
        rows = self.reader.amounts(wanted).filter(pl.col("node") == node)
        amounts = rows["amount"].drop_nulls()
        there = _figure(int(rows["obligations"].sum()), Steps(self.run, wanted, node, "obligations"))
        amount = _figure(float(amounts.sum()) if len(amounts) else None, Steps(self.run, wanted, node, "amount"), 2)
        return there, amount, _figure(int(rows["without_amount"].sum()), Steps(self.run, wanted, node, "without_amount"))

    def cell(self, table: Table, row: Mapping[str, Any], column: str, *, decimals: int = 0, **where: object) -> Figure:
        """One cell of a table's `row`, which is the one that `where` finds."""
        return _figure(row[column], Cell(self.run, table, column, tuple(where.items())), decimals)

    def rank(self, row: Mapping[str, Any], t: Wording) -> Figure:
        """A unit's rank as it is shown; no number where it is not comparable. `row`: of the totals."""
        shown = shown_rank(row["rank"], row["is_comparable"], t, NONE)
        source = Cell(self.run, "totals", "rank", (("unit_id", row["unit_id"]),))
        return Figure(row["rank"] if row["is_comparable"] else None, shown, source)

    def rows(self, table: Table, *, has: tuple[str, ...] = (), **where: object) -> Figure:
        """How many rows of a table have that in them."""
        source = Rows(self.run, table, tuple(where.items()), has)
        return _figure(source.value(self.sight), source)

    def moved(self, unit_id: str, of: str, part: str = "") -> Figure:
        """Places or points that a unit won or lost since the earlier run, with their sign; in all or by one kind of change."""
        assert self.earlier is not None  # what is not compared tells of no movement
        source = Moved(self.run, self.earlier.info.address, unit_id, "places" if of == "places" else "points", part)
        value = source.value(self.sight)
        return Figure(value, signed(value, 0 if of == "places" else 2), source)

    def decided(self, act_id: int, number: float) -> Figure:
        """A number of points in an act, with its sign."""
        return Figure(number, signed(number, 2), Decided(act_id, number))

    def stated(self, name: str, number: Number) -> Figure:
        """A number that the paper sets itself."""
        return _figure(number, Stated(name, number))

    def undecided_share(self) -> Figure:
        """The most that may be undecided, as a share, for a rank to be comparable."""
        source = Weighed(self.run, "undecided_share")
        value = source.value(self.sight)
        return Figure(value, f"{float(value) * 100:g}%", source)

    def size(self, figure: Figure) -> Figure:
        """The same without its sign, where words say the direction."""
        return Figure(figure.value, figure.written.lstrip("+−"), figure.source)


def _figure(value: Number | None, source: Source, decimals: int = 0) -> Figure:
    return Figure(value, NONE if value is None else f"{value:.{decimals}f}", source)


def rate(value: float | None) -> str:
    """98.3%. A rate that is not 100 % never reads as 100.0%."""
    if value is None:
        return NONE
    return f"{min(value, 0.999) if value < 1 else 1:.1%}"


def signed(value: Number | None, decimals: int = 0) -> str:
    """+3, −2, and a plain 0."""
    if value is None:
        return NONE
    text = f"{abs(value):.{decimals}f}"
    return ("+" if value > 0 else "−") + text if float(text) else text
