"""One assessment: batches in force → claims → obligations → indicators → scores → a run file, named by all that went into it."""

import hashlib
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any

import polars as pl

from data.calendar import FIRST, LAST, Calendar, load_calendar
from data.contracts.contracts import Contract, Contracts, load_contracts
from data.decisions.acts import Act
from data.engines.duckdb import DuckDBEngine
from data.errors import RequestFault
from data.facts.batch import Batch
from data.facts.store import Facts, empty_columns
from data.runs.store import RunInfo, building
from data.settings import Home, Settings
from metrics.assessment.decision_table import decision_table
from metrics.assessment.input_batches import feed
from metrics.assessment.order_rows import add_orders
from metrics.obligations.answering import answering
from metrics.obligations.decisions_in_force import Decided, decided_at
from metrics.obligations.evidence import File
from metrics.obligations.obligations import Assessment, common_texts, oblige
from metrics.obligations.period import Period
from metrics.rulebook.rulebook import Rule, load_rules
from metrics.run.reader import Reader
from metrics.schemes.scheme import Scheme
from metrics.scoring.result_tables import results

METHOD = 5  # raised when Python code (answering, scoring, the engine) would give other figures from the same inputs
UNDECIDED = """
select unit_id, sum(case when counted then n else 0 end)::bigint as counted, sum(case when is_undecided then n else 0 end)::bigint as undecided
from counts
group by unit_id
"""
Progress = Callable[[str], None]


@dataclass(frozen=True)
class Inputs:
    """Everything one run is made from, and nothing else: the run id is the digest of this.

    `acts`: the acts that stand; those of them that are in force, `decided`, go into the run and its name. `common`: the common SQL texts.
    `withdrawn`: the batches that would be among `batches` had they not been withdrawn.
    """

    period: Period
    as_of: date
    authority_id: str
    scheme: Scheme
    rules: dict[str, Rule]
    calendar: Calendar
    contracts: Contracts
    batches: dict[str, list[Batch]]
    reconstructed: tuple[str, ...]
    acts: tuple[Act, ...] = ()
    withdrawn: tuple[str, ...] = ()
    common: dict[str, str] = field(default_factory=common_texts)

    @cached_property
    def decided(self) -> Decided:
        """The decisions in force in this period at this day of assessment."""
        return decided_at(self.acts, self.period.name, self.as_of, self.withdrawn)

    @property
    def run_id(self) -> str:
        """16 hexadecimal digits; equal inputs give an equal id on any machine."""
        parts = {
            "period": [str(self.period.start), str(self.period.end)],
            "as_of": str(self.as_of),
            "authority": self.authority_id,
            "scheme": self.scheme.digest,
            "rules": {rule.id: rule.digest for rule in self.rules.values()},
            "common": list(self.common.values()),
            "method": METHOD,
            "contracts": [(c.name, c.key, [(column.fields, column.plan) for column in c.columns]) for c in self.contracts.exports.values()],
            "calendar": self.calendar.version,
            "batches": {export: [b.batch_id for b in batches] for export, batches in sorted(self.batches.items())},
            "decided": self.decided.content,
        }
        return digest(parts)

    @property
    def info(self) -> RunInfo:
        """The run's description."""
        missing = tuple(sorted(set(self.contracts.exports) - {e for e, b in self.batches.items() if b}))
        return RunInfo(
            self.run_id, self.period.name, self.period.start, self.period.end, self.as_of,
            self.scheme.id, self.scheme.title, self.scheme.status, self.authority_id, bool(self.reconstructed), missing,
        )  # fmt: skip


def digest(parts: Any) -> str:
    """16 hexadecimal digits of whatever JSON can say."""
    return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()[:16]


def gather(
    home: Home,
    settings: Settings,
    period: Period,
    as_of: date,
    scheme: Scheme,
    authority_id: str,
    *,
    look_back: bool = False,
    acts: Sequence[Act],
) -> Inputs:
    """Collect the inputs of one assessment.

    `acts`: what was decided and stands, of any kind and time; what is in force at `as_of` is told apart here.
    `look_back`: an export that was not in yet at `as_of` is read from its first later batch, as far as its dates tell.
    Raises RequestFault when no department directory is in force, or the authority is not in it.
    """
    if not FIRST <= as_of <= LAST:
        raise RequestFault(f"统计日 {as_of} 不在工作日历的范围（{FIRST} 至 {LAST}）内，请检查年份。")
    contracts = load_contracts(home.site)
    found = feed(home, as_of, acts, look_back=look_back)
    if not found.batches.get("departments"):
        raise RequestFault(f"截至 {as_of} 还没有接入部门名录（或已被撤回），无法测算。请先接入不晚于该日的《部门名录》。")
    rules, calendar = load_rules(home.site), load_calendar(home.site)
    return Inputs(
        period, as_of, authority_id, scheme, rules, calendar, contracts, found.batches, found.reconstructed, tuple(acts), found.withdrawn
    )


def gather_again(home: Home, settings: Settings, run: Reader, acts: Sequence[Act]) -> Inputs:
    """What the run of the same period, day, scheme and authority would be made from today. `run`: a sight of it; `acts` as in `gather`."""
    info = run.info
    period = Period(info.period, info.period_start, info.period_end)
    return gather(home, settings, period, info.as_of, run.scheme(), info.authority_id, look_back=info.is_reconstructed, acts=acts)


