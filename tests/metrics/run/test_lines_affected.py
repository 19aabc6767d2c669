"""Which lines an obligation cost: by measure and state, and only where a line lost anything."""

from decimal import Decimal

import polars as pl
import pytest

from metrics.rulebook.rulebook import Measure
from metrics.run.lines_affected import MISSED, WEIGHS, cost_of

SCHEMA = {"rule_id": pl.String, "measure": pl.String, "title": pl.String, "lost": pl.Decimal(10, 2)}


def lines(*rows: tuple[str | None, str | None, str, str]) -> pl.DataFrame:
    return pl.DataFrame([(rule, measure, title, Decimal(lost)) for rule, measure, title, lost in rows], schema=SCHEMA, orient="row")


def test_every_measure_is_known_and_weighed_down_by_nothing_but_what_was_missed():
    assert WEIGHS.keys() == set(Measure.__args__)
    assert all({*states} <= {*MISSED} for states in WEIGHS.values())


@pytest.mark.parametrize(
    ("measure", "states"),
    [
        ("on_time_rate", MISSED),
        ("completion_rate", ("overdue", "unmet")),
        ("median_days", ("late",)),
        ("overdue_count", ("overdue", "unmet")),
    ],
)
def test_a_line_that_lost_points_lost_them_by_what_its_measure_counts(measure: str, states: tuple[str, ...]):
    assert cost_of(lines(("r", measure, "甲", "0.01")), lines()) == {("r", state): ("甲",) for state in states}


def test_what_cost_nothing_or_gave_points_is_no_cost_and_two_lines_share_one():
    items = lines(("r", "on_time_rate", "甲", "1.00"), ("r", "median_days", "乙", "2.00"), ("q", "completion_rate", "丙", "0.00"))
    extras = lines(("z", "overdue_count", "丁", "0.50"), ("z", "met", "戊", "-1.00"), (None, None, "裁定", "0.50"))
    found = cost_of(items, extras)
    assert found["r", "late"] == ("甲", "乙")
    assert found["r", "overdue"] == ("甲",)
    assert ("q", "overdue") not in found
    assert found["z", "overdue"] == ("丁",)
