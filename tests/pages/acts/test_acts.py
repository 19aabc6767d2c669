"""The forms of officers where the figures stand: exempt, adjust, note, wait; who may, what is kept, what is told."""

from dataclasses import fields
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from data.decisions.bodies import Exemption, StopClock, Wait
from data.settings import Home
from metrics.run.filter import Filter
from pages.acts import exemption_form
from pages.language.words import LANGS, catalogue
from pages.shell import session
from tests.cities import decided_city as city
from tests.cities.shared import copied
from tests.pages.forms import area, press
from tests.pages.running import Open
from tests.pages.shown import said, text


@pytest.fixture
def home(small_city: Home, tmp_path: Path, at_home) -> Home:
    copy = copied(small_city, tmp_path / "city")
    at_home(copy.path)
    return copy


def duty(home: Home, open_page: Open, form: str = "", me: str = "officer", **query: str) -> AppTest:
    at = open_page(home, "obligation", me=me, rule=city.RULE, subject=city.an_obligation()["subject_id"], **query)
    return choose(at, form) if form else at


def choose(at: AppTest, form: str) -> AppTest:
    at.get("button_group")[0].set_value(form)
    at.run()
    assert not at.exception
    return at


def unit(home: Home, open_page: Open, form: str = "", me: str = "officer") -> AppTest:
    at = open_page(home, "department", me=me, unit=city.UNIT_ID)
    return choose(at, form) if form else at


def acts(about: str):
    return session.decisions().acts(about)


def test_one_obligation_is_exempted_changed_and_revoked(home: Home, open_page: Open):
    at = duty(home, open_page, "exemption")
    press(at, "决定豁免")
    assert "理由" in at.error[0].value
    assert acts("exemption") == []
    area(at, "理由").input("省平台故障").run()
    press(at, "决定豁免")
    assert "尚未体现" in text(at)
    assert 'data-outstanding="1"' in said(at)
    (act,) = acts("exemption")
    assert (act.body.subject_id, act.body.unit_id, act.reason) == (city.an_obligation()["subject_id"], city.UNIT_ID, "省平台故障")
    at.date_input[1].set_value("2026-12-31").run()
    area(at, "理由").input("只到年底").run()
    press(at, "变更豁免")
    assert [a.seq for a in acts("exemption")] == [1, 2]
    assert str(session.decisions().standing("exemption")[0].body.end) == "2026-12-31"
    next(t for t in at.text_area if "revoke" in t.key).input("已恢复").run()
    press(at, "确认撤销")
    assert session.decisions().standing("exemption") == []
    assert "data-outstanding" not in said(at)
    assert text(at).count("已变更或撤销") == 3


def test_a_second_officer_at_the_same_obligation_is_told(home: Home, open_page: Open):
    at = duty(home, open_page, "exemption")
    area(at, "理由").input("省平台故障").run()
    found = city.an_obligation()
    body = Exemption(rule_id=city.RULE, subject_id=found["subject_id"], unit_id=city.UNIT_ID, start="2026-07-01")
    session.decisions().act(city.OFFICER, "exemption", f"{city.RULE}/{found['subject_id']}", "made", body, reason="先到")
    press(at, "决定豁免") if [b for b in at.button if b.label == "决定豁免"] else press(at, "变更豁免")
    assert "没有生效" in at.error[0].value
    assert area(at, "理由").value == "省平台故障"
    assert [a.reason for a in acts("exemption")] == ["先到"]


def test_a_filter_says_what_it_takes_before_it_is_made(home: Home, open_page: Open):
    at = open_page(home, "obligations", me="officer", unit=city.UNIT_ID, rule=city.RULE, due_from="2026-09-01")
    found = session.store().runs()[0]
    taken = len(city.Reader(session.store(), found.run_id, city.OFFICER).obligations(
        city.Filter(unit_id=city.UNIT_ID, rule_id=city.RULE, due_from=city.date(2026, 9, 1))
    ))  # fmt: skip
    assert f'data-takes="{taken}"' in said(at)
    area(at, "理由").input("系统迁移").run()
    press(at, "豁免这些义务")
    (act,) = acts("exemption")
    assert (act.body.unit_id, act.body.rule_id, str(act.body.due_from), act.body.subject_id) == (
        city.UNIT_ID,
        city.RULE,
        "2026-09-01",
        None,
    )
    press(at, "重新测算")
    lifted = session.store().runs()[0]
    now = city.Reader(session.store(), lifted.run_id, city.OFFICER).obligations(
        city.Filter(unit_id=city.UNIT_ID, rule_id=city.RULE, due_from=city.date(2026, 9, 1))
    )
    assert {*now["state"]} == {"exempt"}


