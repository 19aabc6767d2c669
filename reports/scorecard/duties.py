"""The obligations behind a scorecard: each with its clause, its clock and the row of the file that it comes from."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

import polars as pl

from reports.scorecard.lines import ground
from reports.wording import evidence
from reports.wording.printable import printable
from reports.wording.wording import Wording

Row = Mapping[str, Any]


class Duty(NamedTuple):
    """One obligation. Days are working days: `term` allowed, `taken`, `late`; of what can't be told nobody knows how many it took or is late.
    `costs`: the lines that it helped to cost points.

    `file`, `sheet`, `row`: where it comes from; `rule_order`: the rule's place among the rules. `judged_on`: the day up to which its evidence
    tells, where that is before the day of assessment and makes a difference.
    """

    rule: str
    rule_order: int
    clause: str
    subject: str
    subject_id: str
    department: str
    state: str
    state_name: str
    arose_on: date | None
    due_on: date | None
    met_on: date | None
    term: int | None
    taken: int | None
    late: int | None
    is_provisional: bool
    judged_on: date | None
    note: str
    costs: tuple[str, ...]
    file: str
    sheet: str
    row: int | None


@dataclass(frozen=True)
class Sources:
    """What obligations are told by. `rules`: of the run, by id; `costs`: titles of the lines by rule and state; `files`: the name of each
    batch's file; `as_of`: the day of assessment."""

    rules: Mapping[str, Row]
    costs: Mapping[tuple[str, str], tuple[str, ...]]
    files: Mapping[str, str]
    as_of: date


def duties(rows: pl.DataFrame, of: Sources, t: Wording) -> tuple[Duty, ...]:
    """Obligations as the gate gives them, by rule, what is latest first."""
    grounds = {rule_id: ground(rule, t) for rule_id, rule in of.rules.items()}
    named = {key: tuple(t.name(printable(title)) for title in titles) for key, titles in of.costs.items()}
    found = [_duty(row, grounds, named, of, t) for row in rows.iter_rows(named=True)]
    return tuple(sorted(found, key=lambda duty: duty.rule_order))


def _duty(row: Row, grounds: Mapping[str, str], costs: Mapping[tuple[str, str], tuple[str, ...]], of: Sources, t: Wording) -> Duty:
    rule, has_clock = of.rules[row["rule_id"]], row["due_on"] is not None
    taken, late = (None, None) if row["state"] == "unknown" else (row["days_taken"], row["days_late"] if has_clock else None)
    return Duty(
        t.pick(rule["title_zh"], rule["title_en"]), rule["ord"], grounds[row["rule_id"]], printable(row["subject_name"] or ""),
        printable(row["subject_id"]), printable(row["department_name"] or row["unit_name"] or ""), row["state"], t(f"state.{row['state']}"),
        row["arose_on"], row["due_on"], row["met_on"], row["clock_days"], taken, late,
        row["is_provisional"], row["evidence_on"], _note(row, rule, of.as_of, t), costs.get((row["rule_id"], row["state"]), ()),
        printable(of.files.get(row["batch_id"], "") or ""), printable(row["sheet"] or ""), row["row_no"],
    )  # fmt: skip


def _note(row: Row, rule: Row, as_of: date, t: Wording) -> str:
    """Why its state is what it is: the reason, what evidence is wanting, what else the rule says."""
    wanting = evidence.want(row, rule, as_of, t)
    is_said = wanting and row["reason"] in evidence.REASONS
    told = [t(f"reason.{row['reason']}")] if row["reason"] and not is_said else []
    told += [wanting] if wanting else []
    told += [printable(row["detail"])] if row["detail"] else []
    return t("account.end").join(told)


def days_note(duties: Sequence[Duty], t: Wording) -> str:
    """How the days of a list are counted; and where any is judged at an earlier day, what that means."""
    return t("duty.days_note") + (t("duty.ends_note") if any(duty.judged_on for duty in duties) else "")
