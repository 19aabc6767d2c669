"""What the layers below say is told in English on the pages: every text of theirs is in the catalogue, and no page shows one untold."""

import ast
import re
import tomllib
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.contracts.contracts import load_contracts
from data.facts.store import Facts
from data.intake import ingest
from data.settings import Home
from pages.language import fault_texts
from pages.language.words import Words
from pages.schemes import editor_rows as scheme_rows
from tests.data.decisions.unknown_words import DEPARTMENTS
from tests.pages.language.sentence_scan import HAN, HOLE, PROJECT, Text, numbered, texts
from tests.pages.running import Open
from tests.pages.shown import said

EN, ZH = Words("en"), Words("zh")
SAID = tomllib.loads(fault_texts.CATALOGUE.read_text(encoding="utf-8"))["said"]
CATALOGUE = {entry["zh"] for entry in SAID} | set(fault_texts.words())

# Where a text stands, by how its place or its place and text begin, and why no page shows it.
ELSEWHERE = {
    "data/demo/": "the demo city's own names and stories are data",
    "metrics/demo": "the demo city's own names and stories are data",
    "data/doctor.py:": "python cli.py doctor alone",
    "data/delivery/": "what is sent, and the commands that send it",
    "reports/delivery/": "what is sent, and the commands that send it",
    "data/delivery/outbox.py:": "messages are looked after at the terminal",
    "data/decisions/contacts.py:": "contacts are kept at the terminal",
    "data/decisions/tokens.py:": "tokens are issued at the terminal",
    "reports/open_data/": "the data service answers other systems",
    "data/decisions/evidence.py:sweep": "what was cut off is told at the terminal",
    "data/runs/editions.py:clear": "what was cut off is told at the terminal",
    "data/facts/store.py:Facts.sweep": "what was cut off is told at the terminal",
    "data/runs/store.py:sweep": "what was cut off is told at the terminal",
    "reports/bundle/keeping.py:": "what was cut off is told at the terminal",
    "data/runs/editions.py:broken": "editions are verified at the terminal",
    "metrics/publication/verify.py:": "editions are verified at the terminal",
    "metrics/publication/compare_files.py:": "editions are verified at the terminal",
    "metrics/examples/cases.py:": "the rules' own worked cases, at the terminal and in tests",
    "data/calendar.py:HOLIDAY_NAMES": "names, which `reports/wording/names.en.toml` has",
    "metrics/scoring/scoring.py:score ": "names, which `reports/wording/names.en.toml` has",
    "data/contracts/contracts.py:UNKNOWN": "a value as it is stored",
    "metrics/run/gate_approval.py:": "a value as it is stored",
    "metrics/obligations/gate_check.py:": "a value as it is stored",
    "metrics/assessment/order_rows.py:SHEET": "a value as it is stored",
    "data/decisions/file_types.py:clean_name": "the name of a file",
    "data/decisions/orders.py:next_number": "the number of an order",
    "data/intake/cells/clean.py:": "what files are read by",
    "data/settings.py:Settings": "the city's usual name, and what the reference of settings says",
    "data/sign_in.py:EXAMPLE": "what a file is read by",
    "metrics/run/export_quality.py:": "what sentences are read by",
    "data/intake/rejects_workbook.py:": "a workbook in Chinese",
    "metrics/comparison/attribution.py:": "a column of a query",
    "metrics/examples/reference.py:": "the rules reference is written in both languages",
    "reports/delivery/duty_calendar.py:STATES": "a calendar file in Chinese",
    "reports/delivery/duty_calendar.py:_": "a calendar file in Chinese",
    "reports/delivery/duty_calendar.py:duty_calendar {0}数据共享义务": "a calendar file in Chinese",
    "reports/bundle/ordering.py:": "the trail, which is kept in Chinese",
    "reports/tables/trail_sheet.py:HEADINGS": "the trail, which is kept in Chinese",
    "reports/papers/circular_standing.py:": "numerals of a Chinese paper",
    "reports/papers/drawing.py:": "names of looks and fonts",
    "reports/papers/text.py:": "names of looks and fonts",
    "reports/scorecard/sheet_styles.py:": "names of looks and fonts",
    "reports/typesetting/word.py:": "names of looks and fonts",
    "reports/papers/reference.py:": "the reference of what templates are given, in both languages",
    "reports/ranking_book/group_chapter.py:": "columns of a frame",
    "reports/ranking_book/ordinals.py:": "numerals of a Chinese paper",
    "metrics/schemes/write_file.py:": "a comment in a file",
    "pages/intake/batch_history.py:": "the name of a file",
    "pages/papers/circular.py:": "the name of a file",
    "pages/gate/money.py:": "values as they are stored",
    "pages/orders/form.py:": "the matter of an order, which stands in a Chinese paper",
    "pages/look/grade.py:": "values as they are stored",
    "pages/shell/sidebar.py:": "the language's own name",
    "pages/schemes/editor_rows.py:PHRASES": "turns the sentences of metrics/schemes/scheme.py into the form's, which are looked for as it makes them",
    "pages/schemes/editor_rows.py:in_form": "turns the sentences of metrics/schemes/scheme.py into the form's, which are looked for as it makes them",
}
# Texts that are said as a part of others, by how their place and text begin: what they make then, * for the text, {} for a hole beside it.
CELL = ("{}“{}”*",)
WHOLE = {
    "data/decisions/bodies.py:OrderKind": ("*",),
    "data/decisions/bodies.py:Order 责令改正": ("*",),
    "data/decisions/bodies.py:": ("*。",),
    "data/decisions/schemes.py:_check 方案 {0} 已由": tuple(f"方案 {{}} 已由{{}}{done}，不能再作决定。如需改动，请另提新的版本。" for done in ("批准", "退回")),
    "data/decisions/schemes.py:_check 批准": (),
    "data/decisions/schemes.py:_check 退回": (),
    "data/decisions/trail.py:_Check.take 第 {0} 至": ("*。",),
    "data/decisions/trail.py:_Check.take 第 {0} 行是多出来的": ("*。",),
    "data/intake/cells/column_reader.py:DAMAGED": CELL,
    "data/intake/cells/column_reader.py:_integer": CELL,
    "data/intake/cells/column_reader.py:_number 不是数字": CELL,
    "data/intake/cells/column_reader.py:_Cells.counted 等": ("“{}”（{} 次）*",),
    "data/intake/cells/dates.py:why_no_day": CELL,
    "data/intake/cells/dictionary.py:why_unknown": CELL,
    "data/intake/cells/departments.py:Directory": CELL,
    "metrics/assessment/decision_table.py:_Names.sentence 豁免": (
        "豁免“{}” {}（{}）", "豁免“{}”义务（{}）", "豁免{}“{}”义务（{}）", "豁免{}全部义务（{}）", "豁免 {}到期的“{}”义务（{}）",
        "豁免{} {}到期的“{}”义务（{}）", "豁免{} {}到期的全部义务（{}）",
    ),
    "metrics/assessment/decision_table.py:_Names._taken": (),
    "metrics/assessment/decision_table.py:_Names.sentence {0}{1} {2} 分": ("总分加 {} 分", "总分减 {} 分", "“{}”加 {} 分", "“{}”减 {} 分"),
    "metrics/assessment/decision_table.py:_Names.sentence 总分": (),
    "metrics/assessment/decision_table.py:_Names.sentence 加": (),
    "metrics/assessment/decision_table.py:_Names.sentence 减": (),
    "metrics/assessment/decision_table.py:_Names.sentence {0} {1} 等待补正": ("“{}” {} 等待补正材料（{}）",),
    "metrics/assessment/decision_table.py:_Names.sentence {0}：等待补正": ("“{}”：等待补正材料期间停止计算期限",),
    "metrics/assessment/decision_table.py:_from_to {0} 至": ("*", "至 {}"),
    "metrics/rulebook/rulebook.py:_load 规则 {0}：{1} {2}": ("规则 {}：{}",),
    "metrics/scoring/scoring.py:DECIDED": ("*{}", "*{}（不适用，不计分）"),
    "metrics/scoring/scoring.py:NOT_APPLICABLE": (),
    "metrics/schemes/scheme_file.py:sentence 或": ("{} * {}",),
    "metrics/schemes/scheme_file.py:": ("{}*。",),
    "pages/schemes/editor_rows.py:PARTS 裁定调整": ("*的{}",),
    "pages/schemes/editor_rows.py:PARTS": ("*“{}”的{}",),
}  # fmt: skip
FORM = {"items": [{"id": "{0}"}], "adjustments": [], "sections": []}


