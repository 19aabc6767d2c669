"""What an officer confirmed is read by from then on; nothing is taken by likeness, and a listing's own full name is never overridden."""

from datetime import UTC, datetime

import pytest

from data.access import OPERATOR, Viewer
from data.contracts.contracts import Contracts
from data.decisions.bodies import Mapping
from data.decisions.mappings import confirm, contracts_of, to_read_again, unknowns
from data.decisions.store import Decisions, Forbidden
from data.errors import FileFault, RequestFault
from data.facts.store import WORDS, Facts
from data.intake import ingest, read_again
from data.intake.columns.suggestions import ranked
from data.settings import Home, Settings
from tests.data.decisions.unknown_words import DEPARTMENTS, REQUESTS


@pytest.fixture
def decisions(home: Home) -> Decisions:
    return Decisions(home, Settings(home=home.path))


@pytest.fixture
def facts(home: Home, decisions: Decisions) -> Facts:
    facts = Facts(home)
    for name, text in (("部门.csv", DEPARTMENTS), ("共享申请.csv", REQUESTS)):
        outcomes = take(facts, decisions, name, text)
        assert [o.status for o in outcomes] == ["taken"], outcomes
    return facts


def take(facts: Facts, decisions: Decisions, name: str, text: str, hour: int = 9):
    contracts = contracts_of(facts.home, decisions)
    received = datetime(2026, 6, 30, hour, tzinfo=UTC)
    return ingest([(name, text.encode())], facts, contracts, exported_on=received.date(), by="t", received_at=received)


def requests(facts: Facts):
    return next(b for b in reversed(facts.batches()) if b.export == "share_requests")


def said(kind: str, scope: str, text: str, target: str) -> Mapping:
    return Mapping(kind=kind, scope=scope, text=text, target=target)


def test_what_means_nothing_is_kept_with_its_rows(facts: Facts):
    unknowns = facts.unknowns(requests(facts)).select("kind", "scope", "text", "rows").rows()
    assert set(unknowns) == {
        ("header", "share_requests", "经办科室", 2), ("department", "江门市", "政数局老名字", 1), ("value", "share_class", "按条件给", 1),
    }  # fmt: skip


def test_a_confirmed_name_and_value_let_the_rows_in(facts: Facts, decisions: Decisions):
    before = requests(facts)
    assert before.counts.rejected == 1
    confirm(decisions, OPERATOR, said("department", "江门市", "政数局老名字", "JM001"), "机构改革前的名称")
    confirm(decisions, OPERATOR, said("value", "share_class", "按条件给", "有条件共享"), "口头写法")
    again = read_again(before, facts, contracts_of(facts.home, decisions))
    assert again.batch_id != before.batch_id
    assert again.counts.rejected == 0
    assert again.accepted.select("provider_id", "share_class").rows() == [("JM001", "有条件共享"), ("JM003", "有条件共享")]
    assert set(again.unknowns["kind"]) == {"header"}


def test_a_confirmed_label_is_a_column(facts: Facts, decisions: Decisions):
    confirm(decisions, OPERATOR, said("header", "share_requests", "首次用数日", "provided_on"), "平台新版的叫法")
    named = REQUESTS.replace("经办科室", "首次用数日").replace("一科", "2026-03-20")
    take(facts, decisions, "新.csv", named, hour=10)
    assert "首次用数日" in requests(facts).mapping["provided_on"]


def test_a_name_is_confirmed_for_one_division_and_overrides_no_full_name(facts: Facts, decisions: Decisions):
    confirm(decisions, OPERATOR, said("department", "台山市", "政数局老名字", "XQ0101"), "台山的写法")
    confirm(decisions, OPERATOR, said("department", "江门市", "江门市教育局", "JM001"), "误点")
    again = read_again(requests(facts), facts, contracts_of(facts.home, decisions))
    assert again.accepted["provider_id"].to_list() == ["JM003"]
    assert again.counts.rejected == 1


def test_a_change_follows_and_a_revocation_ends(facts: Facts, decisions: Decisions):
    first = confirm(decisions, OPERATOR, said("department", "江门市", "政数局老名字", "JM003"), "看错了")
    second = confirm(decisions, OPERATOR, said("department", "江门市", "政数局老名字", "JM001"), "更正")
    assert (second.thing, second.seq) == (first.thing, 2)
    assert contracts_of(facts.home, decisions).names == {"江门市": {"政数局老名字": "JM001"}}
    decisions.act(OPERATOR, "mapping", second.thing, "revoked", reason="不再需要", seen=2)
    assert contracts_of(facts.home, decisions).names == {}


@pytest.mark.parametrize(
    "wrong",
    [
        ("department", "江门市", "x", "JM999"),
        ("value", "share_class", "x", "随便"),
        ("value", "none", "x", "y"),
        ("header", "share_requests", "x", "none"),
        ("zone", "share_requests", "replied_on", "midnight"),
        ("zone", "none", "replied_on", "utc"),
    ],
)
def test_what_is_not_there_can_not_be_meant(facts: Facts, decisions: Decisions, wrong: tuple[str, str, str, str]):
    with pytest.raises(RequestFault, match="请从列表中选择"):
        confirm(decisions, OPERATOR, said(*wrong), "理由")
    assert decisions.acts("mapping") == []


