"""Which papers an order is of, where each stands in the zip, and how one is made."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from metrics.reading import Reader
from reports.printable import name_part
from reports.scorecard import KINDS, Scorecard, file_name, scorecard, written
from reports.wording import Wording

__all__ = ["KINDS", "Maker", "Paper", "papers"]


@dataclass(frozen=True)
class Paper:
    """One file. `path`: its place in the zip, a folder a group."""

    path: str
    unit_id: str
    kind: str


def papers(reader: Reader, units: Sequence[str], kinds: Sequence[str], lang: str) -> tuple[Paper, ...]:
    """The papers of an order, unit after unit. Units that would be called the same are told apart by their ids."""
    rows = [row for row in reader.totals().iter_rows(named=True) if row["unit_id"] in set(units)]
    same = Counter(_path(reader, row, "", lang) for row in rows)
    w, found = Wording(lang, "bundle"), []
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
        if self._last is None or self._last[0] != paper.unit_id:
            self._last = (paper.unit_id, scorecard(self._reader, paper.unit_id, self._lang, self._past))
        return written(self._last[1], paper.kind)
