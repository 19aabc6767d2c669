"""The page of a period: what each role sees and can do at each stage, what stands in the way, what an edition changed."""

import re
from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from streamlit.testing.v1 import AppTest

from data.calendar import day_of
from data.decisions import objections, periods
from data.decisions.bodies import Exemption, Objection, Review
from data.decisions.store import Decisions, new_thing, utc_now
from data.settings import Home
from pages.language.words import LANGS
from tests.cities import small_year
from tests.cities.small_editions import LI, ZHANG, assessed, begun, bring_to, decisions_of, settings
from tests.pages.forms import box, press
from tests.pages.running import Open
from tests.pages.shown import data, links, page, said, text, words

PERIOD = small_year.PERIOD
BUTTONS = ("提交复核", "签核", "发布第 1 版", "变更申诉期", "退回，结束复核")


@pytest.fixture
def city(home: Home) -> Home:
    return begun(home)


@pytest.fixture
def decisions(city: Home) -> Iterator[Decisions]:
    """The same home's decisions, at this moment."""
    made = Decisions(city, settings(city))
    yield made
    made.close()


def under_review(city: Home, decisions: Decisions, until: date) -> None:
    run = assessed(city, decisions)
    now = periods.standing(decisions, PERIOD)
    periods.review(decisions, ZHANG, now, Review(run_id=run.run_id, objections_until=until, answer_days=5), "数据已齐")


def yesterday() -> date:
    return day_of(utc_now()) - timedelta(days=1)


def buttons(at: AppTest) -> set[str]:
    return {button.label for button in at.button} & set(BUTTONS)


def stage(at: AppTest) -> str:
    return data(page(at), "stage")[0]


def write(at: AppTest, label: str, reason: str) -> AppTest:
    return box(at, "text_area", label).set_value(reason).run()


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("me", ["officer", "leader", "analyst", "contractor", "department:B2"])
def test_who_only_looks_is_given_no_button(city: Home, open_page: Open, me: str, lang: str):
    at = open_page(city, "publish", me=me, lang=lang)
    assert not at.exception
    assert stage(at) == "open"
    if lang == "zh":
        assert buttons(at) == ({"提交复核"} if me == "officer" else set())


def test_an_admin_is_shown_nothing(city: Home, open_page: Open):
    assert "refused: " in said(open_page(city, "publish", me="admin"))


def test_a_run_goes_under_review(city: Home, open_page: Open, decisions: Decisions):
    at = open_page(city, "publish", me="officer")
    at = press(at, "提交复核")
    assert "请写明理由" in at.error[0].value
    at = press(write(at, "理由", "数据已齐"), "提交复核")
    now = periods.standing(decisions, PERIOD)
    assert (now.stage, now.answer_days) == ("under_review", 5)
    assert now.objections_until == day_of(utc_now()) + timedelta(days=10)
    assert stage(at) == "under_review"
    assert "已提交复核" in text(at)


def test_a_run_that_has_been_overtaken_by_a_decision_is_not_put_under_review(city: Home, open_page: Open, decisions: Decisions):
    body = Exemption(rule_id="share_reply", subject_id="SQ-B5-0", unit_id="B5", start=date(2026, 1, 1))
    decisions.act(LI, "exemption", new_thing(), "made", body, reason="系统停机")
    at = open_page(city, "publish", me="officer")
    assert "决定有变动" in text(at)
    assert next(button for button in at.button if button.label == "提交复核").disabled
    at = press(at, "重新测算")
    assert "data-stale" not in said(at)


def test_a_signature_waits_for_the_window_and_the_answers(city: Home, open_page: Open, decisions: Decisions):
    under_review(city, decisions, day_of(utc_now()))
    at = open_page(city, "publish", me="leader")
    assert "期满之后才能签核" in text(at)
    assert buttons(at) == set()


def test_an_unanswered_objection_is_counted(city: Home, open_page: Open):
    early = decisions_of(city)
    under_review(city, early, date(2026, 7, 10))
    from data.access import Viewer
    from data.calendar import load_calendar

    unit, now = Viewer("陈科员", "department", frozenset({"B5"}), login="chen"), periods.standing(early, PERIOD)
    said_ = Objection(
        period=PERIOD, run_id=now.run_id, unit_id="B5", obligations=(("share_reply", "SQ-B5-0"),), wants="data", answer_by=date(2026, 7, 13)
    )
    objections.file(early, unit, now, load_calendar(), said_, "已按期答复")
    early.close()
    assert "还有 1 件申诉没有答复" in text(open_page(city, "publish", me="leader"))


