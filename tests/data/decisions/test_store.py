"""The store, as officers and departments use it: acts follow acts, nothing is overwritten, nothing passes that may not."""

from datetime import UTC, date, datetime, timedelta, timezone
from itertools import count

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from data.access import Viewer
from data.decisions.evidence import hand_in
from data.decisions.store import Decisions, Forbidden, Overtaken, SentBefore, in_computation
from data.errors import ConfigFault, RequestFault
from tests.data.decisions.conftest import ADMIN, CONTRACTOR, LEADER, OFFICER, OTHER, STRANGER, UNIT, Opener
from tests.data.decisions.sample_acts import LIFTED, OBJECTION, lift


def test_an_act_stands_as_it_was_said(decisions: Decisions):
    act = lift(decisions)
    assert (act.about, act.thing, act.seq, act.verb, act.body, act.by, act.name, act.role) == (
        "exemption", "x", 1, "made", LIFTED, "wang", "王审核", "officer",
    )  # fmt: skip
    assert decisions.last("exemption", "x") == act
    assert decisions.standing("exemption") == decisions.acts() == decisions.acts("exemption", "x") == [act]
    assert decisions.last("exemption", "y") is None
    assert decisions.standing("note") == []


def test_a_change_is_a_new_act_and_the_old_one_stays(decisions: Decisions):
    first = lift(decisions)
    second = decisions.act(
        OTHER,
        "exemption",
        "x",
        "made",
        LIFTED.model_copy(update={"end": date(2026, 3, 1)}),
        reason="只到三月",
        seen=1,
        because=first.act_id,
    )
    assert (second.seq, second.because) == (2, first.act_id)
    assert decisions.acts("exemption", "x") == [first, second]
    assert decisions.standing("exemption") == [second]


def test_what_was_revoked_no_longer_stands_and_can_be_made_again(decisions: Decisions):
    lift(decisions)
    other = lift(decisions, "y")
    gone = decisions.act(OTHER, "exemption", "x", "revoked", reason="材料不实", seen=1)
    assert decisions.standing("exemption") == in_computation(decisions) == [other]
    assert decisions.last("exemption", "x") == gone
    again = lift(decisions, seen=2)
    assert decisions.standing("exemption") == [other, again]


@pytest.mark.parametrize("seen", [0, 2, -1])
def test_who_did_not_see_the_last_act_is_told(decisions: Decisions, seen: int):
    lift(decisions)
    before = decisions.trail_lines()
    with pytest.raises(Overtaken, match="刷新页面"):
        lift(decisions, viewer=OTHER, seen=seen)
    assert len(decisions.acts()) == 1
    assert decisions.trail_lines() == before


def test_one_sending_of_one_form_is_one_act(decisions: Decisions):
    first = lift(decisions, token="t1")
    assert lift(decisions, token="t1") == first
    assert lift(decisions, "another name for the same", token="t1") == first
    assert len(decisions.acts()) == len(decisions.trail_lines()) == 1


def test_a_form_sent_again_with_other_words_is_told_of_the_act_that_is_there(decisions: Decisions):
    first = lift(decisions, token="t1")
    with pytest.raises(SentBefore, match=f"第 {first.act_id} 号决定"):
        decisions.act(OFFICER, "exemption", "y", "made", first.body, reason="别的理由", token="t1")
    assert decisions.acts("exemption") == [first]


def test_somebody_elses_token_opens_nothing(decisions: Decisions):
    lift(decisions, token="t1")
    with pytest.raises(RequestFault, match="编号已被"):
        lift(decisions, viewer=OTHER, token="t1")
    with pytest.raises(RequestFault, match="编号已被"):
        decisions.act(OFFICER, "exemption", "x", "revoked", reason="不实", seen=1, token="t1")


def two_acts(decisions: Decisions, seen: int) -> None:
    with decisions.acting(OFFICER) as record:
        record("exemption", "x", "made", LIFTED, reason="一")
        record("exemption", "y", "made", LIFTED, reason="二", seen=seen)


