"""A ranking book read out of a run, through the gate: for who sees the whole city, since every unit's points stand in it."""

from collections.abc import Iterable, Mapping
from typing import Any

import polars as pl

from data.errors import RequestFault
from metrics.comparison.attribution import splits
from metrics.run.attribution_parts import Split
from metrics.run.filter import Filter
from metrics.run.reader import Reader
from metrics.schemes.scheme import Scheme
from metrics.what_if.rank_range import Reach, near, reaches
from reports.ranking_book.book import Book, Earned, Group, Line, RuleStanding, Unit
from reports.ranking_book.distribution import distribution
from reports.wording import evidence

STATES = ("counted", "met", "late", "overdue", "unmet")
ASIDE = ("pending", "exempt", "unknown")
Rows = Mapping[str, list[dict[str, Any]]]


def book_of(reader: Reader, before: Reader | None = None) -> Book:
    """The book of the reader's run. `before`: the same viewer's sight of the run that movements are told from.

    Raises RequestFault for a viewer who does not see all units: a department has its own scorecard, and the ranking that is made public.
    """
    if reader.viewer.scope is not None:
        raise RequestFault("考核结果汇总含全部单位的得分，只提供给可查看全市数据的人员。本单位的结果请看“我的部门”或考核评分表。")
    batches, scheme = reader.batches(), reader.scheme()
    rules = _rules(reader)
    return Book(
        meta=reader.meta(), city=reader.store.settings.city, scheme=scheme, knows_evidence=reader.info.knows_evidence,
        since=before.info.as_of if before else None, departments=len(reader.departments()), batches=len(batches), rows=int(batches["accepted"].sum()),
        rules=rules, whole=RuleStanding("", "", "", False, *(sum(getattr(rule, name) for rule in rules) for name in STATES)),
        groups=_groups(reader, scheme, before), changes=reader.changes(),
    )  # fmt: skip


def _rules(reader: Reader) -> tuple[RuleStanding, ...]:
    sums = reader.indicators().group_by("rule_id").agg(pl.col(STATES).sum())
    found = {row["rule_id"]: [row[name] for name in STATES] for row in sums.iter_rows(named=True)}
    return tuple(
        RuleStanding(row["rule_id"], row["title_zh"], row["title_en"], row["clock_status"] == "sample", *found.get(row["rule_id"], [0] * 5))
        for row in reader.rules().iter_rows(named=True)
    )


def _groups(reader: Reader, scheme: Scheme, before: Reader | None) -> tuple[Group, ...]:
    tell = _Units(reader, before)
    found = []
    for (name,), totals in reader.totals().group_by("unit_group", maintain_order=True):
        ranked = totals.filter(pl.col("rank").is_not_null())
        units = tell.of(ranked, near(ranked, tell.reach))
        sums = [sums_of(unit.sections[n] for unit in units) for n in range(len(scheme.sections))]
        of_totals = distribution(ranked["total"].to_list(), ranked["grade"].to_list(), [grade.name for grade in scheme.grades])
        left = tell.of(totals.filter(pl.col("rank").is_null()), set())
        found.append(Group(str(name), units, left, of_totals, tuple(one.share for one in sums)))
    return tuple(found)


def sums_of(parts: Iterable[Earned]) -> Earned:
    """Points of several, of what there was to earn; what does not apply is in neither."""
    known = [(part.points, part.points_max) for part in parts if part.points is not None]
    return Earned(sum(points for points, _ in known), sum(most for _, most in known)) if known else Earned(None, 0)


class _Units:
    """All that a run tells of its units, read once."""

    def __init__(self, reader: Reader, before: Reader | None):
        self.reach: dict[str, Reach] = reaches(reader)
        self._moved: dict[str, Split] = {one.unit_id: one for one in splits(before, reader)} if before else {}
        self._sections, self._items, self._lines = (_by_unit(x) for x in (reader.sections(), reader.items(), reader.adjustments()))
        self._aside: dict[str, dict[str, int]] = {}
        waiting = reader.facets(Filter(counted=False, states=ASIDE)).group_by("unit_id", "state").agg(pl.col("obligations").sum())
        for unit, state, count in waiting.sort("unit_id", "state").iter_rows():
            self._aside.setdefault(unit, {})[state] = count
        self._undecided = evidence.by_unit(reader.undecided())

    def of(self, totals: pl.DataFrame, close: set[str]) -> tuple[Unit, ...]:
        """Units in the order of their places. `close`: those that one obligation would bring past who stands above."""
        ranks = totals["rank"].to_list()
        rows = totals.sort("rank", "unit_id", nulls_last=True).iter_rows(named=True)
        return tuple(self._unit(row, ranks.count(row["rank"]) > 1, row["unit_id"] in close) for row in rows)

    def _unit(self, row: dict[str, Any], is_tied: bool, is_near: bool) -> Unit:
        unit = row["unit_id"]
        lines = self._lines.get(unit, [])
        return Unit(
            unit_id=unit, name=row["unit_name"], rank=row["rank"], is_tied=is_tied and row["rank"] is not None, total=row["total"],
            grade=row["grade"], points=row["points"], points_max=row["points_max"],
            sections=tuple(_section(part) for part in self._sections.get(unit, [])),
            items=tuple(Earned(part["points"], part["points_max"], part["is_small"]) for part in self._items.get(unit, [])),
            adjusted=sum(line["points"] for line in lines),
            lines=tuple(Line(x["title"], x["points"]) for x in lines if x["points"] or x["act_id"] is not None),
            moved=self._moved.get(unit), reach=self.reach.get(unit), is_near=is_near, aside=self._aside.get(unit, {}),
            undecided=self._undecided.get(unit, {}), undecided_share=row["undecided_share"] or 0.0, is_comparable=row["is_comparable"],
        )  # fmt: skip


def _section(row: dict[str, Any]) -> Earned:
    return Earned(row["points"] if row["points_max"] else None, row["points_max"])


def _by_unit(frame: pl.DataFrame) -> Rows:
    found: dict[str, list[dict[str, Any]]] = {}
    for row in frame.sort("unit_id", "ord").iter_rows(named=True):
        found.setdefault(row["unit_id"], []).append(row)
    return found
