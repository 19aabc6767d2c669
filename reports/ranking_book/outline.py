"""What a ranking book is made of where it is read page by page: chapters of paragraphs, tables, and bars. Word and PDF set the same ones."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

Align = Literal["text", "number", "centre"]
Look = Literal["", "strong", "sum", "low", "quiet", "up", "down"]


@dataclass(frozen=True)
class Cell:
    """`small` stands quietly behind the text; `share`: the length of a bar under it, 0 to 1."""

    text: str
    small: str = ""
    share: float | None = None
    look: Look = ""


@dataclass(frozen=True)
class Column:
    """`width` in millimetres."""

    title: str
    width: float
    align: Align = "number"


@dataclass(frozen=True)
class Table:
    """A row that is all of one look, such as a sum, says so in its cells. `title`: what the table is of, for who does not see it."""

    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    is_small: bool = False


@dataclass(frozen=True)
class Text:
    """A paragraph, or in small print a note on what stands above."""

    text: str
    is_note: bool = False


@dataclass(frozen=True)
class Part:
    """A piece of a bar: its words, and how much of the whole it is, 0 to 1. `tone`: from 0, the best, on."""

    label: str
    share: float
    tone: int


@dataclass(frozen=True)
class Bar:
    """A whole in its parts. `title`: what of."""

    title: str
    parts: tuple[Part, ...]


@dataclass(frozen=True)
class Spread:
    """How a group's totals lie on a scale from 0 to 1: lowest, lower quartile, median, upper quartile, highest."""

    label: str
    marks: tuple[float, float, float, float, float]
    said: str


@dataclass(frozen=True)
class Spreads:
    """Several groups on one scale. `title`: what of."""

    title: str
    groups: tuple[Spread, ...]


@dataclass(frozen=True)
class Chapter:
    """A heading of level 1 or 2 and what stands under it."""

    title: str
    blocks: tuple["Block", ...]
    parts: tuple["Chapter", ...] = ()

    def headings(self, level: int = 1) -> Iterator[tuple[int, str]]:
        """Its own heading and those within, each with its level."""
        yield level, self.title
        for part in self.parts:
            yield from part.headings(level + 1)


Block = Text | Table | Bar | Spreads


@dataclass(frozen=True)
class Paper:
    """The whole. `facts`: what stands on the cover, label and value; `marks`: what must not be overlooked; `foot`: of every page."""

    title: str
    subtitle: str
    facts: tuple[tuple[str, str], ...]
    marks: tuple[str, ...]
    foot: str
    chapters: tuple[Chapter, ...]
