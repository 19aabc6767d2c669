"""The obligations behind a scorecard: each with its clause, its clock and the row of the file that it comes from."""

from collections.abc import Mapping
from datetime import date
from typing import Any, NamedTuple

import polars as pl

from reports.scorecard.lines import ground
from reports.wording.printable import printable
from reports.wording.wording import Wording

Row = Mapping[str, Any]


class Duty(NamedTuple):
    """One obligation. Days are working days: `term` allowed, `taken`, `late`. `costs`: the lines that it helped to cost points.

    `file`, `sheet`, `row`: where it comes from; `rule_order`: the rule's place among the rules.
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
    note: str
    costs: tuple[str, ...]
    file: str
    sheet: str
    row: int | None


def duties(
    rows: pl.DataFrame, rules: Mapping[str, Row], costs: Mapping[tuple[str, str], tuple[str, ...]], files: Mapping[str, str], t: Wording
) -> list[Duty]:
    """Obligations as the gate gives them, by rule, what is latest first. `files`: the name of each batch's file."""
    grounds = {rule_id: ground(rule, t) for rule_id, rule in rules.items()}
    named = {key: tuple(t.name(printable(title)) for title in titles) for key, titles in costs.items()}
    found = [_duty(row, rules[row["rule_id"]], grounds, named, files, t) for row in rows.iter_rows(named=True)]
    return sorted(found, key=lambda duty: duty.rule_order)


def _duty(
    row: Row, rule: Row, grounds: Mapping[str, str], costs: Mapping[tuple[str, str], tuple[str, ...]], files: Mapping[str, str], t: Wording
) -> Duty:
    told = [t(f"reason.{row['reason']}")] if row["reason"] else []
    told += [printable(row["detail"])] if row["detail"] else []
    has_clock = row["due_on"] is not None
    return Duty(
        t.pick(rule["title_zh"], rule["title_en"]), rule["ord"], grounds[row["rule_id"]], printable(row["subject_name"] or ""),
        printable(row["subject_id"]), printable(row["department_name"] or row["unit_name"] or ""), row["state"], t(f"state.{row['state']}"),
        row["arose_on"], row["due_on"], row["met_on"], row["clock_days"], row["days_taken"], row["days_late"] if has_clock else None,
        row["is_provisional"], t("account.and").join(told), costs.get((row["rule_id"], row["state"]), ()),
        printable(files.get(row["batch_id"], "") or ""), printable(row["sheet"] or ""), row["row_no"],
    )  # fmt: skip
