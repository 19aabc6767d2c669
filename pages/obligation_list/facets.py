"""How many there are of each choice of a box, all other choices kept: sums over one question, whichever box it is."""

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from functools import cached_property
from typing import Any

import polars as pl

from pages.look.figures import count
from pages.obligation_list.filter import wanted
from pages.shell.session import Session


class Facets:
    """The counts of the list's boxes. One read of the run, whose answer is small however many obligations there are."""

    def __init__(self, s: Session):
        self.s, self._wanted = s, wanted(s)

    @cached_property
    def _found(self) -> pl.DataFrame:
        """Everything that the filters without boxes let through, by what the boxes choose."""
        return self.s.reader.facets(replace(self._wanted, unit_id=None, rule_id=None, states=None, counted=None, reason=None))

    def counts(self, name: str) -> Counter[Any]:
        """Choice → how many, with every other box as it is. `name`: unit_id, rule_id, state, counted or reason."""
        asked = self._wanted
        parts = {"unit_id": asked.unit_id, "rule_id": asked.rule_id, "counted": asked.counted, "reason": asked.reason}
        kept = [pl.col(part) == value for part, value in parts.items() if part != name and value is not None]
        kept += [pl.col("state").is_in(asked.states)] if asked.states is not None and name != "state" else []
        rows = self._found.filter(kept) if kept else self._found
        return Counter(dict(rows.group_by(name).agg(pl.col("obligations").sum()).iter_rows()))

    def values(self, name: str) -> list[Any]:
        """The choices of which there are some."""
        return [value for value in self.counts(name) if value is not None]

    def named(self, name: str, said: Callable[[Any], str]) -> Callable[[Any], str]:
        """The words of a choice with its number."""
        counts = self.counts(name)
        return lambda value: self.s.w("list.choice", name=said(value), n=count(counts[value]))
