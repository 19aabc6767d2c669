"""The facts: what came in, kept for good. Append-only; every change is a new batch, and a batch is there whole or not at all."""

import os
import shutil
from collections.abc import Callable, Collection, Iterable
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime
from pathlib import Path

import polars as pl
from pydantic import ValidationError

from data import atomic_files
from data.errors import FileFault
from data.facts.batch import Batch
from data.facts.reading import Reading
from data.settings import Home

MANIFEST = "manifest.json"
ROWS = "rows.parquet"
WORDS = "words.json"  # the contract, dictionaries and names that the file was read by, so that it can be read the same way for ever
LISTS = (
    "merged",
    "rejected",
    "skipped",
    "contradictions",
    "unknowns",
)  # kept beside the rows, so that every row of a file can be accounted for


class Facts:
    """The store of originals and batches under `home.facts`. Instances hold no state but a memory of manifests, which never change.

    `withdrawn`: asked at every reading of what is in force; gives the ids of the batches that do not count. They are kept and listed.
    """

    def __init__(self, home: Home, withdrawn: Callable[[], Collection[str]] = tuple):
        self.home, self.withdrawn = home.create(), withdrawn
        self._lock = home.facts / "lock"
        self._read: dict[str, Batch] = {}

    def commit(self, reading: Reading, *, by: str, received_at: datetime) -> Batch:
        """Keep the original and the typed rows of a reading. The same batch again is the batch that is there."""
        place = self.home.batches / reading.batch_id
        with atomic_files.building(self._lock):
            with ThreadPoolExecutor(1) as pool:  # the original is written while the rows are
                original = pool.submit(atomic_files.land_file, self.home.originals / reading.sha256, reading.data)
                built = None if place.exists() else atomic_files.unfinished_folder(self.home.batches)
                try:
                    if built:
                        _write(built, reading, by, received_at)
                    original.result()
                except BaseException:  # a full disk, a broken connection: nothing half-built stays
                    if built:
                        shutil.rmtree(built, ignore_errors=True)
                    raise
            if built:
                atomic_files.land_folder(built, place)
        return self.batch(reading.batch_id)

    def batch(self, batch_id: str) -> Batch:
        """One batch. Raises FileFault when there is none, or its manifest can't be read."""
        if batch_id not in self._read:
            self._read[batch_id] = _manifest(self.home.batches / batch_id / MANIFEST)
        return self._read[batch_id]

    def batches(self) -> list[Batch]:
        """All whole batches, by the day they speak for, then by when they were received."""
        with os.scandir(self.home.batches) as found:  # it tells a folder without asking for each
            names = [one.name for one in found if not one.name.startswith(".") and one.is_dir()]
        return in_order(self.batch(name) for name in names)

    @property
    def remembered(self) -> dict[str, Batch]:
        """The manifests that were read, by batch: they never change."""
        return self._read

    def in_force(self, as_of: date) -> dict[str, list[Batch]]:
        """Export → the batches whose rows make up the state at a day, in order: of one key the row of the later batch counts.

        For each export and division: the newest full listing, the cumulative ones after it, and corrected rows of all these.
        What was withdrawn does not count, nor do the corrections of its rows.
        """
        known = [b for b in self.counting() if b.exported_on <= as_of]
        chains: dict[str, list[list[Batch]]] = {}
        for export, division in {(b.export, b.division) for b in known}:
            chains.setdefault(export, []).extend(_in_force([b for b in known if (b.export, b.division) == (export, division)]))
        return {
            export: [b for chain in sorted(of_export, key=lambda c: _order(c[0])) for b in chain] for export, of_export in chains.items()
        }

    def counting(self) -> list[Batch]:
        """All whole batches that were not withdrawn, in the same order."""
        gone = frozenset(self.withdrawn())
        return [b for b in self.batches() if b.batch_id not in gone]

    def without(self, gone: Collection[str]) -> "Facts":
        """The same facts as they count without these batches, whatever was decided."""
        other = Facts(self.home, lambda: gone)
        other._read = self._read
        return other

    def rows_path(self, batch: Batch) -> Path:
        """The Parquet of a batch's accepted rows: batch_id, sheet, row_no, then the fields of the contract."""
        return self.home.batches / batch.batch_id / ROWS

    def rows(self, batch: Batch) -> pl.DataFrame:
        """A batch's accepted rows, as `rows_path` keeps them."""
        return pl.read_parquet(self.rows_path(batch))

    def scan(self, batch: Batch) -> pl.LazyFrame:
        """The same, for who needs a few columns."""
        return pl.scan_parquet(self.rows_path(batch))

    def rejected(self, batch: Batch) -> pl.DataFrame:
        """Rejected rows: row_no, reasons, columns, positions, cells."""
        return self._list(batch, "rejected")

    def skipped(self, batch: Batch) -> pl.DataFrame:
        """Rows that are no data: row_no, reason, cells."""
        return self._list(batch, "skipped")

    def merged(self, batch: Batch) -> pl.DataFrame:
        """Merged rows: row_no, into_row_no, reason."""
        return self._list(batch, "merged")

    def contradictions(self, batch: Batch) -> pl.DataFrame:
        """Accepted rows whose days contradict each other: row_no, sentence."""
        return self._list(batch, "contradictions")

    def unknowns(self, batch: Batch) -> pl.DataFrame:
        """Words of the file that meant nothing to us: kind, scope, column, text, rows. Empty for batches of before they were kept."""
        is_kept = (self.home.batches / batch.batch_id / "unknowns.parquet").exists()
        return self._list(batch, "unknowns") if is_kept else pl.DataFrame()

    def original(self, batch: Batch) -> bytes:
        """The file as it came. Raises FileFault when it is gone."""
        path = self.home.originals / batch.sha256
        if not path.exists():
            raise FileFault(f"“{batch.file_name}”的原件（{batch.sha256[:12]}…）不在 {path.parent} 中，请从备份恢复。")
        return path.read_bytes()

    def departments(self, day: date) -> tuple[pl.DataFrame, list[Batch]]:
        """(departments as listed at a day, the batches that list them); before the first listing, that one. Newer rows of a code win."""
        listings = [b for b in self.counting() if b.export == "departments"]
        if not listings:
            return pl.DataFrame(), []
        batches = self.in_force(max(day, listings[0].exported_on))["departments"]
        if not batches:  # corrected rows alone, of a listing that was withdrawn
            return pl.DataFrame(), []
        rows = pl.concat([self.rows(b) for b in batches], how="diagonal")
        return rows.unique("department_id", keep="last", maintain_order=True), batches

    def sweep(self) -> list[str]:
        """Remove what an interrupted commit left, and say so, one sentence each. Does nothing while another commit is running."""
        told = []
        with atomic_files.sweeping(self._lock) as alone:
            if not alone:
                return []
            for path in atomic_files.leftovers(self.home.batches):
                shutil.rmtree(path)
                told.append("上次接入被中断，留下未完成的批次，已清理；此前的数据完好，请重新接入那个文件。")
            for path in atomic_files.leftovers(self.home.originals):
                path.unlink()
                told.append("上次接入被中断，留下未写完的原件副本，已清理；此前的数据完好，请重新接入那个文件。")
        return told

    def _list(self, batch: Batch, name: str) -> pl.DataFrame:
        return pl.read_parquet(self.home.batches / batch.batch_id / f"{name}.parquet")


