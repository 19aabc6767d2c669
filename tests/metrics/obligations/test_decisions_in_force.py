"""What officers decided, as worked cases through the real engine: exemptions and waits; and which acts are in force at a day."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta, timezone

import pytest

from data.calendar import load_calendar
from data.contracts.contracts import load_contracts
from data.decisions.acts import Act
from data.decisions.bodies import Mapping, Note, Nothing
from data.engines.duckdb import DuckDBEngine
from data.settings import Settings
from metrics.examples.cases import Case, Expected, Row, differences, run_case
from metrics.obligations.decisions_in_force import NOTHING, decided_at, limit_fault
from metrics.obligations.period import parse_period
from metrics.rulebook.rulebook import load_rules
from metrics.schemes.scheme import SAMPLE, Limits, load_scheme
from tests.cities.deciding import act, adjust, exempt, stop, wait

RULES = load_rules()
CONTRACTS = load_contracts()
CALENDAR = load_calendar()
SCHEME = load_scheme(SAMPLE, RULES)
AS_OF = date(2026, 6, 30)


def request(name: str, received: date, replied: date | None = None, **more: object) -> Row:
    """A share request to D1 that is to be answered within ten working days."""
    base = {"request_id": name, "provider_id": "D1", "share_class": "有条件共享", "received_on": received, "replied_on": replied}
    return base | more


OPEN = request("R1", date(2026, 5, 11))  # due 2026-05-25, not answered
ANSWERED = request("R2", date(2026, 5, 11), date(2026, 5, 20))
OTHERS = request("R3", date(2026, 3, 2), provider_id="D2")  # due 2026-03-16


def judged(acts: Sequence[Act], *rows: Row, as_of: date = AS_OF, period: str = "2026H1", rule: str = "share_reply") -> dict[str, Row]:
    """The obligations of a rule by subject, with the decisions that are in force."""
    case = Case(shows_zh="例", shows_en="example", as_of=as_of, period=period, given={"share_requests": list(rows)}, expect=())
    decided = decided_at(acts, parse_period(period).name, as_of)
    with DuckDBEngine(None, Settings(threads=1)) as engine:
        return {row["subject_id"]: row for row in run_case(RULES[rule], case, engine, CONTRACTS, CALENDAR, decided)}


def check(rows: dict[str, Row], *expected: Expected) -> None:
    case = Case(shows_zh="例", shows_en="example", given={}, expect=expected)
    assert differences(case, [rows[e.subject_id] for e in expected]) == []


# Exemptions.


def test_without_decisions_nothing_is_said_of_any():
    for row in judged((), OPEN, ANSWERED, OTHERS).values():
        assert (row["decision"], row["waited_days"], row["undecided_state"]) == (None, 0, row["state"])


def test_one_obligation_is_lifted_and_keeps_what_it_would_be():
    rows = judged([exempt(7, rule_id="share_reply", subject_id="R1")], OPEN, ANSWERED)
    check(
        rows,
        Expected(
            subject_id="R1", state="exempt", reason="decision", decision=7, undecided_state="overdue", counted=False, is_backlog=False
        ),
        Expected(subject_id="R2", state="met", decision=None, undecided_state="met", counted=True),
    )


def test_what_was_backlog_and_is_lifted_is_none():
    old = request("R1", date(2025, 11, 3))
    assert judged((), old)["R1"]["is_backlog"]
    check(judged([exempt(7, rule_id="share_reply", subject_id="R1")], old), Expected(subject_id="R1", state="exempt", is_backlog=False))


@pytest.mark.parametrize(
    ("body", "lifted"),
    [
        ({"unit_id": "D1"}, {"R1", "R2"}),
        ({"unit_id": "D2"}, {"R3"}),
        ({"department_id": "D2"}, {"R3"}),
        ({"unit_id": "D1", "department_id": "D2"}, set()),
        ({"rule_id": "share_reply"}, {"R1", "R2", "R3"}),
        ({"rule_id": "correction"}, set()),
        ({"rule_id": "correction", "subject_id": "R1"}, set()),
        ({"rule_id": "share_reply", "due_from": date(2026, 5, 25)}, {"R1", "R2"}),
        ({"rule_id": "share_reply", "due_from": date(2026, 5, 26)}, set()),
        ({"rule_id": "share_reply", "due_to": date(2026, 3, 16)}, {"R3"}),
        ({"rule_id": "share_reply", "due_to": date(2026, 3, 15)}, set()),
        ({"unit_id": "D1", "due_from": date(2026, 3, 1), "due_to": date(2026, 5, 24)}, set()),
        ({"unit_id": "D9"}, set()),
    ],
)
def test_a_filter_lifts_what_it_takes(body: dict, lifted: set[str]):
    rows = judged([exempt(7, **body)], OPEN, ANSWERED, OTHERS)
    assert {subject for subject, row in rows.items() if row["decision"] == 7} == lifted


def test_a_duty_without_a_due_day_is_taken_by_a_filter_without_days_only():
    unclear = request("R1", date(2026, 5, 11), share_class="未知")
    assert judged([exempt(7, unit_id="D1")], unclear)["R1"]["decision"] == 7
    assert judged([exempt(7, unit_id="D1", due_from=date(2000, 1, 1))], unclear)["R1"]["decision"] is None
    assert judged([exempt(7, unit_id="D1", due_to=date(2059, 1, 1))], unclear)["R1"]["decision"] is None


@pytest.mark.parametrize(
    ("start", "end", "in_force"),
    [
        (AS_OF, None, True),
        (AS_OF, AS_OF, True),
        (AS_OF + timedelta(days=1), None, False),
        (date(2026, 1, 1), AS_OF - timedelta(days=1), False),
        (date(2026, 1, 1), AS_OF + timedelta(days=1), True),
    ],
)
def test_from_to_means_the_day_of_assessment(start: date, end: date | None, in_force: bool):
    rows = judged([exempt(7, start, rule_id="share_reply", subject_id="R1", end=end)], OPEN)
    assert rows["R1"]["state"] == ("exempt" if in_force else "overdue")


def test_of_several_exemptions_the_first_decided_stands():
    one, unit, rule = exempt(9, rule_id="share_reply", subject_id="R1"), exempt(5, unit_id="D1"), exempt(3, rule_id="share_reply")
    early = exempt(2, rule_id="share_reply", due_to=date(2026, 4, 1))
    rows = judged([one, rule, unit, early], OPEN, ANSWERED, OTHERS)
    assert {subject: row["decision"] for subject, row in rows.items()} == {"R1": 3, "R2": 3, "R3": 2}
    rows = judged([one, unit], OPEN, ANSWERED, OTHERS)
    assert {subject: row["decision"] for subject, row in rows.items()} == {"R1": 5, "R2": 5, "R3": None}


def test_due_ranges_that_overlap_lift_each_obligation_once():
    acts = [
        exempt(4, unit_id="D1", due_from=date(2026, 5, 1), due_to=date(2026, 5, 25)),
        exempt(3, unit_id="D1", due_from=date(2026, 5, 25), due_to=date(2026, 6, 30)),
        exempt(6, unit_id="D1"),
        exempt(5, rule_id="share_reply", due_from=date(2026, 5, 20)),
    ]
    late, later = request("R4", date(2026, 5, 6)), request("R5", date(2026, 7, 1))
    rows = judged(acts, OPEN, late, later, as_of=date(2026, 8, 1))
    assert {subject: (row["due_on"], row["decision"]) for subject, row in rows.items()} == {
        "R1": (date(2026, 5, 25), 3),
        "R4": (date(2026, 5, 19), 4),
        "R5": (date(2026, 7, 15), 5),
    }


def test_a_withdrawn_request_is_lifted_by_its_rule_and_not_by_the_officer():
    withdrawn = request("R1", date(2026, 5, 11), withdrawn_on=date(2026, 5, 13))
    rows = judged([exempt(7, unit_id="D1")], withdrawn)
    check(rows, Expected(subject_id="R1", state="exempt", reason="withdrawn", decision=None, undecided_state="exempt"))


def test_what_was_revoked_and_what_is_about_something_else_changes_nothing():
    gone = replace(act(Nothing(), 3), about="exemption", verb="revoked")
    note = act(Note(period="2026H1", unit_id="D1"), 4)
    word = replace(act(Mapping(kind="header", scope="systems", text="系统名", target="system_name"), 5), about="mapping")
    assert decided_at([gone, note, word], "2026H1", AS_OF) == NOTHING


# Waits. R1 arose on 2026-05-11 (Monday) and is due on 2026-05-25.


def waited(acts: Sequence[Act], row: Row = OPEN, as_of: date = AS_OF) -> tuple[date, int, int, str]:
    found = judged(acts, row, as_of=as_of)["R1"]
    return found["due_on"], found["waited_days"], found["days_taken"], found["state"]


def test_no_wait_and_no_switch_move_nothing():
    plain = waited(())
    assert plain == (date(2026, 5, 25), 0, 35, "overdue")
    week = wait(1, date(2026, 5, 13), date(2026, 5, 20))
    assert waited([stop()]) == waited([week]) == waited([week, stop(is_on=False)]) == waited([week, stop(rule_id="correction")]) == plain
    assert waited([wait(1, date(2026, 5, 13), date(2026, 5, 20), rule_id="correction"), stop()]) == plain
    assert waited([wait(1, date(2026, 5, 13), date(2026, 5, 20), subject_id="R2"), stop()]) == plain


def test_a_wait_moves_the_due_day_by_its_working_days():
    assert waited([wait(1, date(2026, 5, 13), date(2026, 5, 20)), stop()]) == (date(2026, 6, 1), 5, 30, "overdue")


def test_waits_that_overlap_or_touch_are_one():
    acts = [wait(3, date(2026, 5, 13), date(2026, 5, 18)), wait(1, date(2026, 5, 14), date(2026, 5, 15)), stop()]
    assert waited(acts)[1] == 3
    assert waited([*acts, wait(2, date(2026, 5, 18), date(2026, 5, 20))])[:2] == (date(2026, 6, 1), 5)


def test_two_waits_add_up():
    """The day between, on which the provider had it, counts."""
    acts = [wait(1, date(2026, 5, 12), date(2026, 5, 14)), wait(2, date(2026, 5, 15), date(2026, 5, 18)), stop()]
    assert waited(acts)[:2] == (date(2026, 5, 28), 3)


def test_a_wait_over_spring_festival_and_make_up_days():
    """2026-02-13 +10 is due on 03-05. After Saturday 02-14 (make-up) up to Saturday 02-28 (make-up): 24 to 28, five working days."""
    row = request("R1", date(2026, 2, 13))
    assert waited((), row)[0] == date(2026, 3, 5)
    assert waited([wait(1, date(2026, 2, 14), date(2026, 2, 28)), stop()], row)[:2] == (date(2026, 3, 12), 5)
    assert waited([wait(1, date(2026, 2, 15), date(2026, 2, 23)), stop()], row)[:2] == (date(2026, 3, 5), 0)


def test_a_wait_that_begins_after_the_due_day_comes_too_late():
    assert waited([wait(1, date(2026, 5, 26), date(2026, 6, 2)), stop()])[:2] == (date(2026, 5, 25), 0)
    assert waited([wait(1, date(2026, 5, 25), date(2026, 6, 2)), stop()])[:2] == (date(2026, 6, 2), 6)


def test_the_due_day_is_the_one_that_stands_by_then():
    """The first wait moves the due day to 05-28; only therefore does the second, asked on that day, begin in time."""
    first, second = wait(1, date(2026, 5, 12), date(2026, 5, 15)), wait(2, date(2026, 5, 28), date(2026, 6, 1))
    assert waited([second, stop()])[:2] == (date(2026, 5, 25), 0)
    assert waited([second, first, stop()])[:2] == (date(2026, 6, 1), 5)
    assert waited([first, wait(2, date(2026, 5, 29), date(2026, 6, 2)), stop()])[:2] == (date(2026, 5, 28), 3)


def test_who_still_waits_is_not_overdue():
    acts = [wait(1, date(2026, 5, 20)), stop()]
    assert waited(acts) == (date(2026, 7, 3), 28, 7, "pending")
    assert waited(acts, as_of=date(2026, 6, 10)) == (date(2026, 6, 15), 15, 7, "pending")


def test_an_end_that_has_not_come_is_none():
    ended = wait(1, date(2026, 5, 20), date(2026, 6, 10))
    assert waited([ended, stop()], as_of=date(2026, 6, 9)) == waited([wait(1, date(2026, 5, 20)), stop()], as_of=date(2026, 6, 9))
    assert decided_at([ended], "2026H1", date(2026, 6, 9)).waits[0].body.end is None
    assert decided_at([ended], "2026H1", date(2026, 6, 10)).waits[0].body.end == date(2026, 6, 10)
    assert decided_at([ended], "2026H1", date(2026, 5, 19)).waits == ()


def test_a_wait_ends_with_the_answer_and_begins_with_the_duty():
    done = request("R1", date(2026, 5, 11), date(2026, 5, 27))
    assert waited((), done)[3] == "late"
    assert waited([wait(1, date(2026, 5, 22)), stop()], done) == (date(2026, 5, 28), 3, 9, "met")
    assert waited([wait(1, date(2026, 4, 1), date(2026, 5, 13)), stop()], done)[:2] == (date(2026, 5, 27), 2)
    assert waited([wait(1, date(2026, 5, 28), date(2026, 6, 3)), stop()], done)[:2] == (date(2026, 5, 25), 0)


def test_only_a_duty_with_a_clock_can_wait():
    """The plan of an opening names its own day, and that day stands."""
    plan = {"opening_id": "R1", "department_id": "D1", "planned_on": date(2026, 5, 25)}
    case = Case(shows_zh="例", shows_en="example", given={"openings": [plan]}, expect=())
    decided = decided_at([wait(1, date(2026, 5, 13), date(2026, 5, 20), rule_id="opening"), stop(rule_id="opening")], "2026H1", AS_OF)
    with DuckDBEngine(None, Settings(threads=1)) as engine:
        (row,) = run_case(RULES["opening"], case, engine, CONTRACTS, CALENDAR, decided)
    assert (row["due_on"], row["waited_days"], row["state"]) == (date(2026, 5, 25), 0, "overdue")


# What is in force, and what it is called.


def test_an_adjustment_is_of_its_period_and_begins():
    acts = [adjust(1, 1.0), adjust(2, 1.0, period="2026"), adjust(3, 1.0, start=AS_OF), adjust(4, 1.0, start=AS_OF + timedelta(days=1))]
    assert [x.act_id for x in decided_at(acts, "2026H1", AS_OF).adjustments] == [1, 3]


def test_the_content_is_the_same_for_the_same_decisions_and_no_others():
    acts = [exempt(1, unit_id="D1"), adjust(2, 1.5), wait(3, date(2026, 5, 1)), stop(4)]
    content = decided_at(acts, "2026H1", AS_OF).content
    assert decided_at(acts[::-1], "2026H1", AS_OF).content == content
    assert [told["act_id"] for told in content] == [1, 2, 3, 4]
    elsewhere = [replace(x, at=x.at.astimezone(timezone(timedelta(hours=8)))) for x in acts]
    assert decided_at(elsewhere, "2026H1", AS_OF).content == content
    stored_plain = [replace(x, at=datetime(2026, 7, 2, 3, 4, 5)) for x in acts]
    assert decided_at(stored_plain, "2026H1", AS_OF).content == content
    for changed in ({"reason": "另一理由"}, {"evidence": ("ab",)}, {"because": 1}, {"act_id": 9}):
        assert decided_at([replace(acts[0], **changed), *acts[1:]], "2026H1", AS_OF).content != content
    assert (
        decided_at([*acts, exempt(8, date(2027, 1, 1), unit_id="D2"), stop(9, "correction", is_on=False)], "2026H1", AS_OF).content
        == content
    )


# The limits of points.


def fault(points: float, item_id: str | None, *acts: Act) -> str | None:
    body = adjust(99, points, item_id).body
    return limit_fault(SCHEME, acts, body)


def test_within_the_limits_there_is_no_fault():
    assert fault(2.0, "reply") is None
    assert fault(-2.0, "reply") is None
    assert fault(-5.0, None) is None
    assert fault(1.5, "reply", adjust(1, 0.5, "reply"), adjust(2, 2.0, "filing"), adjust(3, 2.0, "reply", unit_id="D2")) is None
    assert fault(3.5, "reply", adjust(1, -1.5, "reply")) is None
    assert fault(2.0, "reply", adjust(1, 2.0, "reply", period="2026")) is None
    assert fault(0.3, "reply", adjust(1, 0.1, "reply"), adjust(2, 1.6, "reply")) is None


def test_beyond_the_limits_the_sentence_says_how_far():
    assert fault(2.01, "reply") == "评分项“共享申请按期答复率”的裁定调整累计不得超过 ±2.00 分：本次 +2.01 分。请减少本次调整的分数。"
    told = fault(-1.0, None, adjust(1, -4.5))
    assert told == "总分的裁定调整累计不得超过 ±5.00 分：此前已调整 -4.50 分，加上本次 -1.00 分共 -5.50 分。请减少本次调整的分数。"
    assert "没有编号为 nothing 的评分项" in str(fault(1.0, "nothing"))


def test_a_scheme_without_limits_allows_nothing():
    bare = SCHEME.model_copy(update={"limits": Limits()})
    assert "没有规定总分的裁定调整限额" in str(limit_fault(bare, (), adjust(1, 0.01).body))
    assert "没有规定评分项“共享申请按期答复率”的裁定调整限额" in str(limit_fault(bare, (), adjust(1, 0.01, "reply").body))
