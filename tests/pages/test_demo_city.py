"""The demo city as its people find it: every objection, order, act and edition, opened by every role, draws a page or a sentence."""

from contextlib import closing

import pytest

from data.calendar import load_calendar
from data.decisions import objections
from data.decisions.acts import Act
from data.decisions.store import Decisions
from data.demo.office import viewer
from data.runs.editions import published
from data.runs.store import RunStore
from data.settings import Home, Settings
from pages.shell.entry import entries
from pages.shell.identity import DEMO_PERSONS
from tests.cities import demo_city
from tests.pages.running import Open

UNIT = "JM014"  # the one that objected without naming an obligation
ONE_OF_EACH = {role: who for who, role in reversed(DEMO_PERSONS.items())}
ROLES = [f"department:{UNIT}" if role == "department" else who for role, who in ONE_OF_EACH.items()]
PAGES = [entry.title for entry in entries()]
OF_AN_EDITION = ("overview", "ranking", "department", "own", "obligations", "publish")


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Home:
    return demo_city.copy(tmp_path_factory.mktemp("demo") / "home")


def page_of(act: Act) -> tuple[str, dict[str, str]]:
    """The page that shows an act."""
    said = act.body
    match act.about:
        case "objection":
            return "objections", {"objection": act.thing}
        case "order":
            return "orders", {"order": act.thing}
        case "exemption":
            return "obligation", {"rule": said.rule_id, "subject": said.subject_id}
        case "adjustment" | "note":
            return "department", {"unit": said.unit_id, "period": said.period}
        case "period":
            return "publish", {"period": act.thing}
        case "scheme":
            return "schemes", {"scheme": act.thing}
        case "person":
            return "people", {"who": act.thing}
        case "mapping":
            return "intake", {}
    raise ValueError(act.about)


def opened(home: Home) -> list[tuple[str, dict[str, str]]]:
    """Every page, every act of the demo, every edition: the pages' names and what stands in their addresses."""
    options = Settings(home=home.path)
    with closing(Decisions(home, options)) as decisions:
        acts = [page_of(act) for act in decisions.acts()]
        runs = RunStore(home, options, lambda: published(decisions)).runs()
    editions = [(page, {"run": run.address}) for run in runs if run.edition for page in OF_AN_EDITION]
    found = [*((page, {}) for page in PAGES), *acts, *editions]
    return [x for n, x in enumerate(found) if x not in found[:n]]


@pytest.mark.parametrize("role", ROLES)
def test_all_that_the_demo_holds_opens_for_every_role(demo: Home, open_page: Open, role: str):
    broken = {}
    for page, query in opened(demo):
        at = open_page(demo, page, me=role, **query)
        if at.exception:
            broken[page, str(query)] = at.exception[0].message
    assert broken == {}


def test_an_objection_that_names_no_obligation_can_be_answered(demo: Home, open_page: Open):
    with closing(Decisions(demo, Settings(home=demo.path))) as decisions:
        cases = objections.cases(decisions, viewer("officer"), load_calendar())
    unnamed = [case for case in cases if not case.said.obligations]
    assert unnamed
    for case in unnamed:
        at = open_page(demo, "objections", me="officer", objection=case.number)
        assert not at.exception
        assert any(case.said.unit_id in element.proto.body for element in at.get("html"))
