"""Frozen copies on the disk: sealed by a manifest, every harm named, served as editions only when an act says so."""

import json
import os
from datetime import UTC, datetime
from pathlib import Path

import duckdb
import pytest

from data.decisions.periods import Edition
from data.errors import FileFault, RequestFault
from data.runs import editions
from data.runs.store import RunInfo, RunStore
from data.settings import Home, Settings
from tests.data.runs.tiny_runs import info, publish, values

AT = datetime(2026, 7, 12, 9, tzinfo=UTC)


def edition(number: int = 1, run_id: str = "a1", manifest: str = "") -> Edition:
    return Edition(f"2026H1-{number}", "2026H1", number, run_id, manifest, AT, "张三", "按期发布", number)


def freeze(home: Home, number: int = 1, run_id: str = "a1", value: int = 1) -> Edition:
    """A frozen copy with a run of one table, its folder in place."""
    folder = home.editions / f"2026H1-{number}"
    (folder / "rules").mkdir(parents=True)
    (folder / "rules" / "rule.sql").write_text("select 1", encoding="utf-8")
    with duckdb.connect(folder / editions.RUN) as file:
        file.execute("create table obligations as select $n as n", {"n": value})
    (folder / editions.DESCRIPTION).write_bytes(info(run_id).described())
    return edition(number, run_id, editions.seal(folder, {"run_id": run_id}))


def test_a_sealed_copy_is_whole_and_read_only(home: Home):
    made = freeze(home)
    folder = home.editions / made.edition_id
    assert editions.broken(folder, made.manifest) == []
    assert editions.manifest(folder)["files"].keys() == {"rules/rule.sql", "run.duckdb", "run.json"}
    assert not any(os.stat(path).st_mode & 0o222 for path in folder.rglob("*") if path.is_file())


@pytest.mark.parametrize(
    ("harm", "told"),
    [
        (lambda f: (f / "rules" / "rule.sql").unlink(), "缺少文件 rules/rule.sql。"),
        (lambda f: (f / "more.txt").write_text("x"), "多出文件 more.txt，不在清单中。"),
        (lambda f: rewrite(f / "rules" / "rule.sql", "select 2"), "文件 rules/rule.sql 已被改动。"),
        (lambda f: rewrite(f / "manifest.json", "{}"), "已被改动"),
        (lambda f: rewrite(f / "manifest.json", "no json"), "读不懂"),
        (lambda f: (f / "manifest.json").unlink(), "不存在"),
    ],
)
def test_every_harm_is_named(home: Home, harm, told: str):  # type: ignore[no-untyped-def]
    made = freeze(home)
    harm(home.editions / made.edition_id)
    assert any(told in sentence for sentence in editions.broken(home.editions / made.edition_id, made.manifest))


def rewrite(path: Path, text: str) -> None:
    path.chmod(0o644)
    path.write_text(text, encoding="utf-8")


def test_a_changed_file_with_a_manifest_to_match_is_found_by_the_act(home: Home):
    made = freeze(home)
    folder = home.editions / made.edition_id
    rewrite(folder / "rules" / "rule.sql", "select 2")
    (folder / "manifest.json").chmod(0o644)
    editions.seal(folder, {"run_id": "a1"})
    (told,) = editions.broken(folder, made.manifest)
    assert "与发布记录中的摘要不符" in told


def test_an_original_is_kept_only_with_its_own_bytes(home: Home, tmp_path: Path):
    original = tmp_path / "original"
    original.write_bytes(b"rows")
    sha = editions.digest_of(original)
    editions.keep_original(original, sha, home.editions / "x" / sha)
    assert (home.editions / "x" / sha).read_bytes() == b"rows"
    assert (home.editions / "x" / sha).stat().st_ino == original.stat().st_ino, "one copy on a disk that can link"
    original.unlink()
    with pytest.raises(FileFault, match="缺失或内容已被改动"):
        editions.keep_original(original, sha, home.editions / "y" / sha)


