"""The store of facts: whole or not at all, content-addressed, in force by day."""

import os
import subprocess
import sys
import time
from datetime import date, timedelta
from pathlib import Path

import polars as pl
import pytest

from data import atomic_files
from data.contracts.contracts import load_contracts
from data.errors import FileFault
from data.facts.batch import Batch
from data.facts.store import Facts
from data.intake import Source, ingest, read
from data.settings import PROJECT, Home
from tests.data.facts.usage_files import APRIL, DEPARTMENTS, JUNE, MAY, NOW, USAGE, take
from tests.forked import Forked


@pytest.fixture
def facts(tmp_path) -> Facts:
    store = Facts(Home(tmp_path / "home"))
    take(store, DEPARTMENTS, APRIL)
    return store


def _in_force(store: Facts, day: date) -> list[str]:
    return [b.batch_id for b in store.in_force(day).get("usage", [])]


def test_a_batch_keeps_everything(facts):
    text = USAGE + "SQ1,2026-03-01\nSQ1,2026-03-01\nSQ2,待定\n合计,2\n"
    batch = take(facts, text, JUNE)
    assert facts.batches()[-1] == batch == Batch.model_validate_json(batch.model_dump_json())
    assert batch.counts.model_dump() == {"read": 3, "accepted": 1, "merged": 1, "rejected": 1, "skipped": 1}
    assert facts.original(batch) == text.encode()
    rows = pl.read_parquet(facts.rows_path(batch))
    contract = load_contracts().exports["usage"]
    assert rows.columns == ["batch_id", "sheet", "row_no", *(name for c in contract.columns for name, _ in c.fields)]
    assert rows.row(0) == (batch.batch_id, "", 2, "SQ1", date(2026, 3, 1), None, None)
    assert facts.merged(batch).rows() == [(3, 2, "与所列行内容相同")]
    assert facts.rejected(batch)["row_no"].to_list() == [4]
    assert facts.skipped(batch)["row_no"].to_list() == [5]
    assert facts.contradictions(batch).is_empty()


def test_the_columns_have_the_types_of_the_contract(facts):
    import duckdb

    batch = facts.batches()[0]
    described = duckdb.sql(f"DESCRIBE SELECT * FROM '{facts.rows_path(batch)}'").fetchall()
    contract = load_contracts().exports["departments"]
    expected = [("batch_id", "VARCHAR"), ("sheet", "VARCHAR"), ("row_no", "INTEGER"), *(f for c in contract.columns for f in c.fields)]
    assert [(name, kind) for name, kind, *_ in described] == expected


def test_originals_are_read_only(facts):
    path = facts.home.originals / facts.batches()[0].sha256
    assert not path.stat().st_mode & 0o222


def test_a_lost_original_is_said(facts):
    batch = facts.batches()[0]
    (facts.home.originals / batch.sha256).unlink()
    with pytest.raises(FileFault, match="请从备份恢复"):
        facts.original(batch)


def test_two_homes_give_equal_ids_and_bytes(facts, tmp_path):
    other = Facts(Home(tmp_path / "other"))
    take(other, DEPARTMENTS, APRIL, minute=5)
    mine, theirs = take(facts, USAGE + "SQ1,2026-03-01\n", JUNE), take(other, USAGE + "SQ1,2026-03-01\n", JUNE, minute=9)
    assert mine.batch_id == theirs.batch_id
    assert facts.rows_path(mine).read_bytes() == other.rows_path(theirs).read_bytes()


def test_the_same_file_is_taken_once_but_again_for_another_day_or_directory(facts):
    text = (USAGE + "SQ1,2026-03-01\n").encode()

    def status(day: date) -> str:
        return ingest([("b.csv", text)], facts, load_contracts(), exported_on=day, by="t", received_at=NOW)[0].status

    assert [status(JUNE), status(JUNE), status(MAY)] == ["taken", "already", "taken"]
    take(facts, DEPARTMENTS + "JM004,江门市科学技术局,江门市,市直部门\n", JUNE)
    assert [status(JUNE), status(MAY)] == ["taken", "already"]


def test_in_force_is_the_newest_listing_not_later_than_the_day(facts):
    may, june = take(facts, USAGE + "SQ1,2026-03-01\n", MAY), take(facts, USAGE + "SQ2,2026-03-01\n", JUNE)
    assert _in_force(facts, APRIL) == []
    assert _in_force(facts, MAY) == _in_force(facts, JUNE - timedelta(days=1)) == [may.batch_id]
    assert _in_force(facts, JUNE) == [june.batch_id]


def test_of_two_listings_of_one_day_the_one_received_last_counts(facts):
    take(facts, USAGE + "SQ1,2026-03-01\n", JUNE, minute=1)
    second = take(facts, USAGE + "SQ2,2026-03-01\n", JUNE, minute=2)
    assert _in_force(facts, JUNE) == [second.batch_id]


