"""Figures: the only way a number gets into a paper. Each is asked from the run, written one way, and keeps where it comes from."""

from typing import Any

from metrics.reading import Filter, Reader
from reports.papers.sources import Cell, Counted, Decided, Figure, Money, Moved, Number, Rows, Share, Sight, Source, Stated, Table

NONE = "—"


class Figures:
    """Makes the figures of one paper from one run, and from an earlier one where it is compared."""

    def __init__(self, reader: Reader, earlier: Reader | None = None):
        self.reader, self.earlier = reader, earlier
        self.run = reader.info.address
        self.sight = Sight(reader, *([earlier] if earlier else []))

    def count(self, wanted: Filter) -> Figure:
        """How many obligations match."""
        return _figure(self.reader.count(wanted), Counted(self.run, wanted))

    def share(self, wanted: Filter, states: tuple[str, ...] = ("met",)) -> Figure:
        """The share of those that match which are in one of the states; none of nothing."""
        tally = self.reader.tally(wanted)
        value = sum(tally[state] for state in states) / tally["obligations"] if tally["obligations"] else None
        return Figure(value, rate(value), Share(self.run, wanted, states))

    def money(self, wanted: Filter, node: str) -> Figure:
        """The amounts behind what matches, of one step of projects, in 万元; none where no amount is known."""
        source = Money(self.run, wanted, node)
        rows = self.reader.amounts(wanted).filter(node=node)["amount"].drop_nulls()
        return _figure(float(rows.sum()) if len(rows) else None, source, 2)

    def cell(self, table: Table, row: dict[str, Any], column: str, *, decimals: int = 0, **where: object) -> Figure:
        """One cell of a table's `row`, which is the one that `where` finds."""
        return _figure(row[column], Cell(self.run, table, column, tuple(where.items())), decimals)

    def value(self, row: dict[str, Any], measure: str) -> Figure:
        """The value of one item of a unit, written in the way of its measure."""
        source = Cell(self.run, "items", "value", (("unit_id", row["unit_id"]), ("item_id", row["item_id"])))
        value = row["value"] if row["is_applicable"] else None
        if measure.endswith("_rate"):
            return Figure(value, rate(value), source)
        return _figure(value, source, 1 if measure.endswith("_days") else 0)

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
