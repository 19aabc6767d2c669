"""Who answers for what (domain rules §4): a closed department passes to its successor, a bureau is ranked with its county."""

from datetime import date

import polars as pl


def answering(departments: pl.DataFrame, as_of: date) -> pl.DataFrame:
    """One row a department: department_id, answering_id (the last successor that took over), unit_id (who is ranked), is_active.

    `departments` is the typed export as it stood at `as_of`. Who is ranked for somebody who is ranked for another is followed to the
    end; where that end is no active department (unknown, closed for good, a circle), the answering department is ranked itself.
    """
    rows = {row["department_id"]: row for row in departments.iter_rows(named=True)}
    active = {department_id: _is_active(row, as_of) for department_id, row in rows.items()}
    found = []
    for department_id in sorted(rows):
        answers = _successor(department_id, rows, active)
        unit = _unit(answers, rows, active)
        found.append((department_id, answers, unit, active[department_id]))
    schema = {"department_id": pl.String, "answering_id": pl.String, "unit_id": pl.String, "is_active": pl.Boolean}
    return pl.DataFrame(found, schema=schema, orient="row")


def _unit(answers: str, rows: dict[str, dict], active: dict[str, bool]) -> str:
    unit, seen = answers, {answers}
    while (named := rows[unit]["assessed_as"]) and named != unit:
        unit = _successor(named, rows, active)
        if unit not in rows or unit in seen:
            return answers
        seen.add(unit)
    return unit if active[unit] else answers


def _is_active(row: dict, as_of: date) -> bool:
    """The last day of validity still counts as active."""
    return (row["valid_from"] or as_of) <= as_of <= (row["valid_to"] or as_of)


def _successor(department_id: str, rows: dict[str, dict], active: dict[str, bool]) -> str:
    seen = {department_id}
    while (row := rows.get(department_id)) and not active[department_id] and row["successor_id"] in rows:
        department_id = row["successor_id"]
        if department_id in seen:
            break
        seen.add(department_id)
    return department_id
