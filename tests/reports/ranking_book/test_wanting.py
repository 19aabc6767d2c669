"""The ranking book of a city whose evidence is wanting: what is undecided beside each rank, and words where a rank may not be compared."""

from dataclasses import replace
from io import BytesIO
from typing import Any

import openpyxl
import pytest

from metrics.run.reader import Reader
from reports.ranking_book import FOLDER, book_docx, book_xlsx
from reports.ranking_book.book import Book
from reports.ranking_book.gather import book_of
from reports.ranking_book.outline import Cell, Chapter, Paper, Table, Text
from reports.ranking_book.text import marks, paper_of
from reports.wording.wording import Wording
from tests.reports.papers.letters import said
from tests.reports.ranking_book.crowd import crowd

pytestmark = pytest.mark.filterwarnings("ignore:.*extension is not supported")  # data bars, which openpyxl does not know
ZH, EN = Wording("zh", FOLDER), Wording("en", FOLDER)
WORD, GROUP = "不宜比较", "市直部门"


@pytest.fixture(scope="module")
def book(wanting: tuple[Reader, Reader]) -> Book:
    return book_of(wanting[0])


@pytest.fixture(scope="module")
def corrected(wanting: tuple[Reader, Reader]) -> Book:
    """The later edition, with what moved since the first."""
    return book_of(wanting[1], wanting[0])


def chapters(paper: Paper) -> dict[str, Chapter]:
    """Every chapter by its title, those within too; of two with one title the first."""
    found: dict[str, Chapter] = {}

    def walk(one: Chapter) -> None:
        found.setdefault(one.title.split("、")[-1].split("　")[-1], one)
        for part in one.parts:
            walk(part)

    for chapter in paper.chapters:
        walk(chapter)
    return found


def table(chapter: Chapter) -> list[dict[str, Cell]]:
    """The rows of a chapter's first table, by its heads."""
    told = next(block for block in chapter.blocks if isinstance(block, Table))
    return [dict(zip([column.title for column in told.columns], row, strict=True)) for row in told.rows]


def sheet(book: Book, name: str) -> list[dict[str, Any]]:
    """The rows of a sheet under its widest head, with formulas as formulas."""
    lines = list(openpyxl.load_workbook(BytesIO(book_xlsx(book, ZH)))[name].iter_rows(values_only=True))
    at = max(range(len(lines)), key=lambda n: sum(isinstance(x, str) and not x.startswith("=") for x in lines[n]))
    return [dict(zip(lines[at], line, strict=True)) for line in lines[at + 1 :] if line[1]]


def test_units_hold_what_the_run_says_of_their_evidence(book: Book, wanting: tuple[Reader, Reader]):
    rows = {row["unit_id"]: row for row in wanting[0].totals().iter_rows(named=True)}
    for unit in book.groups[0].everybody:
        row = rows[unit.unit_id]
        assert (sum(unit.undecided.values()), unit.undecided_share, unit.is_comparable) == (
            row["undecided"], row["undecided_share"], row["is_comparable"],
        )  # fmt: skip
    assert {unit.unit_id for unit in book.groups[0].units if not unit.is_comparable} == {"B1", "B3"}
    assert book.incomparable == 2


def test_the_chapter_shows_a_word_for_such_a_rank_and_how_much_is_undecided(book: Book):
    rows = {row["单位"].text: row for row in table(chapters(paper_of(book, ZH))[GROUP])}
    first, second = rows["江门市教育局"], rows["江门市财政局"]
    assert (first["名次"].text, first["一件之差"].text) == (WORD, "—")
    assert first["单位"].small.endswith("未判 5 件")
    assert second["名次"].text.isdigit() and second["单位"].small.endswith("未判 1 件")
    assert first["总分"].text == f"{next(u.total for u in book.groups[0].units if u.unit_id == 'B1'):.2f}", "the total stands"


