"""The Word document as others read it: an outline, a table of contents, heads that are repeated, and the run's figures."""

from io import BytesIO
from typing import Any

import docx
import pytest
from docx.oxml.ns import qn

from metrics.run.reader import Reader
from reports.ranking_book import FOLDER, book_docx
from reports.ranking_book.book import Book
from reports.ranking_book.ordinals import ordinal
from reports.wording.wording import Wording
from tests.reports.ranking_book.crowd import UNITS, crowd, nobody, nothing_applies


@pytest.fixture(scope="module")
def told(files: dict[str, bytes]) -> Any:
    return docx.Document(BytesIO(files["docx"]))


def tables(document: Any, key: str) -> list[list[list[str]]]:
    """The rows of every table whose head holds `key`."""
    found = [[[cell.text for cell in row.cells] for row in table.rows] for table in document.tables]
    return [rows for rows in found if key in rows[0]]


def test_headings_make_an_outline_and_the_contents_name_them(told: Any):
    headings = [p.text for p in told.paragraphs if p.style.name == "Heading 1"]
    assert headings == ["一、总体情况", "二、市直部门", "三、县（市、区）", "附件 1　考核方案与评分项", "附件 2　各单位评分项得分"]
    contents = [p.text for p in told.paragraphs if p.style.name.startswith("Contents 1")]
    assert contents == headings
    assert "TOC \\o" in told.element.xml


def test_the_ranking_is_the_runs(told: Any, reader: Reader):
    found = [row[:4] for rows in tables(told, "一件之差") for row in rows[1:] if row[0]]
    wanted = reader.totals().select("rank", "unit_name", "total", "grade").iter_rows()
    assert [
        (int(row[0].removesuffix("（并列）")), row[1].partition("（不适用")[0].partition("（样本")[0], row[2], row[3]) for row in found
    ] == [(rank, name, str(total), grade) for rank, name, total, grade in wanted]


def test_heads_are_repeated(told: Any):
    ranked = [table for table in told.tables if "一件之差" in table.rows[0].cells[-1].text]
    assert len(ranked) == 2
    assert all(table._tbl.tr_lst[0].trPr.find(qn("w:tblHeader")) is not None for table in ranked)


def test_the_same_book_gives_the_same_bytes(book: Book, files: dict[str, bytes]):
    assert book_docx(book, Wording("zh", FOLDER)) == files["docx"]


def test_a_crowd_with_hostile_names_is_there_in_full():
    made = docx.Document(BytesIO(book_docx(crowd(), Wording("en", FOLDER))))
    ranked = [row for rows in tables(made, "One duty apart") for row in rows[1:] if row[0]]
    unranked = [p.text for p in made.paragraphs if "no item applies, there are no obligations" in p.text]
    assert len(ranked) + len(unranked) == UNITS
    assert any(row[1].startswith('=HYPERLINK("http://x","甲局")') for row in ranked)
    assert any(row[0].endswith("(tied)") for row in ranked)


def test_nobody_ranked_and_nobody_at_all_are_said():
    texts = [p.text for p in docx.Document(BytesIO(book_docx(nothing_applies(), Wording("zh", FOLDER)))).paragraphs]
    assert any("没有应办义务，各评分项均不适用，所有单位不参与排名" in text for text in texts)
    assert texts.count("本组没有参与排名的单位：各评分项均不适用。") == 2
    assert any("本期没有被考核的单位" in p.text for p in docx.Document(BytesIO(book_docx(nobody(), Wording("zh", FOLDER)))).paragraphs)


def test_chapters_are_numbered_as_one_says():
    assert [ordinal(n, "zh") for n in (1, 9, 10, 11, 20, 21, 99)] == ["一", "九", "十", "十一", "二十", "二十一", "九十九"]
    assert ordinal(12, "en") == "12"
