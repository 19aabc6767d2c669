"""A server of a script and a browser's side of its wire: what pages and crowds are measured with, and tests ask that need no drawing.

A client speaks Streamlit's own protocol over a websocket: it asks for a page and waits until the script has finished. Server time is
the CPU time that the server's process spent on it (Linux).
"""

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import websockets
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from data.settings import PROJECT, Home

EMPTY = "import streamlit as st\nst.set_page_config(layout='wide')\n"
SHIPPED = ("--runner.postScriptGC", "true")  # as Streamlit ships: all garbage is collected after every run


class Line:
    """One open page of a browser. `headers`: what a gateway before the server, or the browser, adds to the request."""

    def __init__(self, address: str, headers: Mapping[str, str] | None = None):
        self._address, self._headers = address, headers
        self.answer: list[ForwardMsg] = []  # all of the last one
        self.failed: str | None = None  # what the last answer said went wrong in the script

    async def __aenter__(self) -> "Line":
        self._socket = await websockets.connect(
            f"ws://{self._address}/_stcore/stream", subprotocols=["streamlit"], max_size=None, additional_headers=self._headers
        )
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._socket.close()

    async def ask(self, page: str, query: str = "") -> float:
        """Seconds from asking for a view until its script has finished. `page`: its address; `query`: what stands behind the "?"."""
        ask = BackMsg()
        ask.rerun_script.page_name, ask.rerun_script.query_string = page, query
        start = time.perf_counter()
        await self._socket.send(ask.SerializeToString())
        told, self.failed, self.answer = ForwardMsg(), None, []
        while told.WhichOneof("type") != "script_finished":
            told = ForwardMsg.FromString(await self._socket.recv())
            self.answer.append(told)
            if told.WhichOneof("type") == "delta" and told.delta.new_element.WhichOneof("type") == "exception":
                self.failed = told.delta.new_element.exception.message
        return time.perf_counter() - start


@contextmanager
def server(script: Path, home: Home, *settings: str) -> Iterator[tuple[int, str]]:
    """A fresh server of a script on a free port of this machine: (process id, host:port)."""
    port = _free_port()
    options = ["--server.port", str(port), "--server.headless", "true", "--server.address", "127.0.0.1", *settings]
    command = [sys.executable, "-m", "streamlit", "run", str(script), *options]
    environment = os.environ | {"DUSHU_HOME": str(home.path), "PYTHONPATH": str(PROJECT)}
    process = subprocess.Popen(command, cwd=PROJECT, env=environment, stdout=subprocess.DEVNULL)
    try:
        _wait_for(f"http://127.0.0.1:{port}/_stcore/health")
        yield process.pid, f"127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait()


def cpu(pid: int) -> float:
    """Seconds of CPU that a process has used, all its threads, those that ended too."""
    return time.clock_gettime((~pid << 3) | 2)  # the kernel's name of that process's CPU clock


def memory(pid: int) -> float:
    """MB that a process holds now."""
    pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


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
