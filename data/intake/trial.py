"""Files read as if they came in, and nothing kept: each with what it would be and change, the directory among them counting for the others."""

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from data.contracts.contracts import Contracts
from data.errors import FileFault
from data.facts.batch import Mode
from data.facts.reading import Reading
from data.facts.store import Facts
from data.intake.columns.choose_sheet import UnknownKind, choose
from data.intake.columns.recognise import Guess, guess
from data.intake.difference import Difference, difference
from data.intake.files.containers import Fault, Source, find_files
from data.intake.ingest import Opened, open_all, twin_of, why_already, why_twin
from data.intake.read import read_chosen
from data.intake.references import Reference, doubts, of_reading
from data.intake.tentative import Tentative
from data.settings import Settings

Progress = Callable[[int, int, str], None]
Key = tuple[object, ...]  # all that a reading of one file rests on


@dataclass(frozen=True)
class Said:
    """What the sender says of all files; as in `read`."""

    exported_on: date | None = None
    division: str | None = None
    mode: Mode = "full"


@dataclass(frozen=True)
class Tried:
    """One file. `sentence`: why it would not come in. `difference`: what it would change. `guess`: of a table that is no known export.

    `references`: how its codes stand in the exports they refer to, and those of others in it, the files tried with it counting.
    """

    name: str
    sentence: str = ""
    reading: Reading | None = None
    difference: Difference | None = None
    references: tuple[Reference, ...] = ()
    guess: Guess | None = None
    is_junk: bool = False

    @property
    def ready(self) -> Reading | None:
        """The reading that would come in."""
        return None if self.sentence else self.reading

    @property
    def doubted(self) -> list[Reference]:
        """What somebody has to say is right before it comes in, the worst first."""
        return doubts(self.references) if self.ready else []


@dataclass(frozen=True)
class _Kept:
    """What was found in one file, and what that rests on beside the file: the directories that were taken before it."""

    export: str
    directories: tuple[str, ...]
    tried: Tried


class Trial:
    """One person's files as they are tried again and again while they are picked and their words confirmed; what has not changed is not read anew."""

    def __init__(self) -> None:
        self._kept: dict[Key, _Kept] = {}
        self._last: tuple[object, list[Tried]] | None = None

    def of(
        self,
        files: Iterable[Path | tuple[str, bytes]],
        facts: Facts,
        contracts: Contracts,
        said: Said,
        limits: Settings,
        progress: Progress = lambda done, total, name: None,
    ) -> list[Tried]:
        """Every file, those inside folders and zips too: what would not come in first, then by name. One bad file stops no other."""
        found = find_files(files, limits)
        words = hashlib.sha256(contracts.model_dump_json().encode()).hexdigest()
        rests_on = (said, words, tuple(b.batch_id for b in facts.batches()), tuple(sorted(facts.withdrawn())))
        sources: dict[Key, Source] = {(f.name, _digest(f), *rests_on): f for f in found if isinstance(f, Source)}
        faults = [Tried(f.name, f.sentence, is_junk=f.is_junk) for f in found if isinstance(f, Fault)]
        asked = (*sources, *(one.name for one in faults))
        if self._last is None or self._last[0] != asked:
            self._last = asked, [*faults, *_Round(self._kept, facts, contracts, said, limits, progress).of(sources)]
            self._kept = {key: kept for key, kept in self._kept.items() if key in sources}
        return sorted(self._last[1], key=lambda one: (one.ready is not None, one.reading is not None, one.name))


class _Round:
    """One reading of all files. `kept`: what is known of some of them; what is found is put there."""

    def __init__(self, kept: dict[Key, _Kept], facts: Facts, contracts: Contracts, said: Said, limits: Settings, progress: Progress):
        self._kept, self._contracts, self._said, self._limits, self._progress = kept, contracts, said, limits, progress
        self._facts = Tentative(facts)
        self._done = 0

    def of(self, sources: dict[Key, Source]) -> list[Tried]:
        self._total = 2 * len(sources)  # each is opened, then read
        fresh = {id(source): key for key, source in sources.items() if key not in self._kept}
        opened, unopened = open_all([s for s in sources.values() if id(s) in fresh], self._contracts, self._limits, self._tell)
        for source, fault in unopened:
            self._kept[fresh[id(source)]] = _Kept("", (), self._refused(source, fault))
        choices = {fresh[id(one.source)]: one for one in opened}
        exports = {key: choices[key].export if key in choices else self._kept[key].export for key in sources}
        order = sorted(sources, key=lambda key: (exports[key] != "departments", sources[key].name))
        self._done = len(sources)
        tried = [self._one(key, sources[key], choices.get(key)) for key in order]
        return [self._held_against_the_others(one) for one in tried]

    def _one(self, key: Key, source: Source, opened: Opened | None) -> Tried:
        self._tell(source.name)
        directories = tuple(b.batch_id for b in self._facts.beside if b.export == "departments")
        kept = self._kept.get(key)
        if kept is None or (kept.export and kept.directories != directories):
            export = opened.export if opened else kept.export if kept else ""
            kept = self._kept[key] = _Kept(export, directories, self._read(source, opened))
        one, reading = kept.tried, kept.tried.reading
        if reading and (same := next((b for b in self._facts.beside if b.batch_id == reading.batch_id), None)):
            told = f"“{one.name}”与“{same.file_name}”内容相同，只接入一次。"
            return replace(one, sentence=told, reading=replace(reading, already_in=None))
        if one.ready is None or reading is None:
            return one
        if twin := twin_of(reading, self._facts.beside):
            return replace(one, sentence=why_twin(reading, twin))
        self._facts.take(reading)
        return one

    def _read(self, source: Source, opened: Opened | None) -> Tried:
        said, limits = self._said, self._limits
        try:
            choice = (opened and opened.choice) or choose(source.load(), source.name, self._contracts, limits)
            reading = read_chosen(
                choice, self._facts, self._contracts, exported_on=said.exported_on, division=said.division, city=limits.city, mode=said.mode
            )
        except FileFault as fault:
            return self._refused(source, fault)
        return Tried(source.name, why_already(reading, self._facts) if reading.already_in else "", reading)

    def _refused(self, source: Source, fault: FileFault) -> Tried:
        nearest = guess(source.load(), source.name, self._contracts, self._limits) if isinstance(fault, UnknownKind) else None
        return Tried(source.name, str(fault), guess=nearest)

    def _held_against_the_others(self, one: Tried) -> Tried:
        if one.ready is None:
            return one
        beside = {batch.export for batch in self._facts.beside}
        found = of_reading(one.ready, self._facts, self._contracts, beside)
        return replace(one, difference=difference(one.ready, self._facts), references=found)

    def _tell(self, name: str) -> None:
        self._progress(min(self._done, self._total), self._total, name)
        self._done += 1


def _digest(source: Source) -> str:
    try:
        return hashlib.sha256(source.load()).hexdigest()
    except FileFault as fault:
        return str(fault)
