"""Bringing files in: each is read, then committed or refused with a sentence. What others refer to first, so that any order gives the same."""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from pathlib import Path
from typing import Literal

from data.contracts.contracts import Contracts
from data.errors import FileFault
from data.facts.batch import Batch, Mode
from data.facts.reading import Reading
from data.facts.store import Facts
from data.intake.columns.choose_sheet import Choice, choose
from data.intake.files.containers import UTF_16, Fault, Source, find_files, kind_of
from data.intake.read import read_chosen
from data.intake.references import Reference, doubts, of_reading, why_doubted
from data.intake.tentative import Tentative
from data.settings import Settings, settings

Progress = Callable[[int, int, str], None]
Told = Callable[[Reading], None]
KEPT_OPEN = 64 * 1024 * 1024  # bytes of workbooks held parsed between finding out what they are and reading them
HEAD = 1024 * 1024  # bytes of a large text that tell what it is


@dataclass(frozen=True)
class Outcome:
    """What became of one file. `sentence`: why it was refused or skipped, or what to know about it.

    `references`: how its codes stand in the exports they refer to, and those of others in it.
    """

    name: str
    status: Literal["taken", "already", "refused", "skipped"]
    sentence: str = ""
    batch: Batch | None = None
    references: tuple[Reference, ...] = ()


def ingest(
    paths: Iterable[Path | tuple[str, bytes]],
    facts: Facts,
    contracts: Contracts,
    *,
    exported_on: date | None = None,
    division: str | None = None,
    by: str,
    received_at: datetime,
    mode: Mode = "full",
    unmatched: bool = False,
    progress: Progress | None = None,
    told: Told = lambda reading: None,
    limits: Settings | None = None,
) -> list[Outcome]:
    """Bring in files, folders and zips. One bad file refuses itself only.

    `unmatched`: whether files come in of which many codes stand nowhere in the export they refer to; else they are refused.
    `progress(done, total, name)`: before each file is read. `told(reading)`: before each is kept.
    """
    limits = limits or settings()
    found = find_files(paths, limits)
    outcomes = [Outcome(f.name, "skipped" if f.is_junk else "refused", f.sentence) for f in found if isinstance(f, Fault)]
    sources = [f for f in found if isinstance(f, Source)]
    opened, unopened = open_all(sources, contracts, limits)
    beside = {one.export for one in opened}
    keep = partial(facts.commit, by=by, received_at=received_at)
    for done, one in enumerate(opened):
        if progress:
            progress(done, len(opened), one.source.name)
        try:
            choice = one.choice or choose(one.source.load(), one.source.name, contracts, limits)
            reading = read_chosen(choice, facts, contracts, exported_on=exported_on, division=division, city=limits.city, mode=mode)
        except FileFault as fault:
            outcomes.append(Outcome(one.source.name, "refused", str(fault)))
            continue
        outcomes.append(
            _refused_beside(reading, outcomes)
            or _in_already(reading, facts)
            or _doubted_or_taken(reading, references_of(reading, facts, contracts, beside), keep, told, unmatched=unmatched)
        )
    return outcomes + [Outcome(source.name, "refused", str(fault)) for source, fault in unopened]


def twin_of(reading: Reading, taken: Iterable[Batch]) -> Batch | None:
    """A full listing of the same export, day and division among those taken just now: one of the two would silently replace the other."""
    same = (reading.export, reading.exported_on, reading.division, "full")
    return next((b for b in taken if (b.export, b.exported_on, b.division, reading.mode) == same and b.batch_id != reading.batch_id), None)


def why_twin(reading: Reading, twin: Batch) -> str:
    """The sentence for such a listing."""
    return (
        f"“{reading.file_name}”与本次已接入的“{twin.file_name}”是同一区划、同一天的两份{reading.title}全量，后者会取代前者，未接入；"
        "若两份互为补充，请合并为一个文件，或选择增量报送。"
    )


def why_already(reading: Reading, facts: Facts) -> str:
    """The sentence for a file that is in already; a batch that was withdrawn comes back by an act, not by its file."""
    if reading.batch_id in facts.withdrawn():
        return f"“{reading.file_name}”此前已接入，后被撤回（批次 {reading.batch_id}），未重复接入；确要采用，请在数据接入页恢复该批次。"
    return f"“{reading.file_name}”此前已接入，未重复接入。"


def _refused_beside(reading: Reading, outcomes: Iterable[Outcome]) -> Outcome | None:
    twin = twin_of(reading, (o.batch for o in outcomes if o.batch and o.status == "taken"))
    return Outcome(reading.file_name, "refused", why_twin(reading, twin)) if twin else None


def _in_already(reading: Reading, facts: Facts) -> Outcome | None:
    if reading.already_in is None:
        return None
    return Outcome(reading.file_name, "already", why_already(reading, facts), facts.batch(reading.batch_id))


def _doubted_or_taken(
    reading: Reading, references: tuple[Reference, ...], keep: Callable[[Reading], Batch], told: Told, *, unmatched: bool
) -> Outcome:
    if not unmatched and (doubted := doubts(references)):
        return Outcome(reading.file_name, "refused", why_doubted(reading.file_name, doubted), references=references)
    told(reading)
    return Outcome(reading.file_name, "taken", "", keep(reading), references)


def references_of(reading: Reading, facts: Facts, contracts: Contracts, beside: Collection[str]) -> tuple[Reference, ...]:
    """How the codes of a file that is about to come in stand in what counts, and the codes of that in it. `beside`: as in `of_reading`."""
    with_it = Tentative(facts)
    with_it.take(reading)
    return of_reading(reading, with_it, contracts, beside)


@dataclass(frozen=True)
class Opened:
    """A file that is a known export. `choice` is None where it is to be parsed again, to hold no more than fits."""

    source: Source
    export: str
    choice: Choice | None


def open_all(
    sources: Sequence[Source], contracts: Contracts, limits: Settings, told: Callable[[str], None] = lambda name: None
) -> tuple[list[Opened], list[tuple[Source, FileFault]]]:
    """(known exports, those that others refer to first and then by name; the others, each with why it can't be taken). `told(name)`: before each."""
    opened: list[Opened] = []
    refused: list[tuple[Source, FileFault]] = []
    room = KEPT_OPEN
    for source in sources:
        told(source.name)
        try:
            data = source.load()
            head = data if len(sources) == 1 else _head(data, source.name)
            choice = choose(head, source.name, contracts, limits)
        except FileFault as fault:
            refused.append((source, fault))
            continue
        room -= len(head)
        is_kept = head is data and (room > 0 or len(sources) == 1)
        opened.append(Opened(source, choice.match.contract.name, choice if is_kept else None))
    return sorted(opened, key=lambda o: (contracts.turn(o.export), o.source.name)), refused


def _head(data: bytes, name: str) -> bytes:
    """As much of a file as tells what it is: of a large text its first lines. A workbook can't be read in part."""
    is_cut = len(data) > HEAD and kind_of(data, name) == "text" and data[:2] not in UTF_16
    return data[: data.rfind(b"\n", 0, HEAD) + 1] or data if is_cut else data
