"""A scorecard of a unit whose evidence is wanting: what is undecided, why, up to which day, and a rank that may not be compared."""

from dataclasses import replace

import pytest

from metrics.run.filter import Filter
from metrics.run.reader import Reader
from reports import scorecard
from reports.scorecard.card import scorecard as read_card
from tests.reports.scorecard import reading_back as back

ENDS = "证据截至 06-20，早于统计日 06-30"
LISTED = "缺证据未判义务清单"


@pytest.fixture(scope="module")
def first(wanting: tuple[Reader, Reader]) -> Reader:
    return wanting[0]


def test_what_is_undecided_is_listed_with_what_is_wanting(first: Reader):
    cards = {unit: read_card(first, unit, "zh", ()) for unit in ("B1", "B3")}
    told = {unit: sorted((duty.rule, duty.state_name, duty.note) for duty in card.undecided) for unit, card in cards.items()}
    officer = ("首席数据官", "无法判定", "缺少文件：首席数据官")
    assert told == {
        "B1": sorted([*[("共享答复", "未到期", ENDS)] * 4, officer]),
        "B3": sorted([*[("共享答复", "无法判定", "缺少列：是否批准延期")] * 2, officer]),
    }
    assert len(cards["B1"].undecided) == first.count(Filter(unit_id="B1", undecided=True))


def test_nobody_is_told_late_where_nobody_can_tell(first: Reader):
    duties = [duty for duty in read_card(first, "B3", "zh", ()).undecided if duty.state == "unknown"]
    assert {(duty.taken, duty.late) for duty in duties} == {(None, None)}


def test_a_line_says_how_much_of_it_is_undecided(first: Reader):
    lines = {line.title: line.account for part in read_card(first, "B3", "zh", ()).sections for line in part.lines}
    assert "另有缺证据未判 2 项" in lines["共享申请按期答复率"]
    assert lines["首席数据官设立"] == "缺证据未判 1 项，没有能够判定的义务，不适用，不计入满分"
    assert "未判" not in lines["数据按期提供率"]


def test_the_notes_say_how_many_of_which_rules_why_and_what_that_means(first: Reader):
    (note,) = [note for note in read_card(first, "B1", "zh", ()).notes if "缺证据未判" in note]
    assert "5 项（证据截至日早于统计日 4，缺少文件 1）" in note
    assert "共享答复 4 项、首席数据官 1 项" in note
    assert "合计 25 项的 20.00%，超过方案规定的 10%，名次不宜比较，总分照列" in note
    (note,) = [note for note in read_card(first, "B4", "zh", ()).notes if "缺证据未判" in note]
    assert "合计 21 项的 4.76%，不超过方案规定的 10%，名次可以比较" in note
    (note,) = [note for note in read_card(first, "B3", "en", ()).notes if "undecided for want of evidence" in note]
    assert "3 (column missing: 2, file missing: 1)" in note and "the rank is not comparable" in note


def test_a_missed_duty_says_up_to_which_day_its_evidence_reaches(first: Reader):
    (open_one,) = [duty for duty in read_card(first, "B2", "zh", ()).missed if duty.state == "overdue"]
    assert (open_one.note, str(open_one.judged_on)) == (ENDS, "2026-06-20")
    late = [duty for duty in read_card(first, "B2", "zh", ()).missed if duty.state == "late"]
    assert {(duty.note, duty.judged_on) for duty in late} == {("", None)}


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_rank_that_is_not_comparable_stands_in_no_form(first: Reader, lang: str):
    word = {"zh": "不宜比较", "en": "not comparable"}[lang]
    rank = first.totals().filter(unit_id="B1")["rank"][0]
    numbered = {"zh": f"第{rank}名", "en": f"{rank}of5"}[lang]
    assert "".join(read_card(first, "B2", lang, ()).place.split()).startswith({"zh": "第", "en": ""}[lang])
    pdf = back.text(scorecard.make(first, "B1", "pdf", lang, past=()))
    sheet = back.sheet(scorecard.make(first, "B1", "xlsx", lang, past=()), {"zh": "考核评分", "en": "Score"}[lang])
    results, *_ = back.tables(scorecard.make(first, "B1", "docx", lang, past=()))
    assert word.replace(" ", "") in pdf and numbered not in pdf
    assert [row[1] for row in sheet if row[0] == {"zh": "名次", "en": "Rank"}[lang]] == [word]
    assert results[1][2] == word


def test_all_three_forms_list_the_same(first: Reader):
    files = {kind: scorecard.make(first, "B1", kind, past=()) for kind in scorecard.KINDS}
    subjects = set(first.obligations(Filter(unit_id="B1", undecided=True))["subject_id"])
    listed = [row for row in back.sheet(files["xlsx"], "缺证据未判")[3:] if row[3]]
    assert {row[3] for row in listed} == subjects
    assert ENDS in {row[14] for row in listed}
    rows = [row for table in back.tables(files["docx"]) for row in table if len(row) == 13 and row[0] != "序号"]
    assert {row[1].split("　")[-1] for row in rows if "无法判定" in row[3] or "未到期" in row[3]} == subjects
    told = back.text(files["pdf"])
    assert LISTED in told and "".join(ENDS.split()) in told
    assert "缺证据未判5项（证据截至日早于统计日4，缺少文件1）" in told


def test_nothing_is_said_where_nothing_is_undecided(decided: Reader):
    card = read_card(decided, "D2", "zh", ())
    assert (card.undecided, card.wanting, card.is_comparable) == ((), "", True)
    assert not [note for note in card.notes if "缺证据" in note]
    told = back.text(scorecard.make(decided, "D2", "pdf", past=()))
    assert "证据截至" not in told and LISTED not in told and "不宜比较" not in told
    unranked = replace(card, rank=None, is_comparable=False)
    assert unranked.place == "不参与排名", "who has no rank has none that could not be compared"
