"""What was found out of runs: kept whole under the names of the runs, and swept with them."""

from pathlib import Path

import pytest

from data.runs.editions import DESCRIPTION
from data.runs.findings import MOVED, REACH, keep, path_of
from data.runs.store import sweep
from data.settings import Home
from tests.data.runs.tiny_runs import info, publish


def kept(home: Home) -> set[str]:
    return {path.name for path in home.runs.glob("*_*")}


def test_what_is_kept_is_found_by_its_runs_in_their_order(home: Home):
    keep(home, MOVED, b"one", "a1", "b2")
    path = path_of(home, MOVED, "a1", "b2")
    assert path is not None
    assert path.read_bytes() == b"one"
    assert path_of(home, MOVED, "b2", "a1") is path_of(home, REACH, "a1") is None


def test_what_an_older_program_kept_is_replaced_and_nothing_is_left_over(home: Home):
    for told in (b"one", b"two"):
        keep(home, MOVED, told, "a1", "b2")
    path = path_of(home, MOVED, "a1", "b2")
    assert path is not None
    assert path.read_bytes() == b"two"
    assert {p.name for p in home.runs.iterdir()} == {"lock", f"a1-b2.{MOVED}"}


def test_a_keeping_that_fails_leaves_nothing(home: Home, monkeypatch: pytest.MonkeyPatch):
    def full(built: Path, path: Path) -> None:
        raise OSError("disk full")

    monkeypatch.setattr("data.runs.findings.atomic_files.land_built", full)
    with pytest.raises(OSError, match="disk full"):
        keep(home, MOVED, b"one", "a1", "b2")
    assert {p.name for p in home.runs.iterdir()} == {"lock"}


def test_findings_go_with_their_runs_and_with_the_program_that_made_them(home: Home):
    for run in ("a1", "b2"):
        publish(home, info(run))
    (home.editions / "2026H1-1").mkdir()
    (home.editions / "2026H1-1" / DESCRIPTION).write_bytes(info("c3").described())
    (home.editions / "2026H1-2").mkdir()
    (home.editions / "2026H1-2" / DESCRIPTION).write_bytes(b"damaged")
    for runs in (("a1", "b2"), ("a1", "c3"), ("a1", "d4")):
        keep(home, MOVED, b"", *runs)
    for run in ("b2", "c3", "d4"):
        keep(home, REACH, b"", run)
    (home.runs / "a1-b2.moved_0").write_bytes(b"")
    sweep(home)
    assert kept(home) == {f"a1-b2.{MOVED}", f"a1-c3.{MOVED}", f"b2.{REACH}", f"c3.{REACH}"}