def test_several_acts_are_all_or_none(decisions: Decisions):
    with pytest.raises(Overtaken):
        two_acts(decisions, seen=7)
    assert decisions.acts() == decisions.trail_lines() == []
    with decisions.acting(OFFICER) as record:
        first = record("exemption", "x", "made", LIFTED, reason="一")
        record("exemption", "x", "revoked", reason="二", seen=1, because=first.act_id)
    assert [act.verb for act in decisions.acts()] == ["made", "revoked"]
    assert decisions.verify_trail().faults == ()


@pytest.mark.parametrize("viewer", [LEADER, UNIT, CONTRACTOR, ADMIN], ids=lambda v: v.role)
def test_a_role_that_may_not_is_refused(decisions: Decisions, viewer: Viewer):
    with pytest.raises(Forbidden, match=viewer.name):
        lift(decisions, viewer=viewer)
    assert decisions.acts() == []


def test_a_department_acts_for_its_own_unit_only(decisions: Decisions):
    with pytest.raises(Forbidden):
        decisions.act(STRANGER, "objection", "o", "filed", OBJECTION, reason="数据有误")
    decisions.act(UNIT, "objection", "o", "filed", OBJECTION, reason="数据有误")
    for viewer in (STRANGER, OFFICER):
        with pytest.raises(Forbidden):
            decisions.act(viewer, "objection", "o", "withdrawn", reason="不申诉了", seen=1)
    with pytest.raises(Forbidden):
        decisions.act(UNIT, "objection", "o", "accepted", reason="自己采纳", seen=1)
    assert decisions.act(OFFICER, "objection", "o", "accepted", reason="情况属实", seen=1).seq == 2


def test_a_department_does_not_take_over_anothers_objection(decisions: Decisions):
    """Filing again on the same thing with one's own unit in the body is still about the other's."""
    decisions.act(UNIT, "objection", "o", "filed", OBJECTION, reason="数据有误")
    own = OBJECTION.model_copy(update={"unit_id": "JM003"})
    with pytest.raises(Forbidden):
        decisions.act(STRANGER, "objection", "o", "filed", own, reason="换成我的", seen=1)


@pytest.mark.parametrize(
    ("about", "verb", "body", "sentences"),
    [
        ("exemption", "made", {}, ["缺少起始日，请填写。"]),
        ("exemption", "made", {"start": "2026-01-01"}, ["豁免须指明规则、单位或部门。"]),
        (
            "exemption",
            "made",
            {"start": "哪天", "rule_id": "R", "x": 1},
            ["起始日的值“哪天”不能用，请改正。", "这项决定不需要“x”，请去掉。"],
        ),
        ("exemption", "revoked", {"start": "2026-01-01"}, ["这项决定不需要“start”，请去掉。"]),
        ("adjustment", "made", {"period": "2026", "unit_id": "u", "points": 0, "start": "2026-01-01"}, ["调整的分数不能为零。"]),
        ("exemption", "burnt", {}, ["没有“exemption/burnt”这种决定。请刷新页面后重新办理。"]),
        ("weather", "made", {}, ["没有“weather/made”这种决定。请刷新页面后重新办理。"]),
    ],
)
def test_a_body_that_does_not_fit_is_told_fault_by_fault(decisions: Decisions, about: str, verb: str, body: dict, sentences: list[str]):
    with pytest.raises(RequestFault) as told:
        decisions.act(OFFICER, about, "x", verb, body, reason="试")
    assert str(told.value).splitlines() == sentences


@pytest.mark.parametrize(
    "more",
    [
        {"reason": " "},
        {"reason": "长" * 4001},
        {"reason": "a\0b"},
        {"reason": "半\ud800"},
        {"thing": ""},
        {"thing": "x" * 401},
        {"token": "t" * 65},
    ],
    ids=["blank", "long", "nul", "half a pair", "no thing", "long thing", "long token"],
)
def test_words_that_can_not_be_kept_are_told(decisions: Decisions, more: dict):
    said = {"thing": "x", "reason": "好", "token": None} | more
    with pytest.raises(RequestFault):
        decisions.act(OFFICER, "exemption", said.pop("thing"), "made", LIFTED, **said)
    assert decisions.acts() == []
    assert lift(decisions).seq == 1


def test_an_act_names_only_what_is_there(decisions: Decisions):
    with pytest.raises(RequestFault, match="第 99 号决定不存在"):
        lift(decisions, because=99)
    with pytest.raises(RequestFault, match="证据文件不存在"):
        lift(decisions, evidence=[99])


