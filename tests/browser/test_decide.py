"""Deciding in the browser: what was written outlives a reload, one sending makes one act, and the act stands beside the figure."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from data.calendar import day_of
from data.decisions import periods
from data.decisions.bodies import Review
from data.decisions.store import Decisions, utc_now
from data.runs.store import RunStore
from data.settings import Home, Settings
from metrics.run.filter import Filter
from metrics.run.reader import Reader
from tests.browser.conftest import picture, ready, serving, turn
from tests.browser.walking import SCREENS, write
from tests.cities import decided_city as city
from tests.cities.shared import copied

pytestmark = pytest.mark.browser
REASON = "省平台故障，期间无法答复。"
WORDS = {"zh": ("事实与理由", "提交申诉", "答复理由", "作出答复"), "en": ("Facts and grounds", "File objection", "Reasons", "Answer")}


@pytest.fixture(scope="module")
def home(small_city: Home, tmp_path_factory: pytest.TempPathFactory) -> Home:
    return copied(small_city, tmp_path_factory.mktemp("decide") / "city")


@pytest.fixture(scope="module")
def decisions(home: Home) -> Iterator[Decisions]:
    """The newest run before the departments."""
    store = Decisions(home, Settings(home=home.path))
    said = Review(run_id=_newest(home), objections_until=day_of(utc_now()) + timedelta(days=14), answer_days=10)
    periods.review(store, city.OFFICER, periods.standing(store, city.PERIOD), said, "提交复核")
    yield store
    store.database.close()


@pytest.fixture(scope="module")
def subjects(home: Home) -> list[str]:
    """The numbers of overdue requests of the unit, each for one decision."""
    reader = Reader(RunStore(home, Settings(home=home.path)), _newest(home), city.OFFICER)
    wanted = Filter(unit_id=city.UNIT_ID, rule_id=city.RULE, states=("overdue",), counted=True)
    return reader.obligations(wanted, limit=3)["subject_id"].to_list()


@pytest.fixture(scope="module")
def address(home: Home, decisions: Decisions) -> Iterator[str]:
    with serving(home) as started:
        yield started


def _newest(home: Home) -> str:
    return RunStore(home, Settings(home=home.path)).runs()[0].run_id


@pytest.mark.parametrize("lang", WORDS)
def test_an_objection_is_filed_and_answered(address: str, decisions: Decisions, subjects: list[str], quiet: Page, lang: str):
    words, subject = WORDS[lang], subjects[[*WORDS].index(lang)]
    quiet.goto(f"{address}/appeals?rule={city.RULE}&subject={subject}&unit={city.UNIT_ID}&me=department:{city.UNIT_ID}&lang={lang}")
    for screen in SCREENS.values():
        quiet.set_viewport_size(screen)
        _look(quiet, f"objection-form-{lang}-{screen['width']}")
    earlier = quiet.locator("[data-objection]").count()
    write(quiet, words[0], REASON)
    quiet.get_by_role("button", name=words[1]).click()
    expect(quiet.locator("[data-objection]")).to_have_count(earlier + 1)
    _look(quiet, f"objections-unit-{lang}")
    turn(quiet, f"{address}/todo?me=officer&lang={lang}")
    _look(quiet, f"review-{lang}")
    quiet.locator("[data-task=objections] a.go").first.click()
    expect(quiet.locator("[data-step=filed]")).to_contain_text(REASON)
    _look(quiet, f"objection-answer-{lang}")
    write(quiet, words[2], "故障属实。")
    quiet.get_by_role("button", name=words[3], exact=True).click()
    expect(quiet.locator("[data-step=accepted]")).to_contain_text("故障属实。")
    expect(quiet.locator(".ds-act[data-act]")).to_have_count(1)
    _look(quiet, f"objection-answered-{lang}")
    assert [act.body.subject_id for act in decisions.standing("exemption")].count(subject) == 1


def test_an_exemption_outlives_a_reload_and_is_recorded_once(address: str, decisions: Decisions, subjects: list[str], quiet: Page):
    subject = subjects[-1]
    quiet.goto(f"{address}/duty?rule={city.RULE}&subject={subject}&me=officer")
    ready(quiet)
    quiet.locator("[data-testid=stButtonGroup] button", has_text="豁免").click()
    ready(quiet)
    write(quiet, "理由", REASON)
    evidence = {"name": "运维记录.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7 records"}
    quiet.set_input_files("[data-testid=stFileUploaderDropzoneInput]", evidence)
    expect(quiet.locator("p.ds-note", has_text="已上传：运维记录.pdf")).to_be_visible()
    quiet.reload()
    ready(quiet)
    expect(quiet.get_by_label("理由").first).to_have_value(REASON)
    expect(quiet.locator("p.ds-note", has_text="已上传：运维记录.pdf")).to_be_visible()
    picture(quiet, "exemption-draft")
    quiet.get_by_role("button", name="决定豁免").dblclick()
    expect(quiet.locator(".ds-act")).to_have_count(1)
    expect(quiet.locator(".ds-act")).to_contain_text(REASON)
    expect(quiet.locator("p.ds-done")).to_contain_text("尚未体现")
    ready(quiet)
    with quiet.expect_download() as waiting:
        quiet.get_by_role("button", name="运维记录.pdf").click()
    assert waiting.value.path().read_bytes() == evidence["buffer"]
    quiet.get_by_role("button", name="重新测算").click()
    expect(quiet.locator("[data-lifted]")).to_be_visible(timeout=60_000)
    expect(quiet.locator("dl.ds-facts").first).to_contain_text("豁免")
    picture(quiet, "exemption-lifted")
    assert [act.reason for act in decisions.acts("exemption") if act.body.subject_id == subject] == [REASON]
    assert decisions.verify_trail().faults == ()


def _look(page: Page, name: str) -> None:
    """Take a picture and see that nothing sticks out or broke."""
    ready(page)
    picture(page, name)
    main = page.locator("[data-testid=stMain]")
    assert main.evaluate("e => e.scrollWidth <= e.clientWidth + 1"), f"{name} scrolls sideways"
    assert page.locator("[data-testid=stException]").count() == 0
