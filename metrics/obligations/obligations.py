"""From the exports that an engine shows to the obligation table: claims of each rule's own SELECT, then one common step (rules §1–§4)."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import polars as pl

from data.calendar import Calendar
from data.engines.duckdb import DuckDBEngine
from metrics.obligations.decisions_in_force import NOTHING, Decided
from metrics.obligations.evidence import FAILED, FAILED_BY_EMPTY, File, empty_columns, horizons, lacking, many, missing_columns
from metrics.obligations.exemptions import exempted, exempted_by_filter
from metrics.obligations.gate_check import GATE, suppose
from metrics.obligations.period import Period
from metrics.obligations.waits import Duty, waits_frame
from metrics.rulebook.rulebook import Rule

TEXTS = Path(__file__).parent
COMMON = ("clocked", "judgements", "obligations", "indicators", "cycles", "follow_ups", "gate_checks", "counts", "asset_register")
# No obligations, but what stands beside them; the first editions were frozen without.
LATER = ("follow_ups", "gate_checks", "counts", "asset_register")
CLAIM_COLUMNS = {
    "rule_id": "VARCHAR", "subject_id": "VARCHAR", "subject_name": "VARCHAR", "department_id": "VARCHAR", "counterpart_id": "VARCHAR",
    "arose_on": "DATE", "due_on": "DATE", "stated_due_on": "DATE", "met_on": "DATE", "clock": "VARCHAR",
    "or_clock": "VARCHAR", "is_exempt": "BOOLEAN", "is_unknown": "BOOLEAN", "is_contradictory": "BOOLEAN", "is_failed": "BOOLEAN",
    "lacks": "VARCHAR", "lacks_unless_met": "VARCHAR", "fails_by": "VARCHAR", "reason": "VARCHAR", "detail": "VARCHAR",
    "system_id": "VARCHAR", "refreshed_on": "DATE", "amount": "DOUBLE",
    "batch_id": "VARCHAR", "sheet": "VARCHAR", "row_no": "INTEGER",
}  # fmt: skip

DUTIES = """
select c.rule_id, c.subject_id, c.arose_on, c.met_on, k.days
from claims c
join clocks k on k.rule_id = c.rule_id and k.clock = c.clock and c.arose_on >= k.valid_from and c.arose_on < k.valid_to
where c.rule_id = $rule_id and c.due_on is null and list_contains($subjects, c.subject_id)
"""


@dataclass(frozen=True)
class Assessment:
    """What is assessed: the standing at `as_of`, what falls due in `period`; `authority_id` owes the catalogue reviews.

    `missing_exports`: those of which nothing has come in, so that nothing can be held against anybody by them. `files`: what the files in
    force can tell, in order. `confirmed_empty`: (export, column) of columns that are really empty, as an officer has confirmed.
    """

    as_of: date
    period: Period
    authority_id: str
    missing_exports: tuple[str, ...] = ()
    files: tuple[File, ...] = ()
    confirmed_empty: frozenset[tuple[str, str]] = frozenset()


def oblige(
    engine: DuckDBEngine,
    answers: pl.DataFrame,
    assessment: Assessment,
    rules: dict[str, Rule],
    calendar: Calendar,
    decided: Decided = NOTHING,
    common: Mapping[str, str] | None = None,
) -> None:
    """Make the table `obligations` and what it rests on: answering, calendar, assessment, clocks, rules, cycles, waits, exempted(_by_filter).

    `horizons` and `gaps` tell how far the files reach; `confirmed_empty`: rule_id, export, column_name, unit_id and how many obligations
    failed by a column that would count as missing, had it not been confirmed to be really empty.
    Beside them `follow_ups`: what else is fulfilled with an open obligation, `gate_checks`: what the project gate would say of each step
    today, `counts`: how many there are of each kind, and `asset_register`: the assets themselves; each only where its text is among the
    common ones.
    The engine must show every export. `answers`: who answers for whom, as `answering` gives it. `common`: the common texts, ours when None.
    """
    text = common or common_texts()
    engine.keep("answering", answers)
    engine.keep("calendar", calendar.days)
    engine.keep("assessment", _assessment(assessment, calendar))
    engine.keep("clocks", clock_versions(rules))
    engine.keep("rules", rule_frame(rules, assessment.missing_exports))
    engine.table("cycles", text["cycles"])
    engine.keep("horizons", _horizons(engine, answers, assessment))
    gaps = missing_columns(rules.values(), assessment.files)
    _claim(engine, rules, gaps)
    engine.keep("waits", _waits(engine, assessment.as_of, rules, calendar, decided))
    engine.keep("exempted", exempted(decided.exemptions))
    engine.keep("exempted_by_filter", exempted_by_filter(decided.exemptions, answers, rules))
    engine.view("clocked", text["clocked"])
    engine.view("judgements", text["judgements"])
    empty = empty_columns(rules.values(), assessment.files)
    confirmed, failed = many(_failed_by_empty(engine, empty), assessment.confirmed_empty)
    engine.keep("confirmed_empty", confirmed)
    if len(doubted := empty.join(failed, on=["rule_id", "export", "column_name"], how="semi", maintain_order="left")):
        gaps = pl.concat([gaps, doubted])
        _claim(engine, rules, gaps)
    engine.keep("gaps", gaps)
    engine.table("obligations", text["obligations"])
    for name in ("counts", "follow_ups", "asset_register"):
        if name in text:
            engine.table(name, text[name])
    if "gate_checks" in text and GATE in rules:
        suppose(engine, rules[GATE], text)


def _claim(engine: DuckDBEngine, rules: Mapping[str, Rule], gaps: pl.DataFrame) -> None:
    engine.show("lacking", lacking(gaps))
    engine.claims({rule.id: rule.sql for rule in rules.values()}, CLAIM_COLUMNS)


def _horizons(engine: DuckDBEngine, answers: pl.DataFrame, assessment: Assessment) -> pl.DataFrame:
    departments = engine.read("select department_id, division from departments")
    city = str(departments.filter(department_id=assessment.authority_id)["division"].first() or "")
    return horizons(assessment.files, departments, answers, city, assessment.as_of)


def _failed_by_empty(engine: DuckDBEngine, empty: pl.DataFrame) -> pl.DataFrame:
    """How many obligations of each unit and rule failed by each of the empty columns."""
    if empty.is_empty():
        return pl.DataFrame(schema=FAILED)
    engine.show("empty_columns", empty)
    return engine.read(FAILED_BY_EMPTY)


def common_texts(folder: Path = TEXTS) -> dict[str, str]:
    """The SQL texts that are the same for all rules, by their name. What an edition was frozen without, it has not."""
    paths = {name: folder / f"{name}.sql" for name in COMMON}
    return {name: path.read_text(encoding="utf-8") for name, path in paths.items() if name not in LATER or path.exists()}


def _waits(engine: DuckDBEngine, as_of: date, rules: dict[str, Rule], calendar: Calendar, decided: Decided) -> pl.DataFrame:
    """The waits that stop a clock. Only the claims of the few subjects that waited are read, rule by rule."""
    duties = []
    for rule_id in sorted(decided.stopped_rules & rules.keys()):
        subjects = [wait.body.subject_id for wait in decided.waits if wait.body.rule_id == rule_id]
        if subjects:
            found = engine.read(DUTIES, {"rule_id": rule_id, "subjects": subjects})
            duties += [Duty(**row) for row in found.iter_rows(named=True)]
    return waits_frame(duties, decided.waits, calendar, as_of)


def _assessment(assessment: Assessment, calendar: Calendar) -> pl.DataFrame:
    row = {
        "as_of": assessment.as_of,
        "period_start": assessment.period.start,
        "period_end": assessment.period.end,
        "authority_id": assessment.authority_id,
    }
    return pl.DataFrame([row])


def clock_versions(rules: dict[str, Rule]) -> pl.DataFrame:
    """Each clock's periods with the days between which they are in force: rule_id, clock, days, valid_from, valid_to (exclusive)."""
    rows = []
    for rule in rules.values():
        for name in dict.fromkeys(clock.name for clock in rule.clocks):
            # The last word on a day counts: a site's period replaces ours of the same day.
            versions = {clock.valid_from: clock for clock in rule.clocks if clock.name == name}
            days = sorted(versions)
            for start, end in zip(days, [*days[1:], date.max], strict=True):
                rows.append((rule.id, name, versions[start].days, versions[start].status, start, end))
    schema = {"rule_id": pl.String, "clock": pl.String, "days": pl.Int32, "status": pl.String, "valid_from": pl.Date, "valid_to": pl.Date}
    return pl.DataFrame(rows, schema=schema, orient="row")


