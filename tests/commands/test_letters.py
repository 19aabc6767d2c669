"""Papers at the terminal: the circular with the list of its numbers, a sentence where it can't be, the templates to edit."""

from pathlib import Path

import fastexcel
import pytest

from data.decisions.store import Decisions
from data.settings import Home, Settings
from reports.papers import templates
from tests.cities import small_run
from tests.commands.terminal import dushu
from tests.reports.papers.letters import printed, said


@pytest.fixture
def city(home: Home) -> Home:
    small_run.build(home)
    return home


def test_the_circular_is_written_with_the_sources_of_its_numbers(city: Home, tmp_path: Path):
    told = dushu(city.path, "circular", "--period", "2026H1", "--out", str(tmp_path / "out"))
    assert told.returncode == 0, told.stderr
    files = {path.suffix: path for path in (tmp_path / "out").iterdir()}
    assert set(files) == {".docx", ".pdf", ".xlsx"}
    text = said(files[".docx"].read_bytes())
    assert "草稿" in printed(files[".pdf"].read_bytes())
    listed = fastexcel.read_excel(files[".xlsx"]).load_sheet("数字来源").to_polars()
    assert listed["序号"].to_list() == list(range(1, len(listed) + 1))
    assert all(written in text for written in listed["文中写法"])
    assert Decisions(city, Settings(home=city.path)).verify_trail().lines == 1


@pytest.mark.parametrize("asked", [("--period", "2019H1"), ("--run", "nothing"), ("--lang", "fr")])
def test_what_is_not_there_is_said(city: Home, tmp_path: Path, asked: tuple[str, str]):
    told = dushu(city.path, "circular", *asked, "--out", str(tmp_path / "out"))
    assert told.returncode == 2
    assert "没有这样的测算结果或语言" in told.stderr
    assert not (tmp_path / "out").exists()


def test_the_templates_are_handed_out_and_never_written_over(home: Home, tmp_path: Path):
    (tmp_path / "circular.zh.docx").write_bytes(b"mine")
    told = dushu(home.path, "templates", "--out", str(tmp_path))
    assert told.returncode == 0, told.stderr
    assert (tmp_path / "circular.zh.docx").read_bytes() == b"mine"
    shipped = {one.path.name: one.read() for one in templates.shipped() if one.path.name != "circular.zh.docx"}
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir() if path.name in shipped} == shipped
