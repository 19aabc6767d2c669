"""Each reader's way from end to end, in both languages and on two screens. The department's is in test_own.py, the officer's in test_a_year.py."""

import csv
import io
import re
import zipfile
from pathlib import Path

import polars as pl
import pytest
from playwright.sync_api import Page, expect

from pages.language.words import Lang
from tests.browser.conftest import ready
from tests.browser.walking import Walk, every_language, number

pytestmark = pytest.mark.browser


@every_language
def test_a_leader_asks_what_moved_and_why_down_to_the_row(served: str, looking: Page, lang: Lang):
    walk = Walk(looking, served, "leader", lang)
    walk.open()
    walk.look("leader-overview")
    walk.follow("li[data-moved] a.why", ".ds-panel.why")
    moved = looking.locator("table.ranking tr.here").get_attribute("data-unit")
    walk.look("leader-why")
    walk.follow(".ds-panel.why h3 a.go", "[data-check=true]")
    assert f"unit={moved}" in looking.url
    looking.locator(".ds-how summary").first.click()
    expect(looking.locator(".ds-how p").first).to_be_visible()
    walk.look("leader-unit")
    walk.counts("[data-figure=overdue] a.go")
    walk.look("leader-list")
    walk.follow("table.obligations tbody tr a.go", "table.source th.here")
    expect(looking.locator(".ds-day.start, .ds-day.due").first).to_be_visible()
    walk.look("leader-obligation")
    walk.back()
    walk.follow(".ds-head a[href*='wall=1']", ".ds-head")
    expect(looking.locator("[data-testid=stSidebar]")).to_be_hidden()
    walk.look("leader-wall", is_whole=True)
    # A link of an SVG whose other parts let the pointer through is hidden from the driver's own look before a click, not from the click.
    looking.locator("[data-testid=stPlotlyChart] .xtick a").last.click(force=True)
    expect(looking.locator("table.obligations")).to_be_visible()
    ready(looking)
    assert "due_from=2026-10-01&due_to=2026-10-31" in looking.url
    walk.listed()
    walk.open("history")
    walk.look("leader-history")


@every_language
def test_an_analyst_goes_from_a_weak_step_to_a_file_of_what_fell_out(served: str, looking: Page, lang: Lang, tmp_path: Path):
    walk = Walk(looking, served, "analyst", lang)
    walk.open("catalog")
    walk.look("analyst-coverage")
    fallen = walk.counts("tr.worst td:nth-child(6) a.go")
    unit = walk.pick(walk.w("list.unit"), "江门市新会区")
    assert 0 < walk.listed() == number(unit.rpartition("（")[2] if lang == "zh" else unit.rpartition("(")[2]) < fallen, "the facet's count"
    walk.look("analyst-list")
    found, name = walk.listed(), f"view {lang}"
    _keep_view(walk, name)
    _choose_column(walk, walk.w.of("list", "clock_days"))
    for kind, rows in (("zip", _rows_of_zip), ("parquet", lambda path: len(pl.read_parquet(path)))):
        assert rows(_taken(walk, kind, tmp_path)) == found, "a file holds exactly what is filtered"
    looking.locator("a.go", has_text=walk.w("list.clear")).click()
    expect(looking.locator(".ds-h h2").first).not_to_have_text(re.compile(f"^{found} "))
    looking.get_by_role("button", name=walk.w("views.title")).click()
    walk.follow(looking.locator("[data-testid=stPopoverBody] a.go", has_text=name), "table.obligations")
    assert walk.listed() == found


def _keep_view(walk: Walk, name: str) -> None:
    walk.page.get_by_role("button", name=walk.w("views.title")).click()
    walk.page.get_by_role("textbox", name=walk.w("views.name")).fill(name)
    walk.page.get_by_role("button", name=walk.w("views.keep")).click()
    expect(walk.page.locator("[data-testid=stPopoverBody] a.go", has_text=name)).to_be_visible()
    walk.page.keyboard.press("Escape")


