"""What the files behind a run can't tell, an export at a time: for the whole city, for one department, and of a run that kept none of it."""

import pytest

from data.runs.store import RunInfo, RunStore
from data.settings import Home
from metrics.run.evidence_gaps import ExportGap, evidence_gaps
from metrics.run.reader import Reader
from tests.cities.gap_city import DAY, ENDS, begin, department
from tests.cities.small_editions import LEADER, assessed, store_of


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> tuple[RunStore, RunInfo]:
    home = Home(tmp_path_factory.mktemp("gaps") / "home").create()
    decisions = begin(home)
    made = assessed(home, decisions)
    return store_of(home, decisions), made


def gaps_of(run: tuple[RunStore, RunInfo], viewer=LEADER) -> dict[str, ExportGap]:
    found = evidence_gaps(Reader(run[0], run[1].address, viewer))
    assert [gap.export for gap in found] == sorted(gap.export for gap in found)
    return {gap.export: gap for gap in found}


def test_an_export_that_ends_early_says_when_and_what_that_leaves_open(run: tuple[RunStore, RunInfo]):
    requests = gaps_of(run)["share_requests"]
    assert (requests.is_missing, requests.evidence_on, requests.newest_on, requests.after_it) == (False, ENDS, ENDS, {"share_reply": 1})
    assert gaps_of(run)["systems"].evidence_on == DAY


def test_a_missing_column_says_how_each_rule_reads_the_file(run: tuple[RunStore, RunInfo]):
    found = gaps_of(run)
    told = {(c.column_name, c.missing, c.is_empty): c.rules for gap in found.values() for c in gap.columns}
    assert told == {
        ("extended", "either_period", False): {"share_reply": 0},
        ("withdrawn_on", "as_empty", False): {"share_reply": 0},
        ("registered_on", "unknown", True): {"system_registration": 30},
        ("schema_filed_on", "unknown", False): {"schema_filing": 30},
        ("launched_on", "no_obligation", False): {"catalog_coverage": 0},
    }
    assert {c.divisions for gap in found.values() for c in gap.columns} == {("江门市",)}


def test_a_missing_export_says_what_it_would_have_shown(run: tuple[RunStore, RunInfo]):
    found = gaps_of(run)
    assert (found["usage"].is_missing, found["usage"].without_it, found["usage"].rules) == (True, {"granted_data_use": 50}, ())
    assert found["corrections"].rules == ("correction",)
    assert {export for export, gap in found.items() if gap.is_missing} == set(run[1].missing_exports)


def test_a_department_is_told_of_its_own(run: tuple[RunStore, RunInfo]):
    found = gaps_of(run, department("B1"))
    assert found["share_requests"].after_it == {"share_reply": 1}
    assert {c.column_name: c.rules for c in found["systems"].columns} == {
        "registered_on": {"system_registration": 6},
        "schema_filed_on": {"schema_filing": 6},
        "launched_on": {"catalog_coverage": 0},
    }
    assert "usage" not in found, "who asked for the data owes its use"
    assert gaps_of(run, department("B2"))["share_requests"].after_it == {}
    assert gaps_of(run, department("A0"))["usage"].without_it == {"granted_data_use": 50}
    assert "systems" not in gaps_of(run, department("A0"))
    assert gaps_of(run, department()) == {}


def test_a_run_that_kept_none_of_it_tells_of_missing_exports_only(run: tuple[RunStore, RunInfo], monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(Reader, "_has", lambda self, table: False)
    found = gaps_of(run)
    assert set(found) == set(run[1].missing_exports)
    own = Reader(run[0], run[1].address, department("B1"))
    assert own.decisions().is_empty()
    assert set(own.fulfilled("B1")["choice"]) == {"missed", "coming", "both"}
