"""Names that would break a paper, lists without end, periods without anything: each gives three correct papers."""

from datetime import date
from decimal import Decimal
from io import BytesIO
from typing import Any

import docx
import openpyxl
import pypdf
import pytest

from data.access import OPERATOR
from data.runs.store import RunStore
from data.settings import Home, Settings
from metrics.run.filter import Filter
from metrics.run.lines_affected import MISSED
from metrics.run.reader import Reader
from reports import scorecard
from reports.scorecard.card import scorecard as read_card
from tests.cities import small_run
from tests.cities.deciding import exempt
from tests.reports.scorecard import reading_back as back

HOSTILE = '=HYPERLINK("http://a.example","点")/\\:*?<>|&P&"宋体"\x01\u202e😀#set page(*甲*_乙_$x$<b>' + "很长的名称" * 40
SHOWN = HOSTILE.replace("\x01", "").replace("\u202e", "")
SUBJECTS = ("=1+1", "+8613800000000", "-5", "@SUM(A1)", "\t=2", "🐎马", "A" * 200, "长" * 200)
MANY = 5_000


def reader_of(home: Home, **more: Any) -> Reader:
    return Reader(RunStore(home, Settings(threads=1)), small_run.build(home, **more).run_id, OPERATOR)


@pytest.fixture
def named(home: Home, monkeypatch: pytest.MonkeyPatch) -> Reader:
    """D1 has a name to fear, and so have its systems."""
    systems = [
        {"system_id": f"S{n}", "system_name": name, "department_id": "D1", "stage": "已建", "classified": "否", "listed_on": date(2026, 1, 5)}
        for n, name in enumerate(SUBJECTS)
    ]  # fmt: skip
    directory = [row | {"name": HOSTILE} if row["department_id"] == "D1" else row for row in small_run.departments()]
    monkeypatch.setattr(small_run, "departments", lambda: directory)
    monkeypatch.setattr(small_run, "systems", lambda: systems)
    return reader_of(home)


def test_a_hostile_name_is_only_a_name(named: Reader):
    book = openpyxl.load_workbook(BytesIO(scorecard.make(named, "D1", "xlsx")))
    score, missed = book["考核评分"], book["逾期和未完成"]
    assert score["B2"].value == SHOWN
    formulas = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]
    assert {cell.value.split("(")[0] for cell in formulas} == {"=SUM", "=SUMIF", "=ROUND"}
    subjects = {row[2].value for row in missed.iter_rows(min_row=4)}
    assert {"=1+1", "+8613800000000", "-5", "@SUM(A1)", "=2", "🐎马", "A" * 200, "长" * 200} <= subjects
    assert len(score.oddFooter.left.text) < 255

    document = docx.Document(BytesIO(scorecard.make(named, "D1", "docx")))
    assert document.paragraphs[0].text == f"{SHOWN}公共数据共享监督考核评分表"
    assert "A" * 200 in "".join(cell for table in back.tables(scorecard.make(named, "D1", "docx")) for row in table for cell in row)

    printed = scorecard.make(named, "D1", "pdf")
    told = back.text(printed)
    assert "".join(SHOWN.replace("😀", "〓").split()) in told
    assert "A" * 200 in told
    assert "长" * 200 in told
    assert (pypdf.PdfReader(BytesIO(printed)).metadata or {}).get("/Title", "").startswith("=HYPERLINK")


def test_the_name_of_its_file_is_one_that_windows_takes(named: Reader):
    for kind in scorecard.KINDS:
        name = scorecard.file_name(named.info, HOSTILE, kind)
        assert not set('/\\:*?"<>|\x01') & set(name)
        assert not name.startswith(("=", "+", "-", "@", "."))
        assert name.endswith(f"-考核评分表-2026H1-草稿-截至2026-06-30.{kind}")
        assert len(name.encode()) <= 255


def test_five_thousand_rows_are_all_there(home: Home, monkeypatch: pytest.MonkeyPatch):
    requests = [
        {"request_id": f"R{n:05}", "provider_id": "D1", "requester_id": "D2", "received_on": date(2026, 3, 2), "share_class": "有条件共享"}
        for n in range(MANY)
    ]  # fmt: skip
    monkeypatch.setattr(small_run, "requests", lambda: requests)
    reader = reader_of(home)
    found = reader.count(Filter(unit_id="D1", counted=True, states=MISSED))
    assert found > MANY
    ids = {row["request_id"] for row in requests}
    rows = back.sheet(scorecard.make(reader, "D1", "xlsx"), "逾期和未完成")[3:]
    assert len(rows) == found
    assert {row[3] for row in rows} > ids
    listed = [row for table in back.tables(scorecard.make(reader, "D1", "docx")) for row in table if len(row) == 13 and row[0] != "序号"]
    assert len(listed) == found
    printed = scorecard.make(reader, "D1", "pdf")
    told = back.text(printed)
    assert [name for name in sorted(ids) if name not in told] == []
    pages = len(pypdf.PdfReader(BytesIO(printed)).pages)
    assert f"第{pages}页共{pages}页" in told
    assert told.count("承办部门") >= pages - 5, "the head is on every page of the list"


def test_a_period_with_nothing_to_judge(home: Home):
    """No total, no rank, every item said not to apply: no 0 and no 100 %."""
    acts = [exempt(n, date(2024, 1, 1), rule_id="officer_appointment", unit_id=unit) for n, unit in enumerate((*small_run.UNITS, "D9"), 1)]
    reader = reader_of(home, period="2024H1", as_of=date(2024, 6, 28), acts=acts)
    assert reader.totals()["total"].null_count() == len(reader.totals())
    rows = {row[0]: row for row in back.sheet(scorecard.make(reader, "D1", "xlsx"), "考核评分") if row[0]}
    assert (rows["总分"][1], rows["核对：满分 − 扣分合计 = 总分"][9]) == ("不适用", "不适用")
    assert back.tables(scorecard.make(reader, "D1", "docx"))[0][1] == ["不适用", "不适用", "不参与排名"]
    told = back.text(scorecard.make(reader, "D1", "pdf"))
    assert "总分、等次不适用，不参与排名" in told
    assert "本期没有逾期完成、逾期未完成或未落实的义务" in told
    assert "100.0%" not in told


def test_an_item_that_does_not_apply_says_so_and_the_rest_still_sum(decided: Reader):
    for unit in decided.units()["unit_id"]:
        card = read_card(decided, unit, "zh", ())
        lines = [line for part in card.sections for line in part.lines]
        assert {line.is_applicable for line in lines} == {True, False}
        assert all("不适用" in line.account for line in lines if not line.is_applicable)
        assert card.full - card.lost == card.total
        assert sum((line.lost for line in lines if not line.is_applicable), Decimal(0)) == 0
        assert any("折算" in note for note in card.notes)
