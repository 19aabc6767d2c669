"""Pass or fail before an approval, read off what the rules already say: nothing is judged here a second time.

A project's step passes when the project gate, asked as if the step were passed at the day of assessment, says so. A system passes when
it is catalogued and all of its catalogues that must be aggregated are; not yet due is not done.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import polars as pl

COVERAGE, CATALOG, AGGREGATION = "catalog_coverage", "catalog_completeness", "aggregation"
DONE = ("met", "late", "exempt")
Row = dict[str, Any]


@dataclass(frozen=True)
class Verdict:
    """`is_passed` None = it can't be told. `against`: the rows that speak against it, or leave it open. `reason`: why, where no row says it.

    `asked`: what the verdict is about. `rows`: all that was looked at.
    """

    is_passed: bool | None
    asked: tuple[Row, ...]
    against: tuple[Row, ...]
    rows: tuple[Row, ...]
    reason: str | None = None


def of_project(checks: pl.DataFrame) -> Verdict:
    """The steps that are not passed yet; when all are, the one that was decided last. `checks`: the gate's checks of one project."""
    rows = tuple(checks.iter_rows(named=True))
    open_steps = [row for row in rows if row["decision"] != "通过"]
    asked = open_steps or sorted(rows, key=lambda row: str(row["decided_on"] or ""))[-1:]
    return _verdict(asked, [row for row in asked if row["state"] != "met"], rows)


def of_system(obligations: pl.DataFrame) -> Verdict:
    """`obligations`: all of one system and of its catalogues. Without a duty to catalogue (not built yet) a published catalogue shows it."""
    rows = tuple(row for row in obligations.iter_rows(named=True) if row["rule_id"] in (COVERAGE, CATALOG, AGGREGATION))
    has_catalog = any(row["rule_id"] == CATALOG for row in rows)
    coverage = [row for row in rows if row["rule_id"] == COVERAGE]
    asked = coverage + [row for row in rows if row["rule_id"] == AGGREGATION]
    against = [row for row in asked if row["state"] not in DONE]
    if not coverage and not has_catalog:
        return Verdict(False, tuple(asked), tuple(against), rows, "not_cataloged")
    return _verdict(asked or list(rows), against, rows)


def _verdict(asked: Sequence[Row], against: Sequence[Row], rows: tuple[Row, ...]) -> Verdict:
    if not asked:
        return Verdict(None, (), (), rows, "nothing_known")
    is_open = bool(against) and all(row["state"] == "unknown" for row in against)
    return Verdict(None if is_open else not against, tuple(asked), tuple(against), rows)
