"""Making what was ordered: the same bytes whatever happened on the way, and a sentence where it can't be."""

import hashlib
import os
import random
import subprocess
import sys
import time
import zipfile
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from data import atomic_files
from data.access import Viewer
from data.decisions import people
from data.decisions.store import utc_now
from data.errors import FileFault, RequestFault
from data.settings import PROJECT, Home
from reports.bundle import keeping, worker
from reports.bundle.handing_out import content
from reports.bundle.jobs import AT_WORK, LOCK, Job, in_sight, job_of
from reports.bundle.papers import KINDS, papers
from tests.forked import Forked
from tests.reports.bundle.ordered_city import OFFICER, UNIT, City

KILLS = 3


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[City, Job]]:
    """Everybody's papers, made without a break."""
    made = City(Home(tmp_path_factory.mktemp("whole") / "home").create())
    job = made.order(book=True)
    work(made)
    yield made, job
    made.decisions.close()


def work(city: City) -> None:
    worker.work_off(city.home, city.settings, city.decisions)


def names(job: Job) -> list[str]:
    with zipfile.ZipFile(job.zip) as archive:
        return archive.namelist()


def test_everything_that_was_ordered_is_there(whole: tuple[City, Job]):
    city, job = whole
    wanted = papers(city.reader(), job.told().order.units, KINDS, "zh", book=True)
    assert len(wanted) == 5 * len(KINDS)
    assert sorted(names(job)) == sorted([*(paper.path for paper in wanted), "对照表.xlsx", "对照表.csv"])
    assert {name.split("/")[0] for name in names(job) if "/" in name} == {"市直", "县区"}
    progress = job.progress()
    assert (progress.state, progress.done, progress.total) == ("done", len(wanted), len(wanted))
    assert (progress.size, progress.sha256) == (job.zip.stat().st_size, hashlib.sha256(job.zip.read_bytes()).hexdigest())
    assert {path.name for path in job.folder.iterdir()} == {"order.json", "progress.json", "papers.zip", "log.txt"}


@pytest.mark.skipif(os.name == "nt", reason="Windows has no SIGKILL")
def test_killed_at_any_moment_it_goes_on_and_the_bytes_are_the_same(whole: tuple[City, Job], city: City):
    rng, kept = random.Random(11), {}
    for turn in range(KILLS):
        job = city.order(book=True)
        killed(city, job, rng.uniform(0.0, 0.8), is_forked=turn > 0)
        now = {
            path: path.stat().st_ino
            for path in job.files.rglob("*")
            if path.is_file() and not path.name.startswith(atomic_files.UNFINISHED)
        }
        assert job.zip.exists() or set(kept) <= set(now)
        said = keeping.sweep(city.home, 30)
        assert job.state == "done" or "在中途停止" in said[0]
        assert not list(job.folder.rglob(f"{atomic_files.UNFINISHED}*"))
        kept = now
    city.order(book=True)
    work(city)
    assert job.state == "done"
    assert not job.files.exists()
    assert job.zip.read_bytes() == whole[1].zip.read_bytes()


def killed(city: City, job: Job, after: float, *, is_forked: bool) -> None:
    """Let a process begin, and kill it a while after its first paper. Forked it is there at once, otherwise it is as people have it."""
    command, home = ("-m", "reports.bundle"), {"DUSHU_HOME": str(city.home.path)}
    process = (
        Forked(*command, **home, DUSHU_PAPERS_PROCESSES="1")
        if is_forked
        else subprocess.Popen([sys.executable, *command], cwd=PROJECT, env=os.environ | home)
    )
    until, before = time.monotonic() + 60, job.progress().done
    while time.monotonic() < until and process.poll() is None and job.progress().done <= before:
        time.sleep(0.02)
    time.sleep(after)
    process.kill()
    process.wait()


def test_what_was_made_is_not_made_again_unless_it_was_changed(city: City, monkeypatch: pytest.MonkeyPatch):
    job = city.order(units=["D1", "D2"], kinds=KINDS[:1])
    real, seen = worker.pack, []
    monkeypatch.setattr(worker, "pack", lambda *_: (_ for _ in ()).throw(OSError(28, "No space left on device")))
    work(city)
    assert job.state == "failed"
    assert "磁盘空间不足" in job.progress().fault
    first, second = sorted(path for path in job.files.rglob("*.*"))
    inode = first.stat().st_ino
    second.write_bytes(b"damaged")
    monkeypatch.setattr(worker, "pack", lambda *rest: seen.append(first.stat().st_ino) or real(*rest))
    city.order(units=["D1", "D2"], kinds=KINDS[:1])
    work(city)
    assert job.state == "done", job.progress().fault
    assert seen == [inode]
    with zipfile.ZipFile(job.zip) as archive:
        assert b"damaged" not in [archive.read(name) for name in archive.namelist()]


