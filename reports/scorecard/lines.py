"""The lines of a scorecard: items under their sections and what follows them, each with its standard, its account and its ground."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import polars as pl

from metrics.schemes.scheme import Item, Scheme
from reports.scorecard.criteria import extra_standard, measured, standard
from reports.wording.figures import rate, signed
from reports.wording.printable import printable
from reports.wording.wording import Wording

Row = Mapping[str, Any]
Rules = Mapping[str, Row]
Counts = Mapping[str, int]


@dataclass(frozen=True)
class Line:
    """One item (二级指标). `open`: overdue and not done; `value`, `points` are None where it doesn't apply; `lost`: on the total's scale.

    `standard`: how points are given; `account`: how these came about; `ground`: the clause and how far it was read.
    """

    title: str
    points_max: float
    standard: str
    counted: int
    met: int
    late: int
    open: int
    measure: str
    value: float | None
    points: float | None
    lost: Decimal
    account: str
    ground: str
    is_small: bool

    @property
    def is_applicable(self) -> bool:
        """Whether there was anything to judge."""
        return self.points is not None


@dataclass(frozen=True)
class Section:
    """A heading (一级指标) with its items. Its sums are over the items that apply."""

    title: str
    lines: tuple[Line, ...]

    @property
    def points_max(self) -> float:
        """What could be earned."""
        return sum(line.points_max for line in self.lines if line.is_applicable)

    @property
    def points(self) -> float:
        """What was earned."""
        return sum(line.points or 0.0 for line in self.lines)

    @property
    def lost(self) -> Decimal:
        """What its lines cost."""
        return sum((line.lost for line in self.lines), Decimal(0))


@dataclass(frozen=True)
class Adjusted:
    """One line after the items: a deduction, a bonus, points by decision, the floor at 0. Counts are None where it rests on none."""

    title: str
    standard: str
    counts: tuple[int, int, int, int] | None
    points: float
    lost: Decimal
    account: str
    ground: str


def sections(items: pl.DataFrame, scheme: Scheme, rules: Rules, undecided: Counts, t: Wording) -> tuple[Section, ...]:
    """The items of one unit under their sections, in the scheme's order. `undecided`: how many can't be judged for want of evidence, by rule."""
    known = {item.id: item for item in scheme.items}
    found = []
    for (title,), part in items.sort("ord").group_by("section_title", maintain_order=True):
        lines = tuple(
            _line(row, known[row["item_id"]], rules[row["rule_id"]], undecided.get(row["rule_id"], 0), t)
            for row in part.iter_rows(named=True)
        )
        found.append(Section(t.name(printable(str(title))), lines))
    return tuple(found)


def adjusted(
    extras: pl.DataFrame, indicators: Mapping[str, Row], scheme: Scheme, rules: Rules, undecided: Counts, t: Wording
) -> tuple[Adjusted, ...]:
    """What follows the items. `indicators`: of the unit, by rule; `undecided`: likewise, as of items."""
    return tuple(_adjusted(row, indicators, scheme, rules, undecided, t) for row in extras.sort("ord").iter_rows(named=True))


def ground(rule: Row, t: Wording) -> str:
    """The clause, how far it was read, and that a period is only a sample where it is."""
    marks = [t("ground.drafting_note")] * (rule["read"] != "full") + [t("ground.sample_clock")] * (rule["clock_status"] == "sample")
    told = t.pick(rule["clause_zh"], rule["clause_en"])
    return told + (t("ground.marks", marks=t("ground.and").join(marks)) if marks else "")


def _line(row: Row, item: Item, rule: Row, undecided: int, t: Wording) -> Line:
    return Line(
        t.name(printable(row["title"])), row["points_max"], standard(item, t), row["counted"], row["met"], row["late"],
        row["overdue"] + row["unmet"], row["measure"], row["value"] if row["is_applicable"] else None, row["points"], row["lost"],
        _account(row, item, undecided, t), ground(rule, t), row["is_small"],
    )  # fmt: skip


def _account(row: Row, item: Item, undecided: int, t: Wording) -> str:
    """How the points came about, from the counts."""
    if not row["is_applicable"]:
        why = "account.no_case" if row["counted"] else "account.none_judged" if undecided else "account.not_applicable"
        return t(why, n=undecided)
    counts = [t("account.counted", n=row["counted"])]
    counts += [t(f"account.{state}", n=row[state]) for state in ("late", "overdue", "unmet") if row[state]]
    counts += [t("account.all_met")] if row["met"] == row["counted"] else []
    counts += [t("account.undecided", n=undecided)] if undecided else []
    value = t("account.value", measure=t(f"measure.{row['measure']}"), value=measured(row["measure"], row["value"], t))
    told = t("account.and").join([*counts, value, t("account.points", points=f"{row['points']:.2f}")])
    return told + (t("account.end") + _few(row, item, t) if row["is_small"] else "")


def _few(row: Row, item: Item, t: Wording) -> str:
    return t("account.small", least=item.min_count, low=rate(row["wilson_low"]), high=rate(row["wilson_high"]))


def _adjusted(row: Row, indicators: Mapping[str, Row], scheme: Scheme, rules: Rules, undecided: Counts, t: Wording) -> Adjusted:
    if row["kind"] == "decision":
        titles: Mapping[str, str] = {item.id: item.title for item in scheme.items}
        place = t("extra.total") if row["item_id"] is None else t.name(printable(titles.get(row["item_id"], row["item_id"])))
        title, how, told = t("extra.decision", place=place), t("criteria.decision"), _decided(row, t)
        return Adjusted(title, how, None, row["points"], row["lost"], told, t("ground.decision", act=row["act_id"]))
    known = next((line for line in scheme.adjustments if line.id == row["adjustment_id"]), None)
    if known is None:
        return Adjusted(t.name(row["title"]), t("criteria.floor"), None, row["points"], row["lost"], _worth(row["points"], t), "")
    found = indicators.get(known.rule)
    counts = (found["counted"], found["met"], found["late"], found["overdue"] + found["unmet"]) if found else (0, 0, 0, 0)
    value = row["value"]
    told = t("account.nothing_to_judge") if value is None else t("extra.value", measure=t(f"measure.{known.measure}"), n=f"{value:g}")
    told += t("account.and") + t("account.undecided", n=undecided[known.rule]) if known.rule in undecided else ""
    told += t("account.and") + _worth(row["points"], t)
    title = t.name(printable(row["title"]))
    return Adjusted(title, extra_standard(known, t), counts, row["points"], row["lost"], told, ground(rules[known.rule], t))


def _decided(row: Row, t: Wording) -> str:
    asked = signed(row["asked"], 2)
    if round(row["asked"] - row["points"], 2) == 0:
        return t("extra.asked", asked=asked)
    return t("extra.cut", asked=asked, points=signed(row["points"], 2))


def _worth(points: float, t: Wording) -> str:
    if not points:
        return t("extra.nothing")
    return t("extra.added" if points > 0 else "extra.taken", points=f"{abs(points):.2f}")