@cache
def every_text() -> tuple[Text, ...]:
    return tuple(text for folder in ("data", "metrics", "reports", "pages") for text in texts(folder))


def as_said(text: Text) -> set[str]:
    """What a text makes where it is said; a fault of a scheme's meaning also as the form puts it."""
    frames = next((frames for start, frames in WHOLE.items() if text.address.startswith(start)), ("*",))
    found = {numbered(frame.replace("{}", HOLE).replace("*", text.template)) for frame in frames}
    is_of_form = text.place.startswith(
        ("metrics/schemes/scheme.py:_faults", "metrics/schemes/scheme.py:_score", "metrics/schemes/scheme.py:_grade")
    )
    is_of_table = text.zh.startswith("{0} 中编号")  # names a table of the file, which the form has no other word for
    return found | ({scheme_rows.in_form(zh, FORM) for zh in found} if is_of_form and not is_of_table else set())


def in_data() -> set[str]:
    """The Chinese texts of the rules' queries and of the dictionaries, which obligations are told in."""
    queries = (path.read_text(encoding="utf-8") for path in (PROJECT / "metrics" / "rules").glob("*/rule.sql"))
    return {text for query in queries for text in re.findall(r"'([^']+)'", query)} | {
        value for dictionary in load_contracts().dictionaries.values() for value in dictionary
    }


