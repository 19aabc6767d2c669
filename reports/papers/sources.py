"""Where a figure of a paper comes from: a closed list. Each source can be asked again, so that whoever doubts a figure counts it anew."""

from dataclasses import asdict, dataclass, field
from decimal import Decimal
from typing import Literal

import polars as pl

from metrics.comparison.attribution import splits
from metrics.run.attribution_parts import Split
from metrics.run.filter import EVERYTHING, Filter
from metrics.run.reader import Reader
from reports.wording.wording import Wording

Number = int | float | Decimal
Table = Literal["totals", "items", "gate_checks"]
Where = tuple[tuple[str, object], ...]  # column → what stands in it; None = nothing does


class Sight:
    """The runs that a paper is written from, as its reader may see them. How units moved between two is worked out once."""

    def __init__(self, *readers: Reader):
        self._readers = {reader.info.address: reader for reader in readers}
        self._moved: dict[tuple[str, str], dict[str, Split]] = {}
        self._tables: dict[tuple[str, str], pl.DataFrame] = {}

    def run(self, address: str) -> Reader:
        """One of the runs."""
        return self._readers[address]

    def rows(self, address: str, table: Table, where: Where) -> pl.DataFrame:
        """The rows of a run's table that have that in them."""
        if (address, table) not in self._tables:
            self._tables[address, table] = getattr(self.run(address), table)()
        rows = self._tables[address, table]
        for column, wanted in where:
            rows = rows.filter(pl.col(column).is_null() if wanted is None else pl.col(column) == wanted)
        return rows

    def moved(self, earlier: str, run: str) -> dict[str, Split]:
        """Unit → its movement between two of the runs."""
        if (earlier, run) not in self._moved:
            self._moved[earlier, run] = {one.unit_id: one for one in splits(self.run(earlier), self.run(run))}
        return self._moved[earlier, run]


@dataclass(frozen=True)
class Counted:
    """How many obligations of a run match."""

    run: str
    filter: Filter = EVERYTHING

    def value(self, sight: Sight) -> Number:
        """Counted anew, from the obligations themselves."""
        return len(sight.run(self.run).obligations(self.filter))

    def told(self, t: Wording) -> str:
        """In words."""
        return t("source.counted", run=self.run, filter=_filter(self.filter, t))


@dataclass(frozen=True)
class Share:
    """The share of the matching obligations that are in one of `states`. Of nothing there is no share."""

    run: str
    filter: Filter
    states: tuple[str, ...] = ("met",)

    def value(self, sight: Sight) -> Number | None:
        """Counted anew."""
        rows = sight.run(self.run).obligations(self.filter)
        return len(rows.filter(pl.col("state").is_in(self.states))) / len(rows) if len(rows) else None

    def told(self, t: Wording) -> str:
        """In words."""
        return t("source.share", run=self.run, filter=_filter(self.filter, t), states=_states(self.states, t))


@dataclass(frozen=True)
class Steps:
    """Of the matching obligations those of one step of projects: how many, the amounts (万元) behind them, how many tell of none.

    Amounts of different steps of one project overlap: they are never summed over steps.
    """

    run: str
    filter: Filter
    node: str
    of: Literal["obligations", "amount", "without_amount"]

    def value(self, sight: Sight) -> Number | None:
        """Counted or summed anew."""
        rows = sight.run(self.run).obligations(self.filter).filter(pl.col("detail") == self.node)
        amounts = rows["amount"].drop_nulls()
        counts = {"obligations": len(rows), "without_amount": len(rows) - len(amounts)}
        return counts[self.of] if self.of != "amount" else float(amounts.sum()) if len(amounts) else None

    def told(self, t: Wording) -> str:
        """In words."""
        return t(f"source.steps_{self.of}", run=self.run, filter=_filter(self.filter, t), node=self.node)


@dataclass(frozen=True)
class Cell:
    """What stands in one column of the one row of a run's table. A rank that is not comparable is none."""

    run: str
    table: Table
    column: str
    where: Where

    def value(self, sight: Sight) -> Number | None:
        """Read anew."""
        row = sight.rows(self.run, self.table, self.where).row(0, named=True)
        found: Number | None = row[self.column] if self.column != "rank" or row["is_comparable"] else None
        return found

    def told(self, t: Wording) -> str:
        """In words."""
        table, column = t(f"table.{self.table}"), t(f"column.{self.column}")
        return t("source.cell", run=self.run, table=table, column=column, where=_where(self.where, t))


