"""The parts as pure functions: numbers, addresses, markup, charts, the days of a clock, what goes into a spreadsheet."""

import json
from dataclasses import replace
from datetime import date, timedelta

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.errors import RequestFault
from metrics.run.clock_days import ClockDay
from metrics.run.trend import DueMonth
from metrics.schemes.scheme import Band, Bands, Item, Linear, Scheme
from metrics.scoring.scoring import share
from pages.language.words import Words
from pages.look import figures, markup
from pages.look.chart_box import aloud
from pages.look.page_head import period_title
from pages.look.states import COUNTED, STATES
from pages.obligation.clock import EDGE, clock_legend, clock_strip
from pages.overview import months_chart
from pages.shell.address import Place, read_place
from pages.unit import charts, points_explained
from pages.unit.item_table import item_table

ZH, EN = Words("zh"), Words("en")


@pytest.mark.parametrize(("value", "text"), [(1, "100.0%"), (0.99999, "99.9%"), (0.5, "50.0%"), (0, "0.0%"), (None, "—")])
def test_a_rate_is_100_percent_only_when_it_is(value: float | None, text: str):
    assert figures.rate(value) == text


@pytest.mark.parametrize(("value", "text"), [(3, "+3"), (-1234, "−1,234"), (0, "0"), (None, "—")])
def test_a_change_has_a_true_sign(value: float | None, text: str):
    assert figures.signed(value) == text


def test_nothing_to_judge_is_not_zero():
    assert figures.measured("on_time_rate", None, ZH) == "不适用"
    assert figures.measured("median_days", 2.5, ZH) == "2.5 个工作日"


places = st.builds(
    Place,
    lang=st.sampled_from([None, "zh", "en"]),
    unit=st.none() | st.text(min_size=1),
    q=st.none() | st.text(min_size=1),
    state=st.none() | st.sampled_from(STATES),
    as_of=st.none() | st.dates(),
    counted=st.none() | st.booleans(),
    late=st.none() | st.integers(0, 10**6),
    sheet=st.none() | st.integers(1, 10**6),
)


@given(places)
def test_an_address_is_read_as_it_was_written(place: Place):
    assert read_place(place.query(), ZH) == place


@given(st.dictionaries(st.sampled_from(["sheet", "late", "as_of", "counted", "state", "lang"]), st.text(max_size=8)))
def test_an_address_is_read_or_refused_with_a_sentence(query: dict[str, str]):
    try:
        place = read_place(query, EN)
    except RequestFault:
        return
    assert read_place(place.query(), EN) == place


def test_all_faults_of_an_address_come_at_once():
    with pytest.raises(RequestFault) as told:
        read_place({"state": "x", "due_from": "y", "z": "1"}, ZH)
    assert len(str(told.value).splitlines()) == 3


@given(st.text())
def test_data_never_become_markup(text: str):
    for made in (markup.e(text), markup.go(text, markup.e(text), title=text), markup.chip(text), markup.th(text)):
        inner = (
            made.replace("<a ", "")
            .replace("</a>", "")
            .replace("<span ", "")
            .replace("</span>", "")
            .replace("<th ", "")
            .replace("</th>", "")
        )
        assert "<" not in inner


@pytest.mark.parametrize(
    ("period", "zh", "en"),
    [
        ("2026", "2026年", "2026"),
        ("2026H1", "2026年上半年", "First half of 2026"),
        ("2026Q3", "2026年第三季度", "Third quarter of 2026"),
        ("2026-06", "2026年6月", "2026-06"),
        ("2026-01-15/2026-03-31", "2026-01-15/2026-03-31", "2026-01-15/2026-03-31"),
    ],
)
def test_a_period_is_said_as_people_say_it(period: str, zh: str, en: str):
    assert (period_title(period, ZH), period_title(period, EN)) == (zh, en)


def test_charts_ask_for_fonts_of_office_machines_and_nothing_else():
    made = [
        months_chart.due_months_chart([due_month(1, met=1)], ["list"], ZH),
        charts.total_trend(["1月", "2月"], [80, None], [70, 71], ZH),
        charts.lost_points(["甲"], [1.5], ZH),
    ]
    for figure in made:
        told = json.loads(figure.to_json())
        assert told["layout"]["font"]["family"].startswith("PingFang SC, Microsoft YaHei")
        assert "http" not in figure.to_json()


def due_month(month: int, **counts: int) -> DueMonth:
    return DueMonth(date(2026, month, 1), date(2026, month, 28), counts)


def test_stacked_states_keep_their_order_and_words_and_the_share_stands_above():
    figure = months_chart.due_months_chart(
        [due_month(1, pending=2, overdue=1, late=1, met=2, exempt=7), due_month(2, pending=1)], ["list?a=1", "list?a=2"], ZH
    )
    assert [trace.name for trace in figure.data] == ["按期完成", "逾期完成", "逾期未完成", "未到期", "豁免", "按期率"]
    assert figure.data[-1].y == (50.0, None), "what is not due yet is no part of the share"
    assert figure.layout.xaxis.ticktext[1] == '<a href="list?a=2" target="_self">2</a>'


def _wait(days: int) -> list[ClockDay]:
    start = date(2026, 6, 1)
    marks = {0: ("arose",), 5: ("due",), days - 1: ("as_of",)}
    return [ClockDay(start + timedelta(days=n), "workday", None, n, marks.get(n, ())) for n in range(days)]


def test_a_short_clock_is_shown_whole():
    assert clock_strip(_wait(20), ZH).count('class="ds-day ') == 20


