"""A run without a batch that was withdrawn: its name, its figures, its list of decisions; editions keep what they were made from."""

from datetime import timedelta

import pytest

from data.access import OPERATOR
from data.decisions.store import Decisions, in_computation
from data.decisions.withdrawals import take_back, withdraw
from data.facts.batch import Batch
from data.facts.store import Facts
from data.settings import Home
from metrics.assessment.assess import gather_again
from metrics.assessment.input_batches import feed
from metrics.comparison.decisions_since import outstanding
from metrics.comparison.differences import differences
from metrics.publication.publish import ended, moved_since
from metrics.publication.verify import verify
from metrics.run.reader import Reader
from tests.cities import small_year
from tests.cities.small_editions import LEADER, ZHANG, assessed, bring_to, publish_now, settings, store_of


@pytest.fixture(scope="module")
def year(tmp_path_factory: pytest.TempPathFactory) -> tuple[Home, Decisions]:
    """A half year; its first edition; an export that came late; what is made of it withdrawn again, and published once more."""
    home = Home(tmp_path_factory.mktemp("withdrawn") / "home").create()
    decisions = bring_to("begun", home)
    return home, decisions


def late(home: Home) -> Batch:
    return next(b for b in Facts(home).batches() if b.file_name == "共享申请-补导.csv")


def test_from_a_wrong_export_to_its_withdrawal_and_back(year: tuple[Home, Decisions]):
    home, decisions = year
    before = assessed(home, decisions)
    small_year.late_export(home, decisions)
    publish_now(home, decisions)
    wrong = store_of(home, decisions).runs()[0]
    act = withdraw(decisions, ZHANG, late(home), "导出时漏选了一周")

    shown = Reader(store_of(home, decisions), wrong.address, LEADER)
    assert [one.act_id for one in outstanding(shown, decisions)] == [act.act_id], "the figures that are shown do not contain it"
    assert moved_since(home, settings(home), decisions, wrong) == "数据、决定"

    after = assessed(home, decisions)
    assert after.run_id not in (before.run_id, wrong.run_id)
    readers = {run.address: Reader(store_of(home, decisions), run.address, LEADER) for run in (before, wrong, after)}
    assert readers[after.address].totals().equals(readers[before.address].totals()), "the export before is in force again"
    assert not readers[after.address].totals().equals(readers[wrong.address].totals())
    assert readers[after.address].decisions().select("about", "subject_id", "touched", "what").rows() == [
        ("batch", late(home).batch_id, 50, "撤回批次“共享申请-补导.csv”（数据截至 2026-06-30，50 行）")
    ]
    assert outstanding(readers[after.address], decisions) == []

    edition = publish_now(home, decisions, "撤回补导")
    assert verify(home, settings(home), decisions, edition.edition_id).holds
    assert verify(home, settings(home), decisions, "2026H1-1").holds, "the edition before keeps what it was made from"
    changes = Reader(store_of(home, decisions), edition.edition_id, LEADER).changes()
    assert changes is not None
    cause = changes.cause(f"decision/{act.act_id}")
    assert (cause.by, cause.reason, cause.is_new) == ("张三", "导出时漏选了一周", True)
    assert [unit.unit_id for unit in changes.restated] == ["B2", "B3", "B5"]
    assert all(cause.key in unit.causes for unit in changes.restated)

    back = take_back(decisions, ZHANG, late(home), "核对后无误")
    again = assessed(home, decisions)
    assert again.run_id == wrong.run_id, "equal inputs, equal name"
    assert [one.act_id for one in outstanding(readers[after.address], decisions)] == [back.act_id]
    told = differences(readers[after.address], readers[wrong.address], ended(decisions)).cause(f"decision/{act.act_id}")
    assert (told.is_new, told.by, told.reason) == (False, "张三", "核对后无误")


def test_a_withdrawal_that_makes_no_difference_is_in_no_name(tmp_path, year: tuple[Home, Decisions]):
    """The batch was replaced by a later one, or is of a later day."""
    home = Home(tmp_path / "home").create()
    decisions = bring_to("begun", home)
    small_year.late_export(home, decisions)
    run = assessed(home, decisions)
    replaced = next(b for b in Facts(home).batches() if b.file_name == "共享申请.csv")
    withdraw(decisions, ZHANG, replaced, "早先那份也不对")
    assert assessed(home, decisions).run_id == run.run_id
    assert outstanding(Reader(store_of(home, decisions), run.run_id, LEADER), decisions) == []
    both = withdraw(decisions, ZHANG, late(home), "这份也不对")
    found = feed(home, small_year.DAY, in_computation(decisions))
    assert set(found.withdrawn) == {replaced.batch_id, both.thing}, "now the earlier one would count"
    assert not found.batches.get("share_requests")
    assert feed(home, small_year.DAY - timedelta(days=1), in_computation(decisions)).withdrawn == ()


def test_history_is_given_every_withdrawal(tmp_path):
    """A run of an earlier day that reads back to a later export does not read one that was withdrawn."""
    home = Home(tmp_path / "home").create()
    decisions = bring_to("begun", home)
    small_year.late_export(home, decisions)
    withdraw(decisions, ZHANG, late(home), "错")
    acts, earlier = in_computation(decisions), small_year.DAY - timedelta(days=30)
    found = feed(home, earlier, acts, look_back=True)
    assert [b.file_name for b in found.batches["share_requests"]] == ["共享申请.csv"]
    assert found.withdrawn == (late(home).batch_id,)
    run = assessed(home, decisions)
    inputs = gather_again(home, settings(home), Reader(store_of(home, decisions), run.run_id, OPERATOR), acts)
    assert inputs.run_id == run.run_id
