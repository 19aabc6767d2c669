"""Why a unit's rank and total moved from an earlier run to a later one, in parts that sum to the change (docs/decisions/0012).

Between the two stand totals that never were: the earlier figures with one kind of change after the other put in. Each part is the step
from one to the next, so that the parts sum to the whole whatever the figures are.
"""

from collections.abc import Mapping, Sequence
from decimal import Decimal

from data.access import OPERATOR
from data.runs import findings
from data.runs.store import RunInfo, RunStore
from metrics.comparison.changed_obligations import between, pair
from metrics.run.attribution_parts import NONE, PARTS, STEPS, LineSplit, Movement, Part, Split
from metrics.run.reader import Reader
from metrics.schemes.scheme import Scheme
from metrics.scoring.points_by_decision import Given
from metrics.scoring.scoring import Score, ranks, score
from metrics.what_if.rescoring import Measured, given, measured

Totals = Mapping[str, Decimal | None]
Groups = Mapping[str, str]


def splits(before: Reader, after: Reader) -> tuple[Split, ...]:
    """The movement of every unit of the later run that the viewer sees, in the order of its ranking: as it is kept, else found out first."""
    found = after.movement(before.info)
    return (found or keep(after.store, before.info, after.info).within(after.viewer.scope)).splits


def keep(store: RunStore, before: RunInfo, after: RunInfo) -> Movement:
    """Find out how the whole city moved, and keep it."""
    found = movement(Reader(store, before, OPERATOR), Reader(store, after, OPERATOR))
    findings.keep(store.home, findings.MOVED, found.model_dump_json().encode(), before.run_id, after.run_id)
    return found


def movement(before: Reader, after: Reader) -> Movement:
    """The movement of every unit that both readers see."""
    stages = _stages(before, after)
    totals = [{unit: found.total for unit, found in stage.items()} for stage in stages]
    old, new = ({row["unit_id"]: row for row in r.totals().iter_rows(named=True)} for r in (before, after))
    groups = [{unit: row["unit_group"] for unit, row in rows.items()} for rows in (old, new)]
    found = []
    for unit, row in new.items():
        was = old.get(unit, {})
        points, lines = total_parts([stage.get(unit) for stage in stages])
        found.append(
            Split(
                unit_id=unit, unit_name=row["unit_name"], unit_group=row["unit_group"], rank_before=was.get("rank"), rank_after=row["rank"],
                was_comparable=was.get("is_comparable", True), is_comparable=row["is_comparable"],
                total_before=was.get("total"), total_after=row["total"], places=place_parts(unit, totals, groups[0], groups[1]), points=points,
                lines=lines,
            )
        )  # fmt: skip
    return Movement(splits=tuple(found))


def place_parts(unit: str, totals: Sequence[Totals], before: Groups, after: Groups) -> dict[Part, int]:
    """How many places each part gave a unit (+) or took from it (−); empty where it has no rank at one of the ends.

    `totals`: of all units at each of the stages, the earlier run first. `before`, `after`: unit → group, of all who were and are
    ranked. Own change: the unit's figures against the others' earlier ones. Others': theirs, and who stands in the group now.
    """
    first, own, *_ = totals
    others = [(first, first, before), ({**first, unit: own.get(unit)}, first, before), *((stage, stage, after) for stage in totals[1:])]
    seen = [_rank(unit, mine.get(unit), theirs, groups) for mine, theirs, groups in others]
    if seen[0] is None or seen[-1] is None:
        return {}
    known: list[int] = []
    for rank in seen:
        known.append(known[-1] if rank is None else rank)  # without a total in between the unit keeps its place for that step
    return {part: known[n] - known[n + 1] for n, part in enumerate(PARTS)}


def _rank(unit: str, total: Decimal | None, totals: Totals, groups: Groups) -> int | None:
    if unit not in groups:
        return None
    others = [totals.get(other) for other, group in groups.items() if group == groups[unit] and other != unit]
    return ranks([total, *others])[0]


def total_parts(stages: Sequence[Score | None]) -> tuple[dict[Part, Decimal], tuple[LineSplit, ...]]:
    """How many points each part gave a unit, and the same line by line; empty where it has no total at one of the ends."""
    first, last = stages[0], stages[-1]
    if first is None or last is None or first.total is None or last.total is None:
        return {}, ()
    known: list[Score] = []
    for stage in stages:
        known.append(known[-1] if stage is None or stage.total is None else stage)
    steps = list(zip(STEPS, known, known[1:], strict=False))
    points = {part: (new.total or NONE) - (old.total or NONE) for part, old, new in steps}
    told = {line: named for stage in known for line, named in _titles(stage).items()}
    lines = [
        LineSplit(line_id=line, title=title, rule_id=rule, parts={part: _worth(new, line) - _worth(old, line) for part, old, new in steps})
        for line, (title, rule) in told.items()
    ]
    return points, tuple(line for line in lines if any(line.parts.values()))


FULL = "full"  # the line of the highest total that can be reached, which moves where schemes differ in it


def _titles(stage: Score) -> dict[str, tuple[str, str | None]]:
    items = {line.item.id: (line.item.title, line.item.rule) for line in stage.items}
    return items | {line.id: (line.title, line.rule) for line in stage.adjustments} | {FULL: ("满分", None)}


def _worth(stage: Score, line_id: str) -> Decimal:
    """What a line adds to the total: the highest total that can be reached, less what each line cost."""
    lost = {line.item.id: line.lost for line in stage.items} | {line.id: line.lost for line in stage.adjustments}
    return (stage.total or NONE) + sum(lost.values(), NONE) if line_id == FULL else -lost.get(line_id, NONE)


def _stages(before: Reader, after: Reader) -> list[dict[str, Score]]:
    """Every unit's score: the earlier run, with own changes, corrections, evidence and decisions put in one after the other, the later run."""
    old, new = measured(before), measured(after)
    points, points_now = given(before), given(after)
    stages = between(pair(before, after), before, after)
    units = {*before.totals()["unit_id"], *after.totals()["unit_id"]}
    scheme, now = before.scheme(), after.scheme()
    found = [_scored(units, scheme, old, points)]
    found += [_scored(units, scheme, _over(old, stages[kind]), points) for kind in ("own", "correction", "evidence")]
    found.append(_scored(units, scheme, _over(old, stages["decision"]), points_now))
    return [*found, _scored(units, now, new, points_now)]


def _scored(units: set[str], scheme: Scheme, figures: Measured, points: Mapping[str, list[Given]]) -> dict[str, Score]:
    return {unit: score(scheme, figures.get(unit, {}), points.get(unit, ())) for unit in units}


def _over(old: Measured, changed: Measured) -> Measured:
    return {unit: old.get(unit, {}) | changed.get(unit, {}) for unit in old.keys() | changed.keys()}
