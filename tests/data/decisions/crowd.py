"""Many processes at one store at once, or one that dies at a chosen step.

They are forked by a process of their own in which nothing is open yet; it is kept, so that what they import is imported once.
"""

import atexit
import gc
import json
import multiprocessing
import os
import signal
import subprocess
import sys
from datetime import date, timedelta
from functools import cache
from importlib import import_module
from multiprocessing.synchronize import Barrier
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import event
from sqlalchemy.orm import Session

from data import atomic_files
from data.access import Viewer
from data.calendar import day_of, load_calendar
from data.decisions import orders
from data.decisions.bodies import Exemption, Order
from data.decisions.evidence import hand_in
from data.decisions.store import Decisions, Overtaken
from data.settings import PROJECT, Home, Settings

OVERTAKEN = 3
PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 5000
LIFTED = Exemption(rule_id="R01", unit_id="JM002", start=date(2026, 1, 1))
STATEMENTS = {
    "before the act": ("before", "INSERT INTO acts"),
    "after the act": ("after", "INSERT INTO acts"),
    "after the file's link": ("after", "INSERT INTO act_evidence"),
    "before the line": ("before", "INSERT INTO trail "),
    "after the line": ("after", "INSERT INTO trail "),
    "after the end moved": ("after", "UPDATE trail_head"),
    "before the file's row": ("before", "INSERT INTO evidence"),
    "after the file's row": ("after", "INSERT INTO evidence"),
}


def crowd(job: str, count: int, home: Path, address: str | None, *words: str) -> list[int]:
    """Run a job in so many processes at once; gives each one's exit code, −9 for one that was killed."""
    forking = _forking()
    assert forking.stdin
    assert forking.stdout
    forking.stdin.write(json.dumps([job, count, str(home), address or "", *words]) + "\n")
    forking.stdin.flush()
    done: list[int] = json.loads(forking.stdout.readline())
    return done


