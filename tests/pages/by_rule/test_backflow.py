"""Backflow: what landed and how old it is, in bands that lose nothing and overlap nowhere."""

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.settings import Home
from metrics.run.filter import Filter
from pages.by_rule.age_bands import banded, bands
from pages.by_rule.backflow_ages import AGES
from pages.by_rule.page import BACKFLOW
from pages.look.states import STATES
from pages.shell.session import enter
from tests.pages.running import Open
from tests.pages.shown import data, figures, page, said

ENDS = st.lists(st.integers(0, 500), min_size=1, max_size=6, unique=True).map(sorted)


@given(ENDS, st.lists(st.tuples(st.integers(0, 2000), st.sampled_from(STATES), st.integers(0, 9))))
def test_every_age_lies_in_one_band(ends: list[int], ages: list[tuple]):
    into = bands(*ends)
    for days, _, _ in ages:
        assert sum(band.least <= days and (band.most is None or days <= band.most) for band in into) == 1
    counts = banded(ages, into)
    assert sum(sum(band.values()) for band in counts.values()) == sum(number for _, _, number in ages)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_both_steps_stand_and_the_ages_sum_to_what_landed(small_city: Home, open_page: Open, lang: str):
    at = open_page(small_city, "backflow", me="analyst", lang=lang)
    assert not at.exception
    shown = page(at)
    assert data(shown, "step") == list(BACKFLOW.rules)
    table = shown.find_class("bands")[-1]
    assert (
        sum(n for _, n in figures(table))
        == enter({"me": "analyst"}, "127.0.0.1").reader.count(Filter(rule_id=BACKFLOW.rules[1], counted=True))
        > 0
    )
    assert len(table.findall(".//tr")) >= 1 + len(AGES)


def test_a_department_sees_its_own_only(small_city: Home, open_page: Open):
    own = page(open_page(small_city, "backflow", me="department:JM013"))
    assert set(data(own, "unit")) <= {"JM013"}
    assert "refused: " in said(open_page(small_city, "backflow", me="department:JM013", unit="JM012"))


def test_a_run_without_backflow_says_what_to_do(small_city: Home, open_page: Open, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("pages.by_rule.scope_choice.facets", lambda s, rules: pl.DataFrame())
    assert "没有应回流的省级资源" in said(open_page(small_city, "backflow", me="analyst", sort="nothing_kept_of_this_view"))
