"""The gate's answers, kept per run, viewer's scope and question: a run never changes, so an answer never grows old."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Any, TypeVar

import polars as pl

from metrics.run.filter import Filter
from metrics.run.reader import Reader
from metrics.run.response_times import By

T = TypeVar("T")

KEPT = 600  # answers; a page of a list or a table of units each


class KeptReader(Reader):
    """The gate with a memory. What is asked whole (downloads, two runs held against each other) is not kept."""

    def _rows(self, table: str, order: str, unit_id: str | None = None) -> pl.DataFrame:
        return self._kept((table, order, unit_id), lambda: super(KeptReader, self)._rows(table, order, unit_id))

    def _read(self, sql: str, *, whole: bool = False, earlier: str | None = None, **parameters: object) -> pl.DataFrame:
        def ask() -> pl.DataFrame:
            return super(KeptReader, self)._read(sql, whole=whole, earlier=earlier, **parameters)

        asked = (earlier, *((name, tuple(v) if isinstance(v, list) else v) for name, v in parameters.items()))
        return ask() if whole else self._kept((sql, asked), ask)

    def timing(self, by: By | None, wanted: Filter) -> pl.DataFrame:
        return self._kept(("timing", by, wanted), lambda: super(KeptReader, self).timing(by, wanted))

    def _kept(self, asked: Hashable, ask: Callable[[], pl.DataFrame]) -> pl.DataFrame:
        """The home, the run and the viewer's scope are part of every question: nobody is given another's answer."""
        scope = None if self.viewer.scope is None else tuple(self.viewer.scope)
        return _MEMORY.answer((str(self.store.home.path), self.info.address, scope, asked), ask)


class Memory:
    """The answers used last. Safe among threads; two that ask the same at once may both ask."""

    def __init__(self, most: int):
        self._most = most
        self._lock = Lock()
        self._answers: OrderedDict[Hashable, Any] = OrderedDict()

    def answer(self, question: Hashable, ask: Callable[[], T]) -> T:
        """The answer that is kept, else what `ask` gives, kept from now on."""
        with self._lock:
            if question in self._answers:
                self._answers.move_to_end(question)
                return self._answers[question]
        found = ask()
        with self._lock:
            self._answers[question] = found
            while len(self._answers) > self._most:
                self._answers.popitem(last=False)
        return found


_MEMORY = Memory(KEPT)
