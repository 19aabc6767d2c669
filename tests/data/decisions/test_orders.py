"""A rectification order from its issue to its end: the numbers, who may do what and when, what counts in figures, and who sees it."""

import os
import re
from collections.abc import Iterable
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.calendar import load_calendar
from data.contracts.contracts import load_contracts
from data.decisions import orders
from data.decisions.acts import Act
from data.decisions.bodies import Closing, Named, Order, OrderKind
from data.decisions.order_course import Course, counting, courses
from data.decisions.sight import seen_by
from data.decisions.store import Decisions, Forbidden, Overtaken, in_computation
from data.errors import RequestFault
from data.settings import Home
from tests.data.decisions.conftest import ADMIN, CONTRACTOR, LEADER, OFFICER, OTHER, STRANGER, UNIT, Opener
from tests.data.decisions.crowd import crowd

CALENDAR = load_calendar()
ISSUED, DUE = date(2026, 7, 10), date(2026, 7, 31)  # Fridays
NUMBER = "〔2026〕1号"


class Noon:
    """A clock that stands at noon in China until it is set to another day."""

    def __init__(self) -> None:
        self.day = ISSUED

    def __call__(self) -> datetime:
        return datetime(self.day.year, self.day.month, self.day.day, 4, tzinfo=UTC)


@pytest.fixture
def clock() -> Noon:
    return Noon()


@pytest.fixture
def decisions(opened: Opener, clock: Noon) -> Decisions:
    return opened(clock)


def said(unit: str = "JM002", issued_on: date = ISSUED, due_on: date = DUE, **more: object) -> Order:
    told = {
        "unit_id": unit,
        "unit_name": f"{unit}局",
        "issuer_name": "数据局",
        "matter": "限期答复",
        "run": "r1",
        "period": "2026H1",
        "as_of": date(2026, 6, 30),
    }
    named = (Named(rule_id="share_reply", subject_id="SQ1", subject_name="不动产登记", due_on=date(2026, 6, 1), days_late=20),)
    return Order.model_validate({**told, "obligations": named, "issued_on": issued_on, "due_on": due_on, **more})


def issue(store: Decisions, what: Order | None = None, viewer=OFFICER, token: str | None = None) -> Act:
    return orders.issue(store, viewer, CALENDAR, what or said(), "半年核查", token=token)


def the_order(store: Decisions, viewer=OFFICER) -> Course:
    return orders.orders(store, viewer)[0]


# The numbers.


def test_numbers_follow_each_other_within_a_year_and_begin_anew(decisions: Decisions, clock: Noon):
    assert [issue(decisions).thing for _ in range(3)] == [f"〔2026〕{n}号" for n in (1, 2, 3)]
    clock.day = date(2027, 1, 4)
    assert issue(decisions, said(issued_on=clock.day, due_on=date(2027, 1, 20))).thing == "〔2027〕1号"
    clock.day = ISSUED
    assert issue(decisions).thing == "〔2026〕4号"


def test_a_revoked_number_is_not_given_again(decisions: Decisions):
    issue(decisions)
    orders.revoke(decisions, OFFICER, the_order(decisions), "单位有误")
    assert issue(decisions).thing == "〔2026〕2号"


def test_a_form_sent_twice_is_one_order(decisions: Decisions):
    assert issue(decisions, token="form").thing == issue(decisions, token="form").thing
    assert len(orders.orders(decisions, OFFICER)) == 1


def test_a_refused_order_leaves_no_gap(decisions: Decisions):
    with pytest.raises(Forbidden):
        issue(decisions, viewer=LEADER)
    with pytest.raises(RequestFault):
        orders.issue(decisions, OFFICER, CALENDAR, said(), " ")
    assert issue(decisions).thing == NUMBER


@pytest.mark.skipif(os.name == "nt", reason="Windows can't fork")
def test_many_at_once_leave_no_gap_and_double_none(home: Home, address: str | None, opened: Opener):
    writers, each = 8, 4
    assert crowd("order", writers, home.path, address, str(each)) == [0] * writers
    store = opened()
    found = [act.thing for act in store.acts("order")]
    year = re.findall(r"〔(\d{4})〕", found[0])[0]
    assert found == [f"〔{year}〕{n}号" for n in range(1, writers * each + 1)], "in the order in which they were recorded"
    assert store.verify_trail().faults == ()


# Who may do what.


