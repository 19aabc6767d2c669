"""Run files: one assessment is one DuckDB file named by all that went into it. Built beside, checked, synced, renamed; read by cursor.

A published edition keeps its own copy of its run, which is served from there for ever, whatever becomes of `runs/`.
"""

import json
import os
import shutil
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from datetime import date
from pathlib import Path

import duckdb

from data import atomic_files
from data.decisions.periods import Edition
from data.errors import RequestFault
from data.runs import editions, findings
from data.settings import Home, Settings

LOCK = "lock"
EARLIER = ("obligations", "batches")  # what is read of a run when another is held against it
PROVEN = 7  # the layout since which obligations know how far their evidence reaches
LAYOUT = 7  # raised when the tables of a run change, so that pages never meet a draft they can't read; an edition of each layout must stay readable


@dataclass(frozen=True)
class RunInfo:
    """What one run is of. `is_reconstructed`: some exports were not yet in at `as_of`, a later batch was read back to that day.

    `edition`: the edition that it is the frozen run of; None = a draft, which nobody has published. `layout`: of its tables, see LAYOUT.
    """

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
    edition: str | None = None
    layout: int = LAYOUT

    @property
    def address(self) -> str:
        """What a store and a link call it by: the edition's id, a draft's run id."""
        return self.edition or self.run_id

    @property
    def knows_evidence(self) -> bool:
        """Whether its obligations know how far their evidence reaches."""
        return self.layout >= PROVEN

    @property
    def is_draft(self) -> bool:
        """Whether nobody has published it."""
        return self.edition is None

    @classmethod
    def read(cls, path: Path) -> "RunInfo":
        """The description that lies beside a run file."""
        spec = json.loads(path.read_text(encoding="utf-8"))
        spec.setdefault("layout", 1)  # the first had none
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
    with atomic_files.building(home.runs / LOCK):
        folder = atomic_files.unfinished_folder(home.runs)
        try:
            built = folder / "run.duckdb"
            yield built
            atomic_files.land_file(home.runs / f"{info.run_id}.json", info.described())
            atomic_files.land_built(built, home.runs / f"{info.run_id}.duckdb")
        finally:
            shutil.rmtree(folder)


def sweep(home: Home) -> list[str]:
    """Clear away what an assessment left that was cut off, one sentence each. Does nothing while another is being built."""
    told = []
    with atomic_files.sweeping(home.runs / LOCK) as alone:
        if not alone:
            return []
        for left in atomic_files.leftovers(home.runs):
            shutil.rmtree(left) if left.is_dir() else left.unlink()
            told.append("上次测算在中途停止，已清除未完成的结果；此前的结果完好，请重新测算。")
        for description in home.runs.glob("*.json"):
            if not description.with_suffix(".duckdb").exists():
                description.unlink()
        findings.sweep(home)
    return told


