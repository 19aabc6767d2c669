"""A ranking book as a Word document: real headings, so that the outline and the table of contents work, heads that are repeated."""

from collections.abc import Iterable

from docx.document import Document
from docx.shared import Pt

from reports.ranking_book.book import Book
from reports.ranking_book.outline import Bar, Block, Cell, Chapter, Column, Paper, Spreads, Table, Text
from reports.ranking_book.text import paper_of
from reports.typesetting import word, word_table
from reports.wording.wording import Wording

STYLES = {"text": word.CELL, "number": word.CELL_NUMBER, "centre": word.CELL_CENTRE}
COLOURS = {"": "", "strong": "", "sum": "", "low": "A23B2A", "quiet": word.QUIET, "up": "1D6B52", "down": "A23B2A"}
LABELS = 36  # millimetres, of the cover's first column
ROOM = 265  # millimetres between the margins of a page in landscape


def book_docx(book: Book, t: Wording) -> bytes:
    """The document. The same book gives the same bytes."""
    paper = paper_of(book, t)
    document = word.paper(t, f"{paper.title} {paper.subtitle}", paper.foot, flipped=True)
    _cover(document, paper)
    document.add_page_break()
    word.contents(document, t("cover.contents"), [entry for chapter in paper.chapters for entry in chapter.headings()])
    for chapter in paper.chapters:
        _chapter(document, chapter, 1, t)
    return word.finished(document)


def _cover(document: Document, paper: Paper) -> None:
    word.title(document, paper.title)
    word.title(document, paper.subtitle)
    rows = [(word_table.Cell(label, colour=word.QUIET), value) for label, value in paper.facts]
    word_table.table(document, (LABELS, 190), rows)
    for mark in paper.marks:
        word.body(document, mark, word.WARNING)


def _chapter(document: Document, chapter: Chapter, level: int, t: Wording) -> None:
    word.heading(document, chapter.title, level).paragraph_format.page_break_before = level == 1
    for block in chapter.blocks:
        _block(document, block, t)
    for part in chapter.parts:
        _chapter(document, part, level + 1, t)


def _block(document: Document, block: Block, t: Wording) -> None:
    """What PDF draws as a bar stands here in words; a spread stands in the table above it already."""
    match block:
        case Text(text=text, is_note=is_note):
            line = word.body(document, text, word.NOTE if is_note else word.BODY)
            line.paragraph_format.space_before = Pt(4)
        case Table():
            _table(document, block, t)
        case Bar(title=title, parts=parts):
            word.body(document, t("whole.bar", title=title, parts="　".join(part.label for part in parts)), word.NOTE)
        case Spreads():
            pass


def _table(document: Document, told: Table, t: Wording) -> None:
    rows = ([_cell(cell, column, t) for cell, column in zip(row, told.columns, strict=True)] for row in told.rows)
    head = [[word_table.Cell(column.title) for column in told.columns]]
    scale = min(1.0, ROOM / sum(column.width for column in told.columns))
    widths = [column.width * scale for column in told.columns]
    word_table.table(document, widths, rows, head=head, styles=list(_styles(told.columns)))


def _styles(columns: Iterable[Column]) -> Iterable[str]:
    return (STYLES[column.align] for column in columns)


def _cell(cell: Cell, column: Column, t: Wording) -> word_table.Cell:
    small = cell.small if not cell.small or cell.small.startswith("/") else t("whole.beside", told=cell.small)
    style = word.CELL_STRONG if cell.look in ("strong", "sum") and column.align == "text" else ""
    return word_table.Cell(cell.text + small, style, colour=COLOURS[cell.look], shade=word.SHADE if cell.look == "sum" else "")
