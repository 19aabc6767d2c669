"""The trail of people at the browser: one line for a sign-in, one in ten minutes for who knocks, nothing lost when the clock differs."""

from datetime import UTC, datetime, timedelta

import pytest

from data.decisions import sign_ins
from data.decisions.store import Decisions
from tests.data.decisions.conftest import OFFICER

NOW = datetime(2026, 11, 2, 9, tzinfo=UTC)
IDLE = timedelta(minutes=30)


@pytest.fixture
def told(decisions: Decisions, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(decisions, "now", lambda: NOW)
    return lambda: [(line.what, line.login, line.target) for line in decisions.trail_lines()]


def test_a_sign_in_is_told_once(decisions: Decisions, told):
    for key in ("first" * 8, "first" * 8, "second" * 8):
        sign_ins.begin(decisions, OFFICER, "oidc", key)
    assert told() == [("sign_in", "wang", "oidc firstfirstfirstf"), ("sign_in", "wang", "oidc secondsecondseco")]


def test_who_knocks_again_is_told_again_only_later(decisions: Decisions, told, monkeypatch: pytest.MonkeyPatch):
    for minutes in (0, 9, 11, 12):
        monkeypatch.setattr(decisions, "now", lambda m=minutes: NOW + timedelta(minutes=m))
        sign_ins.refuse(decisions, "stranger", "10.0.0.9", "unknown")
    assert [line.at for line in decisions.trail_lines()] == [NOW, NOW + timedelta(minutes=11)]
    assert {(line.role, line.address) for line in decisions.trail_lines()} == {("", "10.0.0.9")}


def test_what_a_stranger_calls_himself_can_be_of_any_length(decisions: Decisions, told):
    for _ in range(2):
        sign_ins.refuse(decisions, "x" * 9999, "y" * 9999, "gateway secret")
    assert len(told()) == 1
    assert decisions.verify_trail().faults == ()


@pytest.mark.parametrize(("age", "is_stale"), [(0, False), (29, False), (31, True), (-9, False)])
def test_a_cookie_kept_aside_opens_nothing(decisions: Decisions, told, age: int, is_stale: bool):
    issued = NOW - timedelta(minutes=age)
    assert sign_ins.is_stale(decisions, "wang", "oidc", "key", issued, IDLE) is is_stale
    sign_ins.begin(decisions, OFFICER, "oidc", "key")
    assert not sign_ins.is_stale(decisions, "wang", "oidc", "key", issued, IDLE), "a known one is judged by when it was last seen"


def test_a_short_limit_leaves_room_for_two_clocks(decisions: Decisions, told):
    assert not sign_ins.is_stale(decisions, "wang", "oidc", "key", NOW - timedelta(minutes=4), timedelta(minutes=1))
