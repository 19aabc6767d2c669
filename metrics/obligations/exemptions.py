"""Officers' exemptions as two tables that the common step joins by equal keys, so that hundreds cost no more than one.

`exempted` names single obligations. `exempted_by_filter` names a rule, an answering department (none: every one) and due days that
don't overlap: a filter is spread over the rules and departments that it takes, and of several that take a day the first decided stands.
"""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta

import polars as pl

from data.decisions.bodies import Exemption
from metrics.obligations.decisions_in_force import InForce

UNDATED = date.max  # stands for the due day of a duty that has none; the common step writes it as date '9999-12-31'
LAST_DATED = UNDATED - timedelta(days=1)

Range = tuple[date, date, int]


def exempted(exemptions: Sequence[InForce[Exemption]]) -> pl.DataFrame:
    """Exemptions of single obligations: rule_id, subject_id, act_id, one row each; of several the first decided."""
    rows = [(x.body.rule_id, x.body.subject_id, x.act_id) for x in exemptions if x.body.subject_id]
    schema = {"rule_id": pl.String, "subject_id": pl.String, "act_id": pl.Int64}
    return pl.DataFrame(rows, schema=schema, orient="row").group_by("rule_id", "subject_id").agg(pl.col("act_id").min())


def exempted_by_filter(exemptions: Sequence[InForce[Exemption]], answers: pl.DataFrame, rules: Iterable[str]) -> pl.DataFrame:
    """Exemptions by filter: rule_id, department_id (answering; null: whoever answers), due_from, due_to, act_id.

    `answers`: who answers for whom. Of one rule and department no two rows share a due day.
    """
    ranges: dict[tuple[str, str | None], list[Range]] = {}
    ranked = dict(answers.select("answering_id", "unit_id").iter_rows())
    known = list(rules)
    for x in exemptions:
        if not x.body.subject_id:
            for rule_id in [x.body.rule_id] if x.body.rule_id else known:
                for department in _departments(x.body, ranked):
                    ranges.setdefault((rule_id, department), []).append((*_due(x.body), x.act_id))
    rows = [(*key, *apart) for key, found in ranges.items() for apart in _apart(found)]
    schema = {"rule_id": pl.String, "department_id": pl.String, "due_from": pl.Date, "due_to": pl.Date, "act_id": pl.Int64}
    return pl.DataFrame(rows, schema=schema, orient="row")


def _departments(body: Exemption, ranked: dict[str, str]) -> list[str | None]:
    """The answering departments that a filter takes. One that the directory doesn't know is ranked as itself."""
    if body.unit_id is None and body.department_id is None:
        return [None]
    named = {body.unit_id, body.department_id} - {None}
    every = ranked | {name: name for name in named if name and name not in ranked}
    return [
        department
        for department, unit in every.items()
        if body.department_id in (None, department) and body.unit_id in (None, unit)
    ]  # fmt: skip


def _due(body: Exemption) -> tuple[date, date]:
    if body.due_from is None and body.due_to is None:
        return date.min, UNDATED
    return body.due_from or date.min, body.due_to or LAST_DATED


def _apart(ranges: Sequence[Range]) -> list[Range]:
    """The same days as ranges that don't overlap, each with the smallest act of those that take it."""
    borders = sorted({start for start, _, _ in ranges} | {_after(end) for _, end, _ in ranges if end < UNDATED})
    pieces = zip(borders, [*(border - timedelta(days=1) for border in borders[1:]), UNDATED], strict=True)
    found = ((first, last, [act_id for start, end, act_id in ranges if start <= first and last <= end]) for first, last in pieces)
    return [(first, last, min(act_ids)) for first, last, act_ids in found if act_ids]


def _after(day: date) -> date:
    return day + timedelta(days=1)
