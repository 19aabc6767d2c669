"""申诉 and 复核: a department files, sees and withdraws its own; officers answer with what follows; others read or are told."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from data.decisions import objections, periods
from data.decisions.bodies import Review
from data.settings import Home
from pages.objections import window as objection_window
from pages.shell import session
from tests.cities import decided_city as city
from tests.cities.shared import copied
from tests.pages.forms import area, press
from tests.pages.running import Open, SetDay
from tests.pages.shown import said, text

CHEN = f"department:{city.UNIT_ID}"


@pytest.fixture
def home(small_city: Home, tmp_path: Path, at_home, set_day: SetDay) -> Home:
    """The small city on TODAY, its newest run before the departments."""
    copy = copied(small_city, tmp_path / "city")
    at_home(copy.path)
    set_day(city.TODAY)
    city.put_under_review(session.decisions())
    return copy


def cases() -> list[objections.Case]:
    return objections.cases(session.decisions(), city.OFFICER, city.CALENDAR)


def filed(home: Home, open_page: Open, at_home) -> str:
    """File one as the department would, and give its number."""
    at_home(home.path)
    store = session.decisions()
    return city.file_one(store, session.store().runs()[0].run_id).thing


def test_who_looks_at_another_period_is_led_to_where_the_window_is_open(home: Home, open_page: Open, monkeypatch: pytest.MonkeyPatch):
    assert "2026年第三季度" not in said(open_page(home, "objections", me=CHEN)), "and every part is loaded before one is replaced"
    (of,) = periods.all_standing(session.decisions()).values()
    monkeypatch.setattr(objection_window, "now", lambda s: periods.Standing("2026"))
    monkeypatch.setattr(objection_window, "all_standing", lambda decisions: {"2026Q3": replace(of, period="2026Q3")})
    shown = said(open_page(home, "objections", me=CHEN))
    assert "2026年第三季度的申诉期到" in shown
    assert f"period=2026Q3&amp;run={of.run_id}" in shown


def test_a_department_files_from_an_obligation_and_sees_its_clock(home: Home, open_page: Open):
    subject = city.an_obligation()["subject_id"]
    at = open_page(home, "objections", me=CHEN, unit=city.UNIT_ID, rule=city.RULE, subject=subject)
    assert "还剩 8 个工作日" in text(at)
    assert at.multiselect[0].value == [subject]
    area(at, "事实与理由").input("省平台故障，无法答复。").run()
    press(at, "提交申诉")
    assert "应在 2026-11-24 前得到答复" in text(at)
    assert 'data-objection="2026H2-001"' in said(at)
    assert "还剩 10 个工作日" in text(at)
    (one,) = cases()
    assert (one.said.obligations, one.filed.reason, one.status) == (((city.RULE, subject),), "省平台故障，无法答复。", "open")
    press(at, "提交申诉")  # an empty form sent after it
    assert len(cases()) == 1


def test_obligations_of_one_name_are_told_apart(home: Home, open_page: Open):
    at = open_page(home, "objections", me=CHEN, item=city.ITEM)
    options = at.multiselect[0].options
    assert len(options) > 5
    assert len({*options}) == len(options)


def test_what_was_written_outlives_a_refusal_and_a_refresh(home: Home, open_page: Open):
    at = open_page(home, "objections", me=CHEN)
    area(at, "事实与理由").input("还没有写完").run()
    press(at, "提交申诉")
    assert "申诉须指明指标或义务" in at.error[0].value
    assert area(at, "事实与理由").value == "还没有写完"
    again = open_page(home, "objections", me=CHEN)
    assert area(again, "事实与理由").value == "还没有写完"
    assert "已恢复您上次未提交的内容" in text(again)
    press(again, "清除草稿")
    assert area(again, "事实与理由").value == ""
    assert cases() == []


@pytest.mark.parametrize("me", ["department:JM012", "leader", "analyst", "officer"])
def test_others_can_not_file(home: Home, open_page: Open, me: str):
    subject = city.an_obligation()["subject_id"]
    at = open_page(home, "objections", me=me, unit=city.UNIT_ID, rule=city.RULE, subject=subject)
    assert not at.exception
    if me.startswith("department"):
        assert "refused: " in said(at), "a forged address is told, nothing of the other's is shown"
    assert not [b for b in at.button if b.label == "提交申诉"]


def test_after_the_window_nothing_can_be_filed(home: Home, open_page: Open, set_day: SetDay):
    set_day(date(2026, 11, 21))
    at = open_page(home, "objections", me=CHEN)
    assert "已于 2026-11-20 届满" in text(at)
    assert not [b for b in at.button if b.label == "提交申诉"]


@pytest.mark.parametrize(("me", "sees"), [("officer", True), ("leader", True), (CHEN, True), ("department:JM012", False)])
def test_who_sees_an_objection(home: Home, open_page: Open, at_home, me: str, sees: bool):
    number = filed(home, open_page, at_home)
    listed, one = open_page(home, "objections", me=me), open_page(home, "objections", me=me, objection=number)
    assert (number in said(listed)) is sees
    assert ("省平台故障" in said(one)) is sees
    assert ("refused: " in said(one)) is not sees
    assert bool([b for b in one.button if b.label == "作出答复"]) is (me == "officer")
    assert bool([b for b in one.button if b.label == "撤回申诉"]) is (me == CHEN)


@pytest.mark.parametrize("me", ["contractor", "admin"])
def test_who_has_no_part_in_it_is_told(home: Home, open_page: Open, me: str):
    assert "refused: 申诉只对" in said(open_page(home, "objections", me=me))


def test_a_department_withdraws_and_raises_again(home: Home, open_page: Open, at_home):
    number = filed(home, open_page, at_home)
    at = open_page(home, "objections", me=CHEN, objection=number)
    press(at, "撤回申诉")
    assert "理由" in at.error[0].value
    area(at, "理由").input("已自行更正").run()
    press(at, "撤回申诉")
    assert cases()[0].status == "withdrawn"
    area(at, "事实与理由").input("仍有异议").run()
    press(at, "再次提出")
    assert cases()[0].status == "open"


def test_an_officer_answers_and_the_figures_are_made_anew(home: Home, open_page: Open, at_home):
    number = filed(home, open_page, at_home)
    subject = city.an_obligation()["subject_id"]
    at = open_page(home, "objections", me="officer", objection=number)
    area(at, "答复理由").input("故障属实").run()
    press(at, "作出答复")
    (one,) = cases()
    assert one.status == "accepted"
    (lifted,) = one.follow
    assert (lifted.about, lifted.body.subject_id, lifted.because) == ("exemption", subject, one.answered.act_id)
    assert 'data-outstanding="1"' in said(at)
    press(at, "重新测算")
    assert "data-outstanding" not in said(at)
    run = at.query_params["run"]
    page = open_page(home, "obligation", me=CHEN, run=run if isinstance(run, str) else run[0], rule=city.RULE, subject=subject)
    shown = text(page)
    assert f'data-lifted="{lifted.act_id}"' in said(page)
    assert "若无此决定，状态为" in shown
    assert f"依据申诉 {number} 的答复" in shown


def test_an_answer_beyond_the_limits_records_nothing(home: Home, open_page: Open, at_home):
    number = filed(home, open_page, at_home)
    at = open_page(home, "objections", me="officer", objection=number)
    area(at, "答复理由").input("部分属实").run()
    next(c for c in at.checkbox if c.label == "调整该指标的分数").check().run()
    at.number_input[0].set_value(9.5).run()
    press(at, "作出答复")
    assert "不得超过 ±2.00" in at.error[0].value
    assert cases()[0].status == "open"
    assert session.decisions().acts("exemption") == []


def test_of_two_officers_the_second_is_told(home: Home, open_page: Open, at_home):
    number = filed(home, open_page, at_home)
    at = open_page(home, "objections", me="officer", objection=number)
    area(at, "答复理由").input("故障属实").run()
    store = session.decisions()
    objections.withdraw(store, city.UNIT, cases()[0], "撤回")
    now = city.periods.standing(store, city.PERIOD)
    objections.reopen(store, city.UNIT, now, city.CALENDAR, cases()[0], "补充")
    press(at, "作出答复")
    assert "没有生效" in at.error[0].value
    assert area(at, "答复理由").value == "故障属实"
    assert cases()[0].status == "open"
    press(at, "作出答复")  # having seen it
    assert cases()[0].status == "accepted"


def test_data_that_will_be_corrected_are_named(home: Home, open_page: Open, at_home):
    number = filed(home, open_page, at_home)
    at = open_page(home, "objections", me="officer", objection=number)
    area(at, "答复理由").input("数据有误").run()
    next(c for c in at.checkbox if c.label.startswith("豁免所申诉的义务")).uncheck().run()
    next(t for t in at.text_input if t.label.startswith("待更正")).input("11 月的共享申请导出").run()
    press(at, "作出答复")
    (one,) = cases()
    assert one.follow == ()
    assert one.answered.reason == "数据有误\n待更正数据：11 月的共享申请导出"


def test_the_review_lists_what_waits_late_first(home: Home, open_page: Open, at_home, set_day: SetDay):
    filed(home, open_page, at_home)
    set_day(date(2026, 11, 25))
    officer = open_page(home, "review", me="officer")
    assert "2026H2-001 待答复" in text(officer)
    assert "已逾期 1 个工作日" in text(officer)
    assert "退回的数据行" in text(officer)
    assert 'data-task="signing"' not in said(officer), "not while an objection is open"
    own = open_page(home, "review", me=CHEN)
    assert "2026H2-001" in said(own)
    other = open_page(home, "review", me="department:JM012")
    assert "2026H2-001" not in said(other)
    assert "没有待办事项" in text(other)


def test_a_department_is_told_of_every_open_window_whichever_period_is_shown(home: Home, open_page: Open, set_day: SetDay):
    set_day(date(2026, 11, 23))  # that of the period that is shown is over
    store = session.decisions()
    said_of = Review(run_id="3d08815b2a0e976a", objections_until=date(2026, 12, 31), answer_days=20)
    periods.review(store, city.OFFICER, periods.standing(store, "2026Q3"), said_of, "提交复核")
    own = open_page(home, "review", me=CHEN)
    assert "2026年第三季度的申诉期到 2026-12-31 为止" in text(own)
    assert "period=2026Q3" in said(own)
    assert "2026年下半年的申诉期" not in text(own)
    assert "申诉期到" not in text(open_page(home, "review", me="leader"))


def test_a_leader_signs_when_all_is_answered(home: Home, open_page: Open, set_day: SetDay):
    assert "没有待办事项" in text(open_page(home, "review", me="leader"))
    set_day(date(2026, 11, 23))
    leader = open_page(home, "review", me="leader")
    assert "等待签核" in text(leader)
    assert "publication?" in said(leader)


def test_the_overview_counts_what_waits(home: Home, open_page: Open, at_home):
    assert "等待本人办理的事项" not in text(open_page(home, "overview", me="officer"))
    filed(home, open_page, at_home)
    assert "等待本人办理的事项" in text(open_page(home, "overview", me="officer"))


def test_items_can_be_objected_to_while_it_is_time(home: Home, open_page: Open, set_day: SetDay):
    assert "appeals?" in said(open_page(home, "department", me=CHEN))
    assert f"item={city.ITEM}" in said(open_page(home, "department", me=CHEN))
    assert "appeals?" not in said(open_page(home, "department", me="officer", unit=city.UNIT_ID))
    set_day(date(2026, 11, 21))
    assert "appeals?" not in said(open_page(home, "department", me=CHEN))
