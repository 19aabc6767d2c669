"""Which export a sheet is and which of its columns is which, found by the labels alone: no fixed positions, no fixed texts."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from data.contracts.contracts import Column, Contract, Contracts

SEARCHED_ROWS = 30
DEEPEST = 4  # rows of merged labels, parent over child
WEIGHT = {"key": 4, "required": 3, "": 1}
BRACKETED = re.compile(r"\([^()]*\)|\[[^\[\]]*\]|【[^【】]*】|〔[^〔〕]*〕")
NOT_A_LABEL = re.compile(r"[\s\u200b-\u200f\u2060\ufeff\x00-\x1f\x7f*＊:：\"'“”]+")
FILLED_IN = re.compile(r"[(（\[【]?(?:必填项?|选填项?|非必填项?|必填字段|可选|是否必填)[)）\]】]?")
NUMBERED = re.compile(r"^(?:\d{1,2}[.、)]|[一二三四五六七八九十]{1,2}[、.]|\([一二三四五六七八九十\d]{1,2}\))")


@dataclass(frozen=True)
class Match:
    """How well one contract fits at one header row. `columns`: contract column → position in the sheet."""

    contract: Contract
    header_row: int  # 1-based, the lowest row of the header
    depth: int
    labels: tuple[str, ...]  # as shown, per position; "" where there is none
    columns: dict[str, int]
    twins: dict[str, tuple[int, ...]] = field(default_factory=dict)  # contract column → further positions with the very same label

    @property
    def missing(self) -> list[Column]:
        """Columns without which every row would be rejected, and that no label was found for."""
        return [c for c in self.contract.columns if c.need and c.name not in self.columns]

    @property
    def score(self) -> float:
        """Weight of the labels that were found less that of the needed ones that were not; share of the sheet's labels breaks ties."""
        found = sum(WEIGHT[self.contract.column(name).need] for name in self.columns)
        share = len(self.columns) / max(1, sum(1 for label in self.labels if label))
        return found - sum(WEIGHT[c.need] for c in self.missing) + share

    @property
    def unmatched(self) -> list[str]:
        """Labels of the sheet that belong to no column of the contract."""
        used = set(self.columns.values())
        return [label for i, label in enumerate(self.labels) if label and i not in used]


@lru_cache(maxsize=65536)
def normal_label(text: str) -> str:
    """A label as it is compared: half-width, without line breaks, spaces, asterisks, （必填项） and stray brackets."""
    label = FILLED_IN.sub("", NOT_A_LABEL.sub("", unicodedata.normalize("NFKC", text))).casefold()
    for opening, closing in ("()", "[]", "【】", "〔〕", "<>", "《》"):
        if label.startswith(opening) and label.endswith(closing):
            label = label[1:-1]
        if label.count(opening) != label.count(closing):
            label = label.replace(opening, "").replace(closing, "")
    return label


def display_label(text: str) -> str:
    """A label as it is told to people: as in the file, without asterisks, line breaks and （必填项）."""
    return FILLED_IN.sub("", re.sub(r"[\s*＊]+", "", text)) or text


def recognise(rows: Sequence[Sequence[str | None]], contracts: Contracts, titles: str = "") -> list[Match]:
    """Every contract at its best header row among the first rows of a sheet, best first. `titles` (title, file name) only breaks ties."""
    best: dict[str, Match] = {}
    known = {name: _known_labels(contract) for name, contract in contracts.exports.items()}
    every = set().union(*known.values())
    ends = {label[start:] for label in every for start in range(len(label))}
    may_end = [any(not ends.isdisjoint(_whole_and_plain(cell)) for cell in row if cell) for row in rows[:SEARCHED_ROWS]]
    for row in range(min(len(rows), SEARCHED_ROWS)):
        for depth in range(1, min(DEEPEST, row + 1) + 1):
            if not any(may_end[row + 1 - depth : row + 1]):
                continue  # whatever a label is made of, it ends as a cell of these rows does: rows of data are passed over at once
            labels = _Labels(rows[row + 1 - depth : row + 1])
            if labels.texts & every:
                _keep_best(best, known, contracts, labels, row + 1, depth)
    return sorted(best.values(), key=lambda m: (-m.score, m.contract.title_zh not in titles, m.contract.name))


