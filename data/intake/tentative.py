"""The facts as they would be with some readings in."""

from collections.abc import Collection
from datetime import UTC, datetime

import polars as pl

from data.facts.batch import Batch
from data.facts.reading import Reading
from data.facts.store import Facts, batch_of, in_order, typed_rows


class Tentative(Facts):
    """The facts, and readings beside them that count as if they had come in; nothing of them is written."""

    def __init__(self, facts: Facts, beside: dict[str, tuple[Batch, Reading]] | None = None):
        self.home, self.withdrawn, self._read = facts.home, facts.withdrawn, facts.remembered
        self._beside = {} if beside is None else beside

    def take(self, reading: Reading) -> Batch:
        """Let a reading count, after those before it."""
        batch = batch_of(reading, "", datetime.now(UTC))
        self._beside[batch.batch_id] = batch, reading
        return batch

    @property
    def beside(self) -> tuple[Batch, ...]:
        """What was taken, in order."""
        return tuple(batch for batch, _ in self._beside.values())

    def batches(self) -> list[Batch]:
        """What is kept and what was taken."""
        return in_order([*(b for b in super().batches() if b.batch_id not in self._beside), *self.beside])

    def rows(self, batch: Batch) -> pl.DataFrame:
        """The rows of either."""
        return typed_rows(self._beside[batch.batch_id][1]) if batch.batch_id in self._beside else super().rows(batch)

    def scan(self, batch: Batch) -> pl.LazyFrame:
        """The same, for who needs a few columns."""
        return self.rows(batch).lazy() if batch.batch_id in self._beside else super().scan(batch)

    def without(self, gone: Collection[str]) -> Facts:
        """The same, as it counts without these batches."""
        other = Tentative(self, self._beside)
        other.withdrawn = lambda: gone
        return other