def test_every_text_that_pages_may_show_has_english():
    missing = {
        zh: f"{text.place.partition(':')[0]}, line {text.line}"
        for text in every_text()
        if not text.address.startswith(tuple(ELSEWHERE))
        for zh in as_said(text) - CATALOGUE
    }
    assert not missing, (
        "add an entry to pages/language/fault_texts.en.toml for each, [[said]] with zh and en, or a line of [words] for a word; "
        "where no page shows a text say why in ELSEWHERE, where it is a part of others say of which in WHOLE"
    )


def test_no_entry_is_said_by_nobody():
    said_somewhere = {zh for text in every_text() for zh in (text.zh, *as_said(text))} | in_data()
    assert sorted(CATALOGUE - said_somewhere) == [], "take them out of pages/language/fault_texts.en.toml"


def test_what_is_told_elsewhere_is_there_still():
    addresses = [text.address for text in every_text()]
    assert [start for start in (*ELSEWHERE, *WHOLE) if not any(address.startswith(start) for address in addresses)] == []


def test_an_entry_has_the_same_holes_in_both_languages():
    holes = {entry["zh"]: sorted(fault_texts.HOLE.findall(entry["zh"])) for entry in SAID}
    assert len(holes) == len(SAID), "each once"
    assert [entry["zh"] for entry in SAID if holes[entry["zh"]] != sorted(fault_texts.HOLE.findall(entry["en"]))] == []
    assert [zh for zh, found in holes.items() if found != [str(n) for n in range(len(found))]] == []
    assert [zh for zh in holes if "}{" in zh] == [], "nobody could tell what stands in which"


def test_english_is_english():
    assert [entry["en"] for entry in SAID if HAN.search(entry["en"])] == []
    assert [en for en in fault_texts.words().values() if HAN.search(en)] == []


