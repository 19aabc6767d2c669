"""A kill at any moment leaves the previous state whole and readable, and the next start says what it found and cleans up."""

import os
import random
import time
from pathlib import Path

import pytest

from data.access import OPERATOR
from data.facts.store import Facts
from data.runs.findings import KINDS
from data.runs.store import RunStore
from data.settings import Home, Settings
from metrics.run.reader import Reader
from tests.commands.terminal import H1, dushu
from tests.forked import Forked

KILLS = 6


def killed(home: Path, seconds: float, *arguments: object) -> None:
    """Start a command and kill it, as a power cut would, after a while."""
    process = Forked("cli.py", *arguments, DUSHU_HOME=str(home))
    time.sleep(seconds)
    process.kill()


def whole(home: Path) -> tuple[list[str], list[int]]:
    """The batches and runs that are there, every one of them read."""
    facts, store = Facts(Home(home)), RunStore(Home(home), Settings())
    batches = facts.batches()
    for batch in batches:
        assert len(facts.original(batch)) > 0
        assert facts.rows_path(batch).exists()
    return [b.batch_id for b in batches], [Reader(store, run.run_id, OPERATOR).count() for run in store.runs()]


@pytest.mark.skipif(os.name == "nt", reason="Windows has no SIGKILL")
def test_ingest_and_assess_killed_at_any_moment(samples: Path, tmp_path: Path) -> None:
    home, exports = tmp_path / "home", samples / "clean" / "exports"
    rng = random.Random(7)
    dushu(home, "ingest", exports / "部门名录.xlsx", "--exported-on", "2026-06-30")
    before, _ = whole(home)
    for _ in range(KILLS):
        killed(home, rng.uniform(0.0, 1.0), "ingest", exports, "--exported-on", "2026-06-30")
        now, _ = whole(home)
        assert set(before) <= set(now)
        before = now
    dushu(home, "ingest", exports, "--exported-on", "2026-06-30")
    assert len(whole(home)[0]) == 16
    for _ in range(KILLS):
        killed(home, rng.uniform(0.0, 1.0), "assess", *H1)
        assert all(whole(home)[1])
    finished = dushu(home, "assess", *H1)
    assert finished.returncode == 0, finished.stderr
    assert len(whole(home)[1]) == 6
    finished_files = {".duckdb", ".json", *(f".{kind}" for kind in KINDS)}
    assert not [p for p in (home / "runs").iterdir() if p.suffix not in finished_files and p.name != "lock"]


def test_the_next_start_says_what_it_found(samples: Path, tmp_path: Path) -> None:
    home = Home(tmp_path / "home").create()
    for folder in (home.batches, home.runs):
        (folder / ".unfinished-x").mkdir()
        (folder / ".unfinished-x" / "half").write_bytes(b"half")
    said = dushu(home.path, "ingest", samples / "clean" / "exports" / "部门名录.xlsx", "--exported-on", "2026-06-30")
    assert said.returncode == 0
    assert "上次接入被中断" in said.stderr
    assert "上次测算在中途停止" in said.stderr
    assert not list(home.path.glob("**/.unfinished-*"))