@pytest.mark.parametrize(
    "query",
    [
        {"state": "overdue"}, {"done": "0"}, {"q": "系统"}, {"late": "5"}, {"counted": "1"}, {"arose_from": "2026-09-01"},
        {"arose_to": "2026-09-30"}, {"days_from": "1"}, {"days_to": "20"},
    ],
)  # fmt: skip
def test_what_an_exemption_can_not_keep_of_a_filter_is_said(home: Home, open_page: Open, query: dict[str, str]):
    at = open_page(home, "obligations", me="officer", unit=city.UNIT_ID, **query)
    assert "豁免不能按" in text(at)
    assert not [b for b in at.button if b.label == "豁免这些义务"]


def test_points_are_given_within_the_limits(home: Home, open_page: Open):
    at = unit(home, open_page, "adjustment")
    assert "还可加 5.00 分" in text(at)
    next(b for b in at.selectbox if b.label == "指标").set_value(city.ITEM).run()
    assert "还可加 2.00 分" in text(at)
    at.number_input[0].set_value(3).run()
    area(at, "理由").input("专项加分").run()
    press(at, "决定调整")
    assert "不得超过 ±2.00" in at.error[0].value
    assert acts("adjustment") == []
    at.number_input[0].set_value(1.5).run()
    press(at, "决定调整")
    (act,) = acts("adjustment")
    assert (act.body.points, act.body.item_id, act.body.unit_id, act.body.period) == (1.5, city.ITEM, city.UNIT_ID, city.PERIOD)
    press(at, "重新测算")
    shown = said(at)
    assert 'data-check="true"' in shown
    assert f'href="#act-{act.act_id}"' in shown
    assert f'id="act-{act.act_id}"' in shown


def test_a_note_is_shown_to_the_unit_or_not(home: Home, open_page: Open):
    for shown in (False, True):
        at = unit(home, open_page, "note")
        area(at, "备注内容").input(f"核实中 {shown}").run()
        if shown:
            at.checkbox[0].check().run()
        press(at, "记录备注")
        assert "data-outstanding" not in said(at), "a note changes no figure"
    own = text(unit(home, open_page, me=f"department:{city.UNIT_ID}"))
    assert "核实中 True" in own
    assert "核实中 False" not in own


def test_a_wait_and_the_switch_of_its_rule(home: Home, open_page: Open):
    at = duty(home, open_page, "wait")
    area(at, "理由").input("要求补正").run()
    press(at, "记录补正等待")
    assert "要求补正之日" in at.error[0].value
    at.date_input[0].set_value("2026-09-10").run()
    press(at, "记录补正等待")
    (wait,) = acts("wait")
    assert isinstance(wait.body, Wait)
    assert (str(wait.body.start), wait.body.end) == ("2026-09-10", None)
    assert "尚未明确的法律问题" in text(at)
    next(t for t in at.text_area if "stop_clock" in t.key).input("法制机构意见").run()
    press(at, "改为停止计时")
    (switch,) = acts("stop_clock")
    assert switch.body == StopClock(rule_id=city.RULE, is_on=True)
    assert "补正期间：停止计时" in [e.label for e in at.expander]


@pytest.mark.parametrize("me", ["leader", "analyst", "contractor", f"department:{city.UNIT_ID}"])
def test_who_may_not_decide_has_no_form(home: Home, open_page: Open, me: str):
    for at in (duty(home, open_page, me=me), unit(home, open_page, me=me), open_page(home, "obligations", me=me, rule=city.RULE)):
        assert not at.exception
        labels = {b.label for b in at.button}
        assert not labels & {"决定豁免", "豁免这些义务", "决定调整", "记录补正等待", "改为停止计时", "重新测算"}
        offered = {option for group in at.get("button_group") for option in group.options}
        assert offered <= ({"备注"} if me in ("leader", "analyst") else set())


def test_every_part_of_a_lists_filter_has_a_word():
    parts = {f"exempt_unkept.{field.name}" for field in fields(Filter) if field.name not in exemption_form.KEPT}
    for lang in LANGS:
        assert sorted(parts - catalogue(lang).keys()) == []
