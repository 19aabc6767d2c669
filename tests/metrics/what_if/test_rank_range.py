"""How firm the order is: one obligation held otherwise, by the same scoring; few obligations reach far, many hardly."""

from decimal import Decimal
from typing import Any

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.runs.store import RunStore
from data.settings import Home, Settings
from metrics.rulebook.rulebook import load_rules
from metrics.run.reader import Reader
from metrics.schemes.scheme import SAMPLE, load_scheme
from metrics.scoring.scoring import score
from metrics.what_if.rank_range import reaches, spread, turned
from metrics.what_if.rescoring import measured
from tests.cities import small_city
from tests.cities.small_editions import LEADER

SCHEME = load_scheme(SAMPLE, load_rules())


@pytest.fixture(scope="module")
def reader() -> Reader:
    home: Home = small_city.build()
    store = RunStore(home, Settings(home=home.path))
    return Reader(store, store.runs()[0], LEADER)


def indicator(met: int, late: int = 0, overdue: int = 0, unmet: int = 0) -> dict[str, Any]:
    n = met + late + overdue + unmet
    counts = {"counted": n, "met": met, "late": late, "overdue": overdue, "unmet": unmet, "overdue_count": overdue + unmet}
    return counts | {"on_time_rate": met / n, "completion_rate": (met + late) / n, "mean_days": 3.0, "median_days": 3.0, "p90_days": 3.0}


@given(st.integers(0, 40), st.integers(0, 40), st.integers(0, 40), st.integers(0, 40))
def test_one_obligation_is_held_otherwise_and_the_count_stays(met: int, late: int, overdue: int, unmet: int):
    if met + late + overdue + unmet == 0:
        return
    one = indicator(met, late, overdue, unmet)
    for other in turned(one):
        assert sum(other[name] for name in ("met", "late", "overdue", "unmet")) == other["counted"] == one["counted"]
        assert sum(abs(other[name] - one[name]) for name in ("met", "late", "overdue", "unmet")) == 2
        assert other == indicator(*(other[name] for name in ("met", "late", "overdue", "unmet")))


def test_few_obligations_reach_far_and_many_hardly():
    def width(n: int) -> Decimal:
        figures = {item.rule: indicator(9 * n, 0, n) for item in SCHEME.items}
        total = score(SCHEME, figures).total
        assert total is not None
        low, high = spread(SCHEME, figures, [], total)
        assert low <= total <= high
        return high - low

    assert width(1) > width(10) > width(100)


def test_every_unit_stands_within_its_reach(reader: Reader):
    found, totals = reaches(reader), reader.totals().filter(pl.col("rank").is_not_null())
    assert found.keys() == {*totals["unit_id"]}
    for row in totals.iter_rows(named=True):
        one = found[row["unit_id"]]
        assert one.best <= row["rank"] <= one.worst
        assert one.low <= row["total"] <= one.high
    assert any(one.best < one.worst for one in found.values())


def test_what_is_reached_is_what_a_run_would_say(reader: Reader):
    unit = reader.totals()["unit_id"][0]
    figures, one = measured(reader)[unit], reaches(reader)[unit]
    used = {item.rule for item in SCHEME.items} | {line.rule for line in SCHEME.adjustments}
    totals = [score(SCHEME, {**figures, rule: other}).total for rule in used & figures.keys() for other in turned(figures[rule])]
    assert {one.low, one.high} <= {*totals, score(SCHEME, figures).total}
