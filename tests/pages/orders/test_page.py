"""整改: an officer issues an order from a unit's open obligations, the unit replies, the officer closes; nobody else sees or does it."""

from datetime import date
from io import BytesIO
from pathlib import Path

import docx
import pypdf
import pytest
from streamlit.testing.v1 import AppTest

from data.access import Viewer
from data.decisions import orders
from data.decisions.bodies import Order
from data.decisions.order_course import Course
from data.settings import Home
from metrics.assessment.order_rows import nameable, proposed
from metrics.rulebook.rulebook import load_rules
from metrics.run.filter import Filter
from metrics.run.reader import Reader
from pages.orders.obligation_picker import left_out
from pages.shell import session
from reports.papers.notice import Notice
from tests.cities import decided_city as city
from tests.cities.shared import copied
from tests.pages.forms import area, press
from tests.pages.running import Open, SetDay
from tests.pages.shown import said, text

UNIT, OTHER = "JM013", "JM012"
CHEN, STRANGER = f"department:{UNIT}", f"department:{OTHER}"
NUMBER, DUE = "〔2026〕1号", date(2026, 12, 1)
OPEN = ("overdue", "unmet")
CHEN_SELF = Viewer("陈科员", "department", frozenset({UNIT}), login="chen")


@pytest.fixture
def home(small_city: Home, tmp_path: Path, at_home, set_day: SetDay) -> Home:
    copy = copied(small_city, tmp_path / "city")
    at_home(copy.path)
    set_day(city.TODAY)
    return copy


def reader(viewer: Viewer = city.OFFICER) -> Reader:
    return Reader(session.store(), session.store().runs()[0].run_id, viewer)


def issued(unit: str = UNIT, most: int = 6) -> Course:
    """An order of today to a unit, as its form would send it."""
    picked = list(nameable(reader(), unit).head(most).select("rule_id", "subject_id").iter_rows())
    days = {"issued_on": city.TODAY, "due_on": DUE}
    body = Order.model_validate({"matter": "限期完成逾期义务", **days, **proposed(reader(), unit, picked)})
    number = orders.issue(session.decisions(), city.OFFICER, city.CALENDAR, body, "半年核查").thing
    return the_order(number)


def the_order(number: str = NUMBER) -> Course:
    return orders.order(session.decisions(), city.OFFICER, number)


def labels(at: AppTest) -> set[str]:
    return {b.label for b in at.button}


def test_an_officer_issues_an_order_of_all_that_is_open(home: Home, open_page: Open):
    at = open_page(home, "orders", me="officer", unit=UNIT)
    assert not at.exception
    found = reader().count(Filter(unit_id=UNIT, states=OPEN))
    assert f'data-picked="{found}"' in said(at)
    assert "示例，待主管部门核定" in text(at)
    press(at, f"下发整改通知书（{found} 条）")
    assert "理由" in at.error[0].value, "nothing is issued without a reason"
    area(at, "下发理由").input("三季度核查").run()
    press(at, f"下发整改通知书（{found} 条）")
    one = the_order()
    assert (one.said.unit_id, len(one.said.obligations), one.said.issued_on, one.issued.reason) == (UNIT, found, city.TODAY, "三季度核查")
    assert one.said.due_on == city.CALENDAR.after(city.TODAY, 15)
    assert one.said.matter.endswith(f"共 {found} 项逾期义务")
    assert f'data-order="{NUMBER}"' in said(at)
    assert "整改通知书已下发" in text(at)


def test_rules_and_ticks_leave_obligations_out(home: Home, open_page: Open):
    rows = nameable(reader(), UNIT)
    rule = rows["rule_id"][0]
    of_rule = rows.filter(rule_id=rule)
    out = f"{rule}/{of_rule['subject_id'][0]}"
    at = open_page(home, "orders", me="officer", unit=UNIT)
    box = next(x for x in at.multiselect if x.label == "只列这些义务")
    box.set_value([rule]).run()
    assert f'data-picked="{len(of_rule)}"' in said(at)
    viewer = session.enter({"me": "officer"}, "127.0.0.1").viewer
    session.decisions().keep_draft(viewer, f"order/{reader().run_id}/{UNIT}", {"rules": [rule], "left_out": [out]})
    again = open_page(home, "orders", me="officer", unit=UNIT)
    assert "已恢复您上次未提交的内容" in text(again)
    assert f'data-picked="{len(of_rule) - 1}"' in said(again)


