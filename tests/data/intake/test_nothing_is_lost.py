"""What would be lost without a word is said: two listings of one day, a second sheet, rows that lost, a damaged file among good ones."""

from datetime import UTC, date, datetime
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest

from data.contracts.contracts import load_contracts
from data.facts.store import Facts
from data.intake import Outcome, ingest, rejects_workbook
from data.settings import Home

DAY = date(2026, 6, 30)
SYSTEMS = ["系统编码", "系统名称", "责任单位", "建设阶段", "是否涉密", "列入台账日期", "平台登记日期"]


def book(*sheets: tuple[str, list[list[str]]]) -> bytes:
    """A workbook of systems, one sheet after the other."""
    made = openpyxl.Workbook()
    made.remove(made.active)
    for name, rows in sheets:
        sheet = made.create_sheet(name)
        for row in [SYSTEMS, *rows]:
            sheet.append(row)
    stream = BytesIO()
    made.save(stream)
    return stream.getvalue()


def system(code: str, registered: str = "2026-03-01") -> list[str]:
    return [code, f"系统{code}", "江门市水利局", "已建", "否", "2026-01-05", registered]


@pytest.fixture
def facts(home: Home) -> Facts:
    """A store in which the directory is."""
    directory = "部门编码,部门名称,所属区划,考核分组\nD1,江门市水利局,江门市,市直部门\n".encode()
    bring_in(Facts(home), ("d.csv", directory))
    return Facts(home)


def bring_in(facts: Facts, *files: tuple[str, bytes]) -> list[Outcome]:
    return ingest(files, facts, load_contracts(), exported_on=DAY, by="test", received_at=datetime(2026, 7, 1, tzinfo=UTC))


def test_two_listings_of_one_day_in_one_go_are_not_both_taken(facts: Facts) -> None:
    first, second = bring_in(facts, ("甲.xlsx", book(("表", [system("S1")]))), ("乙.xlsx", book(("表", [system("S2")]))))
    assert [first.status, second.status] == ["taken", "refused"]
    assert "“甲.xlsx”" in second.sentence + first.name + second.name
    assert "增量报送" in second.sentence


def test_a_listing_that_replaces_one_of_the_same_day_says_so(facts: Facts) -> None:
    bring_in(facts, ("甲.xlsx", book(("表", [system("S1")]))))
    (outcome,) = bring_in(facts, ("乙.xlsx", book(("表", [system("S2")]))))
    assert outcome.batch
    assert any("甲.xlsx" in warning and "为准" in warning for warning in outcome.batch.warnings)


def test_a_second_sheet_of_data_is_named(facts: Facts) -> None:
    (outcome,) = bring_in(facts, ("两张.xlsx", book(("市直", [system("S1"), system("S2")]), ("区县", [system("S3")]))))
    assert outcome.batch
    assert any("区县" in warning and "未读取" in warning for warning in outcome.batch.warnings)


def test_rows_that_lost_do_not_come_back(facts: Facts) -> None:
    rows = [system("S1", ""), system("S1"), system("S9", "待定")]
    (outcome,) = bring_in(facts, ("冲突.xlsx", book(("表", rows))))
    assert outcome.batch
    assert outcome.batch.counts.rejected == 2
    back = openpyxl.load_workbook(BytesIO(rejects_workbook(outcome.batch, facts.rejected(outcome.batch), load_contracts())))
    assert [row[2].value for row in back.worksheets[0].iter_rows(min_row=3)] == ["S9"]
    assert [row[2].value for row in back.worksheets[1].iter_rows(min_row=3)] == ["S1"]
    back.worksheets[0].cell(3, 9).value = "2026-03-02"
    stream = BytesIO()
    back.save(stream)
    (again,) = bring_in(facts, ("改正.xlsx", stream.getvalue()))
    assert again.batch
    assert again.batch.counts.read == again.batch.counts.accepted == 1


@pytest.mark.parametrize("cut", [(200, 400), (0, 50), (900, 2000)])
def test_a_damaged_workbook_refuses_itself_only(facts: Facts, cut: tuple[int, int]) -> None:
    whole = book(("表", [system(f"S{n}") for n in range(50)]))
    damaged = whole[: cut[0]] + whole[cut[1] :]
    outcomes = bring_in(facts, ("a.xlsx", damaged), ("b.xlsx", whole + whole), ("c.xlsx", whole))
    taken = [o for o in outcomes if o.status == "taken"]
    assert taken, [o.sentence for o in outcomes]
    assert all(o.sentence for o in outcomes if o.status == "refused")


def test_batches_of_all_divisions_stand_in_order_of_time(facts: Facts, tmp_path: Path) -> None:
    contracts, when = load_contracts(), datetime(2026, 7, 1, tzinfo=UTC)
    directory = "部门编码,部门名称,所属区划,考核分组\nD1,江门市水利局,江门市,市直部门\nD2,蓬江区水利局,蓬江区,县\n".encode()
    bring_in(facts, ("d2.csv", directory))
    for day, division, registered in ((date(2026, 7, 31), "江门市", "2026-03-01"), (date(2026, 6, 30), "蓬江区", "")):
        file = (f"{division}.xlsx", book(("表", [system("S1", registered)])))
        ingest([file], facts, contracts, exported_on=day, division=division, by="test", received_at=when)
    assert [b.division for b in facts.in_force(date(2026, 8, 1))["systems"]] == ["蓬江区", "江门市"]


def test_a_name_that_is_no_utf_8_is_taken_all_the_same(facts: Facts, tmp_path: Path) -> None:
    folder = tmp_path / "folder"
    folder.mkdir()
    path = bytes(folder / "x") + "系统.xlsx".encode("gb18030")
    with open(path, "wb") as stream:
        stream.write(book(("表", [system("S1")])))
    (outcome,) = ingest([folder], facts, load_contracts(), exported_on=DAY, by="test", received_at=datetime(2026, 7, 1, tzinfo=UTC))
    assert outcome.status == "taken"
