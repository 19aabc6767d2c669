"""Days that can't be are said when a file is read, with how many rows and the first, and stay as they came."""

from datetime import date, datetime, time

import openpyxl
import polars as pl

from data.contracts.contracts import Contracts
from data.intake.batch_id import read_anew
from tests.data.intake.made_files import REQUESTS, reasons, request_row, saved, text, workbook

STAMPS = "是 Excel、Java 或 JavaScript 表示没有日期的写法"


def about(warnings: list[str], words: str) -> list[str]:
    return [sentence for sentence in warnings if words in sentence]


def test_an_empty_timestamp_is_told_with_sheet_column_rows_and_first_row(of_requests):
    rows = [request_row(n, 答复时间="1970-01-01" if n in (3, 5) else "2026-03-05") for n in range(1, 7)]
    found = of_requests(*rows)
    (told,) = about(found.warnings, STAMPS)
    assert told.startswith("工作表“Sheet1”的“答复时间”有 2 行是 1970-01-01（首见第 4 行）")
    assert found.accepted["replied_on"].to_list()[2] == date(1970, 1, 1), "it stays as it came"
    assert about(found.warnings, "早于 1990 年") == [], "what it is was said already"


def test_a_stamp_is_told_in_a_column_of_plans_too_but_not_an_old_day(reading):
    head = ["开放编号", "目录编码", "数据提供方", "开放方式", "计划开放日期"]
    rows = [[f"K{n}", "M1", "江门市教育局", "无条件开放", day] for n, day in enumerate(("1900-01-01", "1985-05-05", "2026-05-05"))]
    found = reading(workbook(head, *rows))
    assert found.export == "openings"
    (told,) = about(found.warnings, "行")
    assert told.startswith("工作表“Sheet1”的“计划开放日期”有 1 行是 1900-01-01（首见第 2 行）")


def test_days_of_before_1990_are_told_where_something_was_done(of_requests):
    found = of_requests(request_row(1, 申请时间="1985-05-05"), request_row(2), request_row(3, 申请时间="1989-12-31"))
    (told,) = about(found.warnings, "早于 1990 年")
    assert "“申请时间”有 2 行早于 1990 年（首见第 2 行：1985-05-05）" in told
    assert found.accepted["received_on"].to_list()[0] == date(1985, 5, 5)
    assert about(of_requests(request_row(1, 申请时间="1990-01-01")).warnings, "早于 1990 年") == []


def test_the_days_before_excels_first_stay_and_what_is_no_day_is_rejected_and_all_are_counted(reading):
    days = ("1899-12-30", "1899/12/31", "1900-01-00", "1900年1月0日")
    rows = [request_row(n, 答复时间=day) for n, day in enumerate(days)]
    found = reading(text(REQUESTS, *rows, request_row(9)).encode(), "申请.csv")
    (told,) = about(found.warnings, STAMPS)
    assert told.startswith("“答复时间”有 4 行是"), "a text file has no sheet"
    assert all("是 Excel 表示没有日期的写法" in reason for reason in reasons(found).values())
    assert found.accepted["replied_on"].to_list() == [date(1899, 12, 30), date(1899, 12, 31), date(2026, 3, 5)]
    assert found.counts.rejected == 2
    assert [n for n, _ in found.contradictions.iter_rows()] == [2, 3], "a reply before the request, told as such"


def test_only_a_file_with_such_days_is_another_batch_than_it_was():
    """Its rows were rejected once: what came in then stays what it is, under a name of its own."""
    rows = pl.DataFrame({"name": ["x", "y"], "day": [date(1900, 1, 1), None], "other": [None, None]}, schema_overrides={"other": pl.Date})
    assert read_anew(rows) == read_anew(rows.clear()) == read_anew(rows.select("name")) == []
    assert read_anew(rows.with_columns(other=pl.lit(date(1899, 12, 31)))) == ["1899"]


def test_a_needed_day_that_a_program_did_not_have_is_not_there(of_requests):
    found = of_requests(request_row(1, 申请时间="1899-12-31"), request_row(2))
    assert "是 Excel 表示没有日期的写法" in reasons(found)[2]
    assert about(found.warnings, STAMPS)


def test_an_empty_cell_under_a_format_of_days_is_known_as_excel_writes_it(reading):
    book = openpyxl.Workbook()
    for row in (REQUESTS, request_row(1), request_row(2)):
        book.active.append(row)
    empty = book.active.cell(3, REQUESTS.index("答复时间") + 1, 0)
    empty.number_format = "yyyy-mm-dd"
    found = reading(saved(book))
    (told,) = about(found.warnings, STAMPS)
    assert "“答复时间”有 1 行是 1899-12-31（首见第 3 行）" in told


def test_a_time_of_day_alone_is_no_day(of_requests):
    found = of_requests(request_row(1, 答复时间=time(16, 0)), request_row(2, 答复时间=time(9, 30)), request_row(3))
    assert reasons(found) == {n: f"答复时间“1899-12-31 {at}:00”只有时刻，需写明具体日期" for n, at in ((2, "16:00"), (3, "09:30"))}
    assert about(found.warnings, STAMPS) == []


def test_times_of_day_of_a_workbook_that_are_all_four_in_the_afternoon_are_told(of_requests):
    rows = [request_row(n, 答复时间=datetime(2026, 3, n, 16)) for n in (3, 4, 5)]
    found = of_requests(*rows)
    (told,) = about(found.warnings, "全是 16:00:00")
    assert "第 2 行 2026-03-03 16:00:00 照原样是 2026-03-03，按北京时间是 2026-03-04" in told
    assert found.accepted["replied_on"].to_list()[0] == date(2026, 3, 3)


def test_rows_that_are_skipped_count_for_nothing_and_the_row_is_the_spreadsheets(reading):
    title, blank = ["共享申请台账"], [None]
    data = workbook(title, blank, REQUESTS, request_row(1), [None], request_row(2, 答复时间="1970-01-01"), ["合计", "2"])
    (told,) = about(reading(data).warnings, STAMPS)
    assert "有 1 行是 1970-01-01（首见第 6 行）" in told


def test_no_day_of_a_directory_is_an_event(contracts: Contracts):
    directory = contracts.exports["departments"].columns
    assert [c.name for c in directory if c.is_event] == []
    events = {f"{e.name}.{c.name}" for e in contracts.exports.values() for c in e.columns if c.is_event}
    assert {"share_requests.replied_on", "officers.appointed_on", "systems.launched_on"} <= events
    assert not {"openings.planned_on", "share_requests.due_on", "assets.valid_until"} & events