def test_what_a_tick_leaves_out():
    names = ["a/1", "a/2", "b/1"]
    assert left_out([], names, {}) == []
    assert left_out([], names, {1: {"is_named": False}}) == ["a/2"]
    assert left_out(["a/2", "z/9"], names, {1: {"is_named": True}, 2: {"is_named": False}}) == ["z/9", "b/1"]


def test_the_preview_says_what_the_paper_says(home: Home, open_page: Open):
    at = open_page(home, "orders", me="officer", unit=UNIT)
    shown = said(at)
    assert "data-preview" in shown
    first = nameable(reader(), UNIT).row(0, named=True)
    assert (first["subject_name"] or first["subject_id"]) in shown
    assert len(at.get("download_button")) == 2


@pytest.mark.parametrize(
    ("me", "sees", "issues"),
    [("officer", True, True), ("leader", True, False), ("analyst", True, False), (CHEN, True, False), (STRANGER, False, False)],
)
def test_who_sees_and_who_issues(home: Home, open_page: Open, me: str, sees: bool, issues: bool):
    issued()
    listed, one = open_page(home, "orders", me=me), open_page(home, "orders", me=me, order=NUMBER)
    assert (NUMBER in said(listed)) is sees
    assert ("限期完成逾期义务" in said(one)) is sees
    assert ("refused: " in said(one)) is not sees
    assert bool([x for x in listed.selectbox if x.label == "单位"]) is issues
    assert ("提交回复" in labels(one)) is (me == CHEN)


@pytest.mark.parametrize("me", ["contractor", "admin"])
def test_who_has_no_part_in_it_is_told(home: Home, open_page: Open, me: str):
    assert "refused: " in said(open_page(home, "orders", me=me))


def test_another_units_order_lists_nothing_for_a_stranger(home: Home, open_page: Open):
    issued()
    assert "refused: " in said(open_page(home, "obligations", me=STRANGER, order=NUMBER))
    assert "refused: " not in said(open_page(home, "obligations", me=CHEN, order=NUMBER))


def test_a_unit_replies_and_the_officer_closes(home: Home, open_page: Open, set_day: SetDay):
    issued()
    at = open_page(home, "orders", me=CHEN, order=NUMBER)
    area(at, "整改情况").input("已逐项办结").run()
    press(at, "提交回复")
    assert (the_order().stage, the_order().reply.reason) == ("replied", "已逐项办结")
    set_day(date(2026, 11, 12))
    officer = open_page(home, "orders", me="officer", order=NUMBER)
    assert "已逐项办结" in text(officer)
    area(officer, "理由").input("抽查属实").run()
    press(officer, "办结")
    assert (the_order().stage, the_order().closed_on) == ("closed", city.TODAY), "since the day of the reply"
    assert "2026-11-10 办结，未超期限" in text(officer)
    own = open_page(home, "orders", me=CHEN, order=NUMBER)
    assert "提交回复" not in labels(own)


@pytest.mark.parametrize(("move", "press_it", "stage"), [("return", "退回", "open"), ("revoke", "撤销通知书", "revoked")])
def test_an_officer_gives_back_or_revokes(home: Home, open_page: Open, move: str, press_it: str, stage: str):
    one = issued()
    orders.reply(session.decisions(), CHEN_SELF, one, "已办")
    at = open_page(home, "orders", me="officer", order=NUMBER)
    next(x for x in at.get("button_group") if x.label == "办理").set_value(move).run()
    area(at, "理由").input("第三项仍未完成").run()
    press(at, press_it)
    assert the_order().stage == stage


def test_the_figures_tie_with_their_lists(home: Home, open_page: Open):
    one = issued(most=6)
    shown = said(open_page(home, "orders", me="officer"))
    assert 'data-figure="open"' in shown and 'data-status="open"' in shown
    listed = text(open_page(home, "obligations", me="officer", order=NUMBER, unit=UNIT, open="1"))
    assert f"{len(one.said.obligations)} 条义务" in listed
    assert NUMBER in listed, "the list says by which order it is filtered"


def test_a_status_in_the_address_picks(home: Home, open_page: Open):
    issued()
    assert NUMBER in said(open_page(home, "orders", me="officer", what="open"))
    assert NUMBER not in said(open_page(home, "orders", me="officer", what="closed"))
    assert "没有“gone”这种状态" in said(open_page(home, "orders", me="officer", what="gone"))


