"""To publish: only what two signed and what still stands, frozen whole or not at all, served from the copy for ever."""

import json
import os
import shutil
import signal
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import duckdb
import pytest

from data.decisions import periods
from data.decisions.store import Decisions, Forbidden
from data.errors import FileFault, RequestFault
from data.runs import editions
from data.settings import Home
from metrics.publication.freeze import FrozenFacts, thaw
from metrics.publication.publish import publish
from metrics.run.reader import Reader
from tests.cities import small_year
from tests.cities.small_editions import LEADER, ZHANG, assessed, bring_to, decisions_of, publish_now, review, settings, sign_off, store_of
from tests.forked import Forked
from tests.metrics.publication.changes import lift, site

PERIOD = small_year.PERIOD


@pytest.fixture
def decisions(home: Home) -> Decisions:
    """The half year come in, nothing assessed yet."""
    return bring_to("begun", home)


@pytest.fixture
def signed(home: Home) -> Decisions:
    """The half year reviewed, and signed by two."""
    return bring_to("signed", home)


@pytest.fixture
def published(home: Home) -> Decisions:
    """The half year's first edition."""
    return bring_to("published", home)


def attempt(home: Home, decisions: Decisions, viewer=ZHANG, reason: str = "按期发布") -> periods.Edition:  # type: ignore[no-untyped-def]
    return publish(home, settings(home), decisions, viewer, PERIOD, reason)


def folders(home: Home) -> list[str]:
    """What lies among the editions but the lock."""
    return sorted(p.name for p in home.editions.iterdir() if p.name != "lock")


def test_a_signed_result_becomes_an_edition(home: Home, decisions: Decisions):
    edition = publish_now(home, decisions)
    assert (edition.edition_id, edition.number, edition.by, edition.reason) == ("2026H1-1", 1, "张三", "按期发布")
    assert periods.standing(decisions, PERIOD).stage == "published"
    assert folders(home) == ["2026H1-1"]
    told = editions.manifest(home.editions / "2026H1-1")
    assert (told["run_id"], told["edition"]) == (edition.run_id, edition.edition_id)
    assert editions.broken(home.editions / "2026H1-1", edition.manifest) == []


def test_the_copy_holds_all_that_the_run_was_made_from(home: Home, decisions: Decisions):
    lift(decisions)
    edition = publish_now(home, decisions)
    folder = home.editions / edition.edition_id
    inputs = thaw(folder)
    assert inputs.run_id == edition.run_id
    assert [x.act.reason for x in inputs.decided.every] == ["系统停机"]
    for batches in inputs.batches.values():
        for batch in batches:
            assert FrozenFacts(folder).original(batch)
    assert [act["verb"] for act in json.loads((folder / "procedure.json").read_text())] == ["reviewed", "signed", "signed"]
    assert not any(os.stat(p).st_mode & 0o222 for p in folder.rglob("*") if p.is_file())


def test_an_edition_is_read_from_its_copy_whatever_becomes_of_the_runs(home: Home, decisions: Decisions):
    edition = publish_now(home, decisions)
    shutil.rmtree(home.runs)
    store = store_of(home.create(), decisions)
    assert [run.address for run in store.runs()] == ["2026H1-1"]
    reader = Reader(store, "2026H1-1", LEADER)
    assert not reader.is_draft
    assert reader.totals().filter(unit_id="B2")["rank"].to_list() == [2]
    assert (reader.meta()["run_id"], reader.meta()["edition"]) == (edition.run_id, "2026H1-1")


def test_a_published_draft_is_listed_once_and_the_edition_comes_first(home: Home, decisions: Decisions):
    publish_now(home, decisions)
    small_year.late_export(home, decisions)
    draft = assessed(home, decisions)
    store = store_of(home, decisions)
    assert [run.address for run in store.runs()] == ["2026H1-1", draft.run_id]
    assert len(store.runs(drafts_of_editions=True)) == 3
    assert store.info(draft.run_id).is_draft


# What is not published.


def test_nothing_signed_is_not_published(home: Home, decisions: Decisions):
    with pytest.raises(RequestFault, match="还没有提交复核"):
        attempt(home, decisions)
    review(decisions, assessed(home, decisions))
    with pytest.raises(RequestFault, match="已有 0 人签核，须由两位不同的人员签核"):
        attempt(home, decisions)
    assert folders(home) == []


def test_who_may_not_publish_is_refused(home: Home, signed: Decisions):
    with pytest.raises(Forbidden, match="王五无权发布"):
        attempt(home, signed, LEADER)
    with pytest.raises(RequestFault, match="请写明理由"):
        attempt(home, signed, reason=" ")
    assert folders(home) == []


@pytest.mark.parametrize(
    ("what", "change"),
    [
        ("数据", lambda home, decisions: small_year.late_export(home, decisions)),
        ("决定", lambda home, decisions: lift(decisions)),
        ("规则", lambda home, decisions: site(home, "clocks", '[[share_reply]]\nname = "conditional"\ndays = 12\nstatus = "sample"\n')),
        ("工作日历", lambda home, decisions: site(home, "calendar", '[2027]\nsource = "通知"\nholidays = {"2027-01-01" = "元旦"}\n')),
    ],
)
def test_what_changed_since_the_signatures_is_named(home: Home, signed: Decisions, what: str, change: Callable):
    change(home, signed)
    with pytest.raises(RequestFault, match=f"签核之后{what}有变动.*请重新测算，提交复核并签核"):
        attempt(home, signed)
    assert folders(home) == []
    assert periods.standing(signed, PERIOD).stage == "signed_off"