@pytest.mark.parametrize("table", ["acts", "trail", "evidence", "act_evidence"])
@pytest.mark.parametrize("change", ["update {} set {} = {}", "delete from {}"])
def test_the_database_itself_refuses_a_change(decisions: Decisions, table: str, change: str):
    number = hand_in(decisions, OFFICER, "照片.png", b"\x89PNG\r\n\x1a\n" + b"0" * 20, None)
    lift(decisions, evidence=[number])
    before = decisions.acts(), decisions.trail_lines()
    column = {"acts": "reason", "trail": "target", "evidence": "sha256", "act_evidence": "place"}[table]
    with pytest.raises((ConfigFault, DBAPIError), match="append-only"), decisions.database.writing() as session:
        session.execute(text(change.format(table, column, column)))
    assert (decisions.acts(), decisions.trail_lines()) == before


def test_moments_keep_their_microseconds_and_zone(opened: Opener):
    said = datetime(2026, 6, 30, 23, 59, 59, 123456, timezone(timedelta(hours=8)))
    decisions = opened(lambda: said)
    act = lift(decisions)
    assert act.at == decisions.last("exemption", "x").at == decisions.trail_lines()[0].at == said
    assert act.at.utcoffset() == timedelta(0)
    with pytest.raises(Exception, match="zone"):
        lift(opened(lambda: datetime(2026, 6, 30)), "y")


def test_a_draft_is_kept_overwritten_and_cleared(decisions: Decisions, opened: Opener):
    assert decisions.draft(UNIT, "objection/i1") == {}
    decisions.keep_draft(UNIT, "objection/i1", {"reason": "因为", "rows": [1, 2]})
    decisions.keep_draft(UNIT, "objection/i1", {"reason": "因为停机", "rows": []})
    assert opened().draft(UNIT, "objection/i1") == {"reason": "因为停机", "rows": []}
    assert decisions.draft(STRANGER, "objection/i1") == decisions.draft(UNIT, "objection/i2") == {}
    decisions.keep_draft(UNIT, "objection/i1", {})
    assert decisions.draft(UNIT, "objection/i1") == {}


class Clock:
    """A clock that a test moves."""

    def __init__(self):
        self.at = datetime(2026, 6, 30, 8, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.at


def test_a_presence_ends_when_idle_or_ended(opened: Opener):
    clock, idle = Clock(), timedelta(minutes=30)
    decisions = opened(clock)
    for _ in range(5):
        assert decisions.seen("k1", "chen", idle)
        clock.at += timedelta(minutes=29)
    clock.at += timedelta(minutes=2)
    assert not decisions.seen("k1", "chen", idle)
    assert not decisions.seen("k1", "chen", idle), "what was idle for too long does not come back"
    assert decisions.seen("k2", "chen", idle)
    assert not decisions.seen("k2", "huang", idle), "a sign-in belongs to one person"
    decisions.end_presence("k2")
    assert not decisions.seen("k2", "chen", idle)


def test_a_presence_is_written_at_most_once_a_minute(opened: Opener, monkeypatch: pytest.MonkeyPatch):
    clock, idle, written = Clock(), timedelta(minutes=30), count()
    decisions = opened(clock)
    writing = decisions.database.writing
    monkeypatch.setattr(decisions.database, "writing", lambda: (next(written), writing())[1])
    for _ in range(61):
        assert decisions.seen("k", "chen", idle)
        clock.at += timedelta(seconds=2)
    assert next(written) == 3  # begun, and after one minute and two


def test_a_page_that_comes_late_does_not_revive_what_ended(opened: Opener, monkeypatch: pytest.MonkeyPatch):
    clock, idle = Clock(), timedelta(minutes=30)
    decisions, other = opened(clock), opened(clock)
    decisions.seen("k", "chen", idle)
    clock.at += timedelta(minutes=5)
    writing = decisions.database.writing
    monkeypatch.setattr(decisions.database, "writing", lambda: (other.end_presence("k"), writing())[1])
    decisions.seen("k", "chen", idle)
    assert not other.seen("k", "chen", idle)
