"""The rules as they are written down: whole, reviewed, true to what was read, and refused when misspelt."""

import re
import shutil
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from data.calendar import load_calendar
from data.contracts.contracts import load_contracts
from data.engines.duckdb import DuckDBEngine
from data.errors import ConfigFault
from data.settings import Home, Settings
from metrics.examples.cases import Case, run_case
from metrics.obligations.obligations import clock_versions
from metrics.rulebook import rulebook
from metrics.rulebook.rulebook import Rule, load_rules

RULES = load_rules()

REGULATIONS = date(2025, 8, 1)  # the 条例 is in force from this day
CLOCKS = {
    "system_registration": {"standard": 20},
    "plan_filing": {"standard": 20},
    "schema_filing": {"standard": 20},
    "catalog_coverage": {"standard": 20},
    "catalog_completeness": {},
    "catalog_update": {"standard": 10, "extended": 15},
    "catalog_review": {"standard": 2},
    "resource_attachment": {"standard": 10},
    "aggregation": {"standard": 20},
    "aggregation_freshness": {},
    "share_reply": {"unconditional": 1, "unconditional_extended": 1, "conditional": 10, "conditional_extended": 20},
    "share_provision": {"standard": 20},
    "correction": {"standard": 10},
    "backflow": {"standard": 20},
    "backflow_freshness": {},
    "opening": {},
    "granted_data_use": {"standard": 60},
    "project_gate": {},
    "officer_appointment": {},
    "asset_registration": {"delivered": 20, "transitional": 30, "standard": 20},
    "safeguard_duty": {},
    "rectification": {},
}
BY_LAW = {
    "catalog_update": "第十七条",
    "catalog_review": "第十七条",
    "share_reply": "第二十一条",
    "share_provision": "第二十二条",
    "correction": "第二十六条",
}
FLOW = {*BY_LAW, "opening", "granted_data_use", "project_gate", "safeguard_duty", "rectification"}


def overdue(rules: dict[str, Rule], on: date) -> list[str]:
    """The rules whose next review has passed."""
    return [rule.id for rule in rules.values() if rule.next_review < on]


def test_the_rules_are_those_of_the_domain_in_their_order():
    assert list(RULES) == list(CLOCKS)
    assert [rule.order for rule in RULES.values()] == list(range(1, 23))


def test_periods_are_those_of_the_domain():
    assert {rule.id: {clock.name: clock.days for clock in rule.clocks} for rule in RULES.values()} == CLOCKS


def test_only_periods_of_the_regulations_are_law_and_hold_from_their_first_day():
    for rule in RULES.values():
        law = rule.id in BY_LAW
        if (
            rule.id == "asset_registration"
        ):  # by measures of the State's ministries; a file without the day of delivery is judged by a sample
            assert {clock.name for clock in rule.clocks if clock.status == "law"} == {"delivered", "transitional"}
            continue
        assert {clock.status for clock in rule.clocks} <= {"law" if law else "sample"}, rule.id
        assert rule.effective_from == (REGULATIONS if law else None), rule.id
        assert not law or {clock.valid_from for clock in rule.clocks} == {REGULATIONS}, rule.id
        assert BY_LAW.get(rule.id, "") in rule.grounds[0].clause_zh


def test_a_text_counts_as_read_only_where_it_was():
    """Of the Jiangmen Measures only the drafting note was read; of the Regulations and of the measures on registration, every article."""
    for ground in (ground for rule in RULES.values() for ground in rule.grounds):
        is_read = any(name in ground.clause_zh for name in ("政务数据共享条例", "公共数据资源登记管理暂行办法"))
        assert ground.read == ("full" if is_read else "drafting_note")


def test_flow_and_stock_are_those_of_the_domain():
    assert {rule.id for rule in RULES.values() if rule.basis == "flow"} == FLOW


def test_no_review_is_overdue():
    assert overdue(RULES, datetime.now(UTC).date()) == []