def test_a_unit_replies_and_an_officer_closes(decisions: Decisions, clock: Noon):
    issue(decisions)
    clock.day = date(2026, 7, 20)
    orders.reply(decisions, UNIT, the_order(decisions, UNIT), "已全部答复")
    one = the_order(decisions)
    assert (one.stage, one.reply.reason, one.is_open, one.closed_on) == ("replied", "已全部答复", True, None)
    clock.day = date(2026, 7, 22)
    orders.close(decisions, OTHER, one, date(2026, 7, 20), "核实无误")
    one = the_order(decisions)
    assert (one.stage, one.is_open, one.closed_on, one.is_late(date(2026, 9, 1))) == ("closed", False, date(2026, 7, 20), False)


@pytest.mark.parametrize("viewer", [STRANGER, LEADER, CONTRACTOR, ADMIN, OFFICER])
def test_nobody_else_replies(decisions: Decisions, viewer):
    issue(decisions)
    with pytest.raises(Forbidden):
        orders.reply(decisions, viewer, the_order(decisions), "代为回复")
    assert the_order(decisions).stage == "open"


@pytest.mark.parametrize("viewer", [UNIT, STRANGER, LEADER, CONTRACTOR, ADMIN])
def test_nobody_but_an_officer_closes_returns_or_revokes(decisions: Decisions, viewer):
    issue(decisions)
    orders.reply(decisions, UNIT, the_order(decisions), "已办")
    one = the_order(decisions)
    for move in (
        lambda: orders.close(decisions, viewer, one, ISSUED, "x"),
        lambda: orders.give_back(decisions, viewer, one, "x"),
        lambda: orders.revoke(decisions, viewer, one, "x"),
    ):
        with pytest.raises(Forbidden):
            move()
    assert the_order(decisions).stage == "replied"


def test_what_is_given_back_waits_again_and_a_closing_then_counts_no_more(decisions: Decisions):
    issue(decisions)
    orders.close(decisions, OFFICER, the_order(decisions), ISSUED, "已办结")
    orders.give_back(decisions, OFFICER, the_order(decisions), "抽查发现未整改到位")
    one = the_order(decisions)
    assert (one.stage, one.closing, one.said.due_on) == ("open", None, DUE)
    assert [act.verb for act in counting(decisions.acts("order"))] == ["issued"]


@pytest.mark.parametrize("stage", ["open", "closed", "revoked"])
def test_a_move_that_does_not_fit_is_refused_in_a_sentence(decisions: Decisions, stage: str):
    issue(decisions)
    if stage == "closed":
        orders.close(decisions, OFFICER, the_order(decisions), ISSUED, "已办结")
    if stage == "revoked":
        orders.revoke(decisions, OFFICER, the_order(decisions), "误发")
    one = the_order(decisions)
    wrong = {
        "open": [lambda: orders.give_back(decisions, OFFICER, one, "x")],
        "closed": [lambda: orders.close(decisions, OFFICER, one, ISSUED, "x"), lambda: orders.reply(decisions, UNIT, one, "x")],
        "revoked": [lambda: orders.revoke(decisions, OFFICER, one, "x"), lambda: orders.reply(decisions, UNIT, one, "x")],
    }
    for move in wrong[stage]:
        with pytest.raises(RequestFault, match="整改通知书"):
            move()


def test_of_two_the_second_is_told(decisions: Decisions):
    issue(decisions)
    seen = the_order(decisions)
    orders.reply(decisions, UNIT, seen, "已办")
    with pytest.raises(Overtaken):
        orders.close(decisions, OFFICER, seen, ISSUED, "没看到回复")


@pytest.mark.parametrize("day", [date(2026, 7, 9), date(2026, 7, 11)])
def test_an_order_is_issued_today_and_no_other_day(decisions: Decisions, day: date):
    with pytest.raises(RequestFault, match="2026-07-10"):
        issue(decisions, said(issued_on=day))


@pytest.mark.parametrize(
    ("due", "sentence"), [(date(2026, 7, 25), "不是工作日"), (ISSUED, "须晚于下发日期"), (date(2026, 10, 1), "2026-10-08")]
)
def test_a_limit_is_a_later_working_day(decisions: Decisions, due: date, sentence: str):
    with pytest.raises((RequestFault, ValueError), match=sentence):
        issue(decisions, said(due_on=due))


@pytest.mark.parametrize("day", [date(2026, 7, 9), date(2026, 7, 11)])
def test_it_is_closed_between_its_issue_and_today(decisions: Decisions, day: date):
    issue(decisions)
    with pytest.raises(RequestFault, match="应在下发日期 2026-07-10 与今天之间"):
        orders.close(decisions, OFFICER, the_order(decisions), day, "x")


