"""Processes that a test starts, kills, or needs several of: forked from one in which everything that they need is imported already.

An interpreter of their own would import for seconds before it began. In the one they are forked from nothing has been done yet, no file and
no database is open. What must hold for a process from its very start is tested with a real one (`tests.commands.terminal.process`).
"""

import atexit
import json
import os
import runpy
import signal
import socket
import subprocess
import sys
import time
import traceback
from functools import cache
from threading import Lock
from typing import Any, NoReturn

from data.settings import PROJECT

PROGRAMS = ("cli", "reports.bundle.worker", "reports.bundle.maker", "data.delivery.sending", "psycopg", "typst")
SERVERS = (  # nothing of the product: a fresh server knows of no page
    "streamlit.web.cli", "streamlit.web.bootstrap", "plotly.graph_objs._figure", "sqlalchemy.orm", "alembic.command", "pydantic_settings",
    "docxtpl", "icalendar", "xlsxwriter", "httpx",
)  # fmt: skip
ASKING = Lock()  # threads of the product wait for their processes


class Forked:
    """What ``python *arguments`` would be: a file, ``-m module`` or ``-c code``, each with its own arguments. As `subprocess.Popen` where
    both have the same; with `pipes` one talks to it, and closes them. `stderr`: a file's number, None for nowhere. `imported`: what is
    there before it begins.
    """

    def __init__(
        self, *arguments: object, pipes: bool = False, stderr: int | None = 2, imported: tuple[str, ...] = PROGRAMS, **environment: str
    ):
        (its_in, to), (back, its_out) = os.pipe(), os.pipe()
        nothing = os.open(os.devnull, os.O_RDWR)
        told = {"fork": [str(one) for one in arguments], "environment": os.environ | environment}
        self._template = _template(imported)
        files = (its_in, its_out) if pipes else (nothing, nothing)
        self.pid: int = _ask(self._template, told, *files, nothing if stderr is None else stderr)
        self.returncode: int | None = None
        self.stdin, self.stdout = os.fdopen(to, "w", encoding="utf-8"), os.fdopen(back, encoding="utf-8")
        for end in (its_in, its_out, nothing):
            os.close(end)
        if not pipes:
            self.close()

    def poll(self) -> int | None:
        """Its exit code, None while it runs."""
        if self.returncode is None:
            self.returncode = _ask(self._template, {"ended": self.pid})
        return self.returncode

    def wait(self, timeout: float | None = None) -> int:
        """Its exit code when it is over; −9 for one that was killed. Raises TimeoutError after so many seconds."""
        until = time.monotonic() + timeout if timeout else None
        while (code := self.poll()) is None:  # others ask meanwhile
            if until and time.monotonic() > until:
                raise TimeoutError(f"process {self.pid} runs on")
            time.sleep(0.01)
        return code

    def kill(self) -> None:
        """End it as a power cut would, and wait until it is gone."""
        self.terminate(signal.SIGKILL)
        self.wait()

    def terminate(self, how: int = signal.SIGTERM) -> None:
        """Ask it to end."""
        if self.poll() is None:
            os.kill(self.pid, how)

    def close(self) -> None:
        """Let go of its pipes."""
        self.stdin.close()
        self.stdout.close()


def popen(command: list[str], *, env: dict[str, str], stderr: int, **_: Any) -> Forked:
    """In place of `subprocess.Popen` where the product starts a Python to talk to."""
    return Forked(*command[1:], pipes=True, stderr=stderr, **env)


@cache
def _template(imported: tuple[str, ...]) -> socket.socket:
    """The line to the process that forks. It ends when it is let go."""
    ours, theirs = socket.socketpair()
    command = [sys.executable, "-m", __name__, str(theirs.fileno()), *imported]
    around = os.environ | {"PYTHONUTF8": "1", "OPENBLAS_NUM_THREADS": "1"}  # else numpy starts threads, which would not come along
    started = subprocess.Popen(command, cwd=PROJECT, env=around, stdin=subprocess.DEVNULL, pass_fds=[theirs.fileno()])
    theirs.close()
    atexit.register(started.wait)
    atexit.register(ours.close)  # the later one is called first
    return ours


def _ask(line: socket.socket, told: dict[str, Any], *files: int) -> Any:
    with ASKING:
        socket.send_fds(line, [json.dumps(told).encode() + b"\n"], list(files))
        return json.loads(_line(line)[0])


def _line(line: socket.socket) -> tuple[bytes, list[int]]:
    """One message to its end, and the files that came with it; nothing when the other has let go."""
    text, files, *_ = socket.recv_fds(line, 1 << 16, 3)
    while text and not text.endswith(b"\n"):
        text += line.recv(1 << 16)
    return text, files


def _serve(line: socket.socket, *imported: str) -> None:
    for name in imported:
        __import__(name)
    running: set[int] = set()
    while (message := _line(line))[0]:
        text, files = message
        told = json.loads(text)
        if "fork" in told:
            answer = os.fork() or _become(told["fork"], told["environment"], files)
            running.add(answer)
            for file in files:
                os.close(file)
        else:
            ended, status = os.waitpid(told["ended"], os.WNOHANG)
            running.discard(ended)
            answer = os.waitstatus_to_exitcode(status) if ended else None
        line.sendall(json.dumps(answer).encode() + b"\n")
    for left in running:  # the tests are over, or were killed themselves
        os.kill(left, signal.SIGKILL)


def _become(arguments: list[str], environment: dict[str, str], files: list[int]) -> NoReturn:
    """In the forked process: run what was asked for, and end without taking down what the other process had built up."""
    os.environ.clear()
    os.environ.update(environment)
    for number, file in enumerate(files):
        os.dup2(file, number)
        os.close(file)
    code = 1
    try:
        _run(*arguments)
        code = 0
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else int(end.code is not None)
    finally:
        if sys.exc_info()[0]:
            traceback.print_exc()
        sys.stdout.flush()
        os._exit(code)


def _run(first: str, *rest: str) -> None:
    if first == "-c":
        sys.argv = [first, *rest[1:]]
        exec(compile(rest[0], "<forked>", "exec"), {"__name__": "__main__"})
    elif first == "-m":
        sys.argv = list(rest)
        runpy.run_module(rest[0], run_name="__main__", alter_sys=True)
    else:
        sys.argv = [first, *rest]
        runpy.run_path(first, run_name="__main__")


if __name__ == "__main__":
    _serve(socket.socket(fileno=int(sys.argv[1])), *sys.argv[2:])