def test_an_overdue_review_would_be_found():
    assert overdue(RULES, date(2100, 1, 1)) == list(RULES)
    assert all(rule.reviewed < rule.next_review for rule in RULES.values())


@pytest.mark.parametrize("rule", RULES)
def test_a_rule_reads_the_exports_that_it_names(rule: str):
    contracts = load_contracts().exports
    read = set(re.findall(r"(?:from|join)\s+(\w+)", RULES[rule].sql)) & set(contracts)
    assert read == set(RULES[rule].exports)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the rules that a test may spoil."""
    copy = tmp_path / "rules"
    shutil.copytree(rulebook.RULES, copy)
    monkeypatch.setattr(rulebook, "RULES", copy)
    return copy


def spoil(folder: Path, rule: str, old: str, new: str) -> None:
    path = folder / rule / "rule.toml"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


@pytest.mark.parametrize(
    ("old", "new", "named"),
    [
        ('basis = "stock"', 'basis = "stock"\nbases = "flow"', "bases"),
        ("[[clocks]]", "[[clocks]]\nday = 3", "clocks.0.day"),
        ("[[grounds]]", '[[grounds]]\nread_by = "me"', "grounds.0.read_by"),
        ('basis = "stock"', 'basis = "stocks"', "basis"),
        ('headline = "completion_rate"', 'headline = "rate"', "headline"),
        ('title_zh = "建设方案备案"', "", "title_zh"),
        ("next_review = 2027-05-20", "", "next_review"),
        ('basis = "stock"', "basis =", "plan_filing"),
    ],
)
def test_a_rule_that_is_misspelt_is_refused(folder: Path, old: str, new: str, named: str):
    spoil(folder, "plan_filing", old, new)
    with pytest.raises(ConfigFault, match=f"规则 plan_filing：.*{re.escape(named)}" if named != "plan_filing" else "规则 plan_filing："):
        load_rules()


def test_the_faults_of_all_rules_come_at_once(folder: Path):
    spoil(folder, "plan_filing", 'basis = "stock"', 'basis = "stock"\nbases = "flow"')
    spoil(folder, "opening", 'basis = "flow"', 'basis = "flows"')
    (folder / "correction" / "rule.sql").unlink()
    with pytest.raises(ConfigFault) as refused:
        load_rules()
    assert [line.split("：")[0] for line in str(refused.value).splitlines()] == ["规则 correction", "规则 opening", "规则 plan_filing"]


def test_a_changed_query_is_another_rule(folder: Path):
    path = folder / "opening" / "rule.sql"
    path.write_text(path.read_text(encoding="utf-8").replace("opened_on", "planned_on"), encoding="utf-8")
    changed = load_rules()
    assert {rule for rule in RULES if changed[rule].digest != RULES[rule].digest} == {"opening"}


SITE = '[[system_registration]]\nname = "standard"\ndays = 15\nstatus = "sample"\nvalid_from = 2026-05-01\n'


def site_rules(home: Home, text: str) -> dict[str, Rule]:
    (home.site / "clocks.toml").write_text(text, encoding="utf-8")
    return load_rules(home.site)


def test_a_period_of_the_site_holds_from_its_day_on(home: Home):
    """What arose the day before keeps the earlier period; the rule's meaning, and so the run's name, has changed."""
    rule = site_rules(home, SITE)["system_registration"]
    assert rule.digest != RULES["system_registration"].digest
    plain = {"department_id": "D1", "stage": "已建", "classified": "否"}
    listed = [date(2026, 4, 30), date(2026, 5, 1), date(2026, 5, 11)]
    given = {"systems": [plain | {"system_id": f"R{n}", "listed_on": day} for n, day in enumerate(listed)]}
    case = Case(shows_zh="例", shows_en="example", given=given, expect=())
    with DuckDBEngine(None, Settings(threads=1)) as engine:
        rows = run_case(rule, case, engine, load_contracts(), load_calendar())
    assert [(row["clock_days"], row["due_on"]) for row in rows] == [
        (20, date(2026, 6, 1)),
        (15, date(2026, 5, 25)),  # 9 May, a Saturday, is a make-up day
        (15, date(2026, 6, 1)),
    ]


EARLIER = """
[share_provision]
effective_from = 2024-01-01

