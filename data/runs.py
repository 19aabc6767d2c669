"""Run files: one assessment is one DuckDB file named by all that went into it. Built beside, checked, synced, renamed; read by cursor."""

import json
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path

import duckdb

from data.errors import RequestFault
from data.settings import Home, Settings

BUILDING = ".building-"


@dataclass(frozen=True)
class RunInfo:
    """What one run is of. `is_reconstructed`: some exports were not yet in at `as_of`, a later batch was read back to that day."""

    run_id: str
    period: str
    period_start: date
    period_end: date
    as_of: date
    scheme_id: str
    scheme_title: str
    scheme_status: str
    authority_id: str
    is_reconstructed: bool = False
    missing_exports: tuple[str, ...] = ()

    @classmethod
    def read(cls, path: Path) -> "RunInfo":
        """The description that lies beside a run file."""
        spec = json.loads(path.read_text(encoding="utf-8"))
        days = {k: date.fromisoformat(spec[k]) for k in ("period_start", "period_end", "as_of")}
        return cls(**(spec | days | {"missing_exports": tuple(spec["missing_exports"])}))

    def write(self, path: Path) -> None:
        """Put the description beside the run file."""
        path.write_text(json.dumps(asdict(self), ensure_ascii=False, default=str, indent=1), encoding="utf-8")


@contextmanager
def building(home: Home, info: RunInfo) -> Iterator[Path]:
    """A path to build the run's file at. It is published when the block ends well, and swept away when not.

    The description is written first: a run exists from the moment its DuckDB file has its name.
    """
    home.create()
    beside = home.runs / f"{BUILDING}{info.run_id}-{os.getpid()}.duckdb"
    try:
        yield beside
        _sync(beside)
        info.write(home.runs / f"{info.run_id}.json")
        beside.replace(home.runs / f"{info.run_id}.duckdb")
        _sync(home.runs)
    finally:
        for left in home.runs.glob(f"{beside.name}*"):
            _remove(left)


def sweep(home: Home) -> list[str]:
    """Clear away what an assessment left that was cut off. One sentence for each; builders still alive are left alone."""
    found = []
    for left in sorted(home.runs.glob(f"{BUILDING}*")):
        builder = left.name.split(".duckdb")[0].rsplit("-", 1)[-1]
        if builder.isdigit() and _is_alive(int(builder)):
            continue
        _remove(left)
        found.append(f"上次测算在中途停止，已清除未完成的文件 {left.name}；此前的结果完好，请重新测算。")
    for description in sorted(home.runs.glob("*.json")):
        if not description.with_suffix(".duckdb").exists():
            description.unlink(missing_ok=True)
    return found


class RunStore:
    """The finished runs of a home, attached read-only to one in-memory root. Every read takes its own cursor: connections aren't shared."""

    def __init__(self, home: Home, settings: Settings):
        self.home = home.create()
        self._known: dict[str, RunInfo] = {}  # a run never changes once it is there
        self._attached: set[str] = set()
        self._lock = threading.Lock()
        self._root = duckdb.connect(":memory:")
        self._root.execute("set threads = $n", {"n": settings.threads})
        self._root.execute("set memory_limit = $m", {"m": settings.memory_limit})
        # Only finished runs can be opened from here, nothing else on the machine, and no query can change that.
        self._root.execute("set allowed_directories = $d", {"d": [f"{home.runs}{os.sep}"]})
        self._root.execute("set enable_external_access = false")
        self._root.execute("set lock_configuration = true")

    def runs(self) -> list[RunInfo]:
        """Every finished run, the newest day first."""
        found = [self.info(p.stem) for p in self.home.runs.glob("*.duckdb") if not p.name.startswith(BUILDING)]
        return sorted(found, key=lambda r: (r.as_of, r.period_end, r.run_id), reverse=True)

    def info(self, run_id: str) -> RunInfo:
        """What a run is of. Raises RequestFault when there is no such run."""
        if run_id not in self._known:
            description = self.home.runs / f"{run_id}.json"
            if not run_id.isalnum() or not description.with_suffix(".duckdb").exists():
                raise RequestFault(f"没有编号为 {run_id} 的测算结果。请从“考核期”重新选择。")
            self._known[run_id] = RunInfo.read(description)
        return self._known[run_id]

    @contextmanager
    def cursor(self, run_id: str) -> Iterator[duckdb.DuckDBPyConnection]:
        """A cursor of one's own on one run, inside one transaction, so that a page's reads can't mix two states."""
        name = self._attach(self.info(run_id).run_id)
        cursor = self._root.cursor()
        try:
            cursor.execute(f"use {name}")
            cursor.execute("begin transaction read only")
            yield cursor
        finally:
            cursor.close()

    def _attach(self, run_id: str) -> str:
        name = f"run_{run_id}"
        with self._lock:
            if run_id not in self._attached:
                self._root.execute(f"attach if not exists '{self.home.runs / f'{run_id}.duckdb'}' as {name} (read_only)")
                self._attached.add(run_id)
        return name


def _sync(path: Path) -> None:
    if os.name == "nt" and path.is_dir():  # Windows has no way to sync a folder
        return
    handle = os.open(path, os.O_RDONLY if os.name != "nt" else os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _remove(path: Path) -> None:
    if path.is_dir():
        for part in path.iterdir():
            part.unlink(missing_ok=True)
        path.rmdir()
    else:
        path.unlink(missing_ok=True)


def _is_alive(process: int) -> bool:
    if process == os.getpid():
        return False
    try:
        os.kill(process, 0)
    except (ProcessLookupError, PermissionError) as fault:
        return isinstance(fault, PermissionError)
    return True