def test_who_has_something_to_do_is_told(home: Home, open_page: Open, set_day: SetDay):
    issued()
    assert 'data-task="orders"' not in said(open_page(home, "review", me="officer"))
    assert NUMBER in said(open_page(home, "review", me=CHEN))
    assert f'data-order="{NUMBER}"' in said(open_page(home, "own", me=CHEN))
    assert NUMBER not in said(open_page(home, "own", me=STRANGER))
    assert NUMBER not in said(open_page(home, "review", me=STRANGER))
    set_day(date(2026, 12, 3))
    late = open_page(home, "review", me="officer")
    assert f"整改通知书{NUMBER} 已逾期" in text(late)
    assert "已超期 2 个工作日" in text(late)


def test_the_obligation_of_an_order_shows_the_act_in_place_of_a_row(small_city: Home, home: Home, open_page: Open, set_day: SetDay):
    """The city's last day is in October: an order of then is in the run that is made with it."""
    set_day(date(2026, 10, 20))
    picked = list(nameable(reader(), UNIT).head(3).select("rule_id", "subject_id").iter_rows())
    days = {"issued_on": date(2026, 10, 20), "due_on": date(2026, 10, 28)}
    body = Order.model_validate({"matter": "限期完成逾期义务", **days, **proposed(reader(), UNIT, picked)})
    number = orders.issue(session.decisions(), city.OFFICER, city.CALENDAR, body, "十月核查").thing
    at = open_page(home, "orders", me="officer", order=number)
    assert "尚未计入" in text(at)
    press(at, "重新测算")
    run = at.query_params["run"]
    run = run if isinstance(run, str) else run[0]
    for me, sees in (("officer", True), (CHEN, True), (STRANGER, False)):
        duty = open_page(home, "obligation", me=me, run=run, rule="rectification", subject=number)
        assert ("十月核查" in text(duty) and "原始依据" in text(duty)) is sees
        assert ("refused: " in said(duty)) is not sees
    listed = open_page(home, "obligations", me="officer", run=run, rule="rectification", q=number, cols="state,source")
    assert "号决定" in text(listed)
    assert "逾期未完成" in text(listed)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_page_speaks_both_languages(home: Home, open_page: Open, lang: str):
    issued()
    for query in ({}, {"order": NUMBER}, {"unit": UNIT}):
        assert not open_page(home, "orders", me="officer", lang=lang, **query).exception


# The paper.


def paper_of(one: Course, lang: str = "zh", number: str | None = NUMBER):
    return Notice(number, one.said, load_rules()).paper(lang).set()


def written(made: bytes) -> str:
    body = docx.Document(BytesIO(made))
    cells = (cell.text for table in body.tables for row in table.rows for cell in row.cells)
    return "\n".join([*(p.text for p in body.paragraphs), *cells])


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_paper_says_what_the_act_says_in_word_and_pdf(home: Home, lang: str):
    one = issued(most=8)
    made = paper_of(one, lang)
    reading = pypdf.PdfReader(BytesIO(made.pdf()))
    pages = ["".join(page.extract_text().split()) for page in reading.pages]
    for whole in ("".join(written(made.docx).split()), "".join(pages)):
        for wanted in (NUMBER, one.said.unit_name, one.said.issuer_name, one.said.run, one.said.matter):
            assert "".join(wanted.split()) in whole
        for named in one.said.obligations:
            assert "".join(named.subject_id.split()) in whole
            assert named.due_on is None or str(named.due_on) in whole
    assert ("回执" if lang == "zh" else "Replyslip") in pages[-1], "the slip is a page of its own"
    assert sum(("回执" if lang == "zh" else "Replyslip") in page for page in pages[-2:]) == 1
    numbers = [row.cells[-1].text for row in docx.Document(BytesIO(made.docx)).tables[0].rows[1:]]
    assert numbers == [str(named.days_late) for named in one.said.obligations]
    assert made.docx == paper_of(one, lang).docx


def test_a_preview_bears_its_mark_on_every_page_and_no_number(home: Home):
    made = paper_of(issued(), number=None)
    for page in pypdf.PdfReader(BytesIO(made.pdf())).pages:
        assert "预览稿" in page.extract_text()
    assert NUMBER not in written(made.docx)
    assert "预览稿" not in written(paper_of(the_order()).docx)
