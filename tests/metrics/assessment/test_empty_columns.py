"""A column that holds nothing, by which many would fail: in doubt until somebody confirms it, judged from then on, in doubt again when that is taken back."""

import pytest

from data.access import OPERATOR
from data.decisions.empty_columns import confirm, take_back
from data.decisions.store import Decisions
from data.decisions.withdrawals import facts_of
from data.runs.store import RunInfo
from data.settings import Home
from metrics.comparison.decisions_since import outstanding
from metrics.comparison.differences import differences
from metrics.publication.publish import ended
from metrics.publication.verify import verify
from metrics.run.filter import Filter
from metrics.run.reader import Reader
from tests.cities.gap_city import REGISTERED, SYSTEMS, begin, department
from tests.cities.small_editions import LEADER, ZHANG, assessed, publish_now, settings, store_of

RULE = Filter(rule_id="system_registration")


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> tuple[Home, Decisions]:
    home = Home(tmp_path_factory.mktemp("empty") / "home").create()
    return home, begin(home)


def of(city: tuple[Home, Decisions], run: RunInfo, viewer=LEADER) -> Reader:
    return Reader(store_of(*city), run.address, viewer)


def test_from_doubt_to_confirmation_and_back(city: tuple[Home, Decisions]):
    home, decisions = city
    before = assessed(home, decisions)
    assert of(city, before).count(Filter(rule_id="system_registration", reason="column_missing")) == 30

    act = confirm(decisions, facts_of(home, decisions), ZHANG, SYSTEMS, REGISTERED, "平台没有登记过一个系统")
    assert [one.act_id for one in outstanding(of(city, before), decisions)] == [act.act_id], "the figures that are shown do not contain it"
    after = assessed(home, decisions)
    assert after.run_id != before.run_id
    assert of(city, after).tally(RULE)["overdue"] == 30
    assert of(city, after).evidence()[1].filter(column_name="registered_on").is_empty()
    assert of(city, after).decisions().select("about", "subject_id", "touched", "what", "reason").rows() == [
        ("empty_column", "systems.registered_on", 30, "确认《信息系统台账》的“平台登记日期”列确属空列", "平台没有登记过一个系统")
    ]
    assert outstanding(of(city, after), decisions) == []

    told = differences(of(city, before), of(city, after))
    moved = [change for unit in told.units for change in unit.obligations if change.rule_id == "system_registration"]
    assert len(moved) == 30
    assert {key for change in moved for key in change.causes} == {f"decision/{act.act_id}"}

    edition = publish_now(home, decisions)
    assert verify(home, settings(home), decisions, edition.edition_id).holds, "the frozen copy holds the act and gives the same again"

    back = take_back(decisions, ZHANG, SYSTEMS, REGISTERED, "查到登记记录")
    again = assessed(home, decisions)
    assert again.run_id == before.run_id, "equal inputs, equal name"
    cause = differences(of(city, after), of(city, again), ended(decisions)).cause(f"decision/{act.act_id}")
    assert (cause.is_new, cause.by, cause.reason) == (False, back.name, "查到登记记录")


def test_a_department_is_told_how_many_of_its_own_it_concerns(city: tuple[Home, Decisions]):
    home, decisions = city
    if not decisions.standing("empty_column"):
        confirm(decisions, facts_of(home, decisions), OPERATOR, SYSTEMS, REGISTERED, "没有")
    run = assessed(home, decisions)
    assert of(city, run, department("B2")).decisions()["touched"].to_list() == [6]
    assert of(city, run, department("B2", "B3")).decisions()["touched"].to_list() == [12]
    assert of(city, run, department("A0")).decisions().is_empty(), "it has no system"


def test_what_is_not_in_doubt_is_not_touched(tmp_path):
    """Nineteen that fail are ordinary failures: to confirm the column changes the name of the run and no figure."""
    home = Home(tmp_path / "home").create()
    decisions = begin(home, count=19)
    before = assessed(home, decisions)
    confirm(decisions, facts_of(home, decisions), ZHANG, SYSTEMS, REGISTERED, "没有")
    after = assessed(home, decisions)
    readers = [Reader(store_of(home, decisions), run.address, LEADER) for run in (before, after)]
    assert [reader.tally(RULE)["overdue"] for reader in readers] == [19, 19]
    assert readers[0].totals().equals(readers[1].totals())
    assert readers[1].decisions()["touched"].to_list() == [0]