# Whatever may stand in a hole that is no part of a sentence of ours: braces, quotes, signs that patterns mean something by.
FILLINGS = st.text("aZ09{}[]()\"'\\$^*+?|&<>~_", min_size=1, max_size=12)


@given(st.sampled_from(SAID), st.data())
def test_what_is_filled_in_comes_through(entry: dict[str, str], data: st.DataObject):
    count = len(fault_texts.HOLE.findall(entry["zh"]))
    fillings = data.draw(st.lists(FILLINGS, min_size=count, max_size=count))

    def filled(template: str) -> str:
        return fault_texts.HOLE.sub(lambda hole: fillings[int(hole[1])], template)

    assert EN.told(filled(entry["zh"])) == filled(entry["en"])
    assert ZH.told(filled(entry["zh"])) == filled(entry["zh"])


@given(st.text("甲乙、，。“”：；（） {0}\nab"))
def test_what_nobody_knows_stays_as_it_is(text: str):
    assert EN.told(text) == ZH.told(text) == text


@pytest.mark.parametrize(
    ("zh", "en"),
    [
        ("数据、决定", "data, decisions"),
        ("缺少理由，请填写。\n没有指明事项。请刷新页面后重新办理。",
         "Missing: reason. Fill it in.\nIt is not said what this is about. Reload the page and try again."),
        ("“一.csv”不是可识别的导出表：最接近“信息系统台账”，但缺少必需的列：系统编码、系统名称；请补上这些列，或在站点词表中登记它们的叫法。",
         "“一.csv” is not a known export: the nearest is “Information systems”, but needed columns are missing: 系统编码、系统名称. "
         "Add these columns, or confirm what they are called here."),
        ("阶段有 5 个值不在字典中，记为“未知”：“甲、乙”（3 次）、“丙\n丁”（2 次）等。",
         "阶段 has values that are not in the dictionary (5), kept as “未知”: “甲、乙” (×3), “丙\n丁” (×2) and others."),
        ("登记日期“…”只写到年月，需写明具体日期", "登记日期 “…” is a month or a year; the day is needed"),
        ("豁免甲局 2026-01-01 至 2026-06-30到期的“目录覆盖率”义务（2026-01-01 起）",
         "Exempts 甲局 from the obligations “Catalogue coverage” due 2026-01-01 to 2026-06-30 (from 2026-01-01 on)"),
        ("豁免“目录覆盖率” S-1（至 2026-01-01）", "Exempts S-1 from “Catalogue coverage” (until 2026-01-01)"),
        ("裁定调整：数据汇聚率", "By decision: Data aggregated"),
        ("items.a.points 应为数字。", "items.a.points: must be a number."),
        ("指标“数据汇聚率”的分值应为数字。", "Indicator “Data aggregated”, points: must be a number."),
        ("有 1 份没有生成，其余保留：\n不知道的一句", "Not made: 1. The others are kept:\n不知道的一句"),
    ],
)  # fmt: skip
def test_what_fills_a_sentence_is_told_too(zh: str, en: str):
    assert EN.told(zh) == en


def test_a_value_that_somebody_wrote_stays_as_written():
    assert EN.told("单位的值“合格”不能用，请改正。") == "The value “合格” can't be used (unit). Correct it."
    assert EN.told("更新周期“每年”不是整数") == "更新周期 “每年” is not a whole number"
    assert EN.told("更新周期为空，此列必填") == "更新周期 is empty and must be filled in", "as the heading in the file"


def test_a_text_without_end_is_told_as_far_as_it_makes_sense():
    assert HAN.search(EN.told("甲" + " 起" * 2000 + "、" * 2000 + " 至 " * 2000))


def test_no_page_shows_a_fault_untold():
    shown = [
        f"{path.relative_to(PROJECT)}, line {node.lineno}"
        for path in (PROJECT / "app.py", *sorted((PROJECT / "pages").rglob("*.py")))
        if path.name != "editor_rows.py"  # puts a fault into a sentence of its own, which the editor tells
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if _shows_a_fault(node)
    ]
    assert shown == [], "put it through `w.told`"


