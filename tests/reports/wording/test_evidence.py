"""What evidence is wanting, in words: a rank that may not be compared, why nothing can be told, and up to which day."""

import re
from datetime import date
from typing import Any

import polars as pl

from reports.wording import evidence
from reports.wording.wording import Wording, catalogue

ZH, EN = Wording("zh"), Wording("en")
AS_OF = date(2026, 6, 30)
RULE = {"exports": ["share_requests", "catalogs"], "evidence": "share_requests"}


def row(**more: Any) -> dict[str, Any]:
    """An open obligation of which the file tells up to 24 June."""
    told = {"rule_id": "share_reply", "state": "overdue", "reason": None, "met_on": None, "lacks": None, "evidence_on": date(2026, 6, 24)}
    return told | more


def test_a_rank_is_a_number_a_word_or_none():
    assert evidence.shown_rank(3, True, ZH) == "3"
    assert (evidence.shown_rank(3, False, ZH), evidence.shown_rank(3, False, EN)) == ("不宜比较", "not comparable")
    assert (evidence.shown_rank(None, False, ZH), evidence.shown_rank(None, True, ZH, "不参与排名")) == ("—", "不参与排名")


def test_counts_are_told_by_reason_in_one_order():
    rows = [("B1", "export_missing", 1), ("B1", "evidence_ends", 4), ("B2", "column_missing", 2), ("B1", "evidence_ends", 1)]
    found = pl.DataFrame(rows, schema=["unit_id", "reason", "obligations"], orient="row")
    counts = evidence.by_reason(found)
    assert counts == {"column_missing": 2, "evidence_ends": 5, "export_missing": 1}
    assert list(counts) == list(evidence.REASONS)
    assert evidence.by_unit(found) == {"B1": {"evidence_ends": 5, "export_missing": 1}, "B2": {"column_missing": 2}}
    assert evidence.undecided(counts, ZH) == "8 项（缺少列 2，证据截至日早于统计日 5，缺少文件 1）"
    assert evidence.undecided({"column_missing": 2}, EN) == "2 (column missing: 2)"
    assert (evidence.by_reason(found.clear()), evidence.undecided({}, ZH), evidence.reasons({}, ZH)) == ({}, "", "")


def test_the_day_is_told_of_what_is_open_and_was_judged_earlier():
    assert evidence.want(row(), RULE, AS_OF, ZH) == "证据截至 06-24，早于统计日 06-30"
    assert evidence.want(row(state="pending", reason="evidence_ends"), RULE, AS_OF, ZH) == "证据截至 06-24，早于统计日 06-30"
    assert evidence.want(row(evidence_on=date(2025, 12, 28)), RULE, date(2026, 1, 5), EN) == (
        "evidence up to 2025-12-28, before the day of assessment 2026-01-05"
    )


def test_nothing_is_told_where_the_day_makes_no_difference():
    """Which is where a run keeps none (metrics/obligations/obligations.sql)."""
    assert evidence.want(row(evidence_on=None), RULE, AS_OF, ZH) == ""


def test_missing_columns_and_files_are_named_as_people_know_them():
    lacking = row(state="unknown", reason="column_missing", lacks="replied_on,share_class")
    assert evidence.want(lacking, RULE, AS_OF, ZH) == "缺少列：答复时间、共享类型"
    assert evidence.want(lacking, RULE, AS_OF, EN) == "column missing: replied_on, share_class"
    absent = row(state="unknown", reason="export_missing")
    assert evidence.want(absent, RULE, AS_OF, ZH) == "缺少文件：共享申请"
    assert evidence.want(absent, RULE, AS_OF, EN) == "file missing: Share requests"
    assert evidence.state(lacking, RULE, AS_OF, ZH) == "无法判定（缺少列：答复时间、共享类型）"
    assert evidence.state(row(evidence_on=None), RULE, AS_OF, ZH) == "逾期未完成"


def test_both_languages_say_the_same_things():
    values = {lang: {key: set(re.findall(r"{(\w+)", text)) for key, text in catalogue(lang).items()} for lang in ("zh", "en")}
    assert values["zh"] == values["en"]
    assert not [text for text in catalogue("en").values() if re.search(r"[\u4e00-\u9fff]", text)]
