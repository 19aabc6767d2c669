"""Papers of many units at the terminal: laid down, the same again, gone on with after a kill; and what it says when it can't."""

import hashlib
import json
import os
import time
from pathlib import Path

import pytest

from data.decisions.store import Decisions
from data.settings import Home, Settings
from reports.bundle.jobs import known
from reports.bundle.papers import KINDS
from tests.cities import small_run
from tests.commands.terminal import dushu
from tests.forked import Forked


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> Home:
    home = Home(tmp_path_factory.mktemp("scorecards") / "home").create()
    small_run.build(home)
    return home


@pytest.mark.skipif(os.name == "nt", reason="Windows has no SIGKILL")
def test_killed_it_goes_on_and_lays_down_the_zip_and_its_files(city: Home, tmp_path: Path):
    command = ["scorecards", "--period", "2026H1", "--format", ",".join(KINDS), "--out", str(tmp_path)]
    process = Forked("cli.py", *command, DUSHU_HOME=str(city.path))
    while process.poll() is None and not any(job.progress().done for job, _ in known(city)):
        time.sleep(0.02)
    process.kill()
    done = dushu(city.path, *command, "--json")
    assert done.returncode == 0, done.stderr
    said = json.loads(done.stdout)
    assert (said["files"], said["units"], said["edition"]) == (4 * len(KINDS), 4, None)
    assert hashlib.sha256(Path(said["zip"]).read_bytes()).hexdigest() == said["sha256"]
    laid = list(Path(said["folder"]).rglob("*.*"))
    assert len(laid) == 4 * len(KINDS) + 2
    targets = [line.target for line in Decisions(city, Settings(home=city.path)).trail_lines()]
    assert targets[-2:] == [f"下单生成：{Path(said['zip']).name}", Path(said["zip"]).name]


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        ((), "请给出考核期"),
        (("--period", "2025H1"), "没有 2025H1 的测算结果"),
        (("--period", "2026H1", "--unit", "X1"), "没有编码为 X1"),
        (("--period", "2026H1", "--format", "odt"), "不能生成 odt"),
        (("--edition", "2026H1-7"), "2026H1-7"),
    ],
)
def test_what_cannot_be_done_is_said_in_one_sentence(city: Home, tmp_path: Path, options: tuple[str, ...], sentence: str):
    done = dushu(city.path, "scorecards", *options, "--out", str(tmp_path))
    assert done.returncode == 2
    assert sentence in done.stderr
    assert "Traceback" not in done.stderr