def test_publishing_twice_tells_the_second(home: Home, published: Decisions):
    with pytest.raises(RequestFault, match="第 1 版已由张三发布，没有等待发布的结果"):
        attempt(home, published)


def test_of_two_who_publish_at_once_one_wins(home: Home, signed: Decisions):

    def one(_: int) -> str:
        try:
            return attempt(home, signed).edition_id
        except RequestFault as fault:
            return str(fault)

    with ThreadPoolExecutor(4) as people:
        told = list(people.map(one, range(4)))
    assert told.count("2026H1-1") == 1
    assert all("另一位人员正在发布" in t or "没有等待发布的结果" in t for t in told if t != "2026H1-1")
    assert folders(home) == ["2026H1-1"]
    assert len(periods.standing(signed, PERIOD).editions) == 1


def test_a_result_whose_file_was_altered_is_not_published(home: Home, decisions: Decisions):
    run = assessed(home, decisions)
    with duckdb.connect(home.runs / f"{run.run_id}.duckdb") as file:
        file.execute("update totals set total = 99 where unit_id = 'B4'")
    sign_off(decisions, run)
    with pytest.raises(RequestFault, match=r"有 1 处不一致（如 totals B4）"):
        attempt(home, decisions)
    assert folders(home) == []


@pytest.mark.parametrize("harm", ["removed", "altered"])
def test_without_its_originals_nothing_is_published(home: Home, signed: Decisions, harm: str):
    original = sorted(home.originals.iterdir())[0]
    original.unlink()
    if harm == "altered":
        original.write_bytes(b"other")
    with pytest.raises(FileFault, match="缺失或内容已被改动，不能发布"):
        attempt(home, signed)
    assert folders(home) == []


def test_an_act_overtaken_at_the_last_moment_leaves_no_folder(home: Home, decisions: Decisions, monkeypatch: pytest.MonkeyPatch):
    run = assessed(home, decisions)
    sign_off(decisions, run)
    act = decisions.act

    def late(*args, **more):  # type: ignore[no-untyped-def]
        monkeypatch.setattr(decisions, "act", act)
        review(decisions, run)
        return act(*args, **more)

    monkeypatch.setattr(decisions, "act", late)
    with pytest.raises(RequestFault, match="刚刚由他人作出了新的决定"):
        attempt(home, decisions)
    assert folders(home) == []


# Cut off at any moment.

CHILD = """
import os, signal, sys
from pathlib import Path
from data import atomic_files
from data.runs import editions
from data.settings import Home
from metrics.publication.publish import publish
from tests.cities.small_editions import ZHANG, decisions_of, settings
from tests.cities import small_year

def die(*_, **__):
    os.kill(os.getpid(), signal.SIGKILL)

home, moment = Home(Path(sys.argv[1])), sys.argv[2]
decisions = decisions_of(home)
land, act = atomic_files.land_folder, decisions.act
if moment == "while copying":
    editions.keep_original = die
if moment == "before the seal":
    editions.seal = die
if moment == "before the rename":
    atomic_files.land_folder = die
if moment == "before the act":
    atomic_files.land_folder = lambda built, path: (land(built, path), die())
if moment == "after the act":
    decisions.act = lambda *a, **k: (act(*a, **k), die())
publish(home, settings(home), decisions, ZHANG, small_year.PERIOD, "按期发布")
"""


@pytest.mark.skipif(os.name == "nt", reason="Windows has no SIGKILL")
@pytest.mark.parametrize("moment", ["while copying", "before the seal", "before the rename", "before the act", "after the act"])
def test_a_publication_killed_on_the_way_is_whole_or_not_at_all(home: Home, signed: Decisions, moment: str):
    assert Forked("-c", CHILD, home.path, moment).wait() == -signal.SIGKILL
    store = store_of(home, signed)
    if moment == "after the act":
        assert store.runs()[0].edition == "2026H1-1"
        assert editions.sweep(home, lambda: signed) == []
        return
    assert [run.edition for run in store.runs()] == [None], "a folder alone never shows as published"
    with pytest.raises(RequestFault, match="没有编号为 2026H1-1"):
        store.info("2026H1-1")
    (told_next,) = editions.sweep(home, lambda: signed)
    assert "在中途停止" in told_next
    assert [name for name in folders(home) if not name.startswith(editions.ASIDE)] == []
    assert editions.sweep(home, lambda: signed) == []
    assert attempt(home, signed).edition_id == "2026H1-1"


def test_a_sweep_with_the_wrong_decisions_loses_no_edition(home: Home, decisions: Decisions, tmp_path: Path):
    edition = publish_now(home, decisions)
    nothing = decisions_of(Home(tmp_path / "elsewhere").create())
    (told,) = editions.sweep(home, lambda: nothing)
    assert "若它确已发布，请检查 DUSHU_DECISIONS" in told
    (aside,) = (p for p in home.editions.iterdir() if p.name.startswith(editions.ASIDE))
    aside.rename(home.editions / edition.edition_id)
    assert editions.broken(home.editions / edition.edition_id, edition.manifest) == []


def test_an_edition_whose_folder_is_gone_says_so(home: Home, published: Decisions):
    shutil.rmtree(home.editions / "2026H1-1")
    with pytest.raises(RequestFault, match=r"已发布，但它的冻结副本不在.*从备份恢复"):
        store_of(home, published).info("2026H1-1")


def test_a_period_of_any_two_days_has_an_edition_with_a_name_of_its_own(home: Home, decisions: Decisions):
    run = assessed(home, decisions)
    assert periods.edition_id("2026-01-15/2026-03-31", 2) == "2026-01-15_2026-03-31-2"
    assert replace(run, edition="2026-01-15_2026-03-31-2").address == "2026-01-15_2026-03-31-2"
