"""Who answers for whom: closed departments, chains and circles of successors, counties and their bureaus."""

from datetime import date

import polars as pl
import pytest

from metrics.obligations.answering import answering

AS_OF = date(2026, 6, 30)
SCHEMA = {"department_id": pl.String, "assessed_as": pl.String, "successor_id": pl.String, "valid_from": pl.Date, "valid_to": pl.Date}


def answers(*rows: dict) -> dict[str, dict]:
    frame = answering(pl.DataFrame([{"valid_from": date(2020, 1, 1)} | row for row in rows], schema=SCHEMA), AS_OF)
    return {row["department_id"]: row for row in frame.iter_rows(named=True)}


def department(
    name: str, *, to: date | None = None, after: str | None = None, unit: str | None = None, since: date = date(2020, 1, 1)
) -> dict:
    return {"department_id": name, "assessed_as": unit, "successor_id": after, "valid_from": since, "valid_to": to}


def test_a_department_answers_for_itself_and_is_its_own_unit():
    assert answers(department("A")) == {"A": {"department_id": "A", "answering_id": "A", "unit_id": "A", "is_active": True}}


def test_a_closed_one_passes_to_the_last_of_its_successors():
    found = answers(department("A", to=date(2024, 3, 31), after="B"), department("B", to=date(2025, 3, 31), after="C"), department("C"))
    assert {name: row["answering_id"] for name, row in found.items()} == {"A": "C", "B": "C", "C": "C"}
    assert {name: row["unit_id"] for name, row in found.items()} == {"A": "C", "B": "C", "C": "C"}
    assert not found["A"]["is_active"]


@pytest.mark.parametrize(("to", "active"), [(date(2026, 6, 29), False), (date(2026, 6, 30), True), (None, True)])
def test_the_last_day_of_validity_still_counts(to: date | None, active: bool):
    found = answers(department("A", to=to, after="B"), department("B"))["A"]
    assert (found["is_active"], found["answering_id"]) == (active, "A" if active else "B")


@pytest.mark.parametrize(("since", "active"), [(date(2026, 6, 30), True), (date(2026, 7, 1), False), (None, True)])
def test_a_department_counts_from_its_first_day(since: date | None, active: bool):
    assert answers(department("A", since=since))["A"]["is_active"] is active


def test_an_active_department_with_a_successor_named_answers_for_itself():
    assert answers(department("A", after="B"), department("B"))["A"]["answering_id"] == "A"


def test_a_circle_of_successors_ends():
    closed = date(2024, 3, 31)
    found = answers(department("A", to=closed, after="B"), department("B", to=closed, after="C"), department("C", to=closed, after="A"))
    assert {row["answering_id"] for row in found.values()} <= {"A", "B", "C"}
    assert answers(department("A", to=closed, after="A"))["A"]["answering_id"] == "A"


def test_a_successor_that_is_not_listed_changes_nothing():
    assert answers(department("A", to=date(2024, 3, 31), after="X"))["A"]["answering_id"] == "A"


def test_a_bureau_is_ranked_with_its_county():
    found = answers(department("C", unit="C"), department("C1", unit="C"), department("C2", to=date(2024, 3, 31), after="C1", unit="C"))
    assert {name: (row["answering_id"], row["unit_id"]) for name, row in found.items()} == {
        "C": ("C", "C"),
        "C1": ("C1", "C"),
        "C2": ("C1", "C"),
    }


def test_a_closed_bureau_counts_for_the_unit_of_its_successor():
    """A county's bureau taken over by the city is the city's from then on."""
    found = answers(department("C", unit="C"), department("C1", to=date(2024, 3, 31), after="A", unit="C"), department("A", unit="A"))
    assert (found["C1"]["answering_id"], found["C1"]["unit_id"]) == ("A", "A")


def test_a_unit_that_was_renamed_is_ranked_under_its_new_name():
    found = answers(department("O", to=date(2024, 3, 31), after="N"), department("N"), department("B", unit="O"))
    assert found["B"]["unit_id"] == "N"
