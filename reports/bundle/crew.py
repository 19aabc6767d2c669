"""The processes that make the papers of one job, each told paper after paper by a thread of its own here."""

import json
import os
import subprocess
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from queue import Empty, SimpleQueue
from threading import Thread
from typing import Any

from data.settings import PROJECT, Home
from reports.bundle.jobs import Job
from reports.bundle.journal import Made
from reports.bundle.papers import Paper


@dataclass(frozen=True)
class Fault:
    """A paper that could not be made. `is_last`: nothing more can be made now."""

    sentence: str
    is_last: bool


def making(home: Home, job: Job, units: Iterable[Sequence[Paper]], processes: int) -> Iterator[Made | Fault]:
    """What became of each paper, as it is made. `units`: the papers of a unit together, so that one process reads what they share.

    The processes end when the last is made, or when nobody asks for the next.
    """
    waiting: SimpleQueue[Sequence[Paper]] = SimpleQueue()
    count = units_put = 0
    for papers in units:
        waiting.put(papers)
        count, units_put = count + len(papers), units_put + 1
    answers: SimpleQueue[Made | Fault] = SimpleQueue()
    with job.log.open("ab") as log:
        makers = [_Maker(home, job, log.fileno()) for _ in range(min(processes, units_put))]
        try:
            for maker in makers:
                maker.start(waiting, answers)
            for _ in range(count):
                yield answers.get()
        finally:
            for maker in makers:
                maker.end()


class _Maker:
    """One process, and what it is told."""

    def __init__(self, home: Home, job: Job, log: int):
        self._process = subprocess.Popen(
            [sys.executable, "-m", "reports.bundle.maker", job.job_id],
            cwd=PROJECT, env=os.environ | {"DUSHU_HOME": str(home.path)}, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=log,
            text=True, encoding="utf-8",
        )  # fmt: skip

    def start(self, *queues: Any) -> None:
        """Begin to tell it papers from the queue."""
        self._thread = Thread(target=self._work_off, args=queues, daemon=True)
        self._thread.start()

    def _work_off(self, waiting: SimpleQueue[Sequence[Paper]], answers: SimpleQueue[Made | Fault]) -> None:
        """Take units from the queue until it is empty, or the process is gone."""
        while True:
            try:
                papers = waiting.get_nowait()
            except Empty:
                return
            for paper in papers:
                answers.put(answer := self._told(paper))
                if isinstance(answer, Fault) and answer.is_last:
                    return

    def _told(self, paper: Paper) -> Made | Fault:
        assert self._process.stdin
        assert self._process.stdout
        try:
            self._process.stdin.write(json.dumps([paper.path, paper.unit_id, paper.kind]) + "\n")
            self._process.stdin.flush()
            line = self._process.stdout.readline()
        except (OSError, ValueError):  # it is gone, or was ended while it was told
            line = ""
        if not line:
            return Fault(
                f"生成 {paper.path} 的进程意外结束，已成的文书保留。请继续；若再次出现，请检查内存，或减少 DUSHU_PAPERS_PROCESSES。",
                True,
            )
        said = json.loads(line)
        return Made(*said["made"]) if "made" in said else Fault(said["fault"], said["is_last"])

    def end(self) -> None:
        """Let it go, in the middle of a paper if need be: half of one is never in its place."""
        self._process.terminate()
        self._process.wait()
        self._thread.join()  # it reads to the end of what the process said
        for pipe in (self._process.stdin, self._process.stdout):
            with suppress(OSError):  # what was still to be told is told to nobody
                pipe and pipe.close()