def test_two_persons_sign_and_one_publishes(city: Home, open_page: Open, decisions: Decisions):
    under_review(city, decisions, yesterday())
    at = press(write(open_page(city, "publish", me="officer"), "签核意见", "同意"), "签核")
    assert "您已经签核" in text(at)
    assert "签核" not in buttons(at)
    at = press(write(open_page(city, "publish", me="leader"), "签核意见", "同意"), "签核")
    assert stage(at) == "signed_off"
    assert "发布第 1 版" not in buttons(at), "a leader signs, an officer publishes"
    at = write(open_page(city, "publish", me="officer"), "理由", "正式发布")
    assert next(button for button in at.button if button.label == "发布第 1 版").disabled, "not before it was read"
    at = press(box(at, "checkbox", "已核对以上内容，确认发布").check().run(), "发布第 1 版")
    assert not at.exception
    assert [one.edition_id for one in periods.standing(decisions, PERIOD).editions] == [f"{PERIOD}-1"]
    assert stage(at) == "published"
    assert 'data-edition="2026H1-1"' in said(at)


def test_a_review_is_given_back_and_its_window_changed_with_a_reason(city: Home, open_page: Open, decisions: Decisions):
    under_review(city, decisions, yesterday())
    at = open_page(city, "publish", me="officer2")
    later = day_of(utc_now()) + timedelta(days=3)
    at = box(at, "date_input", "申诉截止日").set_value(later).run()
    at = press(write(at, "理由", "延长"), "变更申诉期")
    assert periods.standing(decisions, PERIOD).objections_until == later
    at = press(write(at, "理由", "数据有误"), "退回，结束复核")
    assert periods.standing(decisions, PERIOD).stage == "open"
    assert stage(at) == "open"


def test_who_comes_second_is_told_and_keeps_what_was_written(city: Home, open_page: Open, decisions: Decisions):
    at = write(open_page(city, "publish", me="officer"), "理由", "数据已齐")
    under_review(city, decisions, yesterday())
    at = press(at, "提交复核")
    assert len(periods.standing(decisions, PERIOD).acts) == 1
    assert decisions.draft(_viewer("officer"), f"review/{PERIOD}")["reason"] == "数据已齐"
    assert stage(at) == "under_review"


def _viewer(role: str):
    from data.access import Viewer

    return Viewer("", role, login=f"demo-{role}")


@pytest.fixture
def restated(home: Home) -> Home:
    """Two editions: the second after a late export."""
    home.demo_mark(home.path).write_text("{}", encoding="utf-8")
    bring_to("corrected", home).close()
    return home


@pytest.mark.parametrize("lang", LANGS)
def test_a_correction_names_who_changed_and_why(restated: Home, open_page: Open, lang: str):
    shown = page(open_page(restated, "publish", me="leader", lang=lang))
    assert data(shown, "edition") == ["2026H1-2", "2026H1-1"]
    assert data(shown, "changed") == ["B2", "B3", "B5"]
    assert "共享申请-补导.csv" in words(shown)
    assert ("已被更正" if lang == "zh" else "Superseded") in words(shown)
    steps = words(shown.find_class("ds-steps")[0])
    assert "李四" in steps and "王五" in steps, "who signed the newest edition"


def test_a_department_reads_of_its_own_changes_only(restated: Home, open_page: Open):
    at = open_page(restated, "publish", me="department:B3", run="2026H1-2")
    assert data(page(at), "changed") == ["B3"]
    assert "财政局" not in text(at)
    assert buttons(at) == set()
    unmoved = text(open_page(restated, "publish", me="department:B4", run="2026H1-2"))
    assert "本单位的计分结果没有变化" in unmoved
    assert "个单位不变" not in unmoved


def test_the_steps_of_a_corrected_period_go_forward_in_time(restated: Home, open_page: Open):
    (steps,) = page(open_page(restated, "publish", me="leader")).find_class("ds-steps")
    times = re.findall(r"\d{4}-\d\d-\d\d \d\d:\d\d", words(steps))
    assert len(times) == 5, "a review, two signatures, a publication and a correction"
    assert times == sorted(times)
    assert [step.get("class") for step in steps.iter("li")] == ["", "done", "done", "done", "here"]


@pytest.mark.parametrize(("me", "units"), [("department:B3", 6), ("leader", 6)])
def test_the_ranking_of_an_edition_is_whole(restated: Home, open_page: Open, me: str, units: int):
    shown = page(open_page(restated, "ranking", me=me, run="2026H1-1"))
    assert len(data(shown, "unit")) >= units - 1
    if me != "leader":
        assert [link.asks["unit"] for link in links(shown) if "unit" in link.asks] == ["B3"], "only one's own page is linked"


def test_a_city_may_keep_the_ranking_to_itself(restated: Home, open_page: Open, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("DUSHU_PUBLISHED_RANKING", "false")
    at = open_page(restated, "ranking", me="department:B3", run="2026H1-1")
    assert data(page(at), "unit") == ["B3"]
    assert "不向各部门公开" in text(at)


def test_a_draft_s_ranking_is_one_s_own(city: Home, open_page: Open):
    at = open_page(city, "ranking", me="department:B3")
    assert data(page(at), "unit") == ["B3"]
    assert "结果尚未公布" in text(at)
    assert "草稿" in text(at)
