"""The dry run: a file read to the end, everything recognised, nothing written."""

import hashlib
from concurrent.futures import ThreadPoolExecutor
from datetime import date

import polars as pl

from data.contracts.contracts import Contract, Contracts
from data.errors import FileFault
from data.facts.batch import Batch, Mode
from data.facts.cells import Cells
from data.facts.reading import UNKNOWNS, Reading
from data.facts.store import Facts
from data.intake.assemble import Assembled, assemble
from data.intake.batch_id import batch_id_of, contract_digest, read_anew, words_of
from data.intake.batch_scope import base_of, directory_of, division_of
from data.intake.cells.column_reader import Reader
from data.intake.cells.departments import directory_faults
from data.intake.columns.choose_sheet import Choice, choose
from data.intake.columns.recognise import FIRST, first_cells
from data.intake.export_day import day_of, stated_day
from data.intake.files.containers import Source
from data.settings import Settings, settings


def read(
    source: Source,
    facts: Facts,
    contracts: Contracts,
    *,
    exported_on: date | None = None,
    division: str | None = None,
    mode: Mode = "full",
    limits: Settings | None = None,
) -> Reading:
    """Read one file without writing anything. Raises FileFault with one sentence when it can't be taken.

    `exported_on`: the day that the file speaks for; found in the title or the file name when absent.
    `division`: whose file it is; the city when absent.
    """
    limits = limits or settings()
    choice = choose(source.load(), source.name, contracts, limits)
    return read_chosen(choice, facts, contracts, exported_on=exported_on, division=division, city=limits.city, mode=mode)


def read_chosen(
    choice: Choice, facts: Facts, contracts: Contracts, *, exported_on: date | None, division: str | None, city: str, mode: Mode
) -> Reading:
    """The second half of reading: sheet and header are chosen, the cells become typed rows."""
    contract, match = choice.match.contract, choice.match
    base = base_of(choice, facts)
    day = base.exported_on if base else exported_on or day_of(choice.title, choice.name)
    directory, departments_batch = (None, None) if contract.name == "departments" else directory_of(facts, contracts, day, choice.name)
    place = base.division if base else division_of(division, directory, choice, city)
    with ThreadPoolExecutor(1) as pool:  # the hash of a large file costs as much as some of its columns
        hashing = pool.submit(lambda: hashlib.sha256(choice.data).hexdigest())
        found = assemble(choice, Reader(contracts, directory, place), contract)
        sha256 = hashing.result()
    if not len(found.accepted) + len(found.rejected):
        raise FileFault(f"“{choice.name}”只有表头（{contract.title_zh}），没有数据行，未接入；请重新从平台导出。")
    digest = contract_digest(contract, contracts, place)
    mapping = {name: match.labels[position] for name, position in match.columns.items()}
    mode = "cumulative" if base else mode
    batch_id = batch_id_of(sha256, contract.name, day, place, mode, mapping, digest, departments_batch, read_anew(found.accepted))
    in_force = facts.in_force(day).get(contract.name, [])
    replaced = next((b for b in in_force if b.division == place and b.mode == mode == "full"), None)
    return Reading(
        batch_id=batch_id,
        export=contract.name,
        title=contract.title_zh,
        file_name=choice.name,
        data=choice.data,
        sha256=sha256,
        form=choice.sheet.note or "工作簿",
        exported_on=day,
        division=place,
        mode=mode,
        supplements=choice.supplements,
        sheet=choice.sheet.name,
        header_row=match.header_row,
        header_depth=match.depth,
        labels=match.labels,
        mapping=mapping,
        positions=match.columns,
        first=_first(choice, found),
        unmatched=match.unmatched,
        sheets_skipped=choice.skipped,
        contract_digest=digest,
        words=words_of(contract, contracts, place),
        departments_batch=departments_batch,
        accepted=found.accepted,
        merged=found.merged,
        rejected=found.rejected,
        skipped=found.skipped,
        contradictions=found.contradictions,
        unknowns=_unknowns(contract, match.unmatched, place, found),
        warnings=[
            *choice.notes,
            *_about_day(choice.title, day),
            *found.warnings,
            *_about_directory(contract, found),
            *_about_same_day(replaced, day, batch_id),
        ],
        suggestions=found.suggestions,
        already_in=next((b.batch_id for b in facts.batches() if b.batch_id == batch_id), None),
        replaces=replaced.batch_id if replaced else None,
    )


def _first(choice: Choice, found: Assembled) -> Cells:
    """The first rows that are data, taken or not."""
    rows = sorted([*found.accepted["row_no"].head(FIRST), *found.rejected["row_no"].head(FIRST)])[:FIRST]
    return first_cells(choice.sheet, [row - 1 for row in rows])


def _unknowns(contract: Contract, unmatched: list[str], division: str, found: Assembled) -> pl.DataFrame:
    """Labels, values, names and times of day that mean nothing to us yet, most frequent first."""
    count = len(found.accepted) + len(found.merged) + len(found.rejected)
    told = [("header", contract.name, "", label, count) for label in unmatched]
    for name, texts in found.unknown.items():
        column = contract.column(name)
        kind, scope = ("department", division) if column.type == "department" else ("value", column.dictionary or "")
        told += [(kind, scope, name, text, rows) for text, rows in texts.items()]
    told += [("zone", contract.name, name, name, cells.rows) for name, cells in found.midnights.items() if not cells.is_shifted]
    frame = pl.DataFrame(told, schema=UNKNOWNS, orient="row")
    return frame.sort("rows", "text", descending=[True, False])


def _about_day(title: str, day: date) -> list[str]:
    stated = stated_day(title)
    return [f"标题写的是截至 {stated}，按指定的 {day} 接入。"] if stated and stated != day else []


def _about_same_day(replaced: Batch | None, day: date, batch_id: str) -> list[str]:
    if replaced is None or replaced.exported_on != day or replaced.batch_id == batch_id:
        return []
    return [f"同一天另有全量“{replaced.file_name}”（批次 {replaced.batch_id}），以本文件为准。"]


def _about_directory(contract: Contract, found: Assembled) -> list[str]:
    return directory_faults(found.accepted) if contract.name == "departments" else []