@cache
def _forking() -> subprocess.Popen[str]:
    """The process that forks: it takes a job a line and answers with the exit codes. It ends with the tests, which let go of its input."""
    command = [sys.executable, "-m", "tests.data.decisions.crowd"]
    started = subprocess.Popen(command, cwd=PROJECT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    atexit.register(started.communicate)
    return started


def open_it(number: int, home: Path, address: str | None) -> None:
    Decisions(Home(home), Settings(home=home, decisions=address))


def write(number: int, home: Path, address: str | None, acts: str) -> None:
    """Four of five acts on things of one's own, the fifth on one of two that all others act on too; who is overtaken looks again."""
    decisions, me = Decisions(Home(home), Settings(home=home, decisions=address)), Viewer(f"第{number}人", "officer", login=f"w{number}")
    for n in range(int(acts)):
        thing = f"own-{number}-{n}" if n % 5 else f"shared-{n // 5 % 2}"
        while True:
            last = decisions.last("exemption", thing)
            try:
                decisions.act(
                    me, "exemption", thing, "made", LIFTED, reason=f"{number}/{n}", seen=last.seq if last else 0, token=f"{number}/{n}"
                )
            except Overtaken:
                continue
            break


def claim(number: int, home: Path, address: str | None) -> None:
    """All act on the same thing, having seen nothing."""
    decisions = Decisions(Home(home), Settings(home=home, decisions=address))
    decisions.act(Viewer("甲", "officer", login=f"w{number}"), "exemption", "x", "made", LIFTED, reason=str(number))


def send(number: int, home: Path, address: str | None) -> None:
    """One form that was sent by several clicks."""
    decisions = Decisions(Home(home), Settings(home=home, decisions=address))
    act = decisions.act(Viewer("甲", "officer", login="a"), "exemption", f"new-{number}", "made", LIFTED, reason="同一张表", token="form")
    assert act.act_id == decisions.acts()[0].act_id


def see(number: int, home: Path, address: str | None) -> None:
    """Pages of one sign-in that come at once."""
    assert Decisions(Home(home), Settings(home=home, decisions=address)).seen("key", "a", timedelta(minutes=30))


def upload(number: int, home: Path, address: str | None) -> None:
    """All hand in the same bytes."""
    hand_in(Decisions(Home(home), Settings(home=home, decisions=address)), Viewer("甲", "officer", login="a"), f"{number}.png", PNG, None)


def die(number: int, home: Path, address: str | None, step: str) -> None:
    """Hand in a file and act on it, and be killed at a step."""
    decisions, me = Decisions(Home(home), Settings(home=home, decisions=address)), Viewer("甲", "officer", login="a")
    if step in ("before the file lies", "after the file lies"):
        land = atomic_files.os.replace
        atomic_files.os.replace = lambda *places: kill() if step.startswith("before") else (land(*places), kill())
    elif step.startswith(("before the file", "after the file's row")):
        arm(decisions, step)
    evidence = hand_in(decisions, me, "照片.png", PNG + step.encode(), None)
    arm(decisions, step)
    decisions.act(me, "exemption", step, "made", LIFTED, reason="半途", evidence=[evidence])


def order(number: int, home: Path, address: str | None, count: str) -> None:
    """Issue so many orders, one after the other."""
    decisions, calendar = Decisions(Home(home), Settings(home=home, decisions=address)), load_calendar()
    me, today = Viewer(f"第{number}人", "officer", login=f"w{number}"), day_of(decisions.now())
    said = {
        "unit_id": f"U{number}",
        "unit_name": "某局",
        "issuer_name": "数据局",
        "matter": "整改",
        "run": "r",
        "period": "2026H1",
        "as_of": today,
    }
    named = ({"rule_id": "share_reply", "subject_id": "SQ1"},)
    body = Order.model_validate({**said, "obligations": named, "issued_on": today, "due_on": calendar.after(today, 15)})
    for n in range(int(count)):
        orders.issue(decisions, me, calendar, body, f"{number}/{n}")


def arm(decisions: Decisions, step: str) -> None:
    if step == "before the commit":
        event.listen(decisions.database._engine, "commit", lambda connection: kill())
    elif step == "after the commit":
        event.listen(Session, "after_commit", lambda session: kill())
    else:
        when, start = STATEMENTS[step]
        event.listen(decisions.database._engine, f"{when}_cursor_execute", lambda *a: kill() if a[2].startswith(start) else None)


def kill() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


JOBS = {"open": open_it, "write": write, "claim": claim, "send": send, "see": see, "upload": upload, "order": order, "die": die}


def child(gate: Barrier, number: int, job: str, home: str, address: str, words: list[str]) -> None:
    """Wait until all have come, then do it."""
    gate.wait()
    try:
        JOBS[job](number, Path(home), address or None, *words)
    except Overtaken:
        sys.exit(OVERTAKEN)


def run(job: str, count: int, home: str, address: str, *words: str) -> list[int | None]:
    """Fork so many, let them begin together and wait for all."""
    context = multiprocessing.get_context("fork")
    gate = context.Barrier(count)
    born = [context.Process(target=child, args=(gate, number, job, home, address, list(words))) for number in range(count)]
    for process in born:
        process.start()
    for process in born:
        process.join()
    return [process.exitcode for process in born]


def warm() -> None:
    """Have done once, in a home of its own that goes again, what each of them would do for the first time. Nothing is left open."""
    import_module("psycopg")  # which is imported by the first that opens a PostgreSQL
    with TemporaryDirectory() as folder:
        home, me = Home(Path(folder)).create(), Viewer("甲", "officer", login="a")
        decisions = Decisions(home, Settings(home=home.path))
        evidence = hand_in(decisions, me, "a.png", PNG, None)
        decisions.act(me, "exemption", "x", "made", LIFTED, reason="先做一遍", evidence=[evidence])
        decisions.last("exemption", "x")
        decisions.close()
    gc.collect()
    gc.freeze()


if __name__ == "__main__":
    warm()
    for line in sys.stdin:
        print(json.dumps(run(*json.loads(line))), flush=True)