def _choose_column(walk: Walk, column: str) -> None:
    walk.page.get_by_role("button", name=walk.w("list.columns"), exact=True).click()
    walk.pick(walk.w("list.columns_of"), column)
    expect(walk.page.locator("table.obligations th", has_text=column)).to_be_visible()
    walk.page.keyboard.press("Escape")


def _taken(walk: Walk, kind: str, folder: Path) -> Path:
    button = walk.page.get_by_role("button", name=walk.w.of("list_file", kind))
    if not button.is_visible():
        walk.page.get_by_role("button", name=walk.w("list.take"), exact=True).click()
    with walk.page.expect_download() as waiting:
        button.click()
    path = folder / waiting.value.suggested_filename
    waiting.value.save_as(path)
    return path


def _rows_of_zip(path: Path) -> int:
    with zipfile.ZipFile(path) as packed:
        name = next(x for x in packed.namelist() if x.endswith(".csv"))
        return len(list(csv.reader(io.StringIO(packed.read(name).decode("utf-8-sig"))))) - 1


@every_language
def test_an_analyst_reads_response_backflow_gate_and_quality(served: str, looking: Page, lang: Lang):
    walk = Walk(looking, served, "analyst", lang)
    for path, figure in (
        ("timing", "[data-timing=share_reply] li:last-child a.go"),
        ("returned", "tr.worst td:nth-child(6) a.go"),
        ("assets", "tr.worst td:nth-child(6) a.go"),
        ("quality", ".ds-figures > div:nth-child(2) a.go"),
    ):
        walk.open(path)
        walk.look(f"analyst-{path}")
        walk.counts(figure)
    walk.open("projects")
    walk.look("analyst-gate")
    walk.pick(walk.w.of("slip", "which_project"), "XM2026")
    expect(looking.locator(".ds-slip .result")).to_be_visible()
    walk.look("analyst-slip")
    looking.emulate_media(media="print")
    expect(looking.locator("[data-testid=stSidebar], .ds-head")).to_have_count(2)
    assert [x for x in looking.locator("[data-testid=stSidebar], .ds-head").all() if x.is_visible()] == [], "only the slip is printed"


@every_language
def test_an_officer_sees_what_waits_and_by_which_rule(served: str, looking: Page, lang: Lang):
    walk = Walk(looking, served, "officer", lang)
    walk.open("todo")
    walk.look("officer-review")
    walk.follow("[data-task=files] a.go", "table.batches")
    walk.look("officer-intake")
    for name in ("publish", "objections", "audit", "rulebook"):
        walk.to(name)
        walk.look(f"officer-{name}")
    walk.pick(walk.w("rulebook.pick"), {"zh": "共享答复", "en": "Reply to share"}[lang])
    looking.get_by_text(walk.w("rulebook.query")).click()
    expect(looking.locator("code", has_text="from share_requests").first).to_be_visible()
    walk.counts(".ds-rest a.go")


@every_language
def test_a_contractor_looks_but_takes_nothing_out(served: str, looking: Page, lang: Lang):
    walk = Walk(looking, served, "contractor", lang)
    walk.open("unit", unit="JM013")
    walk.look("contractor-unit")
    _takes_nothing(looking, walk, "unit.scorecard")
    walk.counts("[data-figure=overdue] a.go")
    _takes_nothing(looking, walk, "list.take")
    for name in ("intake", "audit", "people"):
        expect(looking.locator("[data-testid=stSidebar] a", has_text=walk.w.of("page", name))).to_have_count(0)


def _takes_nothing(page: Page, walk: Walk, button: str) -> None:
    """What opens at the button says why, and offers no file."""
    page.get_by_role("button", name=walk.w(button), exact=True).click()
    expect(page.locator("[data-testid=stPopoverBody]")).to_contain_text(walk.w("download.not_yours"))
    expect(page.locator("[data-testid=stDownloadButton]")).to_have_count(0)
    page.keyboard.press("Escape")
    expect(page.locator("[data-testid=stPopoverBody]")).to_have_count(0)
