"""Run files: one assessment is one DuckDB file named by all that went into it. Built beside, checked, synced, renamed; read by cursor."""

import json
import os
import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path

import duckdb

from data import landing
from data.errors import RequestFault
from data.settings import Home, Settings

LOCK = "lock"


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

    def described(self) -> bytes:
        """The description as it is kept beside the run file."""
        return json.dumps(asdict(self), ensure_ascii=False, default=str, indent=1).encode()


@contextmanager
def building(home: Home, info: RunInfo) -> Iterator[Path]:
    """A path to build the run's file at. It is published when the block ends well, and removed with all beside it when not.

    The description is written first: a run exists from the moment its DuckDB file has its name.
    """
    home.create()
    with landing.building(home.runs / LOCK):
        folder = landing.unfinished_folder(home.runs)
        try:
            built = folder / "run.duckdb"
            yield built
            landing.land_file(home.runs / f"{info.run_id}.json", info.described())
            landing.land_built(built, home.runs / f"{info.run_id}.duckdb")
        finally:
            shutil.rmtree(folder)


def sweep(home: Home) -> list[str]:
    """Clear away what an assessment left that was cut off, one sentence each. Does nothing while another is being built."""
    told = []
    with landing.sweeping(home.runs / LOCK) as alone:
        if not alone:
            return []
        for left in landing.leftovers(home.runs):
            shutil.rmtree(left) if left.is_dir() else left.unlink()
            told.append("上次测算在中途停止，已清除未完成的结果；此前的结果完好，请重新测算。")
        for description in home.runs.glob("*.json"):
            if not description.with_suffix(".duckdb").exists():
                description.unlink()
    return told


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
        """Every finished run, the newest day first; of one day and period the one that was made last."""
        made = {p.stem: p.stat().st_mtime_ns for p in self.home.runs.glob("*.duckdb")}
        return sorted(map(self.info, made), key=lambda r: (r.as_of, r.period_end, made[r.run_id], r.run_id), reverse=True)

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
                path = str(self.home.runs / f"{run_id}.duckdb").replace("'", "''")  # ATTACH takes no parameters
                self._root.execute(f"attach if not exists '{path}' as {name} (read_only)")
                self._attached.add(run_id)
        return name
