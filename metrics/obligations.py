"""From the exports that an engine shows to the obligation table: claims of each rule's own SELECT, then one common step (rules §1–§4)."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import polars as pl

from data.calendar import Calendar
from data.engines.duckdb import DuckDBEngine
from metrics.period import Period
from metrics.rulebook import Rule

HERE = Path(__file__).parent
CLAIM_COLUMNS = {
    "rule_id": "VARCHAR", "subject_id": "VARCHAR", "subject_name": "VARCHAR", "department_id": "VARCHAR",
    "arose_on": "DATE", "due_on": "DATE", "met_on": "DATE", "clock": "VARCHAR",
    "is_exempt": "BOOLEAN", "is_unknown": "BOOLEAN", "is_failed": "BOOLEAN", "reason": "VARCHAR", "detail": "VARCHAR",
    "batch_id": "VARCHAR", "sheet": "VARCHAR", "row_no": "INTEGER",
}  # fmt: skip


@dataclass(frozen=True)
class Assessment:
    """What is assessed: the standing at `as_of`, what falls due in `period`; `authority_id` owes the catalogue reviews.

    `missing_exports`: those of which nothing has come in, so that nothing can be held against anybody by them.
    """

    as_of: date
    period: Period
    authority_id: str
    missing_exports: tuple[str, ...] = ()


def oblige(engine: DuckDBEngine, answers: pl.DataFrame, assessment: Assessment, rules: dict[str, Rule], calendar: Calendar) -> None:
    """Make the table `obligations` and what it rests on: answering, calendar, assessment, clocks, rules, cycles.

    The engine must show every export. `answers`: who answers for whom, as `answering` gives it.
    """
    engine.keep("answering", answers)
    engine.keep("calendar", calendar.days)
    engine.keep("assessment", _assessment(assessment, calendar))
    engine.keep("clocks", clock_versions(rules))
    engine.keep("rules", rule_frame(rules, assessment.missing_exports))
    engine.table("cycles", (HERE / "cycles.sql").read_text(encoding="utf-8"))
    engine.claims({rule.id: rule.sql for rule in rules.values()}, CLAIM_COLUMNS)
    engine.table("obligations", (HERE / "obligations.sql").read_text(encoding="utf-8"))


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
                "direction": r.direction, "export": r.exports[0], "early": r.early, "needs_start": r.needs_start,
                "effective_from": r.effective_from,
                "lacks_evidence": not set(r.evidence).isdisjoint(missing_exports),
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
