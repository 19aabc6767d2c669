"""A PostgreSQL server of one's own: from the system's packages, in a temporary folder, on a free loopback port, gone when it is let go."""

import os
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg

QUICK = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "dynamic_shared_memory_type=mmap")  # which goes with the folder
NOBODY, NOGROUP = "nobody", "nogroup"
BINARIES = [Path("/usr/lib/postgresql"), Path("/opt/homebrew/opt"), Path("/usr/local/opt")]


def binaries() -> Path | None:
    """The folder of the server's programs; None when PostgreSQL isn't installed."""
    if found := shutil.which("initdb"):
        return Path(found).resolve().parent
    return next((p.parent for place in BINARIES for p in sorted(place.glob("*/bin/initdb"), reverse=True)), None)


@contextmanager
def server(*, durable: bool = False) -> Iterator[str]:
    """A running server; gives its address without a database's name. `durable`: synced to disk at every commit, as in real use."""
    programs = binaries()
    assert programs is not None
    folder = Path(tempfile.mkdtemp(prefix="dushu-pg-"))
    try:
        _run_as_nobody(
            [programs / "initdb", "-D", folder / "data", "-U", "dushu", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync"], folder
        )
        options = ["listen_addresses=127.0.0.1", f"unix_socket_directories={folder}", "max_connections=200", *(() if durable else QUICK)]
        process, address = _started(programs, folder, [word for option in options for word in ("-c", option)])
        try:
            yield address
        finally:
            process.terminate() if durable else process.kill()
            process.wait(30)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _started(programs: Path, folder: Path, options: list[str]) -> tuple[subprocess.Popen, str]:
    """The server's process and address. Another program may take a free port first: then the next one is tried."""
    for _ in range(5):
        port = free_port()
        with (folder / "log").open("ab") as log:
            command = [*_as_nobody("--pdeathsig", "QUIT"), programs / "postgres", "-D", folder / "data", "-p", str(port), *options]
            process = subprocess.Popen(command, stdout=log, stderr=log, cwd=folder)
        address = f"postgresql://dushu@127.0.0.1:{port}"
        if _answers(process, address):
            return process, address
    raise RuntimeError(f"PostgreSQL did not start:\n{(folder / 'log').read_text(errors='replace')[-2000:]}")


def _answers(process: subprocess.Popen, address: str) -> bool:
    until = time.monotonic() + 30
    while process.poll() is None and time.monotonic() < until:
        try:
            psycopg.connect(f"{address}/postgres", connect_timeout=2).close()
        except psycopg.OperationalError:
            time.sleep(0.1)
        else:
            return True
    process.kill()
    process.wait()
    return False


def _run_as_nobody(command: list, folder: Path) -> None:
    prefix = _as_nobody()
    if prefix:
        shutil.chown(folder, NOBODY, NOGROUP)
    done = subprocess.run([*prefix, *command], cwd=folder, capture_output=True, text=True)
    if done.returncode:
        raise RuntimeError(f"initdb failed: {done.stdout}{done.stderr}")


def _as_nobody(*more: str) -> list[str]:
    """What a command starts with to run as nobody, as PostgreSQL refuses to run as root; `more`: so that it ends with the tests, however
    they end. By a program of its own: Python would copy its whole process to do it, which the system may refuse to a large one.
    """
    if shutil.which("setpriv") is None:
        return []
    is_root = os.name == "posix" and os.geteuid() == 0
    return (
        ["setpriv", *((f"--reuid={NOBODY}", f"--regid={NOGROUP}", "--clear-groups") if is_root else ()), *more] if is_root or more else []
    )


def free_port() -> int:
    """A port that nobody listens on just now."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


def is_free(port: int) -> bool:
    """Whether a server can listen on a port now; connections that have ended do not matter to it."""
    with socket.socket() as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True
