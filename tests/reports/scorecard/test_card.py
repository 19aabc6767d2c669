"""What a scorecard says: standards from the scheme, accounts from the counts, decisions, the trend; and to whom it says nothing."""

import re
from decimal import Decimal
from io import BytesIO
from pathlib import Path

import docx
import openpyxl
import pytest

from data.access import OPERATOR, Viewer
from data.errors import RequestFault
from data.runs.store import RunStore
from data.settings import Home, Settings
from metrics.rulebook.rulebook import load_rules
from metrics.run.reader import Reader
from metrics.schemes.scheme import SAMPLE, Band, Bands, Item, Linear, load_scheme
from reports import scorecard
from reports.scorecard.card import Scorecard
from reports.scorecard.card import scorecard as read_card
from reports.scorecard.criteria import extra_standard, standard
from reports.wording.wording import Wording, catalogue
from tests.cities import small_run
from tests.reports.scorecard import reading_back as back

HAN = re.compile(r"[\u4e00-\u9fff]")
ZH, EN = Wording("zh", "scorecard"), Wording("en", "scorecard")


@pytest.fixture(scope="module")
def card(decided: Reader) -> Scorecard:
    return read_card(decided, "D2", "zh", ())


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_both_languages_say_the_same_things(lang: str):
    values = {key: set(re.findall(r"{(\w+)", text)) for key, text in catalogue(lang, "scorecard").items()}
    assert values == {key: set(re.findall(r"{(\w+)", text)) for key, text in catalogue("zh", "scorecard").items()}
    if lang == "en":
        assert not [text for text in catalogue("en", "scorecard").values() if HAN.search(text)]


def test_every_reason_of_every_rule_has_a_word():
    texts = (path.read_text(encoding="utf-8") for path in Path("metrics/rules").glob("*/rule.sql"))
    reasons = {r for text in texts for r in re.findall(r"then '([a-z_]+)'[^,]*? end as reason", text, re.DOTALL)}
    assert reasons
    assert {f"reason.{r}" for r in reasons} <= catalogue("zh", "scorecard").keys()


def item(measure: str, score: Linear | Bands) -> Item:
    return Item(id="x", section="s", title="甲", rule="r", measure=measure, points=5, score=score)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("given", "zh", "en"),
    [
        (
            item("completion_rate", Linear(kind="linear", floor=0.6, target=1)),
            "完成率 60% 起得分，100% 得满分，其间按比例",
            "completion rate: points from 60%, full at 100%, in proportion between",
        ),
        (
            item("on_time_rate", Linear(kind="linear", floor=0, target=0.95)),
            "按期率达到 95% 得满分，不足的按比例得分",
            "on-time rate: full at 95%, in proportion below",
        ),
        (
            item("mean_days", Linear(kind="linear", floor=10, target=2.5)),
            "平均用时在 2.5 个工作日以内得满分，10 个工作日以上不得分，其间按比例",
            "mean days taken: full up to 2.5 working days, none beyond 10 working days, in proportion between",
        ),
        (
            item("completion_rate", Bands(kind="bands", bands=(Band(at=1, share=1), Band(at=0.9, share=0.8)))),
            "完成率≥100%得 100%，≥90%得 80%；其余不得分",
            "completion rate: ≥100% earns 100%, ≥90% earns 80%; else none",
        ),
        (
            item("overdue_count", Bands(kind="bands", lower_is_better=True, bands=(Band(at=0, share=1), Band(at=3, share=0.5)))),
            "未完成≤0 项得 100%，≤3 项得 50%；其余不得分",
            "open past due: ≤0 earns 100%, ≤3 earns 50%; else none",
        ),
    ],
)
def test_a_standard_is_said_from_the_scheme(given: Item, zh: str, en: str):
    assert (standard(given, ZH), standard(given, EN)) == (zh, en)


def test_deductions_and_bonuses_are_said_from_the_scheme():
    gate, rectify, asset = load_scheme(SAMPLE, load_rules()).adjustments
    assert extra_standard(gate, ZH) == "未完成每 1 项扣 1 分，最多扣 8 分"
    assert extra_standard(rectify, EN) == "0.5 off for each open past due, at most 4"
    assert extra_standard(asset, ZH) == "按期完成每 1 项加 0.5 分，最多加 2 分"


def test_an_account_says_how_the_points_came_about(card: Scorecard, decided: Reader):
    lines = {line.title: line for part in card.sections for line in part.lines}
    row = decided.items("D2").filter(item_id="registration").row(0, named=True)
    told = lines["信息系统登记率"]
    assert told.account == f"应办 {row['counted']} 项，逾期完成 {row['late']} 项，完成率 {row['value']:.1%}，得 {row['points']:.2f} 分"
    assert told.ground == "《江门市公共数据共享和开放利用管理办法》第二章（据起草说明；期限为示例，待主管部门核定）"


