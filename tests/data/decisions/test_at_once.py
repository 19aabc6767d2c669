"""Many at once, and a kill at any step: no act lost, none doubled, none halved, and who was overtaken is told."""

import os
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import pytest
from sqlalchemy import text

from data.decisions.evidence import fetch, sweep
from data.decisions.store import Decisions, Overtaken
from data.settings import Home
from tests.data.decisions.conftest import OFFICER, Opener
from tests.data.decisions.crowd import OVERTAKEN, STATEMENTS, crowd
from tests.data.decisions.sample_acts import lift

WRITERS, ACTS = 20, 15
STEPS = [*STATEMENTS, "before the file lies", "after the file lies", "before the commit", "after the commit"]
processes = pytest.mark.skipif(os.name == "nt", reason="Windows can't fork, and has no SIGKILL")


@processes
def test_twenty_writers_at_once_lose_and_double_nothing(home: Home, address: str | None, opened: Opener):
    assert crowd("write", WRITERS, home.path, address, str(ACTS)) == [0] * WRITERS
    decisions = opened()
    acts = decisions.acts("exemption")
    assert Counter(act.reason for act in acts) == Counter(f"{w}/{n}" for w in range(WRITERS) for n in range(ACTS))
    for thing, each in (("shared-0", 2), ("shared-1", 1)):
        assert [act.seq for act in acts if act.thing == thing] == list(range(1, each * WRITERS + 1))
    verdict = decisions.verify_trail()
    assert (verdict.lines, verdict.faults) == (WRITERS * ACTS, ())
    assert [line.detail["act_id"] for line in decisions.trail_lines()] == [act.act_id for act in acts]


@processes
def test_of_processes_on_the_same_thing_one_wins_and_the_others_are_told(home: Home, address: str | None, opened: Opener):
    assert sorted(crowd("claim", 8, home.path, address)) == [0] + [OVERTAKEN] * 7
    assert len(opened().acts()) == len(opened().trail_lines()) == 1


def test_of_threads_on_the_same_thing_one_wins_and_the_others_are_told(decisions: Decisions):
    gate = Barrier(8)

    def one(number: int) -> bool:
        gate.wait()
        try:
            lift(decisions)
        except Overtaken:
            return False
        return True

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(one, range(8))) == 1
    assert len(decisions.acts()) == len(decisions.trail_lines()) == 1


@processes
@pytest.mark.parametrize("job", ["send", "see", "open"])
def test_the_same_sent_several_times_at_once_is_done_once_and_nobody_fails(home: Home, address: str | None, opened: Opener, job: str):
    assert crowd(job, 8, home.path, address) == [0] * 8
    decisions = opened()
    assert len(decisions.acts()) == len(decisions.trail_lines()) == (1 if job == "send" else 0)
    with decisions.database.reading() as session:
        assert session.execute(text("select count(*) from presences")).scalar() == (1 if job == "see" else 0)


@processes
def test_the_same_file_handed_in_at_once_lies_there_once(home: Home, address: str | None, opened: Opener):
    assert crowd("upload", 8, home.path, address) == [0] * 8
    lines = opened().trail_lines()
    assert len(lines) == 8
    assert {path.name for path in home.evidence.iterdir()} == {lines[0].target, "lock"}


@processes
@pytest.mark.parametrize("step", STEPS)
def test_a_kill_at_any_step_leaves_all_or_nothing(home: Home, address: str | None, opened: Opener, step: str):
    lift(opened(), "before")
    assert crowd("die", 1, home.path, address, step) == [-9]
    decisions = opened()
    found = decisions.last("exemption", step)
    assert (found is not None) == (step == "after the commit")
    assert decisions.verify_trail().faults == ()
    assert len([line for line in decisions.trail_lines() if line.what == "act"]) == len(decisions.acts()) == (2 if found else 1)
    if found:
        assert fetch(decisions, OFFICER, found.evidence[0]).data.endswith(step.encode())
    assert sweep(home) == (["上次上传证据被中断，留下未写完的文件，已清理；请重新上传。"] if step == "before the file lies" else [])
    assert lift(decisions, step, seen=found.seq if found else 0).seq == (2 if found else 1)
    assert whole(home)


def whole(home: Home) -> bool:
    """Nothing lies in the evidence folder that is half a file."""
    return all(path.name == "lock" or path.stat().st_size > 5000 for path in Path(home.evidence).iterdir())
