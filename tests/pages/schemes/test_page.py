"""The page of schemes: who sees and who writes, what is checked, what is kept, what an approval changes, and that a simulation moves whom it says."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from data.access import Viewer
from data.decisions import schemes
from data.decisions.bodies import SchemeApproval
from data.decisions.store import Decisions
from data.settings import Home
from metrics.rulebook.rulebook import load_rules
from metrics.schemes import versions as scheme_versions
from metrics.schemes.scheme import Scheme
from pages.language.words import LANGS
from tests.cities import small_year
from tests.cities.small_editions import LEADER, LI, ZHANG, begun, decisions_of, settings
from tests.pages.forms import box, press
from tests.pages.running import Open
from tests.pages.shown import data, links, marked, page, said, text, words

RULES = load_rules()
BASE = scheme_versions.shipped(RULES)
EDIT = {"edit": "1", "scheme": BASE.id}


@pytest.fixture(scope="module")
def looked_at(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """The half year assessed, with versions of every state; nobody writes into it."""
    home = Home(tmp_path_factory.mktemp("schemes") / "home").create()
    begun(home)
    decisions = decisions_of(home)
    for name, points in (("v1", 8), ("v2", 9), ("v3", 10)):
        scheme_versions.propose(decisions, ZHANG, heavier(name, points), RULES, BASE.id if name == "v1" else "v1", f"提出 {name}")
    schemes.give_back(decisions, LI, schemes.version(decisions, "v1"), "登记率权重过高")
    schemes.approve(decisions, LEADER, schemes.version(decisions, "v2"), SchemeApproval(valid_from=date(2026, 1, 1)), "同意")
    decisions.close()
    return home


@pytest.fixture
def city(home: Home) -> Home:
    """The same with no version yet."""
    begun(home)
    return home


@pytest.fixture
def decisions(city: Home) -> Iterator[Decisions]:
    made = Decisions(city, settings(city))
    yield made
    made.close()


def heavier(version_id: str, points: float) -> Scheme:
    """The sample with more weight on the first item, taken from the reply rate."""
    spec = BASE.model_dump(mode="json") | {"id": version_id, "title": f"方案 {version_id}"}
    items = {item["id"]: item for item in spec["items"]}
    items["reply"]["points"] -= points - items["registration"]["points"]
    items["registration"]["points"] = points
    return Scheme.model_validate(spec)


def edit(at: AppTest, table: str, **changes: Any) -> AppTest:
    """Write into a table as the browser does: row → values."""
    key = next(one.key for one in at.data_editor if f"|{table} " in one.key)
    rows = {int(row.removeprefix("row")): values for row, values in changes.items()}
    at.session_state[key] = {"edited_rows": rows, "added_rows": [], "deleted_rows": []}
    return at.run()


def shown_sum(at: AppTest) -> str:
    return data(page(at), "sum")[0]


def buttons(at: AppTest) -> dict[str, bool]:
    return {button.label: not button.disabled for button in at.button}


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("me", ["leader", "officer", "analyst", "contractor"])
def test_everybody_who_sees_the_city_reads_every_version_with_its_state(looked_at: Home, open_page: Open, me: str, lang: str):
    at = open_page(looked_at, "schemes", me=me, lang=lang)
    assert not at.exception
    shown = page(at)
    assert data(shown, "scheme") == ["v3", "v2", "v1", BASE.id]
    if lang == "zh":
        assert "登记率权重过高" in text(at), "what was returned stays, with the reason"
        rows = {row.get("data-scheme"): words(row) for row in shown.xpath(".//*[@data-scheme]")}
        assert [("示例，待主管部门核定" in rows[name]) for name in ("v3", "v2", "v1", BASE.id)] == [True, False, False, True]
        assert "今日有效" in rows["v2"]
    assert "item/registration/points" in data(shown, "changed"), "the one in force is shown, against the one it came from"
    assert not at.data_editor


@pytest.mark.parametrize("me", ["leader", "analyst", "contractor"])
def test_the_form_opens_for_officers_only(looked_at: Home, open_page: Open, me: str):
    at = open_page(looked_at, "schemes", me=me, **EDIT)
    assert not at.exception
    assert not at.data_editor
    assert "另拟新版" not in text(at)
    assert "另拟新版" in text(open_page(looked_at, "schemes", me="officer"))


@pytest.mark.parametrize(("me", "may"), [("leader", True), ("officer", True), ("analyst", False), ("contractor", False)])
def test_who_may_decide_on_what_waits(looked_at: Home, open_page: Open, me: str, may: bool):
    at = open_page(looked_at, "schemes", me=me, scheme="v3")
    assert ({"批准", "退回"} <= buttons(at).keys()) is may
    assert not {"批准", "退回"} & buttons(open_page(looked_at, "schemes", me=me, scheme="v2")).keys()


@pytest.mark.parametrize(("me", "waits"), [("leader", True), ("officer", True), ("analyst", False), ("department:B2", False)])
def test_what_waits_for_approval_is_among_what_is_to_be_done(looked_at: Home, open_page: Open, me: str, waits: bool):
    tasks = page(open_page(looked_at, "review", me=me)).xpath('.//*[@data-task="schemes"]')
    assert [link.asks["scheme"] for task in tasks for link in links(task)] == ["v3"] * waits


def test_a_scheme_that_there_is_not(looked_at: Home, open_page: Open):
    assert "refused: 没有编号为“v9”的方案" in said(open_page(looked_at, "schemes", scheme="v9"))


def test_the_sample_moves_nobody_and_another_scheme_says_whom(looked_at: Home, open_page: Open):
    at = open_page(looked_at, "schemes", scheme=BASE.id)
    assert marked(page(at), "simulated", "moved").text_content().startswith("0/")
    assert 'class="moved"' not in said(at)
    at = open_page(looked_at, "schemes", scheme="v3", lang="en")
    assert not at.exception
    assert len([unit for unit in data(page(at), "unit") if unit in small_year.UNITS]) == len(small_year.UNITS)
    assert at.get("plotly_chart")


def test_a_weight_is_checked_as_it_is_written_and_the_draft_outlives_the_page(city: Home, open_page: Open, decisions: Decisions):
    at = open_page(city, "schemes", me="officer", **EDIT)
    assert (shown_sum(at), buttons(at)["提交审批"]) == ("100", True)
    assert decisions.draft(Viewer("", "officer", login="demo-officer"), f"scheme/{BASE.id}") == {}, "a look writes nothing"
    at = edit(at, "items", row0={"points": 8.0})
    assert (shown_sum(at), buttons(at)["提交审批"]) == ("102", False)
    assert "各指标分值合计 102，应为总分 100，请调整分值。" in text(at)
    assert "改正以上各处后即可试算" in text(at)
    again = open_page(city, "schemes", me="officer", **EDIT)
    assert shown_sum(again) == "102"
    again = edit(again, "items", row9={"points": 8.0})
    assert (shown_sum(again), buttons(again)["提交审批"]) == ("100", True)
    assert "继续未提交的草稿" in text(open_page(city, "schemes", me="officer", scheme=BASE.id))
    assert schemes.versions(decisions) == {}


def test_what_was_written_stays_when_a_section_is_added_or_the_language_changes(city: Home, open_page: Open):
    at = edit(open_page(city, "schemes", me="officer", **EDIT), "items", row0={"points": 8.0})
    at = edit(at, "sections", row0={"title": "目录和系统"})
    assert shown_sum(at) == "102"
    at.query_params["lang"] = "en"
    at.run()
    assert not at.exception
    assert shown_sum(at) == "102"


def test_one_proposes_and_another_approves(city: Home, open_page: Open, decisions: Decisions):
    at = edit(open_page(city, "schemes", me="officer", **EDIT), "items", row0={"points": 8.0}, row9={"points": 8.0})
    at = press(at, "提交审批")
    assert "理由" in at.error[0].value
    at = press(box(at, "text_area", "理由").set_value("登记率更要紧").run(), "提交审批")
    (one,) = schemes.versions(decisions).values()
    assert (one.version_id, one.said.came_from, one.state, one.proposed.reason) == ("v1", BASE.id, "proposed", "登记率更要紧")
    assert scheme_versions.scheme_of(one).items[0].points == 8
    assert (at.query_params["scheme"], "edit" in at.query_params) == ("v1", False)
    assert "data-undecided" in said(at)
    assert "批准" not in buttons(at)

    at = open_page(city, "schemes", me="officer2", scheme="v1")
    assert {"item/registration/points", "item/reply/points"} & {*data(page(at), "changed")}
    at = box(at, "date_input", "有效期起始日").set_value(date(2026, 1, 1)).run()
    at = press(box(at, "text_area", "理由").set_value("局长办公会审定").run(), "批准")
    (one,) = schemes.versions(decisions).values()
    assert (one.state, one.decided and one.decided.by) == ("approved", "demo-officer2")
    assert "今日有效" in text(at)

    at = open_page(city, "intake", me="officer")
    choice = box(at, "selectbox", "方案")
    assert [option.partition(" · ")[2].partition("（")[0] for option in choice.options] == ["v1", "示例，待主管部门核定"]
    box(at, "checkbox", "同时测算各月末").set_value(False).run()
    at = press(at, "测算")
    shown = page(open_page(city, "ranking", me="officer"))
    assert "示例，待主管部门核定" not in words(shown.find_class("ds-meta")[0])
    early = box(open_page(city, "intake", me="officer"), "date_input", "统计日").set_value(date(2025, 12, 31)).run()
    assert len(box(early, "selectbox", "方案").options) == 1, "before its days it is not offered"


def test_what_is_returned_stays_and_can_be_the_base_of_another(city: Home, open_page: Open, decisions: Decisions):
    scheme_versions.propose(decisions, ZHANG, heavier("v1", 9), RULES, BASE.id, "试一试")
    at = open_page(city, "schemes", me="officer", scheme="v1")
    at = press(box(at, "text_area", "理由").set_value("依据不足").run(), "退回")
    assert "依据不足" in text(at)
    assert schemes.version(decisions, "v1").state == "returned"
    at = open_page(city, "schemes", me="officer", scheme="v1", edit="1")
    at = press(box(at, "text_area", "理由").set_value("补上依据").run(), "提交审批")
    assert schemes.version(decisions, "v2").said.came_from == "v1"
    assert "与所据的版本没有不同" in text(at)


def test_before_anything_is_assessed_schemes_can_be_written(home: Home, open_page: Open):
    home.demo_mark(home.path).write_text("{}", encoding="utf-8")
    at = open_page(home, "schemes", me="officer", **EDIT)
    assert not at.exception
    assert shown_sum(at) == "100"
    assert "还没有测算结果可供试算" in text(at)
