"""How far the files in force reach (domain rules §2a): the day each speaks for, and the columns that it does not have."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

import polars as pl

from metrics.rulebook.rulebook import Rule

MANY = 20  # from so many failures on, a column that is there but holds nothing is taken for one that was not exported
DOUBTED_WHEN_EMPTY = {"unknown", "judged"}
HORIZONS = {"export": pl.String, "department_id": pl.String, "horizon": pl.Date, "batch_id": pl.String, "is_covered": pl.Boolean}
GAPS = {
    "rule_id": pl.String, "export": pl.String, "column_name": pl.String, "batch_id": pl.String, "missing": pl.String, "is_empty": pl.Boolean,
}  # fmt: skip
FAILED_BY_EMPTY = """
select e.rule_id, e.export, e.column_name, j.unit_id, count(*) as obligations
from empty_columns e
join rules r on r.rule_id = e.rule_id
join judgements j on j.rule_id = e.rule_id and j.state in ('overdue', 'unmet')
left join horizons h on h.export = e.export and h.department_id = j.department_id
where case when e.export = r.export then j.batch_id else h.batch_id end = e.batch_id
  and array_contains(string_split(coalesce(j.fails_by, e.column_name), ','), e.column_name)
group by e.rule_id, e.export, e.column_name, j.unit_id
"""


FAILED = {"rule_id": pl.String, "export": pl.String, "column_name": pl.String, "unit_id": pl.String, "obligations": pl.Int64}


@dataclass(frozen=True)
class File:
    """What a batch in force can tell. `missing`: the contract's columns that it does not have; `empty`: those that hold nothing in any row."""

    batch_id: str
    export: str
    division: str
    exported_on: date
    missing: frozenset[str] = frozenset()
    empty: frozenset[str] = frozenset()


def horizons(files: Iterable[File], departments: pl.DataFrame, answers: pl.DataFrame, city: str, as_of: date) -> pl.DataFrame:
    """One row an export and department: export, department_id, horizon, batch_id, is_covered.

    `horizon`: the day up to which the export tells of the department, never after `as_of`: of the files of its division (of who answers
    for it), where there are none of the city's. Where there are neither, the newest of any, and `is_covered` is false.
    `batch_id`: the listing behind it. `files`: in order, the later ones add to the first of an export and division.
    """
    divisions = dict(departments.select("department_id", "division").iter_rows())
    chains: dict[str, dict[str, list[File]]] = {}
    for file in files:
        chains.setdefault(file.export, {}).setdefault(file.division, []).append(file)
    rows = []
    for export, by_division in sorted(chains.items()):
        for department_id, answering_id in answers.select("department_id", "answering_id").iter_rows():
            chain = by_division.get(divisions[answering_id]) or by_division.get(city)
            told = chain or [file for chain in by_division.values() for file in chain]
            day = min(as_of, max(file.exported_on for file in told))
            rows.append((export, department_id, day, told[0].batch_id, chain is not None))
    return pl.DataFrame(rows, schema=HORIZONS, orient="row")


def missing_columns(rules: Iterable[Rule], files: Sequence[File]) -> pl.DataFrame:
    """One row a rule, column and file in which that column is missing: rule_id, export, column_name, batch_id, missing, is_empty (false)."""
    return _gaps(
        (rule.id, one.export, one.column, file.batch_id, one.missing, False)
        for rule in rules
        for one in rule.columns
        for file in files
        if file.export == one.export and one.column in file.missing
    )


def doubted_when_empty(rules: Iterable[Rule]) -> list[tuple[str, str]]:
    """(export, column) of what may count as missing when nothing stands in it, in the order of the rules."""
    return list(dict.fromkeys((one.export, one.column) for rule in rules for one in rule.columns if one.missing in DOUBTED_WHEN_EMPTY))


def empty_columns(rules: Iterable[Rule], files: Sequence[File]) -> pl.DataFrame:
    """The same of columns that are there and hold nothing: what may count as missing.

    But where another file in force of the same export and division fills a column it was exported, and the file of corrected or added rows has
    nothing in it because there is nothing.
    """
    filled = {
        (file.export, file.division, one.column)
        for rule in rules
        for one in rule.columns
        for file in files
        if file.export == one.export and one.column not in file.missing | file.empty
    }
    return _gaps(
        (rule.id, one.export, one.column, file.batch_id, one.missing, True)
        for rule in rules
        for one in rule.columns
        for file in files
        if file.export == one.export and one.missing in DOUBTED_WHEN_EMPTY
        if one.column in file.empty and (file.export, file.division, one.column) not in filled
    )


def many(failed: pl.DataFrame, confirmed: Collection[tuple[str, str]]) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Of what failed by empty columns, a row a rule, column and unit (`obligations`), that of columns by which a rule failed many.

    (those that somebody confirmed to be really empty, `confirmed`: (export, column); those that nobody has, which count as missing)
    """
    found = failed.filter(pl.col("obligations").sum().over("rule_id", "export", "column_name") >= MANY)
    known = pl.DataFrame(sorted(confirmed), schema={"export": pl.String, "column_name": pl.String}, orient="row")
    return found.join(known, on=["export", "column_name"], how="semi"), found.join(known, on=["export", "column_name"], how="anti")


def lacking(gaps: pl.DataFrame) -> pl.DataFrame:
    """One row a rule and file that lacks something: rule_id, batch_id, columns, listed (the same as text), decisive (those without which
    nothing can be told; null where there is none)."""
    decisive = pl.col("column_name").filter(pl.col("missing") == "unknown")
    return gaps.group_by("rule_id", "batch_id", maintain_order=True).agg(
        columns=pl.col("column_name"),
        listed=pl.col("column_name").str.join(","),
        decisive=pl.when(decisive.len() > 0).then(decisive.str.join(",")),
    )


def _gaps(rows: Iterable[tuple]) -> pl.DataFrame:
    return pl.DataFrame(list(rows), schema=GAPS, orient="row")
