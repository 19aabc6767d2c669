"""What a page shows, read back as tables of cells. So a file of a page holds the figures that stood there, and none that was counted anew."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Final

from reports.tables.page_figures import NONE, read
from reports.wording.printable import printable

FIGURES: Final = {"n", "c", "f"}  # the kinds of cells that hold figures; what looks like a number elsewhere is a name
HEADINGS: Final = {"h2", "h3", "h4", "summary", "caption"}
VOID: Final = {"br", "img", "hr", "input"}
BREAKS: Final = {"br", "div", "p", "li"}


@dataclass(frozen=True)
class Piece:
    """A text within a cell: whether it stands small, and whether it is a state's sign."""

    text: str
    is_aside: bool
    is_sign: bool


@dataclass
class Cell:
    """`said`: its text. `aside`: what stands small beside it. `is_figure`: its column holds figures. `span`: how many columns it takes."""

    is_figure: bool = False
    is_head: bool = False
    span: int = 1
    said: str = ""
    aside: str = ""
    pieces: list["Piece"] = field(default_factory=list)  # while it is being read


@dataclass
class Table:
    """`title`: the heading above it, "" without one. `rows`: the head first. `notes`: the sentences that stand beside it."""

    title: str = ""
    rows: list[list[Cell]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def tables(shown: str, signs: Mapping[str, str]) -> list[Table]:
    """The tables of some HTML of ours, in its order. `signs`: the word of each state's sign, put in where no word stands beside it."""
    reader = _Reader(signs)
    reader.feed(shown)
    reader.close()
    return reader.tables


class _Reader(HTMLParser):
    def __init__(self, signs: Mapping[str, str]):
        super().__init__(convert_charrefs=True)
        self.tables: list[Table] = []
        self._signs = signs
        self._open: list[tuple[str, str]] = []  # (tag, what becomes of the text in it)
        self._next = Table()  # the heading and the notes that the next table gets
        self._cell: Cell | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        of = {name: value or "" for name, value in attrs}
        if tag not in VOID:
            self._open.append((tag, self._kind(tag, of)))
        if tag == "table":
            self.tables.append(self._next)
            self._next = Table()
        elif tag == "tr":
            self.tables[-1].rows.append([])
        elif tag in ("td", "th"):
            self._cell = Cell(bool(FIGURES & set(of.get("class", "").split())), tag == "th", int(of.get("colspan") or 1))
            self.tables[-1].rows[-1].append(self._cell)
        elif self._cell is not None:
            drawn = of.get("alt") if tag == "img" else of.get("aria-label") if of.get("role") == "img" else ""
            self._say(drawn or "")
            if tag in BREAKS:
                self._cell.pieces += [Piece(" ", False, False), Piece(" ", True, False)]
        elif tag in HEADINGS:
            self._next = Table()
        elif self._open and self._open[-1][1] == "note":
            self._next.notes.append("")

    def handle_endtag(self, tag: str) -> None:
        while self._open and self._open.pop()[0] != tag:
            pass
        if tag in ("td", "th") and self._cell is not None:
            _finish(self._cell, self._signs)
            self._cell = None
        elif tag == "p" and self._next.notes and self.tables and not self._next.title:
            self.tables[-1].notes += self._next.notes
            self._next.notes = []

    def handle_data(self, data: str) -> None:
        kinds = {kind for _, kind in self._open}
        if "silent" in kinds:
            return
        if self._cell is not None:
            self._say(data)
        elif "title" in kinds:
            self._next.title = printable(self._next.title + data)
        elif "note" in kinds:
            self._next.notes[-1] = printable(f"{self._next.notes[-1]}{data}")

    def _kind(self, tag: str, of: Mapping[str, str]) -> str:
        """What the text in a tag is: heading or note of a table, small, a sign, or silent: drawn, or folded away."""
        kinds, parent = of.get("class", "").split(), self._open[-1] if self._open else ("", "")
        if "ds-mark" in kinds:
            return "sign"
        is_folded = self._cell is not None and parent[0] == "details" and tag != "summary"
        if (
            of.get("role") == "img"
            or of.get("aria-hidden") == "true"
            or is_folded
            or (self._cell is None and "quiet" in kinds and tag == "a")
        ):
            return "silent"
        if self._cell is None and (tag in HEADINGS or "ds-h" in kinds or (tag == "p" and "ds-note" in kinds)):
            return "title" if tag in HEADINGS else "part" if "ds-h" in kinds else "note"
        return "note" if parent[1] == "part" and tag == "span" else "small" if tag == "small" else ""

    def _say(self, text: str) -> None:
        kinds = {kind for _, kind in self._open}
        if self._cell is not None:
            self._cell.pieces.append(Piece(text, "small" in kinds, "sign" in kinds))


def _finish(cell: Cell, signs: Mapping[str, str]) -> None:
    """The text of a cell that is read to its end. A lone figure needs no word for its sign: its column has a name."""
    said = [piece for piece in cell.pieces if not piece.is_aside]
    bare = printable("".join(piece.text for piece in said if not piece.is_sign))
    cell.said = bare if cell.is_figure and read(bare) else _worded(said, signs)
    cell.said = "" if cell.said == NONE else cell.said
    cell.aside = _worded([piece for piece in cell.pieces if piece.is_aside], signs)
    cell.pieces.clear()


def _worded(pieces: Sequence[Piece], signs: Mapping[str, str]) -> str:
    """Pieces of text in one line, each sign as its word unless that word follows by itself."""
    text = ""
    for piece in reversed(pieces):
        if not piece.is_sign:
            text = piece.text + text
        elif not text.lstrip().startswith(word := signs.get(piece.text.strip(), "")):
            text = f" {word} {text}"
    return printable(text)
