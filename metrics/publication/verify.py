"""Whether a published edition still holds: its files against the act, its rows against the originals, its figures against its rows."""

import tempfile
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import duckdb
import polars as pl
from pydantic import ValidationError

from data.contracts.contracts import Contracts
from data.decisions.periods import Edition
from data.decisions.store import Decisions
from data.decisions.trail import START
from data.errors import DushuError, FileFault, RequestFault
from data.facts.batch import Batch
from data.facts.store import ROWS, WORDS, typed_rows
from data.intake import Source, read
from data.runs import editions
from data.runs.editions import folder_of
from data.settings import Home, Settings
from metrics.assessment.assess import METHOD, Inputs, compute
from metrics.publication.compare_files import Difference, compare_rows, compare_runs
from metrics.publication.freeze import FrozenFacts, frozen_words, listings_of, thaw

Progress = Callable[[str], None]
BROKEN = (DushuError, OSError, ValueError, KeyError, TypeError, duckdb.Error, pl.exceptions.PolarsError)  # what an altered file can end in


@dataclass(frozen=True)
class Findings:
    """What a check of an edition found. `faults`: sentences on files and records; `differences`: every cell; `notes`: what to know beside."""

    edition: Edition
    faults: tuple[str, ...]
    differences: tuple[Difference, ...]
    notes: tuple[str, ...]

    @property
    def holds(self) -> bool:
        """Whether nothing is amiss."""
        return not (self.faults or self.differences)


@dataclass
class _Found:
    faults: list[str] = field(default_factory=list)
    differences: list[Difference] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def verify(home: Home, settings: Settings, decisions: Decisions, edition_id: str, progress: Progress = lambda step: None) -> Findings:
    """Check an edition from its frozen copy alone. Nothing is written into the home. Raises RequestFault for an edition that is none."""
    edition = next((e for e in editions.published(decisions) if e.edition_id == edition_id), None)
    if edition is None:
        raise RequestFault(f"没有编号为 {edition_id} 的已发布版本。请用 python cli.py editions 查看已发布的版本。")
    folder, found = folder_of(home, edition_id), _Found()
    if not folder.is_dir():
        found.faults.append(f"冻结副本 {folder} 不存在，请从备份恢复。")
        return _told(edition, found)
    progress("files")
    found.faults += editions.broken(folder, edition.manifest)
    _check_record(folder, edition, decisions, found)
    if _method(folder) == METHOD:
        with tempfile.TemporaryDirectory(prefix="dushu-verify-") as work:
            try:
                _recompute(folder, edition, Path(work), settings, found, progress)
            except BROKEN as fault:
                found.faults.append(f"无法重新计算：{fault}")
    return _told(edition, found)


def unequal(folder: Path, work: Path, settings: Settings) -> list[Difference]:
    """The differences between the run of a frozen copy and what its own rows and rules give."""
    facts, fresh = FrozenFacts(folder), work / editions.RUN
    compute(fresh, settings, thaw(folder), facts.rows_path)
    return compare_runs(folder / editions.RUN, fresh)


def _told(edition: Edition, found: _Found) -> Findings:
    return Findings(edition, tuple(found.faults), tuple(found.differences), tuple(found.notes))


def _check_record(folder: Path, edition: Edition, decisions: Decisions, found: _Found) -> None:
    """The manifest's own words against the act, and the trail's head that both note against the trail."""
    act = next(act for act in decisions.acts("period", edition.period) if act.act_id == edition.act_id)
    noted: str = act.body.model_dump()["trail"]
    verdict = decisions.verify_trail(noted)
    if verdict.expected_line is None and noted != START:
        found.faults.append("发布时的日志末行不在审计日志中：日志被截断或替换。")
    found.faults += [f"审计日志：{fault}" for fault in verdict.faults]
    try:
        told = editions.manifest(folder)
    except FileFault as fault:
        found.faults.append(str(fault))
        return
    for name, right in (("edition", edition.edition_id), ("run_id", edition.run_id), ("trail", noted)):
        if told.get(name) != right:
            found.faults.append(f"清单中的 {name} 为 {told.get(name)}，发布记录为 {right}。")
    if (method := told.get("method")) != METHOD:
        found.notes.append(
            f"本版按第 {method} 版计算方法发布，本程序为第 {METHOD} 版：已核对文件、摘要与审计日志；数字由另一方法得出，不重新计算。"
            f"如需重算，请用发布时的程序（{told.get('product')}）核验。"
        )


def _method(folder: Path) -> int | None:
    """By which method an edition was made; None where its manifest can't be read, which is said elsewhere."""
    try:
        return editions.manifest(folder).get("method")
    except FileFault:
        return None


def _recompute(folder: Path, edition: Edition, work: Path, settings: Settings, found: _Found, progress: Progress) -> None:
    inputs, facts = thaw(folder), FrozenFacts(folder)
    if inputs.run_id != edition.run_id:
        found.faults.append(f"冻结的测算依据对应编号 {inputs.run_id}，发布的编号为 {edition.run_id}：依据已被改动。")
    paths = {batch.batch_id: _reread(folder, batch, work, settings, found, progress) for batch in _batches(facts, inputs)}
    progress("figures")
    fresh = work / editions.RUN
    compute(fresh, settings, inputs, lambda batch: paths[batch.batch_id])
    found.differences += compare_runs(folder / editions.RUN, fresh)


def _batches(facts: FrozenFacts, inputs: Inputs) -> list[Batch]:
    in_force = [batch for batches in inputs.batches.values() for batch in batches]
    listings = [facts.batch(batch_id) for batch in in_force for batch_id in listings_of(batch)]
    return list({batch.batch_id: batch for batch in (*in_force, *listings)}.values())


def _reread(folder: Path, batch: Batch, work: Path, settings: Settings, found: _Found, progress: Progress) -> Path:
    """The rows of a batch read from its original once more, held against the frozen ones. Where that fails, the frozen ones."""
    progress(batch.file_name)
    facts = FrozenFacts(folder, listings_of(batch))
    frozen, fresh = facts.rows_path(batch), work / f"{batch.batch_id}-{ROWS}"
    try:
        data = facts.original(batch)
        source = Source(batch.file_name, lambda: data)
        words = _words(folder, batch)
        reading = read(
            source, facts, words, exported_on=batch.exported_on, division=batch.division, mode=batch.mode, limits=settings
        )  # fmt: skip
        if reading.batch_id != batch.batch_id:
            found.faults.append(
                f"“{batch.file_name}”重新读取时认成了另一批次（{reading.batch_id}，原为 {batch.batch_id}）：原件、对应关系或读取程序有变。"
            )
        typed_rows(reading).with_columns(batch_id=pl.lit(batch.batch_id)).write_parquet(fresh)
        found.differences += compare_rows(f"{batch.export} {batch.file_name}", frozen, fresh)
    except BROKEN as fault:
        found.faults.append(f"“{batch.file_name}”（批次 {batch.batch_id}）不能从原件重新读取：{fault}")
        return frozen
    return fresh


def _words(folder: Path, batch: Batch) -> Contracts:
    """What the file was read by; of a batch that came in before that was kept, what was in force at publication."""
    kept = Home(folder).batches / batch.batch_id / WORDS
    try:
        return Contracts.model_validate_json(kept.read_text(encoding="utf-8")) if kept.exists() else frozen_words(folder)
    except ValidationError as fault:
        raise FileFault(f"{kept.name} 读不懂：{fault}") from fault
