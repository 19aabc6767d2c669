"""The tables of a run that hold scores: units, departments, items, adjustments, sections, totals."""

import polars as pl

from metrics.obligations.decisions_in_force import NOTHING, Decided
from metrics.schemes.scheme import Scheme
from metrics.scoring.points_by_decision import Given
from metrics.scoring.scoring import Score, ranks, score

Schema = dict[str, pl.DataType | type[pl.DataType]]

COUNTS = ("counted", "met", "late", "overdue", "unmet")


def results(
    scheme: Scheme,
    directory: pl.DataFrame,
    answers: pl.DataFrame,
    indicators: pl.DataFrame,
    undecided: pl.DataFrame,
    decided: Decided = NOTHING,
) -> dict[str, pl.DataFrame]:
    """Score every active unit, also one with nothing to judge.

    `directory`: the typed departments; `answers`: who answers for whom; `indicators`: as a run keeps them; `decided`: points by decision;
    `undecided`: unit_id, counted, undecided (for want of evidence).
    """
    departments = _departments(directory, answers)
    units = _units(directory, answers)
    by_unit = {key[0]: frame for key, frame in indicators.partition_by("unit_id", as_dict=True).items()}
    measured = {unit: {row["rule_id"]: row for row in frame.iter_rows(named=True)} for unit, frame in by_unit.items()}
    given = _given(decided)
    scores = {unit: score(scheme, measured.get(unit, {}), given.get(unit, ())) for unit in units["unit_id"]}
    return {
        "departments": departments,
        "units": units,
        "items": _items(scheme, scores, measured),
        "adjustments": _adjustments(scores),
        "sections": _sections(scheme, scores),
        "totals": _totals(scheme, units, scores, undecided),
    }


def _given(decided: Decided) -> dict[str, list[Given]]:
    found: dict[str, list[Given]] = {}
    for x in decided.adjustments:
        found.setdefault(x.body.unit_id, []).append(Given(x.act_id, x.body.item_id, x.body.points))
    return found


def _departments(directory: pl.DataFrame, answers: pl.DataFrame) -> pl.DataFrame:
    named = directory.select("department_id", pl.col("name").alias("department_name"), "division", "valid_from", "valid_to")
    return named.join(answers, on="department_id").sort("department_id")


def _units(directory: pl.DataFrame, answers: pl.DataFrame) -> pl.DataFrame:
    ranked = answers.filter(pl.col("is_active") & (pl.col("unit_id") == pl.col("department_id")))
    named = directory.select(pl.col("department_id").alias("unit_id"), pl.col("name").alias("unit_name"), "unit_group")
    return named.join(ranked.select("unit_id"), on="unit_id").sort("unit_group", "unit_id")


def _items(scheme: Scheme, scores: dict[str, Score], measured: dict[str, dict[str, dict]]) -> pl.DataFrame:
    titles = {section.id: section.title for section in scheme.sections}
    rows = []
    for unit, result in scores.items():
        for order, line in enumerate(result.items, 1):
            item, counts = line.item, measured.get(unit, {}).get(line.item.rule, {})
            low, high = line.interval or (None, None)
            rows.append(
                {
                    "unit_id": unit, "ord": order, "section_id": item.section, "section_title": titles[item.section],
                    "item_id": item.id, "title": item.title, "rule_id": item.rule, "measure": item.measure, "points_max": item.points,
                    "value": line.value, "points": line.points, "lost": line.lost, "is_applicable": line.points is not None,
                    "is_small": line.interval is not None, "wilson_low": low, "wilson_high": high,
                    **{name: counts.get(name, 0) for name in COUNTS},
                }
            )  # fmt: skip
    floats = dict.fromkeys(("points_max", "value", "points", "wilson_low", "wilson_high"), pl.Float64)
    return pl.DataFrame(rows, schema_overrides=floats | {"lost": pl.Decimal(10, 2)}, infer_schema_length=None)


def _adjustments(scores: dict[str, Score]) -> pl.DataFrame:
    schema: Schema = {
        "unit_id": pl.String, "ord": pl.Int32, "adjustment_id": pl.String, "title": pl.String, "kind": pl.String, "rule_id": pl.String,
        "measure": pl.String, "value": pl.Float64, "points": pl.Float64, "lost": pl.Decimal(10, 2),
        "act_id": pl.Int64, "item_id": pl.String, "asked": pl.Float64,
    }  # fmt: skip
    rows = [
        (unit, order, a.id, a.title, a.kind, a.rule, a.measure, a.value, a.points, a.lost, a.act_id, a.item_id, a.asked)
        for unit, result in scores.items()
        for order, a in enumerate(result.adjustments, 1)
    ]
    return pl.DataFrame(rows, schema=schema, orient="row")


def _sections(scheme: Scheme, scores: dict[str, Score]) -> pl.DataFrame:
    rows = []
    for unit, result in scores.items():
        for order, section in enumerate(scheme.sections, 1):
            lines = [line for line in result.items if line.item.section == section.id and line.points is not None]
            rows.append((unit, order, section.id, section.title, sum(x.points or 0 for x in lines), sum(x.item.points for x in lines)))
    schema: Schema = {
        "unit_id": pl.String, "ord": pl.Int32, "section_id": pl.String, "title": pl.String,
        "points": pl.Float64, "points_max": pl.Float64,
    }  # fmt: skip
    return pl.DataFrame(rows, schema=schema, orient="row")


def _totals(scheme: Scheme, units: pl.DataFrame, scores: dict[str, Score], undecided: pl.DataFrame) -> pl.DataFrame:
    known, rows = {unit: (counted, open_) for unit, counted, open_ in undecided.iter_rows()}, []
    for group in units.partition_by("unit_group", maintain_order=True):
        results = [scores[unit] for unit in group["unit_id"]]
        places = ranks([result.total for result in results])
        for unit, result, rank in zip(group.iter_rows(named=True), results, places, strict=True):
            earned = {"total": result.total, "grade": result.grade, "points": result.points, "points_max": result.points_max}
            rows.append({**unit, "rank": rank, **earned, **_reach(scheme, *known.get(unit["unit_id"], (0, 0)))})
    overrides: Schema = {"total": pl.Decimal(10, 2), "rank": pl.Int32, "grade": pl.String, "points": pl.Float64, "points_max": pl.Float64}
    return pl.DataFrame(rows, schema_overrides=overrides, infer_schema_length=None).sort("unit_group", "rank", "unit_id", nulls_last=True)


def _reach(scheme: Scheme, counted: int, undecided: int) -> dict[str, int | float | bool]:
    """How far the evidence of one unit reaches, and whether that is far enough for its rank to be compared."""
    share = undecided / (counted + undecided) if undecided else 0.0
    return {"undecided": undecided, "undecided_share": share, "is_comparable": share <= scheme.undecided_share}
