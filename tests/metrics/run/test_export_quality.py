"""Ages of exports against their rhythm, and reasons of refusal by kind."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from metrics.run.export_quality import is_stale, kind_of, kinds, rhythm

JUNE = date(2026, 6, 30)


def test_a_monthly_export_is_stale_after_a_month_and_a_half():
    days = [date(2026, 1, 31), date(2026, 2, 28), date(2026, 3, 31), date(2026, 4, 30), date(2026, 4, 30)]
    assert rhythm(days) == 30
    assert not is_stale(date(2026, 4, 30), date(2026, 6, 14), rhythm(days))
    assert is_stale(date(2026, 4, 30), date(2026, 6, 15), rhythm(days))


def test_of_what_came_once_nothing_is_said():
    assert rhythm([]) is rhythm([JUNE]) is rhythm([JUNE, JUNE]) is None
    assert not is_stale(date(2020, 1, 1), JUNE, None)


@given(st.integers(1, 400), st.integers(2, 20))
def test_an_even_rhythm_is_found_and_its_newest_is_never_stale(gap: int, times: int):
    days = [JUNE - timedelta(days=gap * n) for n in range(times)]
    assert rhythm(days) == gap
    assert not is_stale(JUNE, JUNE, gap)
    assert is_stale(JUNE - timedelta(days=2 * gap), JUNE, gap)


def test_reasons_of_one_kind_are_counted_together_and_a_row_once():
    rows = [
        ["收到申请时间“待定”不是可识别的日期，请写成 2026-03-01 的形式"],
        [
            "收到申请时间“约九月”不是可识别的日期，请写成 2026-03-01 的形式",
            "使用部门“甲”在部门名录中找不到",
            "使用部门“乙”在部门名录中找不到",
        ],
        ["与第 1333 行的申请编码相同而内容不同，已按靠后的一行（第 1333 行）为准"],
    ]
    assert kinds(rows) == {
        "收到申请时间“…”不是可识别的日期，请写成 2026-03-01 的形式": 2,
        "使用部门“…”在部门名录中找不到": 1,
        "与第 … 行的申请编码相同而内容不同，已按靠后的一行（第 … 行）为准": 1,
    }
    assert kind_of("缺少主键") == "缺少主键"
