"""What stands beside the figures of a scorecard and a paper: a column confirmed as empty as a decision, and that data were read back."""

import pytest

from data.decisions.empty_columns import confirm
from data.decisions.store import in_computation
from data.decisions.withdrawals import facts_of
from data.runs.store import RunStore
from data.settings import Home
from metrics.assessment.assess import assess, gather
from metrics.obligations.period import parse_period
from metrics.rulebook.rulebook import load_rules
from metrics.run.reader import Reader
from metrics.schemes.scheme import SAMPLE, load_scheme
from reports.papers import shared
from reports.scorecard.notes import notes, rulings
from reports.wording.wording import Wording
from tests.cities.gap_city import AUTHORITY, DAY, REGISTERED, SYSTEMS, begin, department
from tests.cities.small_editions import LEADER, ZHANG, settings, store_of

SCHEME = load_scheme(SAMPLE, load_rules())


@pytest.fixture(scope="module")
def runs(tmp_path_factory: pytest.TempPathFactory) -> tuple[RunStore, dict[bool, str]]:
    """The city with its empty column confirmed: as it was in on the day, and read back."""
    home = Home(tmp_path_factory.mktemp("notes") / "home").create()
    decisions, options = begin(home), settings(home)
    confirm(decisions, facts_of(home, decisions), ZHANG, SYSTEMS, REGISTERED, "平台没有登记过")
    period, acts, made = parse_period("2026H1"), in_computation(decisions), {}
    for look_back in (False, True):
        inputs = gather(home, options, period, DAY, SCHEME, AUTHORITY, look_back=look_back, acts=acts)
        made[look_back] = assess(home, options, inputs).run_id
    return store_of(home, decisions), made


@pytest.mark.parametrize(("lang", "kind"), [("zh", "空列确认"), ("en", "Empty column")])
def test_a_unit_is_told_of_the_confirmation_that_made_its_systems_count(runs: tuple[RunStore, dict[bool, str]], lang: str, kind: str):
    store, made = runs
    (ruling,) = rulings(Reader(store, made[False], department("B2")), Wording(lang, "scorecard"))
    assert (ruling.kind, ruling.touched, ruling.reason) == (kind, 6, "平台没有登记过")
    assert ruling.what == "确认《信息系统台账》的“平台登记日期”列确属空列"
    assert rulings(Reader(store, made[False], department("A0")), Wording(lang, "scorecard")) == ()


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_kind_of_act_that_enters_a_run_has_a_name(lang: str):
    t = Wording(lang, "scorecard")
    for about in ("exemption", "adjustment", "wait", "stop_clock", "batch", "order", "empty_column"):
        assert t(f"ruling.{about}")


@pytest.mark.parametrize("is_back", [False, True])
def test_what_was_read_back_is_said_on_the_scorecard_and_on_every_paper(runs: tuple[RunStore, dict[bool, str]], is_back: bool):
    store, made = runs
    own = Reader(store, made[is_back], department("B2"))
    unit = own.totals().row(0, named=True)
    assert any("回溯到统计日" in note for note in notes(own, unit, SCHEME, Wording("zh", "scorecard"))) == is_back
    given = shared.given(Reader(store, made[is_back], LEADER), shared.words("zh"))
    assert ("回溯到统计日" in given["sample_note"]) == is_back