def rule_frame(rules: dict[str, Rule], missing_exports: Collection[str] = ()) -> pl.DataFrame:
    """What a run keeps of each rule, so that its figures can be explained for ever."""
    return pl.DataFrame(
        [
            {
                "rule_id": r.id, "ord": r.order, "title_zh": r.title_zh, "title_en": r.title_en,
                "question_zh": r.question_zh, "question_en": r.question_en, "basis": r.basis, "headline": r.headline,
                "direction": r.direction, "export": r.exports[0], "exports": list(r.exports), "evidence": r.evidence,
                "early": r.early, "needs_start": r.needs_start,
                "effective_from": r.effective_from, "due_by": r.due_by,
                "lacks_evidence": r.evidence in missing_exports and r.evidence != r.exports[0],
                "clause_zh": "；".join(g.clause_zh for g in r.grounds), "clause_en": "; ".join(g.clause_en for g in r.grounds),
                "read": "full" if all(g.read == "full" for g in r.grounds) else "drafting_note",
                "clock_status": "sample" if any(c.status == "sample" for c in r.clocks) else "law" if r.clocks else "none",
                "owed_by_zh": r.owed_by_zh, "owed_by_en": r.owed_by_en, "arises_zh": r.arises_zh, "arises_en": r.arises_en,
                "met_zh": r.met_zh, "met_en": r.met_en,
            }
            for r in rules.values()
        ],
        schema_overrides={"effective_from": pl.Date},
    )  # fmt: skip
