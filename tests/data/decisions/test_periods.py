"""Where a period stands: only two different persons sign it off, a new review voids signatures, editions count up and stay."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.access import Viewer
from data.decisions import periods
from data.decisions.acts import Act
from data.decisions.bodies import Nothing, Publication, Review, Signature
from data.decisions.periods import Standing, all_standing, fold, standing
from data.decisions.store import Decisions, Forbidden, Overtaken
from data.errors import RequestFault
from data.settings import Home, Settings

P = "2026H1"
UNTIL = date(2026, 7, 10)
AFTER = UNTIL + timedelta(days=1)
ZHANG, LI = (Viewer(name, "officer", login=login) for name, login in (("张三", "zhang"), ("李四", "li")))
LEADER = Viewer("王五", "leader", login="wang")


@pytest.fixture
def decisions(home: Home) -> Iterator[Decisions]:
    made = Decisions(home, Settings(home=home.path))
    yield made
    made.close()


def reviewed(decisions: Decisions, run_id: str = "aa") -> Standing:
    said = Review(run_id=run_id, objections_until=UNTIL, answer_days=5)
    periods.review(decisions, ZHANG, standing(decisions, P), said, "提交复核")
    return standing(decisions, P)


def signed(decisions: Decisions, *people: Viewer) -> Standing:
    for viewer in people:
        periods.sign(decisions, viewer, standing(decisions, P), AFTER, 0, "同意")
    return standing(decisions, P)


def published(decisions: Decisions) -> Standing:
    now = standing(decisions, P)
    said = Publication(run_id=now.run_id or "", edition=len(now.editions) + 1, manifest="m", trail="t")
    decisions.act(ZHANG, "period", P, "published", said, reason="发布", seen=now.seen)
    return standing(decisions, P)


def test_the_way_of_a_period(decisions: Decisions):
    assert standing(decisions, P) == Standing(P)
    assert reviewed(decisions).stage == "under_review"
    assert signed(decisions, LI).stage == "under_review"
    assert signed(decisions, LEADER).stage == "signed_off"
    assert published(decisions).stage == "published"
    assert reviewed(decisions, "bb").stage == "under_review"
    assert signed(decisions, LI, LEADER).stage == "signed_off"
    now = published(decisions)
    assert (now.stage, now.run_id, [e.edition_id for e in now.editions]) == ("restated", None, ["2026H1-1", "2026H1-2"])
    assert [e.run_id for e in now.editions] == ["aa", "bb"]
    assert all_standing(decisions) == {P: now}


def test_one_person_does_not_sign_twice(decisions: Decisions):
    reviewed(decisions)
    signed(decisions, LI)
    with pytest.raises(RequestFault, match="您已经签核"):
        signed(decisions, Viewer("李四", "leader", login="LI"))


@pytest.mark.parametrize("run_id", ["aa", "bb"])
def test_a_signature_that_came_in_some_other_way_counts_only_if_it_is_anothers_under_this_run(decisions: Decisions, run_id: str):
    reviewed(decisions)
    now = signed(decisions, LI)
    decisions.act(LI, "period", P, "signed", Signature(run_id=run_id), reason="再签", seen=now.seen)
    assert (standing(decisions, P).stage, len(standing(decisions, P).signatures)) == ("under_review", 1)
    assert signed(decisions, LEADER).stage == "signed_off"


def test_nobody_signs_while_objections_may_come_or_are_open(decisions: Decisions):
    with pytest.raises(RequestFault, match="没有等待签核的结果"):
        signed(decisions, LI)
    now = reviewed(decisions)
    with pytest.raises(RequestFault, match="申诉期到 2026-07-10 为止"):
        periods.sign(decisions, LI, now, UNTIL, 0, "同意")
    with pytest.raises(RequestFault, match="还有 2 件申诉没有答复"):
        periods.sign(decisions, LI, now, AFTER, 2, "同意")
    assert (now.may_object(UNTIL), now.may_object(AFTER)) == (True, False)


def test_a_new_review_voids_the_signatures(decisions: Decisions):
    reviewed(decisions)
    assert signed(decisions, LI, LEADER).stage == "signed_off"
    now = reviewed(decisions, "bb")
    assert (now.stage, now.signatures, now.run_id) == ("under_review", (), "bb")


def test_given_back_it_stands_where_it_stood(decisions: Decisions):
    with pytest.raises(RequestFault, match="无须退回"):
        periods.give_back(decisions, ZHANG, standing(decisions, P), "退回")
    periods.give_back(decisions, ZHANG, reviewed(decisions), "数据有误")
    assert standing(decisions, P).stage == "open"
    reviewed(decisions)
    signed(decisions, LI, LEADER)
    published(decisions)
    periods.give_back(decisions, ZHANG, reviewed(decisions, "bb"), "不更正了")
    now = standing(decisions, P)
    assert (now.stage, len(now.editions)) == ("published", 1)


def test_who_saw_an_older_state_is_told(decisions: Decisions):
    old = reviewed(decisions)
    signed(decisions, LI)
    with pytest.raises(Overtaken):
        periods.sign(decisions, LEADER, old, AFTER, 0, "同意")


@pytest.mark.parametrize("role", ["analyst", "contractor", "admin"])
def test_who_may_not_is_refused(decisions: Decisions, role: str):
    other = Viewer("某人", role, login="x")  # type: ignore[arg-type]
    now = reviewed(decisions)
    with pytest.raises(Forbidden):
        periods.sign(decisions, other, now, AFTER, 0, "同意")
    with pytest.raises(Forbidden):
        periods.review(decisions, other, now, Review(run_id="bb", objections_until=UNTIL, answer_days=5), "换一个")


BODIES = st.one_of(
    st.builds(Review, run_id=st.sampled_from("ab"), objections_until=st.just(UNTIL), answer_days=st.just(5)),
    st.builds(Signature, run_id=st.sampled_from("ab")),
    st.just(Nothing()),
)


@given(st.lists(st.tuples(BODIES, st.sampled_from(["zhang", "li", "LI", "wang"])), max_size=12))
def test_signed_off_is_always_two_different_persons_under_the_run_that_is_reviewed(said: list):
    acts = [
        Act(n, "period", P, n, "said", body, by, by, "officer", datetime(2026, 7, 1, tzinfo=UTC), "理由")
        for n, (body, by) in enumerate(said, 1)
    ]
    now = fold(P, acts)
    signers = {act.by.casefold() for act in now.signatures}
    assert len(signers) == len(now.signatures)
    assert all(isinstance(act.body, Signature) and act.body.run_id == now.run_id for act in now.signatures)
    assert (now.stage == "signed_off") == (len(signers) >= 2)
    assert now.seen == len(acts)