def assess(home: Home, settings: Settings, inputs: Inputs, progress: Progress = lambda step: None) -> RunInfo:
    """Build the run of these inputs, or find it built. Raises RequestFault when the authority isn't in the directory."""
    info = inputs.info
    if (there := home.runs / f"{info.run_id}.duckdb").exists():
        there.touch()  # asked for last, so it is the one that is meant when several are of one day
        return info
    with building(home, info) as path:
        compute(path, settings, inputs, Facts(home).rows_path, progress)
    return info


def compute(
    path: Path, settings: Settings, inputs: Inputs, rows_path: Callable[[Batch], Path], progress: Progress = lambda step: None
) -> None:
    """Build a run's file at a path, from the typed rows where `rows_path` says they lie."""
    with DuckDBEngine(path, settings) as engine:
        progress("read")
        for contract in inputs.contracts.exports.values():
            engine.export(contract, [rows_path(b) for b in inputs.batches.get(contract.name, ())], inputs.as_of)
        derive(engine, inputs, files_of(inputs, rows_path), progress)
        engine.keep("meta", facts_of(inputs))
        engine.keep("batches", _batches(inputs))


def files_of(inputs: Inputs, rows_path: Callable[[Batch], Path]) -> tuple[File, ...]:
    """What the batches in force can tell, in order: of which day they are, and which of the contract's columns they don't have or fill."""
    return tuple(
        File(b.batch_id, export, b.division, b.exported_on, *columns_without(b, inputs.contracts.exports[export], rows_path(b)))
        for export, batches in sorted(inputs.batches.items())
        for b in batches
    )


def columns_without(batch: Batch, contract: Contract, rows: Path) -> tuple[frozenset[str], frozenset[str]]:
    """(the contract's columns that a batch's file does not have, those that it has and that hold nothing in any accepted row)."""
    return frozenset(c.name for c in contract.columns) - batch.mapping.keys(), empty_columns(batch, rows)


def derive(engine: DuckDBEngine, inputs: Inputs, files: tuple[File, ...] = (), progress: Progress = lambda step: None) -> None:
    """From the exports that the engine shows to every table of a run but its provenance. `files`: what each batch in force can tell."""
    add_orders(engine, inputs.decided)
    directory = engine.read("select * from departments")
    answers = answering(directory, inputs.as_of)
    if inputs.authority_id not in answers["department_id"]:
        raise RequestFault(f"部门名录中没有编码为 {inputs.authority_id} 的主管部门，请用 --authority 指定名录中的部门编码。")
    progress("obligations")
    oblige(
        engine,
        answers,
        Assessment(inputs.as_of, inputs.period, inputs.authority_id, inputs.info.missing_exports, files, inputs.decided.confirmed_empty),
        inputs.rules,
        inputs.calendar,
        inputs.decided,
        inputs.common,
    )
    progress("indicators")
    engine.table("indicators", inputs.common["indicators"])
    progress("scores")
    scored = results(inputs.scheme, directory, answers, engine.read("select * from indicators"), engine.read(UNDECIDED), inputs.decided)
    for name, frame in scored.items():
        engine.keep(name, frame)
    engine.keep("decisions", decision_table(engine, inputs.decided, scored, inputs.rules))


def history(home: Home, settings: Settings, inputs: Inputs, progress: Progress = lambda step: None) -> list[RunInfo]:
    """The same figures at each month's end of the period, oldest first, the run itself last. Each is a run of its own.

    Each has the decisions that are in force at its own day.
    """
    runs = []
    for day in inputs.period.month_ends(inputs.as_of):
        progress(str(day))
        then = gather(
            home,
            settings,
            inputs.period,
            day,
            inputs.scheme,
            inputs.authority_id,
            look_back=day < inputs.as_of or bool(inputs.reconstructed),
            acts=inputs.acts,
        )
        runs.append(assess(home, settings, then))
    return runs


def facts_of(inputs: Inputs) -> pl.DataFrame:
    """What a run is made of, as it tells it itself: key → value."""
    info = inputs.info
    facts = {name: str(getattr(info, name)) for name in ("run_id", "period", "period_start", "period_end", "as_of", "scheme_id")}
    facts |= {"scheme_title": info.scheme_title, "scheme_status": info.scheme_status, "authority_id": info.authority_id}
    facts |= {
        "total": f"{inputs.scheme.total:g}",
        "calendar_version": inputs.calendar.version,
        "calendar_last_year": str(inputs.calendar.last_year),
    }
    rules = {rule.id: rule.digest for rule in inputs.rules.values()}
    facts |= {"scheme": inputs.scheme.model_dump_json(), "rules": json.dumps(rules), "common": digest(inputs.common), "method": str(METHOD)}
    facts |= {"reconstructed": "、".join(inputs.reconstructed), "missing_exports": "、".join(info.missing_exports)}
    return pl.DataFrame({"key": list(facts), "value": list(facts.values())})


def _batches(inputs: Inputs) -> pl.DataFrame:
    rows = [
        {
            "batch_id": b.batch_id, "export": export, "export_title_zh": inputs.contracts.exports[export].title_zh,
            "export_title_en": inputs.contracts.exports[export].title_en, "file_name": b.file_name, "sha256": b.sha256,
            "exported_on": b.exported_on, "division": b.division, "read": b.counts.read, "accepted": b.counts.accepted,
            "merged": b.counts.merged, "rejected": b.counts.rejected,
        }
        for export, batches in sorted(inputs.batches.items())
        for b in batches
    ]  # fmt: skip
    return pl.DataFrame(rows)