def in_order(batches: Iterable[Batch]) -> list[Batch]:
    """By the day they speak for, then by when they were received."""
    return sorted(batches, key=_order)


def _order(batch: Batch) -> tuple[date, datetime, str]:
    return batch.exported_on, batch.received_at, batch.batch_id


def _in_force(batches: list[Batch]) -> list[list[Batch]]:
    """Of one export and division, in order: base and what came after it, each with its corrected rows behind it."""
    listings = [b for b in batches if b.supplements is None]
    bases = [i for i, b in enumerate(listings) if b.mode == "full"]
    chain = listings[bases[-1] :] if bases else listings
    return [[batch, *_supplements(batch, batches)] for batch in chain]


def _supplements(batch: Batch, batches: list[Batch]) -> list[Batch]:
    """The corrected rows of a batch, and those of the rows that were rejected once more."""
    direct = [b for b in batches if b.supplements == batch.batch_id]
    return [later for b in direct for later in (b, *_supplements(b, batches))]


def empty_columns(batch: Batch, rows: Path) -> frozenset[str]:
    """The columns that a batch's file has and that hold nothing in any accepted row: as its manifest tells them, else found in its `rows`."""
    if batch.empty is not None:
        return frozenset(batch.empty)
    filled = pl.scan_parquet(rows).select(pl.col(list(batch.mapping)).is_not_null().any()).collect().row(0, named=True)
    return frozenset(name for name, is_filled in filled.items() if not is_filled)


def typed_rows(reading: Reading) -> pl.DataFrame:
    """The accepted rows as a batch keeps them: batch_id, sheet, row_no, then the fields of the contract."""
    return reading.accepted.select(pl.lit(reading.batch_id).alias("batch_id"), pl.lit(reading.sheet).alias("sheet"), pl.all())


def batch_of(reading: Reading, by: str, received_at: datetime) -> Batch:
    """The batch that a reading is, or would be, kept as."""
    told = {name: getattr(reading, name) for name in Batch.model_fields if name not in ("by", "received_at")}
    return Batch(**told, by=by, received_at=received_at)


def _write(folder: Path, reading: Reading, by: str, received_at: datetime) -> None:
    typed_rows(reading).write_parquet(folder / ROWS, compression="snappy")  # readable by every engine, and quick
    (folder / WORDS).write_text(reading.words.model_dump_json(), encoding="utf-8")
    for name in LISTS:
        getattr(reading, name).write_parquet(folder / f"{name}.parquet")
    batch = batch_of(reading, by, received_at)
    (folder / MANIFEST).write_text(batch.model_dump_json(indent=1), encoding="utf-8")


def _manifest(path: Path) -> Batch:
    try:
        return Batch.model_validate_json(path.read_text(encoding="utf-8"))
    except (FileNotFoundError, ValidationError) as fault:
        raise FileFault(f"批次 {path.parent.name} 的清单读不出来（{path}），请从备份恢复。") from fault
