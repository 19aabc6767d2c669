"""A scheme is checked whole before anything is computed with it: one sentence a fault, all at once."""

from pathlib import Path

import pytest

from data.errors import ConfigFault
from metrics.rulebook.rulebook import load_rules
from metrics.schemes.scheme import SAMPLE, Limits, load_scheme

RULES = load_rules()
PLAIN = SAMPLE.read_text(encoding="utf-8")


def faults(tmp_path: Path, *changes: tuple[str, str]) -> list[str]:
    """The sentences that the sample scheme gets with these pieces of text changed."""
    text = PLAIN
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new, 1)
    path = tmp_path / "方案.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ConfigFault) as refused:
        load_scheme(path, RULES)
    lines = str(refused.value).splitlines()
    assert all(line.startswith("考核方案 方案.toml：") and line.endswith("。") for line in lines)
    return [line.removeprefix("考核方案 方案.toml：") for line in lines]


def test_the_sample_scheme_is_sound_and_says_that_it_is_a_sample():
    scheme = load_scheme(SAMPLE, RULES)
    assert scheme.status == "sample"
    assert "示例" in scheme.title
    assert sum(item.points for item in scheme.items) == scheme.total


@pytest.mark.parametrize("city", ["clean", "messy"])
def test_the_schemes_of_the_sample_cities_are_sound(samples: Path, city: str):
    assert load_scheme(samples / city / "scheme.toml", RULES).items


UNKNOWN_KEY = ('measure = "completion_rate"\npoints = 6', 'measure = "completion_rate"\nweight = 6\npoints = 6')
UNKNOWN_RULE = ('rule = "plan_filing"', 'rule = "plan_filling"')
UNKNOWN_MEASURE = ('measure = "median_days"', 'measure = "mediandays"')
WRONG_SUM = ("points = 10", "points = 11")
OVERLAP = ("{ at = 0.9, share = 0.8 }", "{ at = 1.0, share = 0.8 }")


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (UNKNOWN_KEY, ["items.registration.weight 没有这一项，请删除或改正拼写。"]),
        (UNKNOWN_RULE, ["filing 引用的规则 plan_filling 不存在，可用：" + "、".join(sorted(RULES)) + "。"]),
        (WRONG_SUM, ["各指标分值合计 101，应为总分 100，请调整 points。"]),
        (OVERLAP, ["指标 coverage 的分档重叠或次序不对：at 应从大到小排列且不重复。"]),
        (
            ("{ at = 1.0, share = 1.0 }, { at = 3.0", "{ at = 4.0, share = 1.0 }, { at = 3.0"),
            ["指标 reply_days 的分档重叠或次序不对：at 应从小到大排列且不重复。"],
        ),
        (("{ at = 0.9, share = 0.8 }", "{ at = 0.9, share = 0.2 }"), ["指标 coverage 的分档得分比例应由高到低。"]),
        (("floor = 0.6, target = 1.0", "floor = 1.0, target = 1.0"), ["指标 registration 的 floor 与 target 相同，无法按线性计分。"]),
        (('section = "catalog"', 'section = "catalogue"'), ["指标 registration 所属的 section catalogue 不存在。"]),
        (('id = "filing"', 'id = "registration"'), ["items、adjustments 中编号 registration 重复，请改为不同的编号。"]),
        (("min = 80", "min = 95"), ["等次 grades 的 min 应从高到低、互不相同，最后一档为 0。"]),
        (("min = 0\n", "min = 10\n"), ["等次 grades 的 min 应从高到低、互不相同，最后一档为 0。"]),
        (('status = "sample"', 'status = "official"'), ["status 应为 'sample' 或 'approved'。"]),
        (("points = 6", "points = 0"), ["items.registration.points 应大于 0。"]),
        (("share = 0.8", "share = 1.8"), ["items.coverage.score.bands.2.share 不应大于 1。"]),
        (('title = "信息系统登记率"\n', ""), ["items.registration.title 缺少这一项，请补上。"]),
        (("points = 6", 'points = "六"'), ["items.registration.points 应为数字。"]),
        (('kind = "linear"', 'kind = "curve"'), ["items.registration.score 的 kind 应为 linear 或 bands。"]),
        (('kind = "deduct"', 'kind = "minus"'), ["adjustments.gate.kind 应为 'deduct' 或 'bonus'。"]),
        (('status = "sample"', 'status = "sample"\nvalid_from = 2026-07-01\nvalid_to = 2026-01-01'), ["valid_to 早于 valid_from。"]),
    ],
)  # fmt: skip
def test_each_fault_gives_one_sentence(tmp_path: Path, change: tuple[str, str], said: list[str]):
    assert faults(tmp_path, change) == said


def test_the_limits_of_points_by_decision_are_read_and_checked(tmp_path: Path):
    assert load_scheme(SAMPLE, RULES).limits == Limits(per_item=2, per_total=5)
    path = tmp_path / "s.toml"
    path.write_text(PLAIN.replace("[limits]\nper_item = 2.0\nper_total = 5.0\n", ""), encoding="utf-8")
    assert load_scheme(path, RULES).limits == Limits(per_item=0, per_total=0)
    assert faults(tmp_path, ("per_item = 2.0", "per_item = -2.0")) == ["limits.per_item 不应小于 0。"]
    assert faults(tmp_path, ("per_item = 2.0", "per_items = 2.0")) == ["limits.per_items 没有这一项，请删除或改正拼写。"]


def test_an_unknown_measure_names_those_there_are(tmp_path: Path):
    (said,) = faults(tmp_path, UNKNOWN_MEASURE)
    assert said.startswith("items.reply_days.measure 应为 'on_time_rate', 'completion_rate'")


def test_all_faults_come_at_once(tmp_path: Path):
    """What can't be read does not hide what doesn't add up."""
    said = faults(tmp_path, UNKNOWN_KEY, UNKNOWN_RULE, UNKNOWN_MEASURE, WRONG_SUM, OVERLAP)
    begins = [
        "items.registration.weight",
        "items.reply_days.measure",
        "filing 引用的规则 plan_filling",
        "各指标分值合计 101",
        "指标 coverage",
    ]
    assert [line.startswith(begin) for line, begin in zip(said, begins, strict=True)] == [True] * 5


def test_no_scheme_and_no_toml(tmp_path: Path):
    with pytest.raises(ConfigFault, match=r"找不到考核方案 .*无\.toml"):
        load_scheme(tmp_path / "无.toml", RULES)
    (tmp_path / "坏.toml").write_text("id = ", encoding="utf-8")
    with pytest.raises(ConfigFault, match=r"坏\.toml 不是有效的 TOML 文件"):
        load_scheme(tmp_path / "坏.toml", RULES)
    (tmp_path / "码.toml").write_bytes('title = "考核"'.encode("gb18030"))
    with pytest.raises(ConfigFault, match=r"码\.toml 不是有效的 TOML 文件"):
        load_scheme(tmp_path / "码.toml", RULES)


def test_the_digest_changes_with_the_meaning_and_not_with_the_comments(tmp_path: Path):
    path = tmp_path / "s.toml"
    path.write_text("# 说明\n" + PLAIN, encoding="utf-8")
    assert load_scheme(path, RULES).digest == load_scheme(SAMPLE, RULES).digest
    path.write_text(PLAIN.replace("floor = 0.6", "floor = 0.61", 1), encoding="utf-8")
    assert load_scheme(path, RULES).digest != load_scheme(SAMPLE, RULES).digest