def test_of_a_long_wait_the_middle_is_told_in_one_line():
    shown = clock_strip(_wait(400), ZH)
    assert shown.count('class="ds-day ') == 6 + 2 * EDGE
    assert f"略去 {400 - 6 - 2 * EDGE} 天" in shown


def test_days_of_waiting_are_dressed_apart_and_named():
    start = date(2026, 6, 1)
    days = [replace(day, count=None, is_waiting=True) if day.day.day in (3, 4) else day for day in _wait(20)]
    shown = clock_strip(days, ZH)
    assert shown.count('class="ds-day waiting"') == shown.count(">等待补正<") == 2
    assert f'title="{start + timedelta(days=2)} 工作日 等待补正"' in shown
    assert "等待补正" in clock_legend(days, ZH)
    assert "等待补正" not in clock_legend(_wait(20), ZH)


LINE = {"unit_id": "D1", "ord": 1, "act_id": 5, "title": "裁定调整", "kind": "decision", "rule_id": None, "measure": None, "value": None}
ITEM = {
    "unit_id": "D1", "ord": 1, "section_id": "s", "section_title": "板块", "rule_id": "share_reply", "measure": "on_time_rate", "points_max": 50.0,
    "is_small": False, "wilson_low": None, "wilson_high": None, **dict.fromkeys(("counted", *COUNTED), 1),
}  # fmt: skip
HALF = Linear(kind="linear", floor=0.5, target=1.0)
TIERS = Bands(kind="bands", bands=(Band(at=1.0, share=1.0), Band(at=0.8, share=0.6)))
QUICK = Linear(kind="linear", floor=10, target=2)
SOON = Bands(kind="bands", lower_is_better=True, bands=(Band(at=3, share=1.0), Band(at=5, share=0.5)))


def item_of(item_id: str, score: Linear | Bands = HALF, measure: str = "on_time_rate") -> Item:
    return Item(id=item_id, section="s", title="甲", rule="share_reply", measure=measure, points=50, score=score)


def scheme_of(*item_ids: str) -> Scheme:
    return Scheme(id="x", title="x", status="sample", grades=(), sections=(), items=tuple(item_of(x) for x in item_ids))


@pytest.mark.parametrize(
    ("score", "measure", "value", "said"),
    [
        (HALF, "on_time_rate", 0.75, ("50.0%及以下不得分", "100.0%及以上得满分", "75.0%得 50.0% × 50 分 = 25.00 分")),
        (TIERS, "completion_rate", 0.9, ("≥ 100.0%得 100.0%、≥ 80.0%得 60.0%，否则不得分", "90.0%得 60.0% × 50 分 = 30.00 分")),
        (QUICK, "median_days", 4, ("10.0 个工作日及以上不得分", "4.0 个工作日得 75.0% × 50 分 = 37.50 分")),
        (SOON, "median_days", 4, ("≤ 3.0 个工作日得 100.0%", "4.0 个工作日得 50.0% × 50 分 = 25.00 分")),
    ],
)
def test_points_are_explained_by_the_schemes_own_line_or_bands(score: Linear | Bands, measure: str, value: float, said: tuple[str, ...]):
    item = item_of("a", score, measure)
    told = points_explained.told(item, value, item.points * share(item, value), ZH)
    assert [part for part in said if part not in told] == []


@pytest.mark.parametrize(
    ("item_id", "asked", "points", "said"),
    [
        ("a", 1.5, 1.5, "裁定调整：甲"),
        (None, -4.0, -4.0, "裁定调整：总分"),
        ("a", 3.0, 2.0, "裁定 +3.00 分，超出部分不计"),
        ("b", 1.0, 0.0, "不适用"),
        ("gone", 1.0, 0.0, "裁定调整：gone"),
    ],
)
def test_points_by_decision_are_a_line_of_the_score(item_id: str | None, asked: float, points: float, said: str):
    judged = ITEM | {"item_id": "a", "title": "甲", "value": 0.5, "points": 25.0, "lost": 25.0, "is_applicable": True}
    empty = ITEM | {"item_id": "b", "title": "乙", "value": None, "points": None, "lost": 0.0, "is_applicable": False}
    line = LINE | {"item_id": item_id, "asked": asked, "points": points, "lost": -points}
    shown = item_table(pl.DataFrame([judged, empty]), pl.DataFrame([line]), 75.0 + points, scheme_of("a", "b"), Place(), ZH)
    cells = shown.split("加减分")[1].split("</tr>")[1]
    assert said in cells
    assert ("超出部分不计" in cells) == (points == 2.0)
    assert 'data-check="true"' in shown


def test_a_line_that_gave_points_has_room_for_its_figure():
    figure = charts.lost_points(["库表或接口挂接率", "数据资产登记"], [1.48, -0.5], ZH)
    low, high = figure.layout.xaxis.range
    assert low < -0.7 and high > 1.48


def test_the_months_read_in_grey_print():
    figure = months_chart.due_months_chart([due_month(9, met=1, late=1, overdue=1, pending=1)], ["list"], ZH)
    assert len({bar.marker.pattern.shape or "" for bar in figure.data[:-1]}) == 4


def test_a_chart_is_told_aloud():
    months = months_chart.due_months_chart([due_month(9, met=1234), due_month(10, met=2, late=1)], ["list"] * 2, ZH)
    assert "按期完成 2026年9月 1,234，2026年10月 2；逾期完成 2026年10月 1；按期率 2026年9月 100，2026年10月 66.7" in aloud(months)
    assert "甲&lt; 1.5，乙 -0.5" in aloud(charts.lost_points(["甲<", "乙"], [1.5, -0.5], ZH))
