"""A ranking book as a PDF: with an outline, tagged for who listens, heads that are repeated, and bars that are drawn."""

from dataclasses import asdict
from pathlib import Path
from typing import Any

from reports.ranking_book.book import Book
from reports.ranking_book.outline import Block, Chapter
from reports.ranking_book.text import paper_of
from reports.typesetting.typesetting import pdf
from reports.wording.wording import Wording

TEMPLATE = Path(__file__).with_name("book.typ")


def book_pdf(book: Book, t: Wording) -> bytes:
    """The PDF. The same book gives the same bytes."""
    paper = paper_of(book, t)
    head = {"title": paper.title, "subtitle": paper.subtitle, "facts": paper.facts, "marks": paper.marks, "foot": paper.foot}
    words = {"page": t("common.page", page="{page}", pages="{pages}"), "contents": t("cover.contents"), "lang": t.lang}
    return pdf(TEMPLATE, {**head, **words, "chapters": [_chapter(one) for one in paper.chapters]})


def _chapter(chapter: Chapter) -> dict[str, Any]:
    return {"title": chapter.title, "blocks": [_block(x) for x in chapter.blocks], "parts": [_chapter(x) for x in chapter.parts]}


def _block(block: Block) -> dict[str, Any]:
    return {"kind": type(block).__name__, **asdict(block)}