def test_only_an_officer_confirms(facts: Facts, decisions: Decisions):
    for role in ("leader", "analyst", "contractor", "admin"):
        with pytest.raises(Forbidden):
            confirm(decisions, Viewer("某人", role, login="x"), said("value", "share_class", "按条件给", "有条件共享"), "理由")


def test_a_file_with_corrected_rows_is_not_read_again(facts: Facts, decisions: Decisions, monkeypatch: pytest.MonkeyPatch):
    batch = requests(facts)
    corrected = batch.model_copy(update={"batch_id": "other", "supplements": batch.batch_id})
    monkeypatch.setattr(facts, "batches", lambda: [batch, corrected])
    with pytest.raises(FileFault, match="已有补正的行"):
        read_again(batch, facts, contracts_of(facts.home, decisions))


def test_what_waits_is_what_nobody_confirmed_and_then_what_is_to_be_read_again(facts: Facts, decisions: Decisions):
    assert [(u.kind, u.text, u.rows) for u in unknowns(facts, decisions)] == [
        ("department", "政数局老名字", 1), ("value", "按条件给", 1), ("header", "经办科室", 2),
    ]  # fmt: skip
    assert to_read_again(facts, decisions) == []
    confirm(decisions, OPERATOR, said("department", "江门市", "政数局老名字", "JM001"), "原名")
    assert [u.kind for u in unknowns(facts, decisions)] == ["value", "header"]
    assert to_read_again(facts, decisions) == [requests(facts)]
    again = read_again(requests(facts), facts, contracts_of(facts.home, decisions))
    facts.commit(again, by="t", received_at=datetime(2026, 7, 1, tzinfo=UTC))
    assert to_read_again(facts, decisions) == []


def test_likeness_only_orders():
    options = ["江门市卫生健康局", "江门市教育局", "台山市教育局"]
    assert ranked("江门市教肓局", options)[0] == "江门市教育局"
    assert sorted(ranked("完全不同", options)) == sorted(options)


FOURS = (
    REQUESTS.replace("2026-03-05", "2026-03-05 16:00:00")
    + "SQ3,江门市教育局,江门市教育局,M1,有条件共享,2026-03-02,2026-03-06 16:00:00,同意,一科\n"
)


def replied(rows) -> list[str]:
    return [str(day) for day in rows["replied_on"]]


def test_a_midnight_of_utc_is_the_next_day_once_that_is_confirmed_and_for_ever(facts: Facts, decisions: Decisions):
    take(facts, decisions, "时刻.csv", FOURS, hour=10)
    before = requests(facts)
    assert [(u.scope, u.text, u.rows) for u in unknowns(facts, decisions) if u.kind == "zone"] == [("share_requests", "replied_on", 3)]
    assert replied(facts.rows(before)) == ["2026-03-05", "2026-03-06"], "as it stands, while nobody has said anything"
    confirm(decisions, OPERATOR, said("zone", "share_requests", "replied_on", "utc"), "平台用 exceljs 导出")
    assert to_read_again(facts, decisions) == [before]
    again = read_again(before, facts, contracts_of(facts.home, decisions))
    assert again.batch_id != before.batch_id
    assert replied(again.accepted) == ["2026-03-06", "2026-03-07"]
    assert again.accepted["received_on"].to_list() == facts.rows(before)["received_on"].to_list()
    assert any("按已确认的读作次日" in sentence for sentence in again.warnings)
    kept = facts.commit(again, by="t", received_at=datetime(2026, 7, 1, tzinfo=UTC))
    by_its_own_words = Contracts.model_validate_json((facts.home.batches / kept.batch_id / WORDS).read_text(encoding="utf-8"))
    assert read_again(kept, facts, by_its_own_words).batch_id == kept.batch_id
    assert to_read_again(facts, decisions) == []


def test_that_it_stands_as_written_is_confirmed_as_well_and_not_asked_again(facts: Facts, decisions: Decisions):
    take(facts, decisions, "时刻.csv", FOURS, hour=10)
    confirm(decisions, OPERATOR, said("zone", "share_requests", "replied_on", "china"), "每天下午四点统一答复")
    again = read_again(requests(facts), facts, contracts_of(facts.home, decisions))
    assert replied(again.accepted) == ["2026-03-05", "2026-03-06"]
    assert "zone" not in set(again.unknowns["kind"])


def test_a_file_without_such_times_is_read_as_ever_whatever_was_confirmed(facts: Facts, decisions: Decisions):
    confirm(decisions, OPERATOR, said("zone", "share_requests", "replied_on", "utc"), "平台用 exceljs 导出")
    again = read_again(requests(facts), facts, contracts_of(facts.home, decisions))
    assert replied(again.accepted) == ["2026-03-05"]
