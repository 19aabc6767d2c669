"""Schemes that one can assess by: what a version says at each stage, which days take it, and that what is not sound never becomes one."""

import json
from datetime import date
from pathlib import Path

import pytest

from data.access import Viewer
from data.decisions import schemes
from data.decisions.bodies import SchemeApproval
from data.decisions.store import Decisions, in_computation
from data.errors import ConfigFault, RequestFault
from data.runs.editions import folder_of
from data.settings import Home
from metrics.assessment.assess import assess, gather
from metrics.obligations.period import parse_period
from metrics.publication.publish import publish
from metrics.publication.verify import verify
from metrics.rulebook.rulebook import load_rules
from metrics.schemes import versions
from metrics.schemes.scheme import SAMPLE, Scheme, load_scheme
from tests.cities import small_year
from tests.cities.small_editions import LEADER, LI, ZHANG, decisions_of, settings, sign_off

RULES = load_rules()
BASE = load_scheme(SAMPLE, RULES)
DAY = date(2026, 8, 1)


@pytest.fixture
def decisions(home: Home) -> Decisions:
    return decisions_of(home)


def other(version_id: str = "v1", **changes: object) -> Scheme:
    return Scheme.model_validate(BASE.model_dump() | {"id": version_id, "title": "新方案"} | changes)


def propose(decisions: Decisions, scheme: Scheme, came_from: str = BASE.id, by: Viewer = ZHANG) -> None:
    versions.propose(decisions, by, scheme, RULES, came_from, "新年度")


def test_it_is_a_sample_until_another_person_approves_it(decisions: Decisions):
    propose(decisions, other(status="approved", author="冒名", approver="冒名", valid_from=date(2020, 1, 1)))
    waits = versions.named(decisions, "v1", RULES, DAY)
    assert (waits.status, waits.author, waits.approver, waits.valid_from) == ("sample", "张三", "", None)
    schemes.approve(decisions, LEADER, schemes.version(decisions, "v1"), SchemeApproval(valid_from=date(2026, 7, 1)), "同意")
    holds = versions.named(decisions, "v1", RULES, DAY)
    assert (holds.status, holds.author, holds.approver, holds.valid_from) == ("approved", "张三", "王五", date(2026, 7, 1))
    assert holds.digest != waits.digest, "a run by it is another run: it says that it is approved"
    assert holds.items == BASE.items
    with pytest.raises(RequestFault, match="不含统计日 2026-06-30"):
        versions.named(decisions, "v1", RULES, date(2026, 6, 30))


def test_what_was_returned_is_not_assessed_by(decisions: Decisions):
    propose(decisions, other())
    schemes.give_back(decisions, LI, schemes.version(decisions, "v1"), "再议")
    with pytest.raises(RequestFault, match="已被退回"):
        versions.named(decisions, "v1", RULES, DAY)


def test_the_sample_a_file_and_nothing(decisions: Decisions, tmp_path: Path):
    assert versions.named(decisions, "", RULES, DAY) == versions.named(decisions, BASE.id, RULES, DAY) == BASE
    assert versions.named(decisions, str(SAMPLE), RULES, DAY) == BASE
    with pytest.raises(ConfigFault, match="找不到考核方案"):
        versions.named(decisions, "v7", RULES, DAY)


def test_what_is_not_sound_or_not_new_is_not_proposed(decisions: Decisions):
    with pytest.raises(ConfigFault, match="各指标分值合计 100，应为总分 120"):
        propose(decisions, other(total=120))
    for bad in ("", "a/b", "方案一", "-x", "x" * 61):
        with pytest.raises(RequestFault, match="不能用"):
            propose(decisions, other(bad))
    with pytest.raises(RequestFault, match="随产品提供的示例"):
        propose(decisions, other(BASE.id))
    with pytest.raises(RequestFault, match="没有编号为 v0"):
        propose(decisions, other(), "v0")
    assert schemes.versions(decisions) == {}


def test_a_rule_that_is_gone_is_told_before_a_run_is_made(decisions: Decisions):
    propose(decisions, other())
    fewer = {rule_id: rule for rule_id, rule in RULES.items() if rule_id != "correction"}
    with pytest.raises(ConfigFault, match="correction"):
        versions.sound(versions.scheme_of(schemes.version(decisions, "v1")), fewer)


def test_the_next_id_is_one_that_no_version_has(decisions: Decisions):
    assert versions.next_id(decisions) == "v1"
    propose(decisions, other("v2"))
    propose(decisions, other("v3"), "v2")
    assert versions.next_id(decisions) == "v4"
    assert schemes.version(decisions, "v3").said.came_from == "v2"


def test_an_edition_keeps_by_whom_its_weights_were_approved(home: Home, decisions: Decisions):
    small_year.begin(home, decisions)
    propose(decisions, other())
    schemes.approve(decisions, LEADER, schemes.version(decisions, "v1"), SchemeApproval(valid_from=date(2026, 1, 1)), "同意")
    scheme = versions.named(decisions, "v1", RULES, small_year.DAY)
    period = parse_period(small_year.PERIOD)
    run = assess(home, settings(home), gather(home, settings(home), period, small_year.DAY, scheme, "A0", acts=in_computation(decisions)))
    sign_off(decisions, run)
    edition = publish(home, settings(home), decisions, ZHANG, small_year.PERIOD, "按期发布")
    folder = folder_of(home, edition.edition_id)
    kept = json.loads((folder / "scheme.json").read_text(encoding="utf-8"))
    assert [kept[name] for name in ("id", "status", "author", "approver")] == ["v1", "approved", "张三", "王五"]
    acts = [act for act in json.loads((folder / "procedure.json").read_text(encoding="utf-8")) if act["about"] == "scheme"]
    assert [(act["verb"], act["name"]) for act in acts] == [("proposed", "张三"), ("approved", "王五")]
    assert verify(home, settings(home), decisions, edition.edition_id).holds
