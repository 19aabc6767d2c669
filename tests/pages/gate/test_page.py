"""The project gate: failed steps and their money, and the slip of a check before an approval."""

import pytest

from data.settings import Home
from metrics.run.filter import Filter
from metrics.run.gate_approval import of_project, of_system
from metrics.run.reader import Reader
from pages.gate.money import money
from pages.shell.session import enter
from tests.pages.running import Open
from tests.pages.shown import data, marked, page, said, text


@pytest.fixture
def reader(small_city: Home, open_page: Open) -> Reader:
    open_page(small_city, "gate", me="analyst")
    return enter({"me": "analyst"}, "127.0.0.1").reader


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_money_is_that_of_the_failed_steps(small_city: Home, open_page: Open, reader: Reader, lang: str):
    at = open_page(small_city, "gate", me="analyst", lang=lang)
    assert not at.exception
    shown = page(at)
    rows = reader.obligations(Filter(rule_id="project_gate", counted=True, states=("overdue",)))
    for node in rows["detail"].unique():
        told = [big.text_content() for big in marked(shown, "node", node).find_class("big")]
        assert any(amount.startswith(money(rows.filter(detail=node)["amount"].sum())) for amount in told)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_slip_of_a_project_says_what_the_gate_says(small_city: Home, open_page: Open, reader: Reader, lang: str):
    checks = reader.gate_checks()
    seen = set()
    for project in checks["project_id"].unique().sort().head(60):
        verdict = of_project(reader.gate_checks(project))
        if verdict.is_passed in seen:
            continue
        seen.add(verdict.is_passed)
        shown = said(open_page(small_city, "gate", me="analyst", lang=lang, project=project))
        assert f'data-verdict="{"pass" if verdict.is_passed else "fail"}"' in shown
        slip = shown[shown.index("ds-slip") :]
        assert "2026-10-31" in slip
        assert reader.run_id in slip
        assert ("草稿数据，未发布" if lang == "zh" else "draft figures") in slip
        assert ("第三十八条" if lang == "zh" else "article 38") in slip
    assert seen == {True, False}


def test_the_slip_of_a_system_names_what_is_missing(small_city: Home, open_page: Open, reader: Reader):
    open_ones = reader.obligations(Filter(rule_id="aggregation", states=("overdue",)))
    system = open_ones.filter(open_ones["system_id"].is_not_null())["system_id"][0]
    shown = said(open_page(small_city, "gate", me="analyst", system=system))
    assert 'data-verdict="fail"' in shown
    verdict = of_system(reader.obligations(Filter(system_id=system)))
    assert shown.count("缺这一项") == len(verdict.against) > 0
    for row in verdict.against:
        assert (row["subject_name"] or row["subject_id"]) in text(open_page(small_city, "gate", me="analyst", system=system))


def test_a_system_that_owes_nothing_itself_is_checked_by_its_catalogues(small_city: Home, open_page: Open, reader: Reader):
    systems = set(reader.obligations(Filter(rule_id="system_registration"))["subject_id"])
    catalogued = set(reader.obligations(Filter(rule_id="catalog_completeness"))["system_id"].drop_nulls())
    shown = said(open_page(small_city, "gate", me="analyst", system=sorted(catalogued - systems)[0]))
    assert "data-verdict=" in shown


def test_a_department_checks_its_own_only(small_city: Home, open_page: Open, reader: Reader):
    checks = reader.gate_checks()
    other = checks.filter(checks["unit_id"] != "JM013").row(0, named=True)
    systems = reader.obligations(Filter(rule_id="system_registration"))
    foreign = systems.filter(systems["unit_id"] != "JM013")["subject_id"][0]
    own = page(open_page(small_city, "gate", me="department:JM013"))
    assert set(data(own, "unit")) <= {"JM013"}
    assert "refused: " in said(open_page(small_city, "gate", me="department:JM013", project=other["project_id"]))
    assert "refused: " in said(open_page(small_city, "gate", me="department:JM013", system=foreign))


def test_what_is_not_there_is_said(small_city: Home, open_page: Open):
    assert "refused: " in said(open_page(small_city, "gate", project="NOPE"))
    assert "refused: " in said(open_page(small_city, "gate", system="NOPE"))