def test_cumulative_batches_follow_their_listing(facts):
    take(facts, USAGE + "SQ0,2026-03-01\n", APRIL, mode="cumulative")
    base = take(facts, USAGE + "SQ1,2026-03-01\n", MAY)
    more = take(facts, USAGE + "SQ2,2026-03-01\n", JUNE, mode="cumulative")
    assert _in_force(facts, MAY) == [base.batch_id]
    assert _in_force(facts, JUNE) == [base.batch_id, more.batch_id]


def test_the_directory_before_the_first_one_is_the_first_one(facts):
    rows, batches = facts.departments(date(2020, 1, 1))
    assert rows["department_id"].to_list() == ["JM003"]
    assert [b.exported_on for b in batches] == [APRIL]


def test_divisions_keep_listings_of_their_own(facts):
    take(facts, DEPARTMENTS + "XQ01,台山市人民政府,台山市,县（市、区）\n", APRIL, minute=1)
    city = take(facts, USAGE + "SQ1,2026-03-01\n", JUNE)
    county = take(facts, USAGE + "SQ2,2026-03-01\n", MAY, division="台山市")
    assert set(_in_force(facts, JUNE)) == {city.batch_id, county.batch_id}


KILLED = """
import sys
from datetime import UTC, date, datetime
from pathlib import Path
from data import atomic_files
from data.contracts.contracts import load_contracts
from data.facts import store
from data.facts.store import Facts
from data.intake import ingest
from data.settings import PROJECT, Home

home, step = Path(sys.argv[1]), sys.argv[2]

def stop(*_args, **_kwargs):
    print("here", flush=True)
    while True:
        pass

if step == "before_rows":
    store._write = stop
elif step == "after_rows":
    atomic_files.land_folder = stop
elif step == "in_original":
    import os
    os.replace = stop
text = "申请编号,首次使用时间\\nSQ9,2026-03-01\\n"
ingest([("b.csv", text.encode())], Facts(Home(home)), load_contracts(), exported_on=date(2026, 6, 30), by="t",
       received_at=datetime(2026, 7, 1, tzinfo=UTC))
"""


@pytest.mark.skipif(os.name == "nt", reason="SIGKILL is of POSIX")
@pytest.mark.parametrize("step", ["before_rows", "after_rows", "in_original"])
def test_a_kill_leaves_the_old_state_whole_and_the_next_start_cleans_up(facts, step):
    before = take(facts, USAGE + "SQ1,2026-03-01\n", MAY)
    process = Forked("-c", KILLED, facts.home.path, step, pipes=True)
    assert process.stdout.readline() == "here\n"
    assert facts.sweep() == []  # a commit is running: it is not taken for a dead one
    assert _leftovers(facts)
    process.kill()
    process.close()
    fresh = Facts(facts.home)
    assert [b.batch_id for b in fresh.in_force(JUNE)["usage"]] == [before.batch_id]
    assert pl.read_parquet(fresh.rows_path(before)).height == 1
    told = fresh.sweep()
    assert told
    assert all("已清理" in sentence for sentence in told)
    assert not _leftovers(facts)
    assert fresh.sweep() == []
    after = take(fresh, USAGE + "SQ9,2026-03-01\n", JUNE)
    assert [b.batch_id for b in fresh.in_force(JUNE)["usage"]] == [after.batch_id]


def _leftovers(facts: Facts) -> list[Path]:
    return [p for folder in (facts.home.batches, facts.home.originals) for p in atomic_files.leftovers(folder)]


@pytest.mark.skipif(os.name == "nt", reason="SIGKILL is of POSIX")
def test_a_kill_at_any_moment_leaves_nothing_or_the_whole(facts):
    code = KILLED.replace("home, step = Path(sys.argv[1]), sys.argv[2]", 'home, step = Path(sys.argv[1]), ""\nprint("go", flush=True)')
    for delay in (0.0, 0.01, 0.02, 0.04, 0.08, 0.16, 0.3):
        process = Forked("-c", code, facts.home.path, pipes=True)
        assert process.stdout.readline() == "go\n"
        time.sleep(delay)
        process.kill()
        process.close()
        fresh = Facts(facts.home)
        for batch in fresh.batches():
            assert pl.read_parquet(fresh.rows_path(batch)).height == batch.counts.accepted
            assert fresh.original(batch)
        fresh.sweep()
        assert not _leftovers(facts)


def test_two_processes_that_take_the_same_file_agree(facts):
    code = KILLED.replace("sys.argv[2]", '""')
    started = [subprocess.Popen([sys.executable, "-c", code, facts.home.path], cwd=PROJECT) for _ in range(3)]
    assert [process.wait() for process in started] == [0, 0, 0]
    assert len(_in_force(Facts(facts.home), JUNE)) == 1
    assert not _leftovers(facts)


def test_a_commit_that_fails_leaves_nothing_half_built(facts, monkeypatch):
    reading = read(Source("a.csv", lambda: (USAGE + "SQ1,2026-03-01\n").encode()), facts, load_contracts(), exported_on=JUNE)
    monkeypatch.setattr("data.facts.store._write", lambda *_: (_ for _ in ()).throw(OSError("disk full")))
    with pytest.raises(OSError, match="disk full"):
        facts.commit(reading, by="t", received_at=NOW)
    assert _in_force(facts, JUNE) == []
    assert not _leftovers(facts)
