"""What a circular says rule by rule: how much was owed and done, where most is open, and with which units."""

from typing import Any

import polars as pl

from metrics.run.filter import Filter
from metrics.run.reader import Reader
from reports.papers.circular_standing import MISSED, numbered
from reports.papers.figures import Figures
from reports.papers.naming import LEADING
from reports.wording.wording import Wording

MOST = 5  # rules that a circular speaks of one by one


def rules(reader: Reader, figures: Figures, t: Wording) -> list[dict[str, Any]]:
    """Every rule under which something is counted, in the order of the rules."""
    told = []
    for rule in reader.rules().iter_rows(named=True):
        wanted = Filter(rule_id=rule["rule_id"], counted=True)
        states = {name: _count(figures, rule["rule_id"], (name,)) for name in ("met", "late")}
        line = {"name": t.pick(rule["title_zh"], rule["title_en"]), "counted": figures.count(wanted), **states}
        if line["counted"].value:
            told.append(line | {"missed": _count(figures, rule["rule_id"], MISSED), "on_time_rate": figures.share(wanted)})
    return told


def problems(reader: Reader, figures: Figures, t: Wording) -> list[dict[str, Any]]:
    """The rules with most that is not done, the worst first, each with the units that have most of it."""
    facets = reader.facets(Filter(counted=True, states=MISSED))
    names = dict(reader.units().select("unit_id", "unit_name").iter_rows())
    rows = {row["rule_id"]: row for row in reader.rules().iter_rows(named=True)}
    worst = facets.group_by("rule_id").agg(pl.col("obligations").sum()).sort("obligations", "rule_id", descending=[True, False])
    told = []
    for number, rule_id in enumerate(worst["rule_id"].head(MOST), 1):
        rule, wanted = rows[rule_id], Filter(rule_id=rule_id, counted=True)
        clause = t.pick(rule["clause_zh"], rule["clause_en"]) if rule["read"] == "full" else ""  # what was not read is not shown as law
        told.append(
            {
                "number": numbered(number, t), "name": t.pick(rule["title_zh"], rule["title_en"]), "clause": clause,
                "counted": figures.count(wanted), "on_time_rate": figures.share(wanted), "missed": _count(figures, rule_id, MISSED),
                "units": [
                    {"name": names.get(unit, unit), "missed": figures.count(Filter(unit_id=unit, rule_id=rule_id, counted=True, states=MISSED))}
                    for unit in _worst(facets.filter(pl.col("rule_id") == rule_id))
                ],
            }
        )  # fmt: skip
    return told


def _worst(facets: pl.DataFrame) -> list[str]:
    """The units with most that is not done; who has as much as the last one named is named too, unless that would be a crowd."""
    by_unit = facets.group_by("unit_id").agg(pl.col("obligations").sum()).sort("obligations", "unit_id", descending=[True, False])
    if len(by_unit) <= LEADING:
        return by_unit["unit_id"].to_list()
    at = by_unit["obligations"][LEADING - 1]
    tied = by_unit.filter(pl.col("obligations") >= at)
    return (tied if len(tied) <= 2 * LEADING else by_unit.filter(pl.col("obligations") > at))["unit_id"].to_list()


def _count(figures: Figures, rule_id: str, states: tuple[str, ...]) -> Any:
    return figures.count(Filter(rule_id=rule_id, counted=True, states=states))
