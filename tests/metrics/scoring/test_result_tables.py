"""Whether a rank may be compared hangs on how much of a unit is undecided, and on nothing else."""

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from metrics.rulebook.rulebook import load_rules
from metrics.schemes.scheme import SAMPLE, load_scheme
from metrics.scoring.result_tables import results

SCHEME = load_scheme(SAMPLE, load_rules())
UNITS = ("D1", "D2", "D3")
DIRECTORY = pl.DataFrame(
    [
        {"department_id": unit, "name": unit, "division": "江门市", "valid_from": None, "valid_to": None, "unit_group": "市直"}
        for unit in UNITS
    ]
)
ANSWERS = pl.DataFrame([{"department_id": unit, "answering_id": unit, "unit_id": unit, "is_active": True} for unit in UNITS])
MEASURES = ("on_time_rate", "completion_rate", "overdue_count", "mean_days", "median_days", "p90_days")


def indicators(rate: float) -> pl.DataFrame:
    counts = {"counted": 10, "met": 0, "late": 0, "overdue": 0, "unmet": 0, "pending": 0, "exempt": 0, "unknown": 0, "backlog": 0}
    return pl.DataFrame([{"unit_id": unit, "rule_id": "share_reply", **counts, **dict.fromkeys(MEASURES, rate)} for unit in UNITS])


def totals(undecided: list[tuple[str, int, int]], share: float = 0.1) -> dict[str, dict]:
    scheme = SCHEME.model_copy(update={"undecided_share": share})
    frame = pl.DataFrame(undecided, schema={"unit_id": pl.String, "counted": pl.Int64, "undecided": pl.Int64}, orient="row")
    found = results(scheme, DIRECTORY, ANSWERS, indicators(0.5), frame)["totals"]
    return {row["unit_id"]: row for row in found.iter_rows(named=True)}


def test_a_tenth_is_comparable_and_more_is_not():
    found = totals([("D1", 90, 10), ("D2", 89, 10)])
    assert [found[unit]["is_comparable"] for unit in UNITS] == [True, False, True]
    assert [found[unit]["undecided"] for unit in UNITS] == [10, 10, 0]
    assert found["D1"]["undecided_share"] == pytest.approx(0.1)


@given(st.integers(0, 50), st.integers(0, 50), st.floats(0, 1))
def test_withholding_a_file_moves_no_rank_of_others(counted: int, undecided: int, share: float):
    plain, found = totals([], share), totals([("D2", counted, undecided)], share)
    assert {unit: row["rank"] for unit, row in found.items()} == {unit: row["rank"] for unit, row in plain.items()}
    assert found["D2"]["is_comparable"] == (undecided == 0 or undecided / (counted + undecided) <= share)
    assert found["D1"]["is_comparable"]
