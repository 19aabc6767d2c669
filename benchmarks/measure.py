"""One piece of work in a process of its own: how long it took and how much memory it held at most."""

import multiprocessing
import re
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class Reading:
    """Median seconds over the runs, and the most memory that any run held, in MB over what an idle process holds."""

    seconds: float
    megabytes: float


def measure(work: Callable[..., object], *arguments: object, runs: int = 3) -> Reading:
    """Run the work in fresh processes, so that nothing is warm and no memory is left over from before."""
    readings = [apart(_run, work, arguments) for _ in range(runs)]
    return Reading(statistics.median(r.seconds for r in readings), max(r.megabytes for r in readings))


def apart(run: Callable[..., None], *arguments: object) -> Any:
    """What `run` sends when it is called in a fresh process with the arguments and, as the last one, the sending end of a pipe."""
    context = multiprocessing.get_context("spawn")
    receiver, sender = context.Pipe(duplex=False)
    process = context.Process(target=run, args=(*arguments, sender))
    process.start()
    sender.close()
    found = receiver.recv()
    process.join()
    return found


def _run(work: Callable[..., object], arguments: tuple, sender: object) -> None:
    idle = most_memory()
    start = time.perf_counter()
    work(*arguments)
    seconds = time.perf_counter() - start
    sender.send(Reading(seconds, most_memory() - idle))


def most_memory() -> float:
    """The most memory this process has held so far, in MB (Linux). getrusage would count what its parent held before it was born."""
    return int(re.search(r"VmHWM:\s+(\d+)", Path("/proc/self/status").read_text())[1]) / 1024