@dataclass(frozen=True)
class Rows:
    """How many rows of a run's table have that in them; `has`: columns in which something must stand."""

    run: str
    table: Table
    where: Where = ()
    has: tuple[str, ...] = ()

    def value(self, sight: Sight) -> Number:
        """Counted anew."""
        rows = sight.rows(self.run, self.table, self.where)
        return len(rows.drop_nulls(list(self.has)) if self.has else rows)

    def told(self, t: Wording) -> str:
        """In words."""
        where = [_where(self.where, t), *(t("source.has", column=t(f"column.{name}")) for name in self.has)]
        told = t("source.and").join(part for part in where if part) or t("source.every_row")
        return t("source.rows", run=self.run, table=t(f"table.{self.table}"), where=told)


@dataclass(frozen=True)
class Moved:
    """How many places or points a unit won (+) or lost (−) between two runs; `part`: by one kind of change, "" = in all."""

    run: str
    earlier: str
    unit_id: str
    of: Literal["places", "points"]
    part: str = ""

    def value(self, sight: Sight) -> Number | None:
        """Split anew."""
        split = sight.moved(self.earlier, self.run)[self.unit_id]
        if not self.part:
            return split.up if self.of == "places" else split.gain
        found: Number | None = dict(getattr(split, self.of)).get(self.part)
        return found

    def told(self, t: Wording) -> str:
        """In words."""
        part = t(f"part.{self.part}") if self.part else t("source.in_all")
        return t("source.moved", run=self.run, earlier=self.earlier, unit=self.unit_id, of=t(f"source.{self.of}"), part=part)


@dataclass(frozen=True)
class Decided:
    """A number that stands in an act: points given or taken."""

    act_id: int
    number: Number

    def value(self, sight: Sight) -> Number:
        """As it was decided."""
        return self.number

    def told(self, t: Wording) -> str:
        """In words."""
        return t("source.decided", act=self.act_id)


@dataclass(frozen=True)
class Stated:
    """A number that the paper itself sets: how many places are named, the number of a line."""

    name: str
    number: Number

    def value(self, sight: Sight) -> Number:
        """As it is set."""
        return self.number

    def told(self, t: Wording) -> str:
        """In words."""
        return t("source.stated", name=t(f"stated.{self.name}"))


@dataclass(frozen=True)
class Weighed:
    """A number that stands in the scheme by which a run was scored."""

    run: str
    name: Literal["undecided_share"]

    def value(self, sight: Sight) -> Number:
        """Read anew."""
        found: Number = getattr(sight.run(self.run).scheme(), self.name)
        return found

    def told(self, t: Wording) -> str:
        """In words."""
        return t("source.weighed", run=self.run, name=t(f"scheme.{self.name}"))


@dataclass(frozen=True)
class Ordered:
    """A number that stands in the act of a rectification order: how many obligations it names, or by how many working days one was late.

    `number`: the order's, "" before it is issued. `of`: the obligation, rule and subject.
    """

    number: str
    name: str
    of: str
    held: Number

    def value(self, sight: Sight) -> Number:
        """As the act holds it."""
        return self.held

    def told(self, t: Wording) -> str:
        """In words."""
        return t("source.ordered", number=self.number, name=t(f"ordered.{self.name}"), of=self.of)


Source = Counted | Share | Steps | Cell | Rows | Moved | Decided | Stated | Weighed | Ordered


@dataclass(frozen=True)
class Figure:
    """A number of a paper: its value (None = there is none), how it is written, where it comes from. Made by `Figures` alone."""

    value: Number | None
    written: str
    source: Source = field(hash=False)


def _filter(wanted: Filter, t: Wording) -> str:
    return _where(tuple((name, value) for name, value in asdict(wanted).items() if value is not None), t) or t("source.all")


def _states(states: tuple[str, ...], t: Wording) -> str:
    return "、".join(t(f"state.{state}") for state in states)


def _where(where: Where, t: Wording) -> str:
    return t("source.and").join(f"{t(f'column.{column}')} {_written(column, value, t)}" for column, value in where)


def _written(column: str, value: object, t: Wording) -> str:
    if column == "states":
        return _states(value, t) if isinstance(value, tuple) else ""
    if column == "reason":
        return t(f"wanting.{value}")
    return t(f"value.{value}".lower()) if value is None or isinstance(value, bool) else str(value)