def test_a_table_says_why(book: Book):
    rows = {row["单位"].text: row for row in table(chapters(paper_of(book, ZH))["缺证据未判的义务"])}
    told = {
        name: tuple(row[head].text for head in ("名次", "未判", "缺少列", "证据截至日早于统计日", "缺少文件")) for name, row in rows.items()
    }
    assert told["江门市教育局"] == (WORD, "5", "—", "4", "1")
    assert told["江门市民政局"] == (WORD, "3", "2", "—", "1")
    assert rows["江门市教育局"]["占应办与未判之和"].text == "20.00%"


def test_the_cover_the_scheme_and_the_method_say_it(book: Book):
    (told,) = [mark for mark in marks(book, ZH) if "缺证据" in mark]
    assert told.endswith("其中 2 个单位的名次不宜比较。")
    found = chapters(paper_of(book, ZH))
    texts = {name: " ".join(b.text for b in one.blocks if isinstance(b, Text)) for name, one in found.items()}
    assert "超过应办与未判之和 10% 的单位，名次不宜比较" in texts["考核方案与评分项"]
    assert "不因少报数据而占先" in texts["计分与排名办法"]
    assert "not comparable" in said(book_docx(book, EN))


def test_the_workbook_writes_the_word_where_others_have_the_formula(book: Book):
    rows = {row["单位"]: row for row in sheet(book, GROUP) if row["等次"]}
    assert rows["江门市教育局"]["名次"] == WORD
    assert str(rows["江门市财政局"]["名次"]).startswith("=RANK(")
    assert str(rows["江门市教育局"]["总分"]).startswith("=ROUND("), "the total stands, and can be checked"
    assert (rows["江门市教育局"]["未判"], rows["江门市财政局"]["未判"]) == (5, 1)
    assert "证据截至日早于统计日 4，缺少文件 1" in rows["江门市教育局"]["明细"]


def test_places_are_not_told_from_or_to_a_rank_that_is_not_comparable(corrected: Book):
    found = chapters(paper_of(corrected, ZH))
    rows = {row["单位"].text: row for row in table(found["名次和总分的变化"])}
    assert rows["江门市教育局"]["名次"].text.startswith(f"{WORD} → ")
    assert (rows["江门市教育局"]["名次变化"].text, rows["江门市教育局"]["名次变化的原因"].text) == ("—", "—")
    assert rows["江门市教育局"]["证据"].text not in ("", "—"), "what the evidence brought is a part of its own"
    moved = {row["单位"]: row for row in sheet(corrected, "变化")}
    assert (moved["江门市教育局"]["上月名次"], moved["江门市教育局"]["名次变化"]) == (WORD, None)
    assert moved["江门市教育局"]["总分：证据"] is not None
    assert str(moved["江门市体育局"]["名次变化"]).startswith("=")


def test_what_a_later_edition_changed_has_the_word_too(corrected: Book):
    found = chapters(paper_of(corrected, ZH))
    rows = {row["单位"].text: row for row in table(found["第 2 版与第 1 版的差异"])}
    assert rows["江门市教育局"]["名次（原 → 现）"].text.startswith(f"{WORD} → ")
    sheets = {row["单位"]: row for row in sheet(corrected, "版本差异")}
    assert sheets["江门市教育局"]["原名次"] == WORD


def test_a_book_of_an_earlier_layout_says_nothing_of_evidence():
    told = said(book_docx(replace(crowd(), knows_evidence=False), ZH))
    assert "缺证据" not in told and "不宜比较" not in told
    assert "不宜比较" in said(book_docx(crowd(), ZH)), "the scheme's annex and the method say it of every run that knows"


def test_nothing_is_said_where_nothing_is_undecided():
    whole = crowd()
    tables = [block for one in chapters(paper_of(whole, ZH)).values() for block in one.blocks if isinstance(block, Table)]
    assert WORD not in {cell.text for one in tables for row in one.rows for cell in row}
    assert "未判" not in {column.title for one in tables for column in one.columns}
    assert not [mark for mark in marks(whole, ZH) if "证据" in mark]
