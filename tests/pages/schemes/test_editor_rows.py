"""A scheme through the form and back is the same scheme; what a form can hold that a scheme can't is told in a sentence of the form's words."""

from copy import deepcopy
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.errors import RequestFault
from metrics.rulebook.rulebook import load_rules
from metrics.schemes.scheme import SAMPLE, Band, Bands, Linear, load_scheme
from pages.schemes import editor_rows as scheme_rows
from pages.schemes import scoring_notation
from pages.schemes.editor_rows import Written, rows_of, with_ids, written

RULES = load_rules()
BASE = load_scheme(SAMPLE, RULES)
FACTS = {"title": BASE.title, "total": BASE.total, "per_item": 2.0, "per_total": 5.0, "undecided_share": 0.1}


def held(change: Any = lambda tables: None, **facts: Any) -> Written:
    tables = deepcopy(rows_of(BASE))
    change(tables)
    return written("v1", FACTS | facts, {name: with_ids(name, rows) for name, rows in tables.items()}, RULES)


def test_a_scheme_comes_back_as_it_went_in():
    found = held()
    assert (found.faults, found.points) == ((), 100)
    assert found.sound and found.sound.model_dump() == BASE.model_dump() | {"id": "v1"}


NUMBERS = st.decimals(-5, 200, places=4).map(float)
SHARES = st.decimals(0, 1, places=3).map(float)
LINEAR = st.builds(lambda floor, target: Linear(kind="linear", floor=floor, target=target), NUMBERS, NUMBERS)
BANDS = st.builds(
    lambda bands, lower: Bands(kind="bands", lower_is_better=lower, bands=tuple(Band(at=at, share=share) for at, share in bands)),
    st.lists(st.tuples(NUMBERS, SHARES), min_size=1, max_size=5), st.booleans(),
)  # fmt: skip


@given(LINEAR | BANDS, st.sampled_from(("on_time_rate", "median_days", "counted")))
def test_every_way_of_scoring_is_written_and_read_exactly(score: Linear | Bands, measure: str):
    assert type(score).model_validate(scoring_notation.read(scoring_notation.written(score, measure), measure)) == score


@pytest.mark.parametrize(
    ("text", "measure", "read"),
    [
        ("60%～100%", "on_time_rate", {"kind": "linear", "floor": 0.6, "target": 1.0}),
        ("60% 至 100 %。", "on_time_rate", {"kind": "linear", "floor": 0.6, "target": 1.0}),
        ("0.6-1", "completion_rate", {"kind": "linear", "floor": 0.6, "target": 1.0}),
        ("10 ~ 1", "median_days", {"kind": "linear", "floor": 10.0, "target": 1.0}),
        ("≥100％得100％；>=90% = 80%" .replace(" = ", "→"), "on_time_rate",
         {"kind": "bands", "lower_is_better": False, "bands": [{"at": 1.0, "share": 1.0}, {"at": 0.9, "share": 0.8}]}),
        ("<=1：100%、≤3->0.8", "median_days",
         {"kind": "bands", "lower_is_better": True, "bands": [{"at": 1.0, "share": 1.0}, {"at": 3.0, "share": 0.8}]}),
    ],
)  # fmt: skip
def test_people_write_it_in_several_ways(text: str, measure: str, read: dict):
    assert scoring_notation.read(text, measure) == read


@pytest.mark.parametrize(
    ("text", "measure", "said"),
    [
        ("", "on_time_rate", "读不出来"),
        ("良好", "on_time_rate", "“良好”读不出来"),
        ("60 ~ 100", "on_time_rate", "“60”应写成 60%"),
        ("1% ~ 3", "median_days", "不应带 %"),
        ("≥100% → 100", "on_time_rate", "得分比例“100”应写成 100%"),
        ("≥100% → 100%, ≤90% → 80%", "on_time_rate", "不能混用"),
    ],
)
def test_what_can_not_be_read_is_said(text: str, measure: str, said: str):
    with pytest.raises(RequestFault, match=said):
        scoring_notation.read(text, measure)


def change(table: str, n: int, **values: Any) -> Any:
    return lambda tables: tables[table][n].update(values)


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        (change("items", 0, points=8.0), ["各指标分值合计 102，应为总分 100，请调整分值。"]),
        (change("items", 0, points=0.0), ["指标“信息系统登记率”的分值应大于 0。"]),
        (change("items", 0, score="一般"), [f"指标“信息系统登记率”的计分办法：“一般”读不出来，请写成 {scoring_notation.EXAMPLE}。"]),
        (change("items", 3, score="≥90% → 80%, ≥100% → 100%"), [
            "指标“目录覆盖率”的分档重叠或次序不对：各档的值应从大到小排列且不重复。", "指标“目录覆盖率”的分档得分比例应由高到低。",
        ]),
        (change("items", 0, score="100% ~ 100%"), ["指标“信息系统登记率”的起分值与满分值相同，无法按线性计分。"]),
        (change("items", 0, section=None), ["指标“信息系统登记率”的板块缺少这一项，请补上。"]),
        (change("grades", 1, min=95.0), ["等次的最低分应从高到低、互不相同，最后一档为 0。"]),
        (change("adjustments", 0, per=None), ["加减分“未达标项目通过审批”的每件分数缺少这一项，请补上。"]),
        (lambda t: t["sections"].pop(5), [
            "指标“首席数据官设立”所属的板块已删去，请另选板块。", "指标“保障事项按期完成率”所属的板块已删去，请另选板块。",
        ]),
    ],
)  # fmt: skip
def test_each_fault_is_one_sentence_in_the_words_of_the_form(changed: Any, said: list[str]):
    found = held(changed)
    assert list(found.faults) == said
    assert found.sound is None


def test_a_scheme_has_a_name():
    assert held(title="").faults == ("请填写方案的名称。",)


def test_new_lines_get_ids_of_their_own_and_empty_ones_are_left_out():
    new = {
        "section": "sharing",
        "title": "再看答复",
        "rule": "share_reply",
        "measure": "met",
        "points": 1.0,
        "score": "0 ~ 9",
        "min_count": None,
    }
    found = held(lambda t: t["items"].extend([new | {"id": None}, new | {"id": None}, dict.fromkeys(new)]), total=102.0)
    assert found.faults == ()
    assert found.sound and [item.id for item in found.sound.items][-2:] == ["share_reply", "share_reply_2"]
    assert [item.min_count for item in found.sound.items][-2:] == [0, 0]
    sections = scheme_rows.with_ids("sections", [{"id": "a", "title": "x"}, {"id": None, "title": "y"}])
    assert [row["id"] for row in sections] == ["a", "section"]