class RunStore:
    """The finished runs of a home, and the runs of its editions, attached read-only to one in-memory root.

    Every read takes its own cursor: connections aren't shared. `published` tells which editions there are: a folder alone is none.
    """

    def __init__(self, home: Home, settings: Settings, published: Callable[[], Sequence[Edition]] = tuple):
        self.home, self.settings, self.published = home.create(), settings, published
        self._known: dict[str, RunInfo] = {}  # a run never changes once it is there
        self._attached: set[str] = set()
        self._lock = threading.Lock()
        self._root = duckdb.connect(":memory:")
        self._root.execute("set threads = $n", {"n": settings.threads})
        self._root.execute("set memory_limit = $m", {"m": settings.memory_limit})
        # Only finished runs can be opened from here, nothing else on the machine, and no query can change that.
        folders = [f"{home.runs}{os.sep}", f"{home.editions}{os.sep}"]
        self._root.execute("set allowed_directories = $d", {"d": folders})
        self._root.execute("set enable_external_access = false")
        self._root.execute("set lock_configuration = true")

    def runs(self, *, drafts_of_editions: bool = False) -> list[RunInfo]:
        """Every edition and every finished draft, the newest day first; of one day and period editions first, and the one made last.

        A draft that was published is listed as its edition only, unless `drafts_of_editions`. One that an older program made is not listed,
        nor an edition whose frozen copy is gone: who asks for it is told.
        """
        published = self.published()
        there = [e for e in published if (editions.folder_of(self.home, e.edition_id) / editions.RUN).exists()]
        made = {edition.edition_id: int(edition.at.timestamp() * 1e9) for edition in there}
        frozen = set() if drafts_of_editions else {edition.run_id for edition in there}
        made |= {p.stem: p.stat().st_mtime_ns for p in self.home.runs.glob("*.duckdb") if p.stem not in frozen}
        found = [self._known_as(address, published) for address in made]
        return sorted(
            (run for run in found if not run.is_draft or run.layout == LAYOUT),
            key=lambda r: (r.as_of, r.period_end, not r.is_draft, made[r.address], r.address),
            reverse=True,
        )

    @property
    def has_older(self) -> bool:
        """Whether there are drafts that an older program made, which are not listed."""
        drafts = (self._known_as(path.stem) for path in self.home.runs.glob("*.duckdb"))
        return any(run.layout != LAYOUT for run in drafts)

    def edition(self, edition_id: str) -> Edition:
        """One publication. Raises RequestFault when there is none of that id."""
        found = next((edition for edition in self.published() if edition.edition_id == edition_id), None)
        if found is None:
            raise RequestFault(f"没有编号为 {edition_id} 的已发布版本。请用 python cli.py editions 查看，或从“考核期”重新选择。")
        return found

    def info(self, address: str) -> RunInfo:
        """What a run is of, by its run id or its edition's id. Raises RequestFault when there is no such run, or a draft of an older program."""
        run = self._known_as(address)
        if run.is_draft and run.layout != LAYOUT:
            raise RequestFault(f"测算结果 {address} 由旧版程序生成，现在的页面读不了。请按同一考核期和统计日重新测算。")
        return run

    @contextmanager
    def cursor(self, address: str, earlier: str | None = None) -> Iterator[duckdb.DuckDBPyConnection]:
        """A cursor of one's own on one run, inside one transaction, so that a page's reads can't mix two states.

        `earlier`: another run, whose obligations and batches are read beside as `earlier_obligations` and `earlier_batches`.
        """
        name, beside = self._attach(self.info(address)), None if earlier is None else self._attach(self.info(earlier))
        cursor = self._root.cursor()
        try:
            cursor.execute(f"use {name}")
            for table in EARLIER if beside else ():  # views of this cursor alone: texts need not be told a run's name
                cursor.execute(f"create temp view earlier_{table} as select * from {beside}.main.{table}")  # noqa: S608 - names are ours
            cursor.execute("begin transaction read only")
            yield cursor
        finally:
            cursor.close()

    def _known_as(self, address: str, published: Sequence[Edition] | None = None) -> RunInfo:
        if address not in self._known:
            edition = next((e for e in (self.published() if published is None else published) if e.edition_id == address), None)
            self._known[address] = self._edition_info(edition) if edition else self._draft_info(address)
        return self._known[address]

    def _draft_info(self, run_id: str) -> RunInfo:
        description = self.home.runs / f"{run_id}.json"
        if not run_id.isalnum() or not description.with_suffix(".duckdb").exists():
            raise RequestFault(f"没有编号为 {run_id} 的测算结果。请从“考核期”重新选择。")
        return RunInfo.read(description)

    def _edition_info(self, edition: Edition) -> RunInfo:
        folder = editions.folder_of(self.home, edition.edition_id)
        if not (folder / editions.DESCRIPTION).exists() or not (folder / editions.RUN).exists():
            raise RequestFault(f"版本 {edition.edition_id} 已发布，但它的冻结副本不在 {folder} 中。请从备份恢复该文件夹。")
        return replace(RunInfo.read(folder / editions.DESCRIPTION), edition=edition.edition_id)

    def _attach(self, run: RunInfo) -> str:
        name = f'"run_{run.address}"'  # an edition's id is one of those published, a run's is letters and digits
        with self._lock:
            if run.address not in self._attached:
                frozen = editions.folder_of(self.home, run.address) / editions.RUN
                path = str(self.home.runs / f"{run.run_id}.duckdb" if run.is_draft else frozen).replace(
                    "'", "''"
                )  # ATTACH takes no parameters
                # Never "if not exists": DuckDB 1.5 then waits for ever where a store let go had the same address in memory and the same path.
                self._root.execute(f"attach '{path}' as {name} (read_only)")
                self._attached.add(run.address)
        return name
