"""A process that makes papers, one after another as it is told, at low priority: pages come first. It ends with who told it.

In: a line of JSON a paper, ``[path, unit, kind]``. Out: a line a paper, ``{"made": [path, sha256, size]}`` or ``{"fault": why, "is_last": …}``.
"""

import json
import os
import sys
from typing import IO

from data.decisions.store import Decisions
from data.errors import DushuError
from data.runs import editions
from data.runs.store import RunStore
from data.settings import Home, settings
from metrics.run.reader import Reader
from reports.bundle.disk import in_words
from reports.bundle.jobs import Job
from reports.bundle.journal import put
from reports.bundle.papers import Maker, Paper
from reports.typesetting.typesetting import Unprintable

LOW = 10


def main(job_id: str, asked: IO[str], answers: IO[str]) -> None:
    """Make what is asked for until nothing more is."""
    if hasattr(os, "nice"):
        os.nice(LOW)
    chosen = settings()
    home, alone = Home(chosen.home), chosen.model_copy(update={"threads": 1})
    job, decisions = Job(home, job_id), Decisions(home, chosen)
    told = job.told()
    store, viewer = RunStore(home, alone, lambda: editions.published(decisions)), told.asked.viewer
    past = [Reader(store, run, viewer) for run in told.order.past]
    maker = Maker(Reader(store, told.order.run, viewer), past, told.order.lang)
    for line in asked:
        answers.write(json.dumps(_answer(job, maker, Paper(*json.loads(line)))) + "\n")
        answers.flush()


def _answer(job: Job, maker: Maker, paper: Paper) -> dict[str, object]:
    try:
        made = put(job, paper.path, maker.make(paper))
    except OSError as fault:
        return {"fault": in_words(fault), "is_last": True}
    except (DushuError, Unprintable) as fault:
        return {"fault": f"{paper.path}：{fault}", "is_last": False}
    return {"made": [made.path, made.sha256, made.size]}


if __name__ == "__main__":
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "w", encoding="utf-8")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())  # what a library prints is no answer
    main(sys.argv[1], sys.stdin, answers)
