"""Which papers an order is of, where each stands in the zip, and how one is made."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from data.file_names import safe_name
from metrics.reading import Reader
from reports.scorecard import scorecard_xlsx

KINDS = ("xlsx",)


@dataclass(frozen=True)
class Paper:
    """One file. `path`: its place in the zip, a folder a group."""

    path: str
    unit_id: str
    kind: str


def papers(reader: Reader, units: Sequence[str], kinds: Sequence[str], lang: str) -> tuple[Paper, ...]:
    """The papers of an order, unit after unit. Units of one name are told apart by their ids."""
    rows = [row for row in reader.totals().iter_rows(named=True) if row["unit_id"] in set(units)]
    names = Counter(safe_name(row["unit_name"]) for row in rows)
    return tuple(
        Paper(f"{safe_name(row['unit_group'])}/{safe_name(_name(reader, row, kind, lang, names))}", row["unit_id"], kind)
        for row in rows
        for kind in kinds
    )


def make(reader: Reader, paper: Paper, lang: str) -> bytes:
    """One paper."""
    return scorecard_xlsx(reader, paper.unit_id)


def _name(reader: Reader, row: dict, kind: str, lang: str, names: Counter[str]) -> str:
    unit = row["unit_name"] if names[safe_name(row["unit_name"])] == 1 else f"{row['unit_name']}（{row['unit_id']}）"
    info = reader.info
    return f"{unit}考核评分表-{info.period.replace('/', '至')}-{info.edition or '草稿'}.{kind}"