def test_a_disk_that_refuses_is_said(city: City):
    job = city.order(units=["D1"], kinds=KINDS[:1])
    job.files.write_text("no folder")
    work(city)
    assert job.state == "failed"
    assert "无法读写" in job.progress().fault
    assert "\n" not in job.progress().fault


def test_a_cancelled_one_leaves_nothing(city: City):
    job, other = city.order(units=["D1"]), city.order(units=["D2"], kinds=KINDS[:1])
    job.cancel()
    assert [one.job_id for one, _ in in_sight(city.home, OFFICER)] == [other.job_id]
    other.say(state="stopped")
    other.cancel()
    assert not other.folder.exists(), "nobody is at it"
    work(city)
    assert not job.folder.exists()


def test_cancelled_in_the_midst_it_stops(city: City, monkeypatch: pytest.MonkeyPatch):
    job = city.order()
    worker.work_off(city.home, city.settings, city.decisions, lambda done, total, name: (job.folder / "cancel").touch())
    assert not job.folder.exists()
    assert not atomic_files.is_taken(city.home.papers / AT_WORK)


def test_one_process_at_a_time(city: City):
    job = city.order(units=["D1"], kinds=KINDS[:1])
    with atomic_files.sweeping(city.home.papers / LOCK) as alone, atomic_files.in_turn(city.home.papers / AT_WORK):
        assert alone
        work(city)
        assert job.progress().state == "waiting"
        assert keeping.sweep(city.home, 30) == []


def test_who_may_no_longer_have_it_gets_nothing(city: City):
    keeper = Viewer("root", "admin", login="root@terminal")
    people.keep(city.decisions, keeper, "chief", {"name": "管理", "role": "admin", "units": ()}, "登记", 0)
    people.keep(city.decisions, keeper, "wang", {"name": "王审核", "role": "contractor", "units": ()}, "调岗", 0)
    job = city.order(units=["D1"], kinds=KINDS[:1], way="signed_in")
    work(city)
    assert job.state == "failed"
    assert "权限已有变化" in job.progress().fault
    assert not job.zip.exists()


def test_a_zip_leaves_to_who_may_have_it_only_and_only_as_it_was_made(whole: tuple[City, Job]):
    city, job = whole
    assert content(city.home, job.job_id, OFFICER) == job.zip.read_bytes()
    for viewer in (UNIT, Viewer("外包", "contractor", login="c"), Viewer("李科员", "department", frozenset({"D2"}), login="li")):
        with pytest.raises(RequestFault, match="已不在，或您无权查看"):
            content(city.home, job.job_id, viewer)
    with pytest.raises(RequestFault, match="已不在，或您无权查看"):
        job_of(city.home, "../../decisions", OFFICER)


def test_a_zip_that_was_changed_does_not_leave_and_what_is_over_is_cleared(city: City, tmp_path: Path):
    job = city.order(units=["D1"], kinds=KINDS[:1])
    work(city)
    with job.zip.open("ab") as stream:
        stream.write(b"x")
    with pytest.raises(FileFault, match="被改动"):
        content(city.home, job.job_id, OFFICER)
    assert keeping.sweep(city.home, 30) == []
    assert job.state == "done"
    (city.home.runs / f"{city.run.run_id}.duckdb").rename(tmp_path / "elsewhere")
    assert keeping.sweep(city.home, 30) == []
    assert not job.folder.exists(), "its run is gone"


def test_what_is_older_than_is_kept_is_cleared(city: City, monkeypatch: pytest.MonkeyPatch):
    job, later = city.order(units=["D1"]), utc_now() + timedelta(days=31)
    monkeypatch.setattr(keeping, "utc_now", lambda: later)
    keeping.sweep(city.home, 32)
    assert job.folder.exists()
    keeping.sweep(city.home, 30)
    assert not job.folder.exists()


def test_the_trail_says_who_ordered(city: City):
    city.order(UNIT, kinds=KINDS[:1])
    line = city.decisions.trail_lines()[-1]
    assert (line.login, line.what) == ("chen", "export")
    assert line.target.startswith("下单生成：考核文书-2026年上半年-草稿")
