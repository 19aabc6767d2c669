"""Backflow: what landed and how old it is, in bands that lose nothing and overlap nowhere."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.settings import Home
from metrics.reading import Filter
from pages.backflow import RULES
from pages.parts.backflow_ages import AGES
from pages.parts.band_table import banded, bands
from pages.parts.funnel import Part
from pages.parts.session import enter
from pages.parts.states import STATES
from tests.pages.conftest import Open
from tests.pages.test_pages import said

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
    shown = said(at)
    assert re.findall(r'data-step="(\w+)"', shown) == list(RULES)
    table = shown[shown.rindex('class="ds-table bands"') :].split("</table>")[0]
    numbers = [int(n.replace(",", "")) for n in re.findall(r">([\d,]+)</a>", table)]
    assert sum(numbers) == enter({"me": "analyst"}, "127.0.0.1").reader.count(Filter(rule_id=RULES[1], counted=True)) > 0
    assert table.count("<tr") >= 1 + len(AGES)


def test_a_department_sees_its_own_only(small_city: Home, open_page: Open):
    own = said(open_page(small_city, "backflow", me="department:JM013"))
    assert set(re.findall(r'data-unit="(\w+)"', own)) <= {"JM013"}
    assert "refused: " in said(open_page(small_city, "backflow", me="department:JM013", unit="JM012"))


def test_a_run_without_backflow_says_what_to_do(small_city: Home, open_page: Open, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("pages.backflow.PARTS", (Part("none", ("no_such_rule",)),))
    assert "没有应回流的省级资源" in said(open_page(small_city, "backflow", me="analyst", sort="nothing_kept_of_this_view"))