[[share_provision.clocks]]
name = "standard"
days = 30
status = "sample"
"""


def test_the_time_before_the_law_is_judged_by_the_sites_own_periods(home: Home):
    """From its day on the law's period holds again; what arose before the site's day is no obligation."""
    rule = site_rules(home, EARLIER)["share_provision"]
    assert rule.effective_from == date(2024, 1, 1)
    replied = [date(2023, 12, 29), date(2024, 1, 2), date(2025, 7, 31), date(2025, 8, 1)]
    given = {
        "share_requests": [{"request_id": f"R{n}", "provider_id": "D1", "reply": "同意", "replied_on": d} for n, d in enumerate(replied)]
    }
    case = Case(shows_zh="例", shows_en="example", given=given, expect=())
    with DuckDBEngine(None, Settings(threads=1)) as engine:
        rows = run_case(rule, case, engine, load_contracts(), load_calendar())
    assert [(row["subject_id"], row["clock_days"]) for row in rows] == [("R1", 30), ("R2", 30), ("R3", 20)]


def test_a_period_of_the_site_that_names_no_day_takes_the_place_of_the_laws(home: Home):
    rule = site_rules(home, '[[correction]]\nname = "standard"\ndays = 8\nstatus = "sample"\n')["correction"]
    assert [(clock.days, clock.valid_from) for clock in rule.clocks] == [(10, REGULATIONS), (8, REGULATIONS)]
    assert clock_versions({rule.id: rule}).select("days", "valid_from").rows() == [(8, REGULATIONS)]


def test_a_site_may_have_a_rule_judged_by_the_day_that_the_platform_states(home: Home):
    rules = site_rules(home, '[share_reply]\ndue_by = "stated"\n')
    assert {rule.id for rule in rules.values() if rule.due_by == "stated"} == {"share_reply"}
    assert rules["share_reply"].digest != RULES["share_reply"].digest


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (SITE.replace("system_registration", "registration"), "没有规则 registration"),
        (SITE.replace('"standard"', '"quick"'), "规则 system_registration 没有名为 quick 的期限，可用：standard"),
        (SITE.replace("days", "working_days"), "规则 system_registration 没有可以设置的项 clocks.0.working_days"),
        (SITE.replace("days = 15\n", ""), "规则 system_registration 缺少 clocks.0.days"),
        (SITE.replace("15", "0"), "规则 system_registration 的 clocks.0.days 不能是“0”"),
        (SITE.replace('"sample"', '"custom"'), "规则 system_registration 的 clocks.0.status 不能是“custom”"),
        ("[[system_registration]", "读不懂"),
        ("system_registration = 3", "规则 system_registration 的 内容 不能是“3”"),
        ("[share_reply]\neffective_form = 2024-01-01", "没有可以设置的项 effective_form"),
        ('[share_reply]\neffective_from = "2024"', "的 effective_from 不能是“2024”"),
        ('[share_provision]\ndue_by = "stated"', "不写办理期限，不能设 due_by；可以设的规则：share_reply、correction"),
        ("[opening]\neffective_from = 2024-01-01", "规则 opening 的期限由台账或计划自定，不能设 effective_from"),
        (
            "[correction]\neffective_from = 2024-01-01",
            "规则 correction 自 2024-01-01 起适用，期限 standard 自 2025-08-01 起才有；请补上此前的期限",
        ),
        (
            SITE.replace("system_registration", "correction").replace("2026-05-01", "2016-01-01"),
            "期限 standard 自 2016-01-01 起，不会起作用：规则自 2025-08-01 起才适用，届时已有另一期限",
        ),
    ],
)
def test_periods_of_the_site_that_are_wrong_are_refused(home: Home, text: str, said: str):
    with pytest.raises(ConfigFault, match=r"clocks\.toml") as refused:
        site_rules(home, text)
    assert said in str(refused.value)