def test_an_order_names_something_and_not_too_much(decisions: Decisions):
    for number in (0, 1001):
        many = tuple(Named(rule_id="share_reply", subject_id=f"SQ{n}") for n in range(number))
        with pytest.raises(RequestFault, match="义务的值"):
            decisions.act(OFFICER, "order", "x", "issued", said().model_dump() | {"obligations": many}, reason="x")


# Who sees it, how it stands, and what of it counts.


def test_a_department_sees_its_own_only(decisions: Decisions):
    issue(decisions)
    issue(decisions, said("JM003"))
    assert [one.number for one in orders.orders(decisions, UNIT)] == [NUMBER]
    assert [one.number for one in orders.orders(decisions, STRANGER)] == ["〔2026〕2号"]
    assert len(orders.orders(decisions, OFFICER)) == len(orders.orders(decisions, LEADER)) == 2
    assert orders.orders(decisions, ADMIN) == []
    with pytest.raises(RequestFault, match="无权查看"):
        orders.order(decisions, UNIT, "〔2026〕2号")


def test_what_names_no_unit_itself_is_shown_to_the_unit_of_the_order_alone(decisions: Decisions):
    issue(decisions)
    orders.reply(decisions, UNIT, the_order(decisions), "涉及内部情况")
    orders.close(decisions, OFFICER, the_order(decisions), ISSUED, "核实")
    orders.revoke(decisions, OFFICER, the_order(decisions), "误发")
    assert [act.verb for act, _ in seen_by(UNIT, decisions, "order")] == ["issued", "replied", "closed", "revoked"]
    assert seen_by(STRANGER, decisions, "order") == []


@pytest.mark.parametrize(("day", "status", "left"), [(date(2026, 7, 30), "open", 1), (DUE, "open", 0), (date(2026, 8, 3), "overdue", -1)])
def test_its_clock(decisions: Decisions, day: date, status: str, left: int):
    issue(decisions)
    one = the_order(decisions)
    assert (one.status(day), one.days_left(day, CALENDAR)) == (status, left)
    orders.reply(decisions, UNIT, one, "已办")
    assert the_order(decisions).status(day) == "replied"
    assert the_order(decisions).is_late(day) is (status == "overdue")


def test_those_with_something_to_do_come_first(decisions: Decisions):
    for due in (date(2026, 8, 21), DUE, date(2026, 8, 7)):
        issue(decisions, said(due_on=due))
    orders.close(decisions, OFFICER, orders.order(decisions, OFFICER, "〔2026〕2号"), ISSUED, "x")
    assert [one.number for one in orders.due_first(orders.orders(decisions, OFFICER))] == ["〔2026〕3号", NUMBER, "〔2026〕2号"]


def test_the_kinds_are_those_of_the_platform():
    assert list(OrderKind.__args__) == list(load_contracts().dictionaries["rectification_kind"])


def test_what_counts_is_the_issue_and_the_closing(decisions: Decisions):
    for _ in range(3):
        issue(decisions)
    orders.reply(decisions, UNIT, orders.order(decisions, OFFICER, NUMBER), "已办")
    orders.close(decisions, OFFICER, orders.order(decisions, OFFICER, NUMBER), ISSUED, "核实")
    orders.revoke(decisions, OFFICER, orders.order(decisions, OFFICER, "〔2026〕2号"), "误发")
    assert [(act.thing, act.verb) for act in in_computation(decisions)] == [
        (NUMBER, "issued"),
        ("〔2026〕3号", "issued"),
        (NUMBER, "closed"),
    ]


MOVES = st.lists(st.sampled_from(["replied", "returned", "closed", "revoked"]), max_size=8)


def fold(verbs: Iterable[str]) -> Course:
    at = datetime(2026, 7, 10, 4, tzinfo=UTC)
    bodies = {"issued": said(), "closed": Closing(closed_on=ISSUED)}
    acts = [
        Act(n, "order", NUMBER, n, verb, bodies.get(verb, said()), "x", "x", "officer", at, "x")
        for n, verb in enumerate(["issued", *verbs], 1)
    ]
    return courses(acts)[0]


@given(MOVES)
def test_whatever_is_done_an_order_is_open_closed_or_revoked_and_closed_only_by_its_last_act(verbs: list[str]):
    one = fold(verbs)
    assert (one.closing is not None) is (one.stage == "closed")
    assert one.is_open is (one.stage not in ("closed", "revoked"))
    assert [act.verb for act in counting(one.acts)] == (
        [] if one.stage == "revoked" else ["issued", "closed"] if one.closing else ["issued"]
    )
