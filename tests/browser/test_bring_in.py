"""An officer fills an empty home through the browser: the directory first, then the rest, then the assessment; and what is refused."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from data.settings import Home
from tests.browser.conftest import go, picture, ready, serving

pytestmark = pytest.mark.browser


@pytest.fixture
def exports(small_city: Home) -> list[Path]:
    """The sixteen files of one month."""
    files = sorted((small_city.path.parent / "exports" / "2026-10").iterdir())
    assert len(files) == 16
    return files


def test_from_nothing_to_a_ranking(home: Home, exports: list[Path], quiet: Page, tmp_path: Path):
    home.demo_mark(home.path).write_text("{}", encoding="utf-8")  # opens without a sign-in
    photo = tmp_path / "照片.xlsx"
    photo.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(400))
    with serving(home) as address:
        quiet.goto(address)
        ready(quiet)
        expect(quiet.locator(".ds-empty h3")).to_have_text("还没有测算结果")
        picture(quiet, "empty-home")
        quiet.locator("a.go", has_text="去接入数据").click()
        expect(quiet.locator(".ds-head h1")).to_contain_text("数据接入")
        quiet.set_input_files("[data-testid=stFileUploaderDropzoneInput]", [*exports, photo])
        expect(quiet.locator(".ds-file")).to_have_count(17)
        expect(quiet.locator(".ds-file", has_text="照片.xlsx")).to_contain_text("是图片")
        ready(quiet)
        picture(quiet, "intake-dry-run")
        quiet.get_by_role("button", name=re.compile("接入这 16 个文件")).click()
        expect(quiet.locator("table.batches tbody tr")).to_have_count(15)  # of the newest day: one file is of a week before
        assert _rejected(quiet) > 0
        ready(quiet)
        quiet.get_by_role("button", name="测算", exact=True).click()
        quiet.wait_for_url(re.compile(r"run=[0-9a-f]{16}"), timeout=60_000)
        expect(quiet.locator(".ds-done")).to_contain_text("测算完成")
        ready(quiet)
        picture(quiet, "intake-assessed")
        quiet.locator("[data-testid=stSidebar] a", has_text="部门排名").click()
        expect(quiet.locator("table.ranking tbody tr")).to_have_count(31)


def _rejected(page: Page) -> int:
    return sum(int(text) for text in page.locator("table.batches td.bad").all_inner_texts())


def test_rejected_rows_go_out_to_be_corrected(served: str, looking: Page):
    go(looking, f"{served}/import")
    looking.locator("table.batches tr:has(td.bad) a.go").first.click()
    expect(looking.locator("td.bad").first).to_be_visible()
    with looking.expect_download() as waiting:
        looking.get_by_role("button", name="下载退回的行").click()
    assert waiting.value.suggested_filename.startswith("退回行-")
    assert waiting.value.path().read_bytes()[:2] == b"PK"


def test_only_officers_bring_data_in(served: str, looking: Page):
    for me in ("leader", "analyst", "department:JM013"):
        go(looking, f"{served}/import?me={me}")
        expect(looking.locator(".ds-empty h3")).to_have_text("您不能打开这个页面")
        expect(looking.locator("[data-testid=stFileUploader]")).to_have_count(0)
        expect(looking.locator("[data-testid=stSidebar] a", has_text="数据接入")).to_have_count(0)
