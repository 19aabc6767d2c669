"""The ranking book at the terminal: the newest edition unless another run is named, in the formats that are asked for, on the trail."""

from pathlib import Path

from data.settings import Home
from tests.cities.small_editions import bring_to
from tests.commands.terminal import dushu


def test_the_newest_edition_as_files_and_nothing_for_what_is_not_there(home: Home, tmp_path: Path):
    bring_to("published", home).close()
    folder = tmp_path / "out"
    done = dushu(home.path, "ranking-book", "--period", "2026H1", "--format", "xlsx, docx", "--out", folder)
    assert done.returncode == 0, done.stderr
    names = {"江门市-考核结果汇总-2026年上半年-2026H1-1.xlsx", "江门市-考核结果汇总-2026年上半年-2026H1-1.docx"}
    assert {path.name for path in folder.iterdir()} == names
    assert "ranking-book" in dushu(home.path, "audit", "export", "--out", tmp_path / "trail.csv").stdout + (
        tmp_path / "trail.csv"
    ).read_text("utf-8-sig")
    for options, said in (
        (("--period", "2025H1"), "考核期 2025H1 还没有测算结果"), (("--period", "2026H1", "--format", "doc"), "不能生成“doc”"),
        (("--period", "2026Q1", "--run", "2026H1-1"), "2026H1-1 是考核期 2026H1 的结果"),
    ):  # fmt: skip
        none = dushu(home.path, "ranking-book", *options, "--out", tmp_path / "none")
        assert (none.returncode, said in none.stderr, (tmp_path / "none").exists()) == (2, True, False)
