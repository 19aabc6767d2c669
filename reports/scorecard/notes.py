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


def _beside(own: Reader, t: Wording) -> str:
    """How many obligations are not counted, by why."""
    facets = own.facets().filter(~pl.col("counted"))
    found = dict(facets.group_by("state").agg(pl.col("obligations").sum()).iter_rows()) if len(facets) else {}
    backlog = own.count(Filter(backlog=True))
    parts = [t(f"note.{state}", n=found[state]) for state in ("exempt", "pending", "unknown") if found.get(state)]
    parts += [t("note.backlog", n=backlog)] if backlog else []
    return t("note.and").join(parts)
