"""Servers that begin as children of one process, which has imported once what each of them would import first.

It imports nothing of the product, so that a fresh server knows of no page, and nothing that starts threads when it is imported (polars,
duckdb, pyarrow): threads do not come along into a child. It ends with the tests, and its children with it.
"""

import atexit
import json
import os
import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence
from functools import cache
from importlib import import_module
from pathlib import Path

IMPORTED = (
    "streamlit.web.cli", "streamlit.web.bootstrap", "plotly.graph_objs._figure", "sqlalchemy.orm", "alembic.command", "pydantic_settings",
    "docxtpl", "icalendar", "xlsxwriter", "httpx",
)  # fmt: skip


def start(arguments: Sequence[str], environment: Mapping[str, str]) -> int:
    """The number of a new process that does what `streamlit` with these arguments does."""
    return _tell({"arguments": arguments, "environment": os.environ | environment})


def end(process: int) -> None:
    """Kill it: told to end, it would wait seconds for its browser. What it has written is written."""
    _tell({"end": process})


def _tell(what: Mapping[str, object]) -> int:
    parent = _parent()
    assert parent.stdin and parent.stdout
    parent.stdin.write(json.dumps(what) + "\n")
    parent.stdin.flush()
    return int(parent.stdout.readline())


@cache
def _parent() -> subprocess.Popen[str]:
    environment = os.environ | {"OPENBLAS_NUM_THREADS": "1"}  # else numpy starts threads
    parent = subprocess.Popen(
        [sys.executable, "-m", "tests.browser.started"],
        cwd=Path(__file__).parents[2], env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    atexit.register(parent.communicate)
    return parent


def main() -> None:
    """Start and end children as the lines say that come in, until none comes any more."""
    for name in IMPORTED:
        import_module(name)
    assert len(os.listdir("/proc/self/task")) == 1, "what is imported first has started threads"
    children: set[int] = set()
    for line in sys.stdin:
        asked = json.loads(line)
        if process := asked.get("end"):
            children.remove(process)
            _kill(process)
        elif process := os.fork():
            children.add(process)
        else:
            _become(**asked)
        print(process, flush=True)  # the answer
    for process in children:
        _kill(process)


def _kill(process: int) -> None:
    os.kill(process, signal.SIGKILL)
    os.waitpid(process, 0)


def _become(arguments: list[str], environment: dict[str, str]) -> None:
    nowhere = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1, 2):
        os.dup2(nowhere, stream)
    os.environ.clear()
    os.environ |= environment
    sys.argv = ["streamlit", *arguments]
    sys.modules["streamlit.web.cli"].main()


if __name__ == "__main__":
    main()