def _shows_a_fault(node: ast.AST) -> bool:
    """Whether a name of a fault is made a text, or given to what shows texts, as it is."""
    if isinstance(node, ast.FormattedValue):
        return _is_fault(node.value)
    if not isinstance(node, ast.Call) or not any(map(_is_fault, node.args)):
        return False
    return ast.unparse(node.func) in ("str", "repr", "m.e") or ast.unparse(node.func).startswith("st.")


def _is_fault(node: ast.AST) -> bool:
    return isinstance(node, ast.Name) and node.id == "fault"


def test_faults_are_caught_by_one_name():
    """By which the test above finds them; what befalls the telling of a fault takes its place."""
    handlers = [
        node
        for path in (PROJECT / "pages").rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.ExceptHandler) and node.name
    ]
    assert {node.name for node in handlers} == {"fault", "untold"}


HEAD = "申请编号,申请部门,数据提供部门,目录编码,共享属性,收到申请时间,答复时间,答复结果"
ROWS = [
    "SQ1,江门市教育局,江门市教育局,M1,有条件共享,2026-03-02,2026-03-05,同意",
    "SQ2,江门市教育局,江门市教育局,M1,有条件共享,三月上旬,2026-03-05,同意",
    "SQ3,江门市教育局,江门市教育局,M1,有条件共享,2026-03-02,2026-02-05,同意",
    "SQ4,江门市教育局,无此局,M1,大概共享,2026-03-02,2026-03-05,同意",
    "合计,,,,,,,",
]
IN_ENGLISH = (
    "收到申请时间 “三月上旬” can&#x27;t be read as a day; write it as 2026-03-01",
    "数据提供部门 “无此局” is not in the department directory",
    "答复时间 2026-02-05 is before 收到申请时间 2026-03-02",
    ">total<",
)
IN_CHINESE = ("“三月上旬”不是可识别的日期", "“无此局”在部门名录中找不到", "答复时间 2026-02-05 早于收到申请时间 2026-03-02", "合计行")


@pytest.fixture
def refused(tmp_path: Path) -> Home:
    """A home with a directory and a listing of which rows were refused, in doubt and skipped."""
    home = Home(tmp_path / "home").create()
    at = datetime(2026, 5, 31, 9, tzinfo=UTC)
    files: list = [("部门.csv", DEPARTMENTS.encode()), ("申请.csv", "\n".join([HEAD, *ROWS]).encode())]
    ingest(files, Facts(home), load_contracts(), exported_on=at.date(), by="t", received_at=at)
    home.demo_mark(home.path).write_text("{}", encoding="utf-8")
    return home


@pytest.mark.parametrize(("lang", "shown", "not_shown"), [("en", IN_ENGLISH, IN_CHINESE), ("zh", IN_CHINESE, IN_ENGLISH)])
def test_a_batch_says_in_the_readers_language_why_rows_were_refused(
    refused: Home, open_page: Open, lang: str, shown: tuple[str, ...], not_shown: tuple[str, ...]
):
    batch = next(one for one in Facts(refused).batches() if one.export == "share_requests")
    page = open_page(refused, "intake", batch=batch.batch_id, lang=lang)
    assert not page.exception
    assert [text for text in shown if text not in said(page)] == []
    assert [text for text in not_shown if text in said(page)] == []


def test_what_is_not_there_is_said_in_the_readers_language(small_city: Home, open_page: Open):
    asked = {"rule": "share_reply", "subject": "nope"}
    assert "There is no such obligation (share_reply / nope), or it is not yours to see." in said(
        open_page(small_city, "obligation", lang="en", **asked)
    )
    assert "没有找到这条义务（share_reply / nope），或您无权查看。请从义务清单重新进入。" in said(
        open_page(small_city, "obligation", **asked)
    )
