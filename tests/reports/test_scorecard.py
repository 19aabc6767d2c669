"""The scorecard as Excel reads it: the same bytes every time, numbers that are numbers, sums that hold, and nobody else's rows."""

from decimal import Decimal
from io import BytesIO
from typing import Any

import openpyxl
import pytest

from data.access import OPERATOR, Viewer
from data.errors import RequestFault
from data.runs import RunStore
from data.settings import Home, Settings
from metrics.reading import Filter, Reader
from reports.scorecard import COST, scorecard_xlsx
from tests.metrics.deciding import adjust
from tests.metrics.small_run import build

UNIT = "JM013"


@pytest.fixture(scope="module")
def book(reader: Reader) -> Any:
    """With the values that the formulas carry."""
    return openpyxl.load_workbook(BytesIO(scorecard_xlsx(reader, UNIT)), data_only=True)


@pytest.fixture(scope="module")
def formulas(reader: Reader) -> Any:
    return openpyxl.load_workbook(BytesIO(scorecard_xlsx(reader, UNIT)))


def test_the_same_run_gives_the_same_bytes(reader: Reader):
    assert scorecard_xlsx(reader, UNIT) == scorecard_xlsx(reader, UNIT)


def test_the_head_says_what_it_is(book: Any, reader: Reader):
    told = " ".join(str(cell.value) for row in book["考核得分"].iter_rows(max_row=8) for cell in row if cell.value is not None)
    for words in (reader.run_id, "2026-10-31", "2026H2", "示例，待主管部门核定", "草稿"):
        assert words in told


def test_the_lines_sum_to_the_total(book: Any, formulas: Any, reader: Reader):
    total = reader.totals().filter(unit_id=UNIT)["total"][0]
    sheet, sums = book["考核得分"], formulas["考核得分"]
    labels = {row[0].value: row[0].row for row in sheet.iter_rows() if row[0].value}
    check, summed = labels["核对：满分 − 失分合计 = 总分"], labels["合计"]
    assert Decimal(str(sheet.cell(check, 10).value)) == total
    assert sums.cell(check, 10).value.startswith("=ROUND(100-")
    assert sums.cell(summed, 10).value.startswith("=SUM(J")
    lines = [sheet.cell(n, 10).value for n in range(10, summed)]
    numbers = [value for value in lines if isinstance(value, int | float)]
    assert round(sum(numbers), 2) == sheet.cell(summed, 10).value
    first, last = sums.cell(summed, 10).value[5:-1].split(":")
    assert (int(first[1:]), int(last[1:])) == (10, summed - 1)


def test_counts_are_numbers_and_codes_are_text(book: Any):
    sheet = book["扣分义务"]
    header = [cell.value for cell in sheet[3]]
    row = dict(zip(header, sheet[4], strict=True))
    assert isinstance(row["事项编号"].value, str)
    assert isinstance(row["逾期（工作日）"].value, int)
    assert row["产生"].is_date


def test_every_counted_obligation_is_listed_once(book: Any, reader: Reader):
    counted = reader.obligations(Filter(unit_id=UNIT, counted=True))
    cost = int(counted["state"].is_in(COST).sum())
    assert book["扣分义务"].max_row - 3 == cost
    assert book["按期义务"].max_row - 3 == len(counted) - cost


def test_it_prints_on_a4_with_its_head_kept(book: Any):
    for sheet in book:
        assert sheet.page_setup.paperSize == 9
        assert sheet.freeze_panes
        assert sheet.print_title_rows


def test_another_department_gets_nothing(reader: Reader):
    mine = Reader(reader.store, reader.run_id, Viewer("JM012", "department", frozenset({"JM012"})))
    with pytest.raises(RequestFault, match="JM013"):
        scorecard_xlsx(mine, UNIT)


def test_every_unit_has_a_scorecard(reader: Reader):
    for unit in reader.totals()["unit_id"]:
        assert scorecard_xlsx(reader, unit)[:2] == b"PK"


def test_points_by_decision_are_a_line_and_the_sheet_still_sums(home: Home):
    acts = [adjust(1, 9.0, unit_id="D2"), adjust(2, -0.5, "registration", "D2")]
    reader = Reader(RunStore(home, Settings()), build(home, acts=acts).run_id, OPERATOR)
    sheet = openpyxl.load_workbook(BytesIO(scorecard_xlsx(reader, "D2")), data_only=True)["考核得分"]
    rows = {row[0].value: [cell.value for cell in row] for row in sheet.iter_rows() if row[0].value}
    assert rows["加减分：裁定调整：总分（裁定 +9.00 分，超出部分不计）"][8:] == [5, -5]
    assert rows["加减分：裁定调整：信息系统登记率"][8:] == [-0.5, 0.5]
    total = reader.totals().filter(unit_id="D2")["total"][0]
    assert Decimal(str(rows["核对：满分 − 失分合计 = 总分"][9])) == total
