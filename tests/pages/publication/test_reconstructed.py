"""A run for which exports were read back says so where it is chosen for review, where it is under review, at the side and at its head."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from data.decisions import periods
from data.decisions.store import in_computation
from data.settings import Home
from metrics.assessment.assess import assess, gather
from metrics.obligations.period import parse_period
from metrics.rulebook.rulebook import load_rules
from metrics.schemes.scheme import SAMPLE, load_scheme
from tests.cities.gap_city import AUTHORITY, DAY, begin
from tests.cities.small_editions import ZHANG, assessed, decisions_of, review, settings
from tests.pages.running import Open
from tests.pages.shown import page, words

BACK = "按后续数据回溯"


@pytest.fixture
def home(tmp_path: Path) -> Home:
    """Two drafts of one day, the one that was read back made last."""
    home = Home(tmp_path / "home").create()
    home.demo_mark(home.path).write_text("{}", encoding="utf-8")
    decisions = begin(home)
    assessed(home, decisions)
    scheme = load_scheme(SAMPLE, load_rules())
    inputs = gather(home, settings(home), parse_period("2026H1"), DAY, scheme, AUTHORITY, look_back=True, acts=in_computation(decisions))
    review(decisions, assess(home, settings(home), inputs))
    decisions.close()
    return home


def options(at: AppTest) -> list[str]:
    return [option for box in at.selectbox for option in box.options]


def test_where_it_is_under_review_and_at_its_head(home: Home, open_page: Open):
    at = open_page(home, "publish", me="officer")
    assert not at.exception
    head, under_review = page(at).find_class("ds-head")[0], page(at).xpath("//dl[@data-review]")[0]
    assert [BACK in words(part) for part in (head, under_review)] == [True, True]


def test_where_it_is_chosen_for_review(home: Home, open_page: Open):
    decisions = decisions_of(home, datetime(2026, 7, 8, 9, tzinfo=UTC))
    periods.give_back(decisions, ZHANG, periods.standing(decisions, "2026H1"), "重来")
    decisions.close()
    at = open_page(home, "publish", me="officer")
    assert not at.exception
    assert [option.endswith(BACK) for option in options(at)].count(True) == 1


def test_where_it_is_chosen_at_the_side(home: Home, open_app: Open):
    at = open_app(home, me="officer")
    assert not at.exception
    told = [option for option in options(at) if option.endswith(BACK)]
    assert len(told) == 1
