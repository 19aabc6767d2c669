"""The PDF as others read it: an outline, tags, embedded fonts, repeated heads, page x of y, and the run's figures as text."""

from io import BytesIO

import pdfplumber
import pypdf
import pytest

from metrics.run.reader import Reader
from reports.ranking_book import FOLDER, book_pdf
from reports.ranking_book.book import Book
from reports.wording.wording import Wording
from tests.reports.ranking_book.crowd import crowd, nobody, nothing_applies

MARGIN = 51  # points at either side of a page


@pytest.fixture(scope="module")
def told(files: dict[str, bytes]) -> pypdf.PdfReader:
    return pypdf.PdfReader(BytesIO(files["pdf"]))


def titles(reader: pypdf.PdfReader) -> list[str]:
    """Of the outline's first level."""
    return [str(entry.title) for entry in reader.outline if not isinstance(entry, list)]


def pages_of(reader: pypdf.PdfReader, most: int | None = None) -> list[str]:
    """The text of each page without its spaces, of as many as are asked for."""
    return ["".join(page.extract_text().split()) for page in reader.pages[:most]]


@pytest.fixture(scope="module")
def pages(told: pypdf.PdfReader) -> list[str]:
    return pages_of(told)


def test_it_has_an_outline_and_tags_and_its_fonts(told: pypdf.PdfReader):
    found = ["".join(title.split()) for title in titles(told)]
    assert found == ["一、总体情况", "二、市直部门", "三、县（市、区）", "附件1考核方案与评分项", "附件2各单位评分项得分"]
    root = told.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert "/StructTreeRoot" in root
    for page in told.pages:
        for font in page["/Resources"]["/Font"].values():
            assert "/FontDescriptor" in font.get_object()["/DescendantFonts"][0].get_object()


def test_every_unit_stands_with_its_rank_total_and_grade(pages: list[str], reader: Reader):
    text = "".join(pages)
    for row in reader.totals().iter_rows(named=True):
        assert f"{row['rank']}{row['unit_name']}" in text
        assert f"{row['total']}{row['grade']}" in text


def test_every_page_says_which_of_how_many_and_of_which_run(pages: list[str], book: Book):
    for number, text in enumerate(pages, 1):
        assert f"第{number}页共{len(pages)}页" in text
        assert book.meta["run_id"] in text


def test_nothing_runs_over_the_edge(files: dict[str, bytes], pages: list[str]):
    wide = [n for n, text in enumerate(pages) if "一件之差" in text or "变动最大的评分项" in text][:3]
    with pdfplumber.open(BytesIO(files["pdf"])) as paper:
        for page in (paper.pages[n] for n in wide):
            assert all(sign["x0"] >= MARGIN - 1 and sign["x1"] <= page.width - MARGIN + 1 for sign in page.chars), page.page_number


def test_the_same_book_gives_the_same_bytes(book: Book, files: dict[str, bytes]):
    assert book_pdf(book, Wording("zh", FOLDER)) == files["pdf"]


def test_a_crowd_with_hostile_names_is_there_in_full():
    whole = crowd()
    reader = pypdf.PdfReader(BytesIO(book_pdf(whole, Wording("zh", FOLDER))))
    chapters = [reader.get_destination_page_number(entry) for entry in reader.outline if not isinstance(entry, list)]
    pages = pages_of(reader, chapters[4])  # the whole, and three groups
    text = "".join(pages)
    for name in ('=HYPERLINK("http://x","甲局")', "#panic()$x$*己*_局_\\", "𠮷局", "〓局"):
        assert name in text, name
    assert len(chapters) == 1 + len(whole.groups) + 2
    assert text.count("没有可计分的应办义务") == sum(len(group.unranked) for group in whole.groups[:3])
    assert sum("一件之差" in page for page in pages[chapters[1] :]) > 3, "heads are repeated"


def printed(book: Book, t: Wording) -> str:
    return "".join(pages_of(pypdf.PdfReader(BytesIO(book_pdf(book, t)))))


def test_nobody_ranked_and_nobody_at_all_are_said():
    zh, en = (Wording(lang, FOLDER) for lang in ("zh", "en"))
    assert "".join(en("group.nobody").split()) in printed(nothing_applies(), en)
    assert "".join(zh("whole.nobody").split()) in printed(nobody(), zh)
