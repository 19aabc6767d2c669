"""Run files: published only when whole, swept when cut off, read by many at once, and nothing else on the machine with them."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path

import duckdb
import pytest

from data.engines.duckdb import DuckDBEngine
from data.errors import RequestFault
from data.runs.store import LAYOUT, RunInfo, RunStore, building, sweep
from data.settings import PROJECT, Home, Settings
from tests.data.runs.tiny_runs import info, publish, values
from tests.forked import Forked


def finished(home: Home) -> set[str]:
    """What lies in the runs folder but the lock."""
    return {p.name for p in home.runs.iterdir()} - {"lock"}


@pytest.fixture
def store(home: Home) -> RunStore:
    publish(home, info("a1"))
    return RunStore(home, Settings())


def test_a_run_that_was_built_is_there_with_its_description(home: Home, store: RunStore):
    assert store.runs() == [info("a1")]
    assert values(store, "a1") == [(1,)]
    assert finished(home) == {"a1.duckdb", "a1.json"}


def test_a_run_is_not_there_while_it_is_built(home: Home):
    store = RunStore(home, Settings())
    with building(home, info()) as path:
        duckdb.connect(path).close()
        assert store.runs() == []
        with pytest.raises(RequestFault, match="没有编号为 a1 的测算结果"):
            store.info("a1")
    assert store.runs() == [info()]


def fail_to_publish(home: Home, run: RunInfo) -> None:
    with building(home, run) as path:
        path.write_bytes(b"half")
        path.with_suffix(".spill").mkdir()
        raise ZeroDivisionError


def test_a_build_that_fails_leaves_nothing(home: Home, store: RunStore):
    before = finished(home)
    with pytest.raises(ZeroDivisionError):
        fail_to_publish(home, info("b2"))
    assert finished(home) == before
    assert values(store, "a1") == [(1,)]


def test_the_newest_day_comes_first(home: Home, store: RunStore):
    publish(home, info("b2", date(2026, 3, 31)))
    publish(home, info("c3", date(2026, 7, 31)))
    assert [run.run_id for run in store.runs()] == ["c3", "a1", "b2"]


def test_a_run_published_later_is_seen_by_a_store_that_is_open(home: Home, store: RunStore):
    publish(home, info("b2"), 2)
    assert (values(store, "b2"), values(store, "a1")) == ([(2,)], [(1,)])


@pytest.mark.parametrize("run_id", ["b2", "", "../a1", "a1'; drop table obligations; --", "a1.duckdb", "*"])
def test_a_run_id_that_is_none_is_refused(store: RunStore, run_id: str):
    with pytest.raises(RequestFault, match="的测算结果"), store.cursor(run_id):
        pass


def test_a_home_may_have_any_name(tmp_path: Path):
    home = Home(tmp_path / "张三's 数据 (1)").create()
    with building(home, info()) as path, DuckDBEngine(path, Settings()) as engine:
        engine.table("obligations", "select 1 as n")
    assert values(RunStore(home, Settings()), "a1") == [(1,)]


# Killed in the middle, at each step of a build. A child builds with DuckDB as an assessment does.

CHILD = """
import os, signal, sys
from pathlib import Path
import duckdb
from data import atomic_files
from data.settings import Home
from tests.data.runs.tiny_runs import info
from data.runs.store import building

def die(*_):
    os.kill(os.getpid(), signal.SIGKILL)

home, moment = Home(Path(sys.argv[1])), sys.argv[2]
land_built = atomic_files.land_built
if moment == "before the description":
    atomic_files.land_file = die
if moment == "before the rename":
    atomic_files.land_built = die
if moment == "after the rename":
    atomic_files.land_built = lambda built, path: (land_built(built, path), die())
with building(home, info("b2")) as path, duckdb.connect(path) as file:
    file.execute("create table obligations as select 2 as n from range(100)")
    if moment == "in the build":
        file.execute("begin")
        file.execute("insert into obligations select 3 from range(200000)")
        die()
