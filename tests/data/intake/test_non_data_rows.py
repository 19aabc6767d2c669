"""Every row ends in exactly one place, whatever stands in it; all its faults are told; repeats and conflicts are settled the same way."""

from datetime import date, timedelta

import polars as pl
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from data.intake.cells.clean import cleaned
from data.intake.cells.dates import read_days
from data.intake.cells.distinct_texts import SAMPLED
from tests.data.intake.made_files import REQUESTS, reasons, request_row, text, workbook

CATALOGS = ["信息资源代码", "信息资源名称", "信息资源提供方", "信息项", "更新周期", "目录状态"]
CELL = st.one_of(
    st.none(),
    st.sampled_from(
        ["SQ1", "SQ2", "江门市教育局", "江门海关", "2026-03-02", "待定", "同意", "-", "合计", "注：", "１", "\u3000", "2099-12-31"]
    ),
    st.text(alphabet=st.characters(codec="utf-8", exclude_categories=("Cs", "Cc")), max_size=8),
)
FORMS = ["%Y-%m-%d", "%Y/%m/%d", "%Y.%m.%d", "%Y年%m月%d日", "%Y%m%d", "%Y-%m-%d %H:%M:%S", "%Y-%m-%dT%H:%M"]


def test_all_faults_of_a_row_are_told(of_requests):
    found = of_requests(request_row("1", 申请部门="无此局", 申请时间="待定", 答复时间="2026-02-30", 数据提供部门=None), request_row(2))
    why = reasons(found)[2]
    assert all(word in why for word in ("申请部门“无此局”", "申请时间“待定”", "答复时间“2026-02-30”", "数据提供部门为空"))
    assert found.rejected["positions"][0].to_list() == [2, 3, 4, 5]
    assert found.rejected["columns"][0].to_list() == ["申请部门", "数据提供部门", "申请时间", "答复时间"]


def test_repeats_are_merged_even_under_another_name_of_the_department(of_requests):
    found = of_requests(request_row(1), request_row(1, 申请部门="市教育局", 申请时间="2026/3/2"), request_row(2))
    assert found.merged.select("row_no", "into_row_no").rows() == [(3, 2)]
    assert found.accepted["row_no"].to_list() == [2, 4]


def test_of_a_conflict_the_last_facts_win_and_their_first_row_stays(of_requests):
    found = of_requests(
        request_row(1, 答复结果="同意"),
        request_row(1, 答复结果="不同意"),
        request_row(1, 答复结果="同意"),
        request_row(1, 答复结果=None),
        request_row(1, 答复结果=None),
    )
    assert found.accepted.select("row_no", "reply").rows() == [(5, None)]
    assert found.merged.select("row_no", "into_row_no").rows() == [(6, 5)]
    assert {row: "第 5 行" in why and "申请编号相同而内容不同" in why for row, why in reasons(found).items()} == {2: True, 3: True, 4: True}


def test_a_faulty_row_takes_no_part_in_a_conflict(of_requests):
    found = of_requests(request_row(1), request_row(1, 答复时间="待定"))
    assert found.accepted["row_no"].to_list() == [2]
    assert "答复时间" in reasons(found)[3]


def test_lines_of_a_catalogue_are_one(reading):
    found = reading(
        workbook(
            CATALOGS,
            ["C1", "甲", "江门海关", "姓名", None, "已发布"],
            ["C2", "乙", "江门海关", "甲", "每日", "已发布"],
            ["C1", "甲", "江门海关", "性别", "每日", "已发布"],
            ["C1", "甲", "江门海关", "姓名", None, "已发布"],
            ["C2", "乙", "江门海关", "乙", "每日", "已下线"],
        )
    )
    assert found.accepted.select("row_no", "catalog_id", "data_items", "update_cycle", "status").rows() == [
        (2, "C1", "姓名、性别", "每日", "已发布"),
        (6, "C2", "乙", "每日", "已下线"),
    ]
    assert found.merged.select("row_no", "into_row_no").rows() == [(4, 2), (5, 2)]
    assert list(reasons(found)) == [3]


def test_many_rows_are_read_as_few(reading):
    """Repeats are read once in a large file: the same rows come out as when each stood alone."""
    rows = [
        request_row(i, 申请部门="无此局" if i % 50 == 7 else "江门市教育局", 答复结果="3" if i % 40 == 3 else "同意")
        for i in range(SAMPLED + 1000)
    ]
    large = reading(text(REQUESTS, *rows, ["合计", None, None, "9"]).encode())
    assert large.counts.read == len(rows)
    assert set(reasons(large)) == {i + 2 for i in range(len(rows)) if i % 50 == 7}
    assert large.accepted["reply"].to_list() == ["未知" if i % 40 == 3 else "同意" for i in range(len(rows)) if i % 50 != 7]
    assert any(f"答复结果有 {sum(1 for i in range(len(rows)) if i % 40 == 3)} 个值" in warning for warning in large.warnings)
    assert large.skipped["row_no"].to_list() == [len(rows) + 2]


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=st.lists(st.lists(CELL, min_size=len(REQUESTS), max_size=len(REQUESTS)), max_size=8))
def test_read_is_accepted_and_merged_and_rejected(of_requests, rows):
    found = of_requests(request_row("0"), *rows)
    seen = [frame["row_no"] for frame in (found.accepted, found.merged, found.rejected, found.skipped)]
    kept = len(rows) + 1 - _blank_at_the_end(rows)
    assert sorted(pl.concat(seen).to_list())[:kept] == list(range(2, kept + 2))
    assert found.counts.read == found.counts.accepted + found.counts.merged + found.counts.rejected
    assert found.accepted.select("request_id").is_duplicated().sum() == 0


def _blank_at_the_end(rows: list[list]) -> int:
    """Rows that a workbook does not store at all."""
    count = 0
    for row in reversed(rows):
        if any(cell not in (None, "") for cell in row):
            break
        count += 1
    return count


@given(day=st.dates(date(1950, 1, 1), date(2098, 12, 31)), form=st.sampled_from(FORMS), pad=st.sampled_from(["", " ", "\u3000"]))
def test_a_day_in_any_form_is_that_day(day, form, pad):
    (found,), (no_end,) = (series.to_list() for series in read_days(cleaned(pl.Series([pad + day.strftime(form) + pad]))))
    assert (found, no_end) == (day, False)


@given(day=st.dates(date(1950, 1, 1), date(2098, 12, 31)))
def test_a_serial_and_milliseconds_are_that_day(day):
    serial = (day - date(1899, 12, 30)).days
    midnight = (day - date(1970, 1, 1)) // timedelta(milliseconds=1) - 8 * 3_600_000
    texts = [str(serial), f"{serial}.99"] + [str(midnight), str(midnight + 86_399_999)] * (midnight >= 10**12)
    assert set(read_days(pl.Series(texts))[0]) == {day}


@given(st.text(max_size=20))
def test_any_text_is_a_day_or_not_and_never_an_error(text):
    days, no_end = read_days(pl.Series([text]))
    assert days.dtype == pl.Date
    assert not (no_end[0] and days[0])


def test_the_number_of_a_total_may_stand_in_the_column_of_the_key(reading):
    """With nothing else beside it, where the key comes last."""
    found = reading(text(REQUESTS[::-1], request_row(1)[::-1], ["合计", *[None] * (len(REQUESTS) - 2), "248"]).encode())
    assert found.skipped["reason"].to_list() == ["合计行"]
    assert found.rejected.is_empty()
