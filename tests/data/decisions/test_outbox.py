"""The outbox on both databases: a message is made once, claimed by one, and never sent again by itself once it may have left."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from pydantic import ValidationError

from data.decisions import contacts
from data.decisions.bodies import Contact
from data.decisions.store import Decisions, Forbidden, Overtaken
from data.delivery import outbox
from data.delivery.outbox import BACK_OFF, LEASE, Letter, Lost, State
from data.errors import RequestFault
from tests.data.decisions.conftest import ADMIN, LEADER, OFFICER, UNIT, Opener

FIRST = Letter("weekly/2026-W27/B1/mail", "weekly", "B1", "mail", "chen@example.gov.cn", "提醒", "r1", b"Subject: x\r\n\r\nbody")


class Clock:
    """A clock that is moved by hand."""

    def __init__(self) -> None:
        self.at = datetime(2026, 7, 6, 1, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.at

    def pass_by(self, span: timedelta) -> None:
        self.at += span


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def store(opened: Opener, clock: Clock) -> Decisions:
    decisions = opened(clock)
    assert outbox.put(decisions, FIRST)
    return decisions


def state(store: Decisions) -> State:
    return outbox.messages(store)[-1].state


def claimed(store: Decisions) -> outbox.Claim:
    held = outbox.claim(store, "mail")
    assert held is not None
    return held


def test_a_key_is_made_once_whatever_it_says(store: Decisions):
    assert not outbox.put(store, replace(FIRST, content=b"other"))
    assert outbox.content(store, outbox.messages(store)[0].message_id) == FIRST.content
    assert outbox.keys(store) == {FIRST.key}


def test_many_at_once_make_it_once_and_claim_it_once(opened: Opener):
    stores = [opened() for _ in range(4)]
    with ThreadPoolExecutor(4) as pool:
        made = list(pool.map(lambda s: outbox.put(s, FIRST), stores))
        held = list(pool.map(lambda s: outbox.claim(s, "mail"), stores))
    assert sorted(made) == [False, False, False, True]
    assert len([one for one in held if one]) == 1


def test_a_newer_one_of_the_series_overtakes_what_waits_and_nothing_else(store: Decisions):
    other_unit = replace(FIRST, key="weekly/2026-W27/B2/mail", unit_id="B2")
    office = replace(FIRST, key="weekly/2026-W27/office/webhook", unit_id=None, channel="webhook")
    for letter in (other_unit, office):
        outbox.put(store, letter)
    outbox.put(store, replace(FIRST, key="weekly/2026-W28/B1/mail"))
    outbox.put(store, replace(office, key="weekly/2026-W28/office/webhook"))
    assert {m.key: m.state for m in outbox.messages(store)} == {
        FIRST.key: "overtaken",
        other_unit.key: "waiting",
        office.key: "overtaken",
        "weekly/2026-W28/B1/mail": "waiting",
        "weekly/2026-W28/office/webhook": "waiting",
    }


def test_the_way_of_a_message_ends_in_the_trail(store: Decisions):
    held = claimed(store)
    assert held.content == FIRST.content
    assert outbox.claim(store, "mail") is None
    assert outbox.claim(store, "webhook") is None
    outbox.handing_over(store, held)
    assert state(store) == "sending"
    outbox.sent(store, held, OFFICER)
    assert state(store) == "sent"
    (line,) = store.trail_lines()
    assert (line.what, line.target, line.detail["sha256"]) == ("export", f"delivery/{FIRST.key}", held.message.sha256)
    with pytest.raises(Lost):
        outbox.sent(store, held, OFFICER)
    assert len(store.trail_lines()) == 1


def test_a_claim_that_runs_out_before_the_handing_over_waits_again(store: Decisions, clock: Clock):
    held = claimed(store)
    outbox.expire(store)
    assert state(store) == "claimed", "the lease still runs"
    clock.pass_by(LEASE + timedelta(seconds=1))
    outbox.expire(store)
    assert state(store) == "waiting"
    with pytest.raises(Lost):
        outbox.handing_over(store, held)
    outbox.handing_over(store, claimed(store))


def test_one_that_runs_out_after_it_is_uncertain_and_is_not_sent_again(store: Decisions, clock: Clock):
    outbox.handing_over(store, claimed(store))
    clock.pass_by(LEASE + timedelta(seconds=1))
    outbox.expire(store)
    assert state(store) == "uncertain"
    clock.pass_by(timedelta(days=30))
    outbox.expire(store)
    assert outbox.claim(store, "mail") is None
    assert state(store) == "uncertain"


def test_who_handed_it_over_knows_better_than_the_clock(store: Decisions, clock: Clock):
    held = claimed(store)
    outbox.handing_over(store, held)
    clock.pass_by(LEASE + timedelta(seconds=1))
    outbox.expire(store)
    outbox.sent(store, held, OFFICER)
    assert state(store) == "sent"


def test_a_refusal_is_tried_again_later_and_later_and_then_no_more(store: Decisions, clock: Clock):
    for wait in BACK_OFF:
        held = claimed(store)
        outbox.handing_over(store, held)
        outbox.refused(store, held, "450 busy", for_good=False)
        assert outbox.claim(store, "mail") is None
        clock.pass_by(wait)
    outbox.refused(store, claimed(store), "450 busy", for_good=False)
    (message,) = outbox.messages(store)
    assert (message.state, message.attempts, message.fault) == ("failed", len(BACK_OFF) + 1, "450 busy")


def test_a_refusal_for_good_is_not_tried_again(store: Decisions):
    outbox.refused(store, claimed(store), "550 unknown", for_good=True)
    assert state(store) == "failed"


def test_a_server_that_is_away_costs_no_attempt(store: Decisions):
    outbox.put_back(store, claimed(store), "no route")
    (message,) = outbox.messages(store)
    assert (message.state, message.attempts, message.fault) == ("waiting", 0, "no route")
    assert outbox.claim(store, "mail") is not None


def uncertain(store: Decisions) -> int:
    held = claimed(store)
    outbox.handing_over(store, held)
    outbox.unsure(store, held, "no answer")
    return held.message.message_id


@pytest.mark.parametrize(("verb", "after"), [("retried", "waiting"), ("confirmed", "sent"), ("given_up", "given_up")])
def test_a_person_decides_on_what_is_uncertain(store: Decisions, verb: outbox.Verb, after: State):
    number = uncertain(store)
    act = outbox.decide(store, ADMIN, number, verb, "uncertain", "问过收件人", "t1")
    assert state(store) == after
    again = outbox.decide(store, ADMIN, number, verb, "uncertain", "问过收件人", "t1")
    assert again == act, "the form sent twice is one act"
    assert store.verify_trail().faults == ()
    assert [line.target for line in store.trail_lines()] == [f"delivery/{number}/{verb}"]


def test_who_saw_another_state_is_told_and_nothing_is_recorded(store: Decisions):
    number = uncertain(store)
    outbox.decide(store, OFFICER, number, "confirmed", "uncertain", "已收到")
    with pytest.raises(Overtaken):
        outbox.decide(store, OFFICER, number, "retried", "uncertain", "再发")
    with pytest.raises(RequestFault):
        outbox.decide(store, OFFICER, number, "retried", "sent", "再发")
    assert (state(store), len(store.acts("delivery"))) == ("sent", 1)


def test_only_who_may_deliver_decides(store: Decisions):
    number = uncertain(store)
    for viewer in (LEADER, UNIT):
        with pytest.raises(Forbidden):
            outbox.decide(store, viewer, number, "retried", "uncertain", "再发")
    assert state(store) == "uncertain"


def test_a_retry_keeps_the_message_as_it_was(store: Decisions):
    number = uncertain(store)
    outbox.decide(store, OFFICER, number, "retried", "uncertain", "对方未收到")
    assert claimed(store).content == FIRST.content


def test_a_contact_is_kept_changed_and_removed(store: Decisions):
    contacts.keep(store, OFFICER, "B1", {"name": "陈科员", "email": "chen@example.gov.cn"}, "报送")
    contacts.keep(store, ADMIN, "B1", {"name": "黄科员", "email": "huang@mail"}, "换人")
    assert contacts.contacts(store) == {"B1": Contact(name="黄科员", email="huang@mail")}
    contacts.remove(store, OFFICER, "B1", "撤销")
    assert contacts.contacts(store) == {}
    with pytest.raises(RequestFault, match="没有登记联系人"):
        contacts.remove(store, OFFICER, "B1", "撤销")


@pytest.mark.parametrize(
    "email", ["", "chen", "a@b.cn\n", "a@b\r\nBcc: x@y", "陈@例子", "a b@c.cn", "a@b.cn,c@d.cn", "<a@b.cn>", f"{'a' * 260}@b.cn"]
)
def test_what_is_no_single_address_is_refused(email: str):
    with pytest.raises(ValidationError):
        Contact(name="某人", email=email)
