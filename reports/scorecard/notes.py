"""What stands beside the figures of a scorecard: the decisions that touched them, and what has to be known to read them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import polars as pl

from data.calendar import CHINA
from data.contracts.contracts import load_contracts
from metrics.run.filter import Filter
from metrics.run.reader import Reader
from metrics.schemes.scheme import Scheme
from reports.wording import evidence
from reports.wording.printable import printable
from reports.wording.wording import Wording


@dataclass(frozen=True)
class Ruling:
    """A decision in force that concerns the unit. `touched`: how many of its obligations or lines it changed."""

    number: int
    kind: str
    what: str
    reason: str
    by: str
    on: date
    touched: int


def rulings(own: Reader, t: Wording) -> tuple[Ruling, ...]:
    """In the order in which they were made. `own`: the unit's own sight of the run."""
    return tuple(
        Ruling(
            row["act_id"], t(f"ruling.{row['about']}"), printable(row["what"]), printable(row["reason"]), printable(row["name"]),
            datetime.fromisoformat(row["at"]).astimezone(CHINA).date(), row["touched"],
        )
        for row in own.decisions().iter_rows(named=True)
    )  # fmt: skip


def notes(own: Reader, unit: Mapping[str, Any], scheme: Scheme, t: Wording) -> tuple[str, ...]:
    """Sentences under the table."""
    return tuple(_notes(own, unit, scheme, t))


def _notes(own: Reader, unit: Mapping[str, Any], scheme: Scheme, t: Wording) -> Iterator[str]:
    if unit["total"] is None:
        yield t("note.no_total")
    counted = own.tally(Filter(counted=True))
    yield t("note.counted", n=counted["obligations"], **{state: counted[state] for state in ("met", "late", "overdue", "unmet")})
    if beside := _beside(own, t):
        yield t("note.beside", parts=beside)
    if unit["undecided"]:
        yield _undecided(own, unit, scheme, counted["obligations"], t)
    if unit["total"] is not None and unit["points_max"] < scheme.total:
        yield t("note.rescaled", points=f"{unit['points_max']:g}", full=f"{scheme.total:g}")
    yield t("note.lost")
    if own.info.missing_exports:
        contracts = load_contracts().exports
        names = [
            t.pick(contracts[name].title_zh, contracts[name].title_en) if name in contracts else name for name in own.info.missing_exports
        ]
        yield t("note.missing", exports=t("note.and").join(names))
    if own.info.is_reconstructed:
        yield t("note.reconstructed")
    if own.info.scheme_status == "sample":
        yield t("note.sample")


def _undecided(own: Reader, unit: Mapping[str, Any], scheme: Scheme, counted: int, t: Wording) -> str:
    """What can't be judged for want of evidence: how much, why, of which rules, and what that means for the rank."""
    found = own.undecided()
    by_rule = dict(found.group_by("rule_id").agg(pl.col("obligations").sum()).iter_rows())
    rules = [row for row in own.rules().iter_rows(named=True) if row["rule_id"] in by_rule]
    parts = [t("note.of_rule", rule=t.pick(row["title_zh"], row["title_en"]), n=by_rule[row["rule_id"]]) for row in rules]
    shares = {"share": f"{unit['undecided_share']:.2%}", "most": f"{scheme.undecided_share * 100:g}%", "of": counted + unit["undecided"]}
    told = t("note.undecided", told=evidence.undecided(evidence.by_reason(found), t), rules=t("note.and").join(parts))
    if unit["total"] is None:
        return told
    return told + t("note.comparable" if unit["is_comparable"] else "note.not_comparable", **shares)


def _beside(own: Reader, t: Wording) -> str:
    """How many obligations are not counted, by why."""
    facets = own.facets().filter(~pl.col("counted"))
    found = dict(facets.group_by("state").agg(pl.col("obligations").sum()).iter_rows()) if len(facets) else {}
    backlog = own.count(Filter(backlog=True))
    parts = [t(f"note.{state}", n=found[state]) for state in ("exempt", "pending", "unknown") if found.get(state)]
    parts += [t("note.backlog", n=backlog)] if backlog else []
    return t("note.and").join(parts)
