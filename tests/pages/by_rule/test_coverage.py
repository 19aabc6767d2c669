"""The funnel of systems and catalogues: each step's base, what fell out, the weakest step, and the units beside one another."""

import re

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.settings import Home
from metrics.run.filter import Filter
from pages.by_rule.funnel import weakest
from pages.by_rule.page import COVERAGE
from pages.by_rule.standings import NOTHING, Standing
from pages.by_rule.unit_table import ordered
from pages.look.states import STATES
from pages.shell.session import enter
from tests.pages.running import Open
from tests.pages.shown import cells, data, figures, marked, page, said, text

COUNTS = st.builds(Standing, st.dictionaries(st.sampled_from(STATES), st.integers(0, 50)))


@given(COUNTS)
def test_done_and_fallen_are_the_base_and_the_rest_stands_apart(standing: Standing):
    assert standing.done + standing.fallen == standing.base <= standing.listed
    assert (standing.rate is None) == (standing.base == 0)


@given(st.dictionaries(st.sampled_from(COVERAGE.rules), COUNTS))
def test_no_step_is_weaker_than_the_weakest(found: dict[str, Standing]):
    worst = weakest(found, COVERAGE.rules)
    assert (worst is None) == (not any(standing.fallen for standing in found.values()))
    if worst:
        assert all(standing.rate is None or standing.rate >= found[worst].rate for standing in found.values())  # type: ignore[operator]


@given(st.lists(st.tuples(st.text("abc", max_size=2), COUNTS), unique_by=lambda pair: pair[0]), st.sampled_from([None, "r", "nope"]))
def test_units_are_in_order_and_none_is_lost(units: list[tuple[str, Standing]], sort: str | None):
    standing = {(unit, "r"): counts for unit, counts in units}
    rows = ordered([{"unit_id": unit} for unit, _ in units], standing, ["r"], sort)
    assert sorted(row["unit_id"] for row in rows) == sorted(unit for unit, _ in units)
    found = [standing.get((row["unit_id"], "r"), NOTHING) for row in rows]
    if sort == "r":
        rates = [standing.rate for standing in found if standing.rate is not None]
        assert rates == sorted(rates)
        assert all(standing.rate is None for standing in found[len(rates) :]), "nothing to judge stands last"
    else:
        assert [standing.fallen for standing in found] == sorted((standing.fallen for standing in found), reverse=True)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_step_stands_with_its_base_and_one_is_the_weakest(small_city: Home, open_page: Open, lang: str):
    at = open_page(small_city, "coverage", me="analyst", lang=lang)
    assert not at.exception
    shown = page(at)
    assert data(shown, "step") == list(COVERAGE.rules)
    assert len(shown.xpath('.//tr[@class="worst"]')) == 1
    reader = enter({"me": "analyst"}, "127.0.0.1").reader
    for step in COVERAGE.rules:
        told = [n for _, n in figures(marked(shown, "step", step))]
        assert reader.count(Filter(rule_id=step, counted=True)) in told


def test_the_change_of_unit_is_said_and_what_is_not_judged_stands_apart(small_city: Home, open_page: Open):
    shown = text(open_page(small_city, "coverage", me="analyst"))
    assert "自此计数单位由系统变为目录" in shown
    assert "无法判定" in shown
    assert "示例" in shown


def test_a_column_puts_the_units_in_its_order(small_city: Home, open_page: Open):
    (table,) = page(open_page(small_city, "coverage", me="analyst", sort="aggregation")).find_class("units")
    column = 1 + COVERAGE.rules.index("aggregation")
    told = [cells(row)[column] for row in table.xpath('.//tr[@class="row"]')]
    rates = [float(found[1]) for cell in told if (found := re.search(r"([\d.]+)%", cell))]
    assert len(rates) > 10
    assert rates == sorted(rates)
    assert table.xpath(".//@aria-sort") == ["ascending"]


def test_a_department_sees_its_own_only(small_city: Home, open_page: Open):
    own = page(open_page(small_city, "coverage", me="department:JM013"))
    assert data(own, "unit") == ["JM013"]
    assert "refused: " in said(open_page(small_city, "coverage", me="department:JM013", unit="JM012"))


def test_what_is_not_there_is_said(small_city: Home, open_page: Open):
    assert "refused: " in said(open_page(small_city, "coverage", unit="NOPE"))
    assert "refused: " in said(open_page(small_city, "coverage", group="NOPE"))


def test_a_run_without_such_obligations_says_what_to_do(small_city: Home, open_page: Open, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("pages.by_rule.scope_choice.facets", lambda s, rules: pl.DataFrame())
    assert "没有可以显示的系统和目录" in said(open_page(small_city, "coverage", me="analyst", sort="nothing_kept_of_this_view"))
