"""A file that came a day late: read back for the run itself when that is asked for, and kept so."""

from datetime import date
from typing import Any

import pytest

from data.access import OPERATOR
from data.decisions.store import Decisions, in_computation
from data.decisions.withdrawals import facts_of
from data.facts.store import Facts
from data.runs.store import RunInfo, RunStore
from data.settings import Home
from metrics.assessment.assess import assess, gather, gather_again, history
from metrics.assessment.input_batches import came_later
from metrics.obligations.period import parse_period
from metrics.publication.publish import moved_since, publish
from metrics.publication.verify import verify
from metrics.rulebook.rulebook import load_rules
from metrics.run.filter import Filter
from metrics.run.reader import Reader
from metrics.schemes.scheme import SAMPLE, load_scheme
from tests.cities.gap_city import AUTHORITY, DAY, LATER, begin
from tests.cities.small_editions import ZHANG, settings, sign_off, store_of

USE = Filter(rule_id="granted_data_use")


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> tuple[Home, Decisions]:
    home = Home(tmp_path_factory.mktemp("late") / "home").create()
    return home, begin(home)


def gathered(city: tuple[Home, Decisions], as_of: date = DAY, **more: Any):
    home, decisions = city
    scheme = load_scheme(SAMPLE, load_rules())
    return gather(home, settings(home), parse_period("2026H1"), as_of, scheme, AUTHORITY, acts=in_computation(decisions), **more)


def made(city: tuple[Home, Decisions], **more: Any) -> tuple[RunStore, RunInfo]:
    run = assess(city[0], settings(city[0]), gathered(city, **more))
    return store_of(*city), run


def test_the_exports_that_came_later_are_named_with_their_day(city: tuple[Home, Decisions]):
    home, decisions = city
    facts = facts_of(home, decisions)
    assert came_later(facts, DAY) == {"usage": LATER}
    assert came_later(facts, LATER) == {}
    assert came_later(facts, date(2026, 6, 1)).keys() == {"departments", "share_requests", "systems", "usage"}


def test_it_is_missing_unless_it_is_read_back(city: tuple[Home, Decisions]):
    store, plain = made(city)
    _, back = made(city, look_back=True)
    assert (plain.is_reconstructed, back.is_reconstructed) == (False, True)
    assert "usage" in plain.missing_exports
    assert "usage" not in back.missing_exports
    readers = [Reader(store, run.address, OPERATOR) for run in (plain, back)]
    assert [reader.tally(USE)["unknown"] for reader in readers] == [50, 0]
    assert readers[1].meta()["reconstructed"] == "usage"
    known = readers[1].obligations(USE)
    assert set(known["evidence_on"]) == {None}, "a file of a later day tells up to the day of assessment"


def test_what_is_in_already_is_not_read_back(city: tuple[Home, Decisions]):
    assert gathered(city, LATER, look_back=True).run_id == gathered(city, LATER).run_id


def test_to_assess_again_keeps_to_it(city: tuple[Home, Decisions]):
    home, decisions = city
    store, back = made(city, look_back=True)
    again = gather_again(home, settings(home), Reader(store, back.address, OPERATOR), in_computation(decisions))
    assert again.run_id == back.run_id
    assert moved_since(home, settings(home), decisions, back) == ""


def test_the_last_day_of_its_history_is_itself(city: tuple[Home, Decisions]):
    inputs = gathered(city, look_back=True)
    assert history(city[0], settings(city[0]), inputs)[-1].run_id == inputs.run_id


def test_it_may_be_published_and_says_so_for_ever(city: tuple[Home, Decisions]):
    home, decisions = city
    store, back = made(city, look_back=True)
    sign_off(decisions, back)
    edition = publish(home, settings(home), decisions, ZHANG, "2026H1", "按期发布")
    assert store.info(edition.edition_id).is_reconstructed
    assert Reader(store, edition.edition_id, OPERATOR).meta()["reconstructed"] == "usage"
    assert verify(home, settings(home), decisions, edition.edition_id).holds
    assert {b.batch_id for b in Facts(home).in_force(LATER)["usage"]} <= set(
        Reader(store, edition.edition_id, OPERATOR).batches()["batch_id"]
    )