def _keep_best(best: dict[str, Match], known: dict, contracts: Contracts, labels: "_Labels", header_row: int, depth: int) -> None:
    for name, wanted in known.items():
        if labels.texts & wanted.keys():
            match = _match(contracts.exports[name], wanted, header_row, depth, labels)
            if name not in best or match.score > best[name].score:
                best[name] = match


def _known_labels(contract: Contract) -> dict[str, tuple[str, int]]:
    """Normal label → (column, how far it stands from the official one)."""
    return {normal_label(label): (column.name, rank) for column in contract.columns for rank, label in enumerate(column.labels)}


class _Labels:
    """The labels of each position of a header of one to four rows: as shown, and as tried against the contracts."""

    def __init__(self, rows: Sequence[Sequence[str | None]]):
        stacks = [[_shown(cell) for cell in column] for column in zip(*_merged_to_the_right(rows), strict=True)]
        self.shown = tuple(_lowest(column) for column in zip(*rows, strict=True))
        self.tried = [list(_tries(stack, shown)) for stack, shown in zip(stacks, self.shown, strict=True)]
        self.texts = {text for tries in self.tried for text in tries}


def _merged_to_the_right(rows: Sequence[Sequence[str | None]]) -> list[list[str | None]]:
    """Parents stand in the first cell of a merged range: carried to the right, over the children."""
    filled = []
    for row in rows[:-1]:
        carried: list[str | None] = []
        for cell in row:
            carried.append(cell if _shown(cell) else carried[-1] if carried else None)
        filled.append(carried)
    return [*filled, list(rows[-1])]


@lru_cache(maxsize=4096)
def _shown(cell: str | None) -> str:
    return re.sub(r"\s+", " ", cell or "").strip(" \u3000\u200b\ufeff")


def _lowest(column: Sequence[str | None]) -> str:
    """The child's label; where a label was merged downwards, the lowest one that stands in this very column."""
    return next((shown for cell in reversed(column) if (shown := _shown(cell))), "")


def _tries(stack: Sequence[str], shown: str) -> Iterable[str]:
    """The label, then with its parents, then without bracketed remarks and numbering. A unit in brackets is part of a contract's label."""
    if not shown:
        return
    child, *plain = _whole_and_plain(shown)
    parents = [normal_label(text) for text in stack if text and text != shown]
    yield child
    for start in range(len(parents)):
        yield "".join(parents[start:]) + child
    yield from plain


@lru_cache(maxsize=65536)
def _whole_and_plain(text: str) -> tuple[str, ...]:
    """A label, and the same without bracketed remarks and numbering where it has them."""
    whole = normal_label(text)
    plain = NUMBERED.sub("", BRACKETED.sub("", whole))
    return (whole, plain) if plain and plain != whole else (whole,)


def _match(contract: Contract, wanted: dict[str, tuple[str, int]], header_row: int, depth: int, labels: _Labels) -> Match:
    hits: dict[str, list[tuple[int, int, int]]] = {}  # column → (how far from the official label, which try, position)
    for position, tries in enumerate(labels.tried):
        for order, text in enumerate(tries):
            if text in wanted:
                name, rank = wanted[text]
                hits.setdefault(name, []).append((rank, order, position))
                break
    columns = {name: min(found)[2] for name, found in hits.items()}
    twins = {n: tuple(p for r, o, p in sorted(found)[1:] if (r, o) == min(found)[:2]) for n, found in hits.items()}
    return Match(contract, header_row, depth, labels.shown, columns, {n: t for n, t in twins.items() if t})
