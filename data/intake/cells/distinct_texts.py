"""A column's cells with repeats kept once, so that two million cells cost what their few hundred distinct texts cost."""

from dataclasses import dataclass
from functools import cached_property

import polars as pl

from data.intake.cells.clean import cleaned

SAMPLED = 5000
MOST_DISTINCT = 0.5  # share of a sample above which keeping repeats once gains nothing


@dataclass(frozen=True)
class Texts:
    """`values`: cleaned texts, null for an empty cell. `places`: for each row its index in `values`, or None when each row is its own."""

    values: pl.Series
    places: pl.Series | None = None

    @classmethod
    def of(cls, cells: pl.Series) -> "Texts":
        """The cells of a column as they came, cleaned."""
        if len(cells) <= SAMPLED or cells.head(SAMPLED).n_unique() > SAMPLED * MOST_DISTINCT:
            return cls(cleaned(cells))
        distinct = cells.drop_nulls().unique(maintain_order=True)
        return cls(cleaned(distinct), cells.cast(pl.Enum(distinct)).to_physical().cast(pl.UInt32))

    def __len__(self) -> int:
        return len(self.values) if self.places is None else len(self.places)

    def spread(self, read: pl.Series) -> pl.Series:
        """What was read from each value, for each row."""
        return read if self.places is None else read.gather(self.places)

    def where(self, mask: pl.Series) -> pl.Series:
        """For each row whether its value is marked; an empty cell is not."""
        return self.spread(mask).fill_null(False)

    def only(self, rows: pl.Series) -> "Texts":
        """The texts of the marked rows; values that none of them has are gone."""
        if self.places is None:
            return Texts(self.values.filter(rows))
        places = self.places.filter(rows)
        unused = ~pl.int_range(len(self.values), dtype=pl.UInt32, eager=True).is_in(places.drop_nulls().unique().implode())
        return Texts(self.values.set(unused, None), places)

    @cached_property
    def counts(self) -> pl.Series:
        """How many rows have each value."""
        if self.places is None:
            return pl.repeat(1, len(self.values), dtype=pl.UInt32, eager=True)
        seen = self.places.rename("place").drop_nulls().value_counts()
        return pl.repeat(0, len(self.values), dtype=pl.UInt32, eager=True).scatter(seen["place"], seen["count"])
