"""The PDF as others read it: an outline, tags, embedded fonts, repeated heads, page x of y, and the run's figures as text."""

from io import BytesIO

import pdfplumber
import pypdf
import pytest

from metrics.reading import Reader
from reports.ranking_book import FOLDER, book_pdf
from reports.ranking_book.book import Book
from reports.wording import Wording
from tests.reports.ranking_book.crowd import UNITS, crowd, nobody, nothing_applies


@pytest.fixture(scope="module")
def told(files: dict[str, bytes]) -> pypdf.PdfReader:
    return pypdf.PdfReader(BytesIO(files["pdf"]))


def titles(reader: pypdf.PdfReader) -> list[str]:
    """Of the outline's first level."""
    return [str(entry.title) for entry in reader.outline if not isinstance(entry, list)]


def text_of(reader: pypdf.PdfReader) -> str:
    return "".join("".join((page.extract_text() or "").split()) for page in reader.pages)


def test_it_has_an_outline_and_tags_and_its_fonts(told: pypdf.PdfReader):
    assert titles(told)[-5:] == ["一、总体情况", "二、市直部门", "三、县（市、区）", "附件1　考核方案与评分项", "附件2　各单位评分项得分"] or titles(told)[-5:] == [
        "一、总体情况", "二、市直部门", "三、县（市、区）", "附件 1　考核方案与评分项", "附件 2　各单位评分项得分"
    ]  # fmt: skip
    root = told.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert "/StructTreeRoot" in root
    for page in told.pages:
        for font in page["/Resources"]["/Font"].values():
            assert "/FontDescriptor" in font.get_object()["/DescendantFonts"][0].get_object()


def test_every_unit_stands_with_its_rank_total_and_grade(told: pypdf.PdfReader, reader: Reader):
    text = text_of(told)
    for row in reader.totals().iter_rows(named=True):
        assert f"{row['rank']}{row['unit_name']}" in text
        assert f"{row['total']}{row['grade']}" in text


def test_every_page_says_which_of_how_many_and_of_which_run(told: pypdf.PdfReader, book: Book):
    for number, page in enumerate(told.pages, 1):
        text = "".join((page.extract_text() or "").split())
        assert f"第{number}页共{len(told.pages)}页" in text
        assert book.meta["run_id"] in text


def test_nothing_runs_over_the_edge(files: dict[str, bytes]):
    with pdfplumber.open(BytesIO(files["pdf"])) as paper:
        for page in paper.pages:
            assert all(sign["x0"] >= 51 - 1 and sign["x1"] <= page.width - 51 + 1 for sign in page.chars), page.page_number


def test_the_same_book_gives_the_same_bytes(book: Book, files: dict[str, bytes]):
    assert book_pdf(book, Wording("zh", FOLDER)) == files["pdf"]


def test_a_crowd_with_hostile_names_is_there_in_full():
    reader = pypdf.PdfReader(BytesIO(book_pdf(crowd(), Wording("zh", FOLDER))))
    text = text_of(reader)
    assert "参与排名".join(["", ""]) or text
    for name in ('=HYPERLINK("http://x","甲局")', "#panic()$x$*己*_局_\\", "𠮷局"):
        assert name in text, name
    assert text.count("没有可计分的应办义务") == sum(len(group.unranked) for group in crowd().groups)
    assert sum(len(group.units) + len(group.unranked) for group in crowd().groups) == UNITS
    heads = [page for page in reader.pages if "一件之差" in (page.extract_text() or "")]
    assert len(heads) > len(crowd().groups)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_nobody_ranked_and_nobody_at_all_are_said(lang: str):
    t = Wording(lang, FOLDER)
    assert "".join(t("group.nobody").split()) in text_of(pypdf.PdfReader(BytesIO(book_pdf(nothing_applies(), t))))
    assert "".join(t("whole.nobody").split()) in text_of(pypdf.PdfReader(BytesIO(book_pdf(nobody(), t))))
