"""The small city's ranking book, and what it is made from, once for all tests."""

import pytest

from metrics.run.reader import Reader
from metrics.run.trend import month_before
from reports.ranking_book import FOLDER, KINDS, book_docx, book_pdf, book_xlsx
from reports.ranking_book.book import Book
from reports.ranking_book.gather import book_of
from reports.wording.wording import Wording


@pytest.fixture(scope="session")
def before(reader: Reader) -> Reader:
    """The run a month earlier."""
    earlier = month_before(reader.info, reader.store.runs())
    assert earlier is not None
    return Reader(reader.store, earlier, reader.viewer)


@pytest.fixture(scope="session")
def book(reader: Reader, before: Reader) -> Book:
    return book_of(reader, before)


@pytest.fixture(scope="session")
def files(book: Book) -> dict[str, bytes]:
    """The book in Chinese by kind."""
    t = Wording("zh", FOLDER)
    return dict(zip(KINDS, (book_xlsx(book, t), book_docx(book, t), book_pdf(book, t)), strict=True))
