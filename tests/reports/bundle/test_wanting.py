"""The control sheet of a city whose evidence is wanting: ranks still tie, and the one that may not be compared is told in words."""

import csv
from io import BytesIO
from typing import Any

import openpyxl
import pytest

from metrics.run.reader import Reader
from reports.bundle.control import checked_units, sheets
from reports.bundle.control_sheets import UNITS, WANTING
from reports.bundle.journal import Made
from reports.bundle.papers import papers

HEADS = [column for column, *_ in (*UNITS, *WANTING)]


def sheet(reader: Reader, *, formulas: bool) -> dict[str, dict[str, Any]]:
    """The units' sheet by unit."""
    made = openpyxl.load_workbook(BytesIO(files(reader)["对照表.xlsx"]), data_only=not formulas)
    rows = list(made["总分与名次"].iter_rows(min_row=2, values_only=True))
    told = [dict(zip(HEADS, row, strict=True)) for row in rows[:-1]]
    return {row["unit_id"]: row for row in told}


def files(reader: Reader) -> dict[str, bytes]:
    wanted = papers(reader, ["B1", "B2"], ("pdf",), "zh")
    return sheets(reader, wanted, {one.path: Made(one.path, "0" * 64, 7) for one in wanted}, "zh")


@pytest.fixture(scope="module")
def first(wanting: tuple[Reader, Reader]) -> Reader:
    return wanting[0]


def test_a_rank_that_is_not_comparable_is_told_in_words_and_all_ranks_are_checked(first: Reader):
    told, formulas = sheet(first, formulas=False), sheet(first, formulas=True)
    assert (told["B1"]["rank"], told["B1"]["place"], told["B1"]["undecided"]) == ("不宜比较", "不宜比较", 5)
    assert told["B1"]["wanting"] == "证据截至日早于统计日 4，缺少文件 1"
    assert told["B2"]["rank"] == told["B2"]["place"] == first.totals().filter(unit_id="B2")["rank"][0]
    assert {row["misplaced"] for row in told.values() if row["rank"]} == {0}
    assert str(formulas["B2"]["place"]).startswith("=COUNTIFS(")
    assert str(formulas["B1"]["misplaced"]).startswith("=IF(")
    checked = checked_units(first, papers(first, ["B1"], ("pdf",), "zh")).filter(unit_id="B1")
    assert checked["place"].to_list() == checked["rank"].to_list(), "its rank is checked all the same"
    assert checked["misplaced"].to_list() == [0]


def test_the_list_for_programs_says_the_same(first: Reader):
    rows = {row["单位编码"]: row for row in csv.DictReader(files(first)["对照表.csv"].decode("utf-8-sig").splitlines())}
    told = tuple(rows["B1"][head] for head in ("名次", "未判", "缺证据的原因"))
    assert told == ("不宜比较", "5", "证据截至日早于统计日 4，缺少文件 1")
    assert rows["B2"]["名次"].isdigit()


def test_the_facts_say_it_only_where_there_is_one(first: Reader, reader: Reader):
    def ties(of: Reader) -> str:
        wanted = papers(of, [of.totals()["unit_id"][0]], ("pdf",), "zh")
        made = sheets(of, wanted, {one.path: Made(one.path, "0" * 64, 7) for one in wanted}, "zh")["对照表.xlsx"]
        return " ".join(str(row[1]) for row in openpyxl.load_workbook(BytesIO(made))["说明"].iter_rows(values_only=True))

    assert "名次不宜比较的写明" in ties(first)
    assert ("名次不宜比较的写明" in ties(reader)) == (not reader.totals()["is_comparable"].all())
