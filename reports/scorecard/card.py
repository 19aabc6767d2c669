"""The scorecard of a department as a value: everything that its three forms show, in the words of one language, read once from a run.

Every figure is the run's own. The lines' `lost` sum to the full score less the total, to the hundredth.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

import polars as pl

from data.access import Viewer
from data.errors import RequestFault
from metrics.run.filter import Filter
from metrics.run.lines_affected import MISSED, cost_of
from metrics.run.reader import Reader
from metrics.run.trend import Moment, trend
from reports.scorecard.duties import Duty, Sources, duties
from reports.scorecard.lines import Adjusted, Section, adjusted, sections
from reports.scorecard.notes import Ruling, notes, rulings
from reports.wording import evidence
from reports.wording.printable import printable
from reports.wording.standing import source, standing
from reports.wording.wording import Wording


@dataclass(frozen=True)
class Head:
    """What a scorecard is of. `standing`: draft or which edition; `source`: run and edition in few words, for the foot."""

    unit: str
    group: str
    period: str
    start: date
    end: date
    as_of: date
    standing: str
    source: str
    run_id: str
    edition: str | None
    scheme: str
    is_sample: bool


@dataclass(frozen=True)
class Scorecard:
    """One unit in one run. `total`, `grade`, `rank` are None where nothing was to be judged; `ranked`: how many of the group have a rank
    in the viewer's sight. `missed`: the counted obligations that were late, overdue or not done, by rule; `kept`: those done in time;
    `undecided`: those of the period that can't be judged for want of evidence. `wanting`: how many these are and why, "" for none.
    """

    lang: str
    head: Head
    full: Decimal
    total: Decimal | None
    grade: str | None
    rank: int | None
    is_comparable: bool
    ranked: int
    points: float
    points_max: float
    sections: tuple[Section, ...]
    adjusted: tuple[Adjusted, ...]
    rulings: tuple[Ruling, ...]
    missed: tuple[Duty, ...]
    undecided: tuple[Duty, ...]
    wanting: str
    kept: tuple[Duty, ...]
    trend: tuple[Moment, ...]
    notes: tuple[str, ...]

    @property
    def lost(self) -> Decimal:
        """What all lines cost together."""
        lines = [line.lost for part in self.sections for line in part.lines] + [line.lost for line in self.adjusted]
        return sum(lines, Decimal(0))

    @property
    def title(self) -> str:
        """What the paper is called."""
        return Wording(self.lang, "scorecard")("head.title", unit=self.head.unit)

    @property
    def place(self) -> str:
        """The rank in words: of how many, that it is not comparable, or that there is none."""
        t = Wording(self.lang, "scorecard")
        if self.rank is None or not self.is_comparable:
            return evidence.shown_rank(self.rank, self.is_comparable, t, t("head.unranked"))
        return t("head.rank_of" if self.ranked > 1 else "head.rank_alone", rank=self.rank, of=self.ranked)


def scorecard(reader: Reader, unit_id: str, lang: str, past: Sequence[Reader]) -> Scorecard:
    """Read one unit's scorecard. `past`: the same viewer's sight of earlier runs of the period, oldest first, for the trend.

    Raises RequestFault for a unit that the viewer may not see or that is not in the run.
    """
    totals = reader.totals().filter(unit_id=unit_id)
    if totals.is_empty():
        raise RequestFault(f"没有编码为 {unit_id} 的被考核部门，或您无权查看，未生成考核评分表。请从部门排名重新进入。")
    t, unit, meta, scheme = Wording(lang, "scorecard"), totals.row(0, named=True), reader.meta(), reader.scheme()
    own = _own_sight(reader, unit_id)
    items, extras, rules = (
        reader.items(unit_id),
        reader.adjustments(unit_id),
        {r["rule_id"]: r for r in reader.rules().iter_rows(named=True)},
    )
    indicators = {row["rule_id"]: row for row in reader.indicators(unit_id).iter_rows(named=True)}
    files = {row["batch_id"]: row["file_name"] for row in own.batches().iter_rows(named=True)}
    sources = Sources(rules, cost_of(items, extras), files, reader.info.as_of)
    counted, undecided = (duties(own.obligations(wanted), sources, t) for wanted in (Filter(counted=True), Filter(undecided=True)))
    wanting = own.undecided()
    open_ = dict(wanting.group_by("rule_id").agg(pl.col("obligations").sum()).iter_rows())
    ranking = reader.ranking().filter(unit_group=unit["unit_group"])
    return Scorecard(
        lang, _head(unit, meta, reader, t), Decimal(meta["total"]), unit["total"], _named(unit["grade"], t), unit["rank"],
        unit["is_comparable"], ranking["rank"].drop_nulls().len(), unit["points"], unit["points_max"],
        sections(items, scheme, rules, open_, t), adjusted(extras, indicators, scheme, rules, open_, t), rulings(own, t),
        tuple(duty for duty in counted if duty.state in MISSED), undecided, evidence.undecided(evidence.by_reason(wanting), t),
        tuple(duty for duty in counted if duty.state not in MISSED), tuple(trend([*past, reader], unit_id, unit["unit_group"])),
        notes(own, unit, scheme, t),
    )  # fmt: skip


def _own_sight(reader: Reader, unit_id: str) -> Reader:
    """What the unit itself may see of the run: nothing of another unit can get into its paper, whoever has it made."""
    return Reader(reader.store, reader.info, Viewer(reader.viewer.name, "department", frozenset({unit_id})))


def _head(unit: dict[str, Any], meta: dict[str, str], reader: Reader, t: Wording) -> Head:
    info = reader.info
    return Head(
        printable(unit["unit_name"]), t.name(printable(unit["unit_group"])), t.period(info.period), info.period_start, info.period_end,
        info.as_of, standing(meta, t), source(meta, t), info.run_id, info.edition, t.name(printable(info.scheme_title)),
        info.scheme_status == "sample",
    )  # fmt: skip


def _named(grade: str | None, t: Wording) -> str | None:
    return None if grade is None else t.name(grade)
