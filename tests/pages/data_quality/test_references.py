"""数据质量: codes of the run's files that stand nowhere in the export they refer to, with what they look like and their rows."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from data.contracts.contracts import load_contracts
from data.facts.store import Facts
from data.intake import ingest
from data.settings import Home, Settings
from metrics.assessment.assess import assess, gather
from metrics.obligations.period import parse_period
from metrics.rulebook.rulebook import load_rules
from metrics.schemes.scheme import SAMPLE, load_scheme
from tests.cities import small_year
from tests.pages.running import Open
from tests.pages.shown import cells, page, said, text

CATALOGS = "信息资源代码,信息资源名称,信息资源提供方,目录状态\n'M-B1,甲,江门市教育局,已发布\n'M-B2,乙,江门市财政局,已发布\nM-B3,丙,江门市民政局,已发布\n"


@pytest.fixture
def city(tmp_path: Path) -> Home:
    """The small half year, and a catalogue of which two codes were exported with an apostrophe, and two are not there."""
    home = Home(tmp_path / "home").create()
    files: list = [
        ("部门名录.csv", small_year.departments().encode()), ("目录.csv", CATALOGS.encode()),
        ("共享申请.csv", small_year.requests(dict.fromkeys(small_year.UNITS, 1)).encode()),
    ]  # fmt: skip
    received = datetime(2026, 7, 1, 9, tzinfo=UTC)
    outcomes = ingest(files, Facts(home), load_contracts(), exported_on=small_year.DAY, by="t", received_at=received, unmatched=True)
    assert {o.status for o in outcomes} == {"taken"}
    inputs = gather(
        home, Settings(home=home.path), parse_period("2026H1"), date(2026, 6, 30), load_scheme(SAMPLE, load_rules()), "A0", acts=()
    )
    assess(home, Settings(home=home.path), inputs)
    home.demo_mark(home.path).write_text("{}", encoding="utf-8")
    return home


def test_the_figures_and_every_row_are_shown(city: Home, open_page: Open):
    shown = page(open_page(city, "quality", me="officer"))
    (table,) = shown.find_class("references")
    (line,) = table.xpath(".//tbody/tr")
    assert cells(line) == ["共享申请", "目录编码", "公共数据资源目录", "5", "4", "80.0%"]
    assert len(line.find_class("bad")) == 2, "so many stop a file"
    (fold,) = [fold for fold in shown.find_class("ds-fold") if "不在《公共数据资源目录》中" in fold.text_content()]
    assert "《共享申请》的 5 个“目录编码”中有 4 个" in fold.text_content()
    rows = [cells(row) for row in fold.xpath(".//tbody/tr")]
    assert len(rows) == 40
    assert rows[0] == ["共享申请.csv", "2", "M-B1"]


def test_a_reader_without_files_sees_the_rows_and_no_link_to_them(city: Home, open_page: Open):
    at = open_page(city, "quality", me="leader", lang="en")
    assert "4 of 5 codes" in text(at)
    assert "import?" not in said(at)


def test_a_department_sees_none_of_it(city: Home, open_page: Open):
    assert "M-B1" not in said(open_page(city, "quality", me="department:B2"))


def test_the_demo_has_codes_to_hold_against_others(small_city: Home, open_page: Open):
    (table,) = page(open_page(small_city, "quality", me="officer")).find_class("references")
    for line in table.xpath(".//tbody/tr"):
        codes, unmatched = (int(cell.replace(",", "")) for cell in cells(line)[3:5])
        assert codes >= unmatched