def test_a_disk_that_cant_link_gets_a_copy(home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    def refuse(*_: object) -> None:
        raise OSError("no links here")

    monkeypatch.setattr("os.link", refuse)
    original = tmp_path / "original"
    original.write_bytes(b"rows")
    editions.keep_original(original, editions.digest_of(original), home.editions / "x" / "copy")
    original.write_bytes(b"other")
    assert (home.editions / "x" / "copy").read_bytes() == b"rows"


def test_only_one_publishes_at_a_time(home: Home):
    with editions.alone(home):
        with pytest.raises(RequestFault, match="另一位人员正在发布"), editions.alone(home):
            pass
        assert editions.sweep(home, lambda: pytest.fail("nobody looks while somebody publishes")) == []
    with editions.alone(home):
        pass


# The store of runs serves them.


def test_a_folder_without_an_act_is_no_edition(home: Home):
    freeze(home)
    store = RunStore(home, Settings())
    assert store.runs() == []
    with pytest.raises(RequestFault, match="没有编号为 2026H1-1 的测算结果"), store.cursor("2026H1-1"):
        pass
    with pytest.raises(RequestFault, match="没有编号为 2026H1-1 的已发布版本"):
        store.edition("2026H1-1")


def test_an_edition_is_served_beside_the_draft_of_the_same_name(home: Home):
    publish(home, info("a1"), 7)
    made = freeze(home, value=1)
    store = RunStore(home, Settings(), lambda: [made])
    assert [run.address for run in store.runs()] == ["2026H1-1"]
    assert [run.address for run in store.runs(drafts_of_editions=True)] == ["2026H1-1", "a1"]
    assert (values(store, "2026H1-1"), values(store, "a1")) == ([(1,)], [(7,)])
    assert store.info("2026H1-1") == store.runs()[0]
    assert (store.info("2026H1-1").run_id, store.info("2026H1-1").is_draft, store.info("a1").is_draft) == ("a1", False, True)


def test_an_edition_published_later_is_seen_by_a_store_that_is_open(home: Home):
    known: list[Edition] = []
    store = RunStore(home, Settings(), lambda: known)
    assert store.runs() == []
    known.append(freeze(home))
    known.append(freeze(home, 2, "b2", 2))
    assert [run.address for run in store.runs()] == ["2026H1-2", "2026H1-1"]
    assert values(store, "2026H1-2") == [(2,)]


def test_an_edition_stands_before_drafts_of_its_day_and_behind_those_of_a_later_one(home: Home):
    from datetime import date

    made = freeze(home)
    publish(home, info("b2"))
    publish(home, info("c3", date(2026, 7, 31)))
    assert [run.address for run in RunStore(home, Settings(), lambda: [made]).runs()] == ["c3", "2026H1-1", "b2"]


def test_an_edition_whose_copy_is_gone_stops_nobody_from_reading_the_rest(home: Home):
    publish(home, info("b2"))
    store = RunStore(home, Settings(), lambda: [edition()])
    assert [run.address for run in store.runs()] == ["b2"]
    with pytest.raises(RequestFault, match="已发布，但它的冻结副本不在"):
        store.info("2026H1-1")


@pytest.mark.parametrize("address", ["2026H1-9", "../editions/2026H1-1", "2026H1-1'; drop table obligations; --", "2026H1-1/run", ""])
def test_an_address_that_is_none_is_refused(home: Home, address: str):
    made = freeze(home)
    store = RunStore(home, Settings(), lambda: [made])
    with pytest.raises(RequestFault, match="的测算结果"), store.cursor(address):
        pass


def test_a_cursor_on_an_edition_reaches_nothing_else(home: Home):
    made = freeze(home)
    store = RunStore(home, Settings(), lambda: [made])
    (home.facts / "secret.csv").write_text("a\n1\n", encoding="utf-8")
    for statement in (
        f"select * from read_csv('{home.facts / 'secret.csv'}')",
        "insert into obligations values (2)",
        "drop table obligations",
    ):
        with store.cursor("2026H1-1") as cursor, pytest.raises(duckdb.Error):
            cursor.execute(statement)
    assert values(store, "2026H1-1") == [(1,)]


def test_a_description_of_an_older_version_still_reads(tmp_path: Path):
    told = json.loads(info("a1").described())
    del told["edition"]
    (tmp_path / "a1.json").write_text(json.dumps(told), encoding="utf-8")
    assert RunInfo.read(tmp_path / "a1.json") == info("a1")
