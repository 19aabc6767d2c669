"""What becomes of an objection: who may file it and when, until when it is answered, what an answer brings about, and what is refused."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime

import pytest

from data.calendar import load_calendar
from data.decisions import objections, periods
from data.decisions.bodies import Exemption, Objection, PointAdjustment, Review
from data.decisions.objections import Case
from data.decisions.store import Decisions, Forbidden, Overtaken
from data.decisions.things import thing_of
from data.errors import RequestFault
from tests.data.decisions.conftest import LEADER, OFFICER, OTHER, STRANGER, UNIT, Opener

CALENDAR = load_calendar()
WINDOW = date(2026, 7, 24)


class Noon:
    """A clock that stands at noon in China until it is set to another day."""

    def __init__(self) -> None:
        self.day = date(2026, 7, 10)  # a Friday

    def __call__(self) -> datetime:
        return datetime(self.day.year, self.day.month, self.day.day, 4, tzinfo=UTC)


@pytest.fixture
def clock() -> Noon:
    return Noon()


@pytest.fixture
def decisions(opened: Opener, clock: Noon) -> Decisions:
    """A store in which the run r1 of 2026H1 is before the departments until 24 July, ten working days for the answer."""
    store = opened(clock)
    said = Review(run_id="r1", objections_until=WINDOW, answer_days=10)
    periods.review(store, OFFICER, periods.standing(store, "2026H1"), said, "提交复核")
    return store


def said(unit: str = "JM002", item: str | None = "reply", of: Sequence[tuple[str, str]] = (), run: str = "r1") -> Objection:
    due = CALENDAR.after(date(2026, 7, 10), 10)
    return Objection(period="2026H1", run_id=run, unit_id=unit, item_id=item, obligations=tuple(of), wants="exemption", answer_by=due)


def file(store: Decisions, what: Objection | None = None, viewer=UNIT, token: str | None = None):
    return objections.file(store, viewer, periods.standing(store, "2026H1"), CALENDAR, what or said(), "申请人未补正", (), token)


def the_case(store: Decisions, viewer=OFFICER) -> Case:
    return objections.cases(store, viewer, CALENDAR)[0]


def reopen(store: Decisions, one: Case, viewer=UNIT):
    return objections.reopen(store, viewer, periods.standing(store, "2026H1"), CALENDAR, one, "补充了材料")


def test_one_is_filed_under_the_next_number_of_its_period(decisions: Decisions):
    file(decisions)
    file(decisions, said("JM003"), STRANGER)
    first, second = objections.cases(decisions, OFFICER, CALENDAR)
    assert (first.number, first.said.unit_id, first.status) == ("2026H1-001", "JM002", "open")
    assert second.number == "2026H1-002"
    assert first.due == date(2026, 7, 24)
    assert first.days_left(date(2026, 7, 10), CALENDAR) == 10
    assert not first.is_late(first.due)
    assert first.is_late(date(2026, 7, 25)), "a Saturday after the day is late, though no working day has passed"


def test_numbers_are_not_given_twice_when_all_file_at_once(decisions: Decisions):
    items = [f"item{n}" for n in range(8)]
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda item: file(decisions, said(item=item)), items))
    found = objections.cases(decisions, OFFICER, CALENDAR)
    assert [one.number for one in found] == [f"2026H1-{n:03}" for n in range(1, 9)]
    assert {one.said.item_id for one in found} == {*items}


def test_a_double_click_files_one(decisions: Decisions):
    assert file(decisions, token="t1") == file(decisions, token="t1")
    assert len(objections.cases(decisions, OFFICER, CALENDAR)) == 1


@pytest.mark.parametrize(
    ("first", "second", "is_refused"),
    [
        (said(), said(), True),
        (said(), said(item="other"), False),
        (said(item=None, of=[("r", "1"), ("r", "2")]), said(item=None, of=[("r", "2")]), True),
        (said(item=None, of=[("r", "1")]), said(item=None, of=[("r", "2")]), False),
        (said(of=[("r", "1")]), said(of=[("r", "2")]), False),
        (said(), said(of=[("r", "2")]), True),
    ],
)
def test_no_second_one_is_open_on_the_same(decisions: Decisions, first: Objection, second: Objection, is_refused: bool):
    file(decisions, first)
    if is_refused:
        with pytest.raises(RequestFault, match="2026H1-001"):
            file(decisions, second)
    else:
        file(decisions, second)
    assert len(objections.cases(decisions, OFFICER, CALENDAR)) == (1 if is_refused else 2)


def test_outside_the_window_nothing_is_filed(decisions: Decisions, clock: Noon):
    clock.day = WINDOW
    file(decisions)
    clock.day = date(2026, 7, 25)
    with pytest.raises(RequestFault, match="2026-07-24 届满"):
        file(decisions, said(item="other"))
    periods.give_back(decisions, OFFICER, periods.standing(decisions, "2026H1"), "退回")
    with pytest.raises(RequestFault, match="不在申诉期"):
        file(decisions, said(item="other"))


def test_only_the_run_under_review_is_objected_to(decisions: Decisions):
    with pytest.raises(RequestFault, match="正在复核"):
        file(decisions, said(run="r0"))


@pytest.mark.parametrize("viewer", [STRANGER, OFFICER, LEADER])
def test_nobody_objects_for_another(decisions: Decisions, viewer):
    with pytest.raises(Forbidden):
        file(decisions, viewer=viewer)
    assert objections.cases(decisions, OFFICER, CALENDAR) == []


def test_a_department_sees_its_own_only(decisions: Decisions):
    file(decisions)
    assert objections.cases(decisions, STRANGER, CALENDAR) == []
    with pytest.raises(RequestFault, match="2026H1-001"):
        objections.case(decisions, STRANGER, CALENDAR, "2026H1-001")
    assert objections.case(decisions, UNIT, CALENDAR, "2026H1-001").number == "2026H1-001"


def test_withdrawn_and_raised_again_its_clock_begins_anew(decisions: Decisions, clock: Noon):
    file(decisions)
    objections.withdraw(decisions, UNIT, the_case(decisions), "已自行更正")
    assert the_case(decisions).status == "withdrawn"
    clock.day = date(2026, 7, 16)
    reopen(decisions, the_case(decisions))
    one = the_case(decisions)
    assert (one.status, one.due) == ("open", date(2026, 7, 30))


def test_raised_again_only_within_the_window_and_while_no_other_is_open(decisions: Decisions, clock: Noon):
    file(decisions)
    one = the_case(decisions)
    with pytest.raises(RequestFault, match="尚未答复"):
        reopen(decisions, one)
    objections.withdraw(decisions, UNIT, one, "撤回")
    file(decisions)
    with pytest.raises(RequestFault, match="2026H1-002"):
        reopen(decisions, the_case(decisions))
    clock.day = date(2026, 7, 27)
    with pytest.raises(RequestFault, match="届满"):
        reopen(decisions, the_case(decisions))
    assert the_case(decisions).status == "withdrawn"


def test_an_answer_brings_its_acts_about(decisions: Decisions, clock: Noon):
    file(decisions, said(of=[("share_reply", "SQ1")]))
    lifted = Exemption(rule_id="share_reply", subject_id="SQ1", unit_id="JM002", start=date(2026, 7, 1))
    given = PointAdjustment(period="2026H1", unit_id="JM002", item_id="reply", points=1, start=date(2026, 7, 1))
    clock.day = date(2026, 7, 20)
    follow = [("exemption", lifted), ("adjustment", given)]
    for _ in range(2):  # clicked twice
        answer = objections.answer(decisions, OFFICER, _open(decisions), "partly_accepted", "系统故障属实", follow, token="t")
    one = the_case(decisions)
    assert (one.status, one.is_in_time, one.answered) == ("partly_accepted", True, answer)
    assert [(act.about, act.because, act.body) for act in one.follow] == [
        ("exemption", answer.act_id, lifted),
        ("adjustment", answer.act_id, given),
    ]
    assert [act.about for act in decisions.standing("exemption") + decisions.standing("adjustment")] == ["exemption", "adjustment"]


def _open(decisions: Decisions) -> Case:
    """The case as it was before any answer: what a second click still holds."""
    one = the_case(decisions)
    return Case(one.number, one.said, "open", one.opened, one.due, one.acts[:1])


def test_what_follows_and_the_answer_stand_or_fall_together(decisions: Decisions):
    file(decisions)
    given = PointAdjustment(period="2026H1", unit_id="JM002", points=99, start=date(2026, 7, 1))

    def too_much(act) -> None:
        raise RequestFault("超过限额")

    with pytest.raises(RequestFault, match="超过限额"):
        objections.answer(decisions, OFFICER, the_case(decisions), "accepted", "采纳", [("adjustment", given)], check=too_much)
    assert the_case(decisions).status == "open"
    assert decisions.acts("adjustment") == []


def test_late_answers_are_late(decisions: Decisions, clock: Noon):
    file(decisions)
    clock.day = date(2026, 7, 27)
    assert the_case(decisions).days_left(clock.day, CALENDAR) == -1
    objections.answer(decisions, OFFICER, the_case(decisions), "rejected", "证据不足")
    assert the_case(decisions).is_in_time is False


def test_of_two_answers_at_once_the_second_is_told(decisions: Decisions):
    file(decisions)
    before = the_case(decisions)
    objections.answer(decisions, OFFICER, before, "rejected", "证据不足")
    with pytest.raises(Overtaken):
        objections.answer(decisions, OTHER, before, "accepted", "采纳")
    with pytest.raises(RequestFault, match="已经答复或撤回"):
        objections.answer(decisions, OTHER, the_case(decisions), "accepted", "采纳")
    with pytest.raises(RequestFault, match="尚未答复"):
        objections.withdraw(decisions, UNIT, the_case(decisions), "撤回")


def test_a_refusal_carries_its_reason_and_brings_nothing_about(decisions: Decisions):
    file(decisions)
    with pytest.raises(RequestFault, match="理由"):
        objections.answer(decisions, OFFICER, the_case(decisions), "rejected", "  ")
    lifted = Exemption(rule_id="share_reply", subject_id="SQ1", unit_id="JM002", start=date(2026, 7, 1))
    with pytest.raises(RequestFault, match="不予采纳"):
        objections.answer(decisions, OFFICER, the_case(decisions), "rejected", "证据不足", [("exemption", lifted)])
    with pytest.raises(RequestFault, match="只能同时"):
        objections.answer(decisions, OFFICER, the_case(decisions), "accepted", "采纳", [("note", lifted)])
    for viewer in (UNIT, LEADER):
        with pytest.raises(Forbidden):
            objections.answer(decisions, viewer, the_case(decisions), "accepted", "采纳")
    assert the_case(decisions).status == "open"


def test_the_earliest_due_come_first(decisions: Decisions, clock: Noon):
    for item in ("a", "b", "c"):
        file(decisions, said(item=item))
    every = objections.cases(decisions, OFFICER, CALENDAR)
    objections.withdraw(decisions, UNIT, every[0], "撤回")
    clock.day = date(2026, 7, 15)
    reopen(decisions, the_case(decisions))
    objections.answer(decisions, OFFICER, every[1], "rejected", "证据不足")
    shown = objections.due_first(objections.cases(decisions, OFFICER, CALENDAR))
    assert [one.number for one in shown] == ["2026H1-003", "2026H1-001", "2026H1-002"]


def test_an_answer_does_not_replace_an_exemption_that_stands(decisions: Decisions):
    """The officer has not seen it: the answer says so, and nothing of it is recorded. Sent twice, an answer is still one."""
    lifted = Exemption(rule_id="share_reply", subject_id="SQ1", unit_id="JM002", start=date(2026, 7, 1))
    stands = decisions.act(OTHER, "exemption", thing_of(lifted), "made", lifted, reason="另有决定")
    file(decisions)
    with pytest.raises(RequestFault, match=f"第 {stands.act_id} 号决定豁免"):
        objections.answer(decisions, OFFICER, the_case(decisions), "accepted", "采纳", [("exemption", lifted)], token="t")
    assert the_case(decisions).status == "open"
    assert decisions.standing("exemption") == [stands]
    decisions.act(OTHER, "exemption", thing_of(lifted), "revoked", reason="撤销", seen=1)
    before = the_case(decisions)
    first = objections.answer(decisions, OFFICER, before, "accepted", "采纳", [("exemption", lifted)], token="t")
    assert objections.answer(decisions, OFFICER, before, "accepted", "采纳", [("exemption", lifted)], token="t") == first
    assert [act.because for act in decisions.standing("exemption")] == [first.act_id]
