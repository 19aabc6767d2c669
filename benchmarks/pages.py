"""A page's server time against an empty Streamlit page, over the wire that browsers use, in one run.

A client speaks Streamlit's own protocol over a websocket: it asks for a page and waits until the script has finished. Server time is
the CPU time that the server's process spent on it (Linux).
"""

import asyncio
import os
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import websockets
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from data.settings import PROJECT, Home, Settings
from metrics.demonstration import load_demo

EMPTY = "import streamlit as st\nst.set_page_config(layout='wide')\n"
PAGES = {"overview": "", "ranking": "rank", "department": "unit", "obligations": "list", "intake": "import"}
TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True)
class Visit:
    """Milliseconds of a visit: median until the script had finished, mean of the server's CPU (its clock is too coarse for single ones)."""

    wall: float
    cpu: float


def main(visits: int = 60) -> None:
    """Print a line a page: milliseconds of a first visit in a new session and of a rerun, and their ratios to the empty page.

    The empty page runs as Streamlit ships; once more, lean, with our setting that leaves out the garbage collection after each run.
    """
    with tempfile.TemporaryDirectory() as folder:
        home = Home(Path(folder) / "home")
        load_demo(home, Settings(home=home.path), lambda step: None)
        empty = Path(folder) / "empty.py"
        empty.write_text(EMPTY, encoding="utf-8")
        with server(empty, home, "--runner.postScriptGC", "true") as (pid, address):
            none = asyncio.run(visited(pid, address, "", visits))
        with server(empty, home) as (pid, address):
            lean = asyncio.run(visited(pid, address, "", visits))
        print(f"{'page':>14} {'first: cpu':>12} {'wall':>9} {'ratio':>7} {'again: cpu':>12} {'wall':>9} {'ratio':>7}")
        _show("(empty)", none, none)
        _show("(empty, lean)", lean, none)
        with server(PROJECT / "app.py", home) as (pid, address):
            for name, path in PAGES.items():
                _show(name, asyncio.run(visited(pid, address, path, visits)), none)


async def visited(pid: int, address: str, page: str, visits: int) -> tuple[Visit, Visit]:
    """(a first visit, each in a session of its own; a rerun, all in one session), after a few that aren't counted."""
    return await _first(pid, address, page, visits), await _again(pid, address, page, visits)


async def _first(pid: int, address: str, page: str, visits: int) -> Visit:
    async def one() -> float:
        async with _line(address) as line:
            return await _ask(line, page)

    return await _timed(pid, one, visits)


async def _again(pid: int, address: str, page: str, visits: int) -> Visit:
    async with _line(address) as line:
        return await _timed(pid, lambda: _ask(line, page), visits)


async def _timed(pid: int, visit: Callable[[], Awaitable[float]], visits: int) -> Visit:
    for _ in range(3):
        await visit()
    before = _cpu(pid)
    walls = [await visit() for _ in range(visits)]
    await asyncio.sleep(0.2)  # what the server does after the last message counts too
    return Visit(statistics.median(walls) * 1000, (_cpu(pid) - before) / visits * 1000)


def _line(address: str) -> websockets.connect:
    return websockets.connect(f"ws://{address}/_stcore/stream", subprotocols=["streamlit"], max_size=None)


async def _ask(line: websockets.ClientConnection, page: str) -> float:
    """Seconds from asking for a page until its script has finished."""
    ask = BackMsg()
    ask.rerun_script.page_name = page
    start = time.perf_counter()
    await line.send(ask.SerializeToString())
    told = ForwardMsg()
    while told.WhichOneof("type") != "script_finished":
        told.ParseFromString(await line.recv())
    return time.perf_counter() - start


@contextmanager
def server(script: Path, home: Home, *settings: str) -> Iterator[tuple[int, str]]:
    """A fresh server of a script on a free port of this machine: (process id, host:port)."""
    port = _free_port()
    options = ["--server.port", str(port), "--server.headless", "true", "--server.address", "127.0.0.1", *settings]
    command = [sys.executable, "-m", "streamlit", "run", str(script), *options]
    process = subprocess.Popen(command, cwd=PROJECT, env=os.environ | {"DUSHU_HOME": str(home.path)}, stdout=subprocess.DEVNULL)
    try:
        _wait_for(f"http://127.0.0.1:{port}/_stcore/health")
        yield process.pid, f"127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait()


def _free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return taken.getsockname()[1]


def _wait_for(address: str, seconds: float = 60) -> None:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        try:
            with urllib.request.urlopen(address, timeout=2):
                return
        except OSError:
            time.sleep(0.2)
    raise TimeoutError(f"{address} did not answer in {seconds:.0f} s")


def _cpu(pid: int) -> float:
    """Seconds of CPU that a process has used. The kernel counts in hundredths."""
    fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


def _show(name: str, visits: tuple[Visit, Visit], none: tuple[Visit, Visit]) -> None:
    cells = [f"{v.cpu:9.1f} ms {v.wall:6.1f} ms {v.cpu / e.cpu:7.2f}" for v, e in zip(visits, none, strict=True)]
    print(f"{name:>14} {' '.join(cells)}", flush=True)


if __name__ == "__main__":
    main()
