"""Which papers an order is of, where each stands in the zip, and how one is made."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, cast

from metrics.run.reader import Reader
from metrics.run.trend import month_before
from reports import ranking_book
from reports.scorecard import KINDS, Scorecard, file_name, scorecard, written
from reports.wording.printable import name_part
from reports.wording.wording import Wording

__all__ = ["KINDS", "Maker", "Paper", "papers"]


@dataclass(frozen=True)
class Paper:
    """One file. `path`: its place in the zip, a folder a group; `unit_id` is empty for the ranking book, which is of all."""

    path: str
    unit_id: str
    kind: str


def papers(reader: Reader, units: Sequence[str], kinds: Sequence[str], lang: str, *, book: bool = False) -> tuple[Paper, ...]:
    """The papers of an order, the book first, then unit after unit. Units that would be called the same are told apart by their ids."""
    rows = [row for row in reader.totals().iter_rows(named=True) if row["unit_id"] in set(units)]
    same = Counter(_path(reader, row, "", lang) for row in rows)
    w = Wording(lang, "bundle")
    found = [Paper(ranking_book.file_name(reader, kind, lang), "", kind) for kind in ranking_book.KINDS if book and kind in kinds]
    for row in rows:
        folder = name_part(w.name(row["unit_group"]))
        told = row["unit_name"] if same[_path(reader, row, "", lang)] == 1 else f"{row['unit_id']} {row['unit_name']}"
        found += [Paper(f"{folder}/{file_name(reader.info, told, kind, lang)}", row["unit_id"], kind) for kind in kinds]
    return tuple(found)


def _path(reader: Reader, row: dict[str, Any], kind: str, lang: str) -> tuple[str, str]:
    """As file systems compare names that make nothing of capitals."""
    return row["unit_group"], file_name(reader.info, row["unit_name"], kind, lang).casefold()


class Maker:
    """Makes the papers of one run, one after another. `past`: the same viewer's sight of earlier runs, for the trend."""

    def __init__(self, reader: Reader, past: Sequence[Reader], lang: str):
        self._reader, self._past, self._lang = reader, past, lang
        self._last: tuple[str, Scorecard] | None = None

    def make(self, paper: Paper) -> bytes:
        """One paper. What a unit's papers say is read once as long as they come after each other."""
        if not paper.unit_id:
            return self._book(paper.kind)
        if self._last is None or self._last[0] != paper.unit_id:
            self._last = (paper.unit_id, scorecard(self._reader, paper.unit_id, self._lang, self._past))
        return written(self._last[1], paper.kind)

    def _book(self, kind: str) -> bytes:
        """The ranking book, which says what moved since the month before."""
        earlier = month_before(self._reader.info, [reader.info for reader in reversed(self._past)])
        before = next((reader for reader in self._past if reader.info == earlier), None)
        return ranking_book.make(self._reader, cast(ranking_book.Kind, kind), self._lang, before)