"""


def killed(home: Home, moment: str) -> int:
    return Forked("-c", CHILD, home.path, moment).wait()


@pytest.mark.skipif(os.name == "nt", reason="Windows has no SIGKILL")
@pytest.mark.parametrize("moment", ["in the build", "before the description", "before the rename"])
def test_a_build_killed_before_its_end_leaves_the_old_state_and_is_swept(home: Home, store: RunStore, moment: str):
    assert killed(home, moment) == -signal.SIGKILL
    assert finished(home) > {"a1.duckdb", "a1.json"}
    assert RunStore(home, Settings()).runs() == store.runs() == [info("a1")]
    assert values(store, "a1") == [(1,)]
    (told,) = sweep(home)
    assert "上次测算在中途停止" in told
    assert "此前的结果完好，请重新测算" in told
    assert finished(home) == {"a1.duckdb", "a1.json"}
    assert sweep(home) == []
    publish(home, info("b2"), 2)
    assert values(store, "b2") == [(2,)]


@pytest.mark.skipif(os.name == "nt", reason="Windows has no SIGKILL")
def test_a_build_killed_after_its_end_is_whole(home: Home, store: RunStore):
    assert killed(home, "after the rename") == -signal.SIGKILL
    assert values(store, "b2") == [(2,)]
    sweep(home)
    assert finished(home) == {"a1.duckdb", "a1.json", "b2.duckdb", "b2.json"}


def test_a_sweep_leaves_a_build_that_goes_on_alone(home: Home):
    with building(home, info()) as path:
        duckdb.connect(path).close()
        assert sweep(home) == []
        assert path.exists()
    assert RunStore(home, Settings()).runs() == [info()]


def test_two_builds_of_one_run_end_in_one(home: Home):
    """Equal inputs give an equal id: who lands second lands the same."""
    with ThreadPoolExecutor(4) as threads:
        list(threads.map(lambda _: publish(home, info()), range(8)))
    assert finished(home) == {"a1.duckdb", "a1.json"}
    assert values(RunStore(home, Settings()), "a1") == [(1,)]


# The store serves runs and nothing else.


def outside(home: Home, tmp_path: Path) -> dict[str, str]:
    """Statements that would reach a file beyond the runs, or past the store's own settings."""
    secret, other = home.facts / "secret.csv", tmp_path / "other.duckdb"
    secret.write_text("a\n1\n", encoding="utf-8")
    duckdb.connect(other).close()
    return {
        "read a file of the facts": f"select * from read_csv('{secret}')",
        "read it by name": f"select * from '{secret}'",
        "read it round a corner": f"select * from read_text('{home.runs}/../facts/secret.csv')",
        "read a file of the machine": "select * from read_text('/etc/hostname')",
        "list a folder": f"select * from glob('{home.facts}/*')",
        "attach another database": f"attach '{other}' as other",
        "write a file": f"copy (select 1) to '{tmp_path / 'out.csv'}'",
        "fetch from the network": "select * from read_csv('http://127.0.0.1:9/x.csv')",
        "load an extension": "install httpfs",
        "open the door again": "set enable_external_access = true",
        "widen the door": "set allowed_directories = ['/']",
        "unlock the settings": "set lock_configuration = false",
        "change the run": "insert into obligations values (9)",
        "drop from the run": "drop table obligations",
    }


def test_a_cursor_reaches_its_run_and_nothing_else(home: Home, store: RunStore, tmp_path: Path):
    for what, statement in outside(home, tmp_path).items():
        with store.cursor("a1") as cursor, pytest.raises(duckdb.Error) as refused:
            cursor.execute(statement).fetchall()
        assert not isinstance(refused.value, duckdb.ParserException | duckdb.CatalogException), what
    assert not (tmp_path / "out.csv").exists()
    assert values(store, "a1") == [(1,)]


def test_those_statements_would_work_without_the_lock(home: Home, store: RunStore, tmp_path: Path):
    """That the list above is of things that DuckDB otherwise does: it is the store that refuses them."""
    open_to_all = duckdb.connect(":memory:")
    statements = outside(home, tmp_path)
    for what in (
        "read a file of the facts",
        "read it by name",
        "read it round a corner",
        "list a folder",
        "attach another database",
        "write a file",
    ):
        open_to_all.execute(statements[what])
    open_to_all.close()


def test_eight_threads_read_each_the_run_they_asked_for(home: Home, store: RunStore):
    for n in range(2, 6):
        publish(home, info(f"r{n}"), n)
    asked: list[int] = [n % 4 + 2 for n in range(800)]
    read: Callable[[int], list[tuple]] = lambda n: values(store, f"r{n}")  # noqa: E731
    with ThreadPoolExecutor(8) as threads:
        assert list(threads.map(read, asked)) == [[(n,)] for n in asked]


def test_reads_of_one_cursor_are_of_one_moment_and_it_ends_with_its_block(store: RunStore):
    with store.cursor("a1") as cursor:
        assert cursor.sql("select count(*) from obligations").fetchone() == (100,)
        assert cursor.sql("select current_database()").fetchone() == ("run_a1",)
    with pytest.raises(duckdb.ConnectionException):
        cursor.execute("select 1")


def test_a_draft_of_an_older_program_is_neither_listed_nor_opened(home: Home, store: RunStore):
    publish(home, info("b2", date(2026, 9, 30)))
    description = home.runs / "b2.json"
    description.chmod(0o644)
    description.write_text(description.read_text(encoding="utf-8").replace(f'"layout": {LAYOUT}', '"layout": 1'), encoding="utf-8")
    assert [run.run_id for run in store.runs()] == ["a1"]
    assert store.has_older
    with pytest.raises(RequestFault, match=r"由旧版程序生成.*请按同一考核期和统计日重新测算"):
        values(store, "b2")


def test_a_store_opens_a_run_that_another_of_its_process_has_let_go(home: Home, store: RunStore):
    """DuckDB 1.5 knows who attached a file by an address in memory, which a later store may be given: "if not exists" then never ended."""
    assert values(store, "a1") == [(1,)]
    churn = f"""
from data.runs.store import RunStore
from data.settings import Home, Settings
from pathlib import Path
home, kept = Home(Path({str(home.path)!r})), []  # the first is kept, so that the file stays known
for turn in range(60):
    fresh = RunStore(home, Settings())
    with fresh.cursor("a1") as cursor:
        cursor.sql("select 1 from obligations").fetchall()
    kept = kept or [fresh]
"""
    subprocess.run([sys.executable, "-c", churn], cwd=PROJECT, check=True, timeout=60)
