"""Letters to units whose evidence is wanting: what is undecided, up to which day, and a rank that may not be compared."""

from datetime import UTC, date, datetime
from io import BytesIO

import openpyxl
import pytest
from pydantic import SecretStr

from data.access import OPERATOR, Viewer
from data.calendar import load_calendar
from data.decisions.store import Decisions
from data.settings import Settings
from metrics.run.reader import Reader
from reports.delivery.duty_calendar import duty_calendar
from reports.delivery.letters import Office, brief, notice, reminder
from reports.delivery.planning import plan
from reports.wording.wording import Wording
from tests.cities import wanting_year

ENDS = "证据截至 06-20，早于统计日 06-30"


def office(lang: str = "zh") -> Office:
    return Office(Wording(lang, "delivery"), "江门市政务数据局", "", date(2026, 7, 6), load_calendar())


def sight(reader: Reader, unit: str) -> tuple[Reader, dict]:
    """The unit's own sight of the run, and the unit."""
    own = Reader(reader.store, reader.info, Viewer(unit, "department", frozenset({unit})))
    return own, own.units().row(0, named=True)


@pytest.fixture(scope="module")
def first(wanting: tuple[Reader, Reader]) -> Reader:
    return wanting[0]


@pytest.mark.parametrize(
    ("lang", "rank", "undecided"),
    [
        ("zh", "名次：市直部门不宜比较", "未判的义务 5 项（证据截至日早于统计日 4，缺少文件 1）"),
        ("en", "Rank in 市直部门: not comparable", "5 (evidence ends before the day of assessment: 4, file missing: 1)"),
    ],
)
def test_a_published_result_says_that_the_rank_is_not_comparable_and_why(first: Reader, lang: str, rank: str, undecided: str):
    edition = next(one for one in first.store.published() if one.edition_id == wanting_year.FIRST)
    own, unit = sight(first, "B1")
    text = notice(office(lang), own, unit, edition).text
    assert rank in text and undecided in text
    total = first.totals().filter(unit_id="B1")["total"][0]
    assert str(total) in text, "the total stands"
    letter = brief(office(lang), own, unit, (own, edition)).text
    assert rank in letter and undecided in letter


def test_a_reminder_says_up_to_which_day_an_open_duty_is_known(first: Reader):
    own, unit = sight(first, "B2")
    paper = reminder(office(), own, unit)
    assert paper is not None
    (line,) = [line for line in paper.text.splitlines() if "SQ-B2-新0" in line]
    assert "已逾期" in line and line.endswith(f"（{ENDS}）")
    listed = next(one for one in paper.attachments if one.name.endswith(".xlsx"))
    rows = list(openpyxl.load_workbook(BytesIO(listed.build())).worksheets[1].iter_rows(values_only=True))
    told = [dict(zip(rows[0], row, strict=True)) for row in rows[1:]]
    assert {row["证据截至"] for row in told if row["事项编号"] == "SQ-B2-新0"} == {ENDS}


def test_what_fell_due_after_the_evidence_ends_is_no_overdue_and_says_so(first: Reader):
    own, unit = sight(first, "B1")
    paper = reminder(office(), own, unit)
    assert paper is not None
    due, overdue = paper.text.split("二、逾期未完成")
    assert due.count(ENDS) == 4 and "SQ-B1-新" not in overdue
    events = duty_calendar(own, "B1").decode().replace("\r\n ", "")
    assert events.count("证据截至 06-20") == 4


def test_nothing_is_said_of_evidence_where_it_reaches_the_day(wanting: tuple[Reader, Reader]):
    own, unit = sight(wanting[1], "B3")
    paper = reminder(office(), own, unit)
    assert paper is not None
    assert "证据截至" not in paper.text
    listed = next(one for one in paper.attachments if one.name.endswith(".xlsx"))
    heads = next(openpyxl.load_workbook(BytesIO(listed.build())).worksheets[1].iter_rows(values_only=True))
    assert "证据截至" not in heads


def test_the_office_is_told_how_much_of_the_city_is_undecided(wanting: tuple[Reader, Reader]):
    store = wanting[0].store
    options = Settings(home=store.home.path, threads=1, webhook=SecretStr("http://127.0.0.1:9/robot"), deliveries="publication")
    decisions = Decisions(store.home, options, now=lambda: datetime(2026, 7, 21, 1, tzinfo=UTC))
    (summary,) = [one for one in plan(store.home, options, decisions).due if one.unit_id is None]
    decisions.close()
    assert summary.paper is not None
    whole = Reader(store, wanting_year.SECOND, OPERATOR).undecided()["obligations"].sum()
    assert f"全市缺证据未判的义务 {whole} 项（缺少列 1，缺少文件 {whole - 1}）" in summary.paper.text