def test_every_decision_in_force_is_told_with_who_and_why(card: Scorecard):
    by_decision = {line.title: (line.points, line.lost, line.account, line.ground) for line in card.adjusted if "裁定" in line.title}
    assert by_decision == {
        "裁定调整：总分": (5.0, Decimal("-5.00"), "裁定 +9.00 分，依限额计 +5.00 分", "裁定记录第 1 号"),
        "裁定调整：信息系统登记率": (-0.5, Decimal("0.50"), "裁定 −0.50 分", "裁定记录第 2 号"),
    }
    assert [(one.number, one.kind, one.reason, one.by, str(one.on)) for one in card.rulings] == [
        (n, kind, "依据会议纪要", "李", "2026-07-02") for n, kind in ((1, "分数调整"), (2, "分数调整"), (3, "豁免"))
    ]
    assert card.rulings[2].touched > 0
    assert "豁免" in card.notes[1]
    assert card.full - card.lost == card.total


def test_another_units_decisions_are_no_part_of_it(decided: Reader):
    assert read_card(decided, "D3", "zh", ()).rulings == ()


def test_what_was_missed_says_which_lines_it_cost(card: Scorecard, decided: Reader):
    lost = {row["title"] for row in decided.items("D2").iter_rows(named=True) if row["lost"] > 0}
    assert {title for duty in card.missed for title in duty.costs} <= lost | {line.title for line in card.adjusted}
    by_rule = {(duty.rule, duty.state): duty.costs for duty in card.missed}
    assert by_rule["信息系统登记", "late"] == (), "a completion rate is not held down by what was done late"
    assert by_rule["建设方案备案", "overdue"] == ("建设方案备案率",)


@pytest.mark.parametrize("kind", scorecard.KINDS)
def test_another_department_gets_nothing(decided: Reader, kind: str):
    mine = Reader(decided.store, decided.info, Viewer("D3", "department", frozenset({"D3"})))
    with pytest.raises(RequestFault, match="D2"):
        scorecard.make(mine, "D2", kind)
    assert scorecard.make(mine, "D3", kind)


def test_a_department_reads_the_same_lines_as_an_officer(decided: Reader):
    mine = read_card(Reader(decided.store, decided.info, Viewer("D2", "department", frozenset({"D2"}))), "D2", "zh", ())
    whole = read_card(decided, "D2", "zh", ())
    assert (mine.sections, mine.adjusted, mine.missed, mine.kept, mine.rulings, mine.notes) == (
        whole.sections, whole.adjusted, whole.missed, whole.kept, whole.rulings, whole.notes,
    )  # fmt: skip
    assert (mine.rank, mine.ranked, whole.ranked) == (whole.rank, 1, 3)


def test_an_english_paper_has_chinese_only_in_names(decided: Reader):
    card = read_card(decided, "D2", "en", ())
    texts = [line.standard + line.account + line.ground for part in card.sections for line in part.lines]
    texts += [*card.notes, *(line.title + line.standard + line.account + line.ground for line in card.adjusted)]
    assert [text for text in texts if HAN.search(text)] == []
    told = back.text(scorecard.make(decided, "D2", "pdf", "en"))
    assert "scorecardofpublicdatasharing" in told
    assert "Page1of" in told


def test_the_trend_is_drawn_in_all_three(home: Home):
    store = RunStore(home, Settings(threads=1))
    days = [small_run.AS_OF.replace(month=month, day=28) for month in (3, 4)]
    past = [Reader(store, small_run.build(home, as_of=day).run_id, OPERATOR) for day in days]
    reader = Reader(store, small_run.build(home).run_id, OPERATOR)
    totals = [str(one.totals().filter(unit_id="D2")["total"][0]) for one in (*past, reader)]
    rows = back.sheet(scorecard.make(reader, "D2", "xlsx", past=past), "总分走势")[3:6]
    assert [f"{float(row[1]):.2f}" for row in rows] == totals
    made = scorecard.make(reader, "D2", "docx", past=past)
    chart = next(p for p in docx.Document(BytesIO(made)).part.package.iter_parts() if "/charts/" in p.partname)
    assert all(f"<c:v>{total}</c:v>" in chart.blob.decode() for total in totals)
    assert all(total in back.text(scorecard.make(reader, "D2", "pdf", past=past)) for total in totals)
    assert scorecard.make(reader, "D2", "pdf") == scorecard.make(reader, "D2", "pdf", past=past), "the store's own earlier runs are meant"
    assert "本考核期只有一次测算，尚无走势" in back.text(scorecard.make(reader, "D2", "pdf", past=()))


def test_excel_prints_on_a4_with_its_head_kept(decided: Reader):
    book = openpyxl.load_workbook(BytesIO(scorecard.make(decided, "D2", "xlsx")))
    for sheet in book:
        assert (sheet.page_setup.paperSize, sheet.page_setup.orientation) == (9, "landscape")
        assert sheet.freeze_panes
        assert sheet.print_title_rows
        assert "第 &P 页" in str(sheet.oddFooter.right.text)
    row = {cell.value: cell for cell in book["逾期和未完成"][4]}
    assert any(cell.is_date for cell in row.values() if cell.value is not None)
    assert isinstance(book["考核评分"]["B5"].value, float)


def test_word_has_an_outline(decided: Reader):
    read = docx.Document(BytesIO(scorecard.make(decided, "D2", "docx")))
    outline = [p.text for p in read.paragraphs if p.style and p.style.name == "Heading 1"]
    assert outline == ["评分", "裁定", "总分走势", "签署", "逾期和未完成义务清单"]
    assert next(p.text for p in read.paragraphs if p.style and p.style.name == "Heading 2").startswith("信息系统登记　")
