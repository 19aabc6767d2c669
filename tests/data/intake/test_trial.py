"""Files tried before they come in: nothing is written, one bad file stops no other, and what is told is what then comes about."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from data.access import OPERATOR
from data.contracts.contracts import load_contracts
from data.decisions.bodies import Mapping
from data.decisions.mappings import confirm, contracts_of, learned
from data.decisions.store import Decisions
from data.decisions.withdrawals import facts_of, withdraw
from data.facts.store import Facts
from data.intake import Said, Trial, Tried, ingest
from data.intake.columns.recognise import guess, headings
from data.settings import Home, Settings, settings
from tests.data.facts.usage_files import DEPARTMENTS, USAGE

DAY = date(2026, 6, 30)
ODD = "申请编号,头一回用的日子,备注栏\nSQ1,2026-03-01,13812345678\nSQ2,2026-03-02,x\n"


@pytest.fixture
def decisions(home: Home) -> Decisions:
    return Decisions(home, Settings(home=home.path))


@pytest.fixture
def facts(home: Home, decisions: Decisions) -> Facts:
    return facts_of(home, decisions)


def tried(trial: Trial, facts: Facts, files: dict[str, str | bytes], decisions: Decisions | None = None, **said) -> dict[str, Tried]:
    contracts = contracts_of(facts.home, decisions) if decisions else load_contracts()
    given: list = [(name, text if isinstance(text, bytes) else text.encode()) for name, text in files.items()]
    return {one.name: one for one in trial.of(given, facts, contracts, Said(DAY, **said), settings())}


def written(home: Home) -> set[Path]:
    return {p for p in home.facts.rglob("*") if p.is_file()}


def test_the_directory_among_the_files_counts_for_the_others_and_nothing_is_written(facts: Facts):
    before = written(facts.home)
    files: dict[str, str | bytes] = {
        "a.csv": USAGE + "SQ1,2026-03-01\n", "部门.csv": DEPARTMENTS, "照片.xlsx": b"\x89PNG\r\n\x1a\n" + bytes(99), "空.csv": "",
    }  # fmt: skip
    found = tried(Trial(), facts, files)
    assert [name for name, one in found.items() if one.ready] == ["a.csv", "部门.csv"]
    assert list(found)[:2] == ["照片.xlsx", "空.csv"], "what is refused comes first: it asks for something"
    assert "是图片" in found["照片.xlsx"].sentence
    assert written(facts.home) == before


def test_what_was_tried_is_what_comes_in(facts: Facts):
    files: dict[str, str | bytes] = {"a.csv": USAGE + "SQ1,2026-03-01\nSQ2,待定\n", "部门.csv": DEPARTMENTS}
    found = tried(Trial(), facts, files)
    given: list = [(name, str(text).encode()) for name, text in files.items()]
    outcomes = ingest(given, facts, load_contracts(), exported_on=DAY, by="x", received_at=datetime(2026, 7, 1, tzinfo=UTC))
    ids = {o.name: o.batch.batch_id for o in outcomes if o.batch}
    assert ids == {name: one.reading.batch_id for name, one in found.items() if one.reading}
    again = tried(Trial(), facts, files)
    assert all("此前已接入" in one.sentence and one.ready is None for one in again.values())


def test_of_two_months_the_later_is_held_against_the_earlier(facts: Facts):
    may, june = "使用情况20260531.csv", "使用情况20260630.csv"
    texts = {june: USAGE + "SQ2,2026-03-01\n", may: USAGE + "SQ1,2026-03-01\n", "部门20260430.csv": DEPARTMENTS}
    given: list = [(name, text.encode()) for name, text in texts.items()]
    found = {one.name: one for one in Trial().of(given, facts, load_contracts(), Said(), settings())}
    first, second = found[may].difference, found[june].difference
    assert first is not None
    assert second is not None
    assert first.is_first
    assert ([b.file_name for b in second.against], len(second.gone), len(second.new), second.worst) == ([may], 1, 1, "unrelated")


def test_two_listings_of_one_day_and_one_file_twice_are_told(facts: Facts):
    one, other = USAGE + "SQ1,2026-03-01\n", USAGE + "SQ2,2026-03-01\n"
    found = tried(Trial(), facts, {"部门.csv": DEPARTMENTS, "a.csv": one, "b.csv": other, "c.csv": one})
    assert found["a.csv"].ready
    assert "后者会取代前者" in found["b.csv"].sentence
    assert found["c.csv"].sentence == "“c.csv”与“a.csv”内容相同，只接入一次。"


def test_a_label_that_nobody_knows_is_guessed_at_confirmed_and_read(facts: Facts, decisions: Decisions):
    trial, files = Trial(), {"部门.csv": DEPARTMENTS, "odd.csv": ODD}
    one = tried(trial, facts, files, decisions)["odd.csv"]
    assert one.guess is not None
    assert (one.guess.export, one.guess.header_row, [c.name for c in one.guess.missing]) == ("usage", 1, ["first_used_on"])
    assert one.guess.unmatched == ["头一回用的日子", "备注栏"]
    assert one.guess.first[0][:3] == ("SQ1", "2026-03-01", "138****5678"), "telephone numbers are not shown"
    confirm(decisions, OPERATOR, Mapping(kind="header", scope="usage", text="头一回用的日子", target="first_used_on"), "核对")
    one = tried(trial, facts, files, decisions)["odd.csv"]
    assert one.ready
    assert one.reading is not None
    contract = one.reading.words.exports["usage"]
    confirmed = {(column, text) for export, column, text in learned(decisions).labels if export == "usage"}
    told = headings(one.reading.labels, one.reading.positions, one.reading.first, contract, confirmed)
    assert [(h.label, h.how) for h in told] == [("申请编号", "label"), ("头一回用的日子", "confirmed"), ("备注栏", "unknown")]
    assert told[2].first == ("138****5678", "x")


def test_a_table_without_one_known_label_can_be_said_to_be_something(facts: Facts):
    text = b"some title\nnumber,day,remark\n1,2026-03-01,x\n"
    found = guess(text, "x.csv", load_contracts(), settings())
    assert found is not None
    assert (found.export, found.header_row, found.labels[:3]) == (None, 2, ("number", "day", "remark"))
    said = guess(text, "x.csv", load_contracts(), settings(), "usage")
    assert said is not None
    assert (said.export, [c.name for c in said.missing]) == ("usage", ["request_id", "first_used_on"])
    assert guess(b"\x89PNG\r\n\x1a\n" + bytes(99), "x.xlsx", load_contracts(), settings()) is None


def test_what_has_not_changed_is_not_read_anew(facts: Facts, decisions: Decisions):
    trial, files = Trial(), {"部门.csv": DEPARTMENTS, "a.csv": USAGE + "SQ1,2026-03-01\n"}
    first = tried(trial, facts, files)
    assert tried(trial, facts, files)["a.csv"] is first["a.csv"]
    more = tried(trial, facts, files | {"b.csv": "x"})
    assert more["a.csv"].reading is first["a.csv"].reading
    other = tried(trial, facts, files | {"部门.csv": DEPARTMENTS.replace("JM003", "JM004")})
    assert other["a.csv"].reading is not first["a.csv"].reading, "its names are resolved by another directory"
    assert tried(trial, facts, files, mode="cumulative")["a.csv"].reading is not first["a.csv"].reading


def test_a_batch_that_was_withdrawn_is_not_compared_with(facts: Facts, decisions: Decisions):
    given: list = [("部门20260430.csv", DEPARTMENTS.encode()), ("a20260531.csv", (USAGE + "SQ1,2026-03-01\n").encode())]
    outcomes = ingest(given, facts, load_contracts(), by="x", received_at=datetime(2026, 7, 1, tzinfo=UTC))
    batch = outcomes[1].batch
    assert batch is not None
    trial, files = Trial(), {"b.csv": USAGE + "SQ2,2026-03-01\n"}
    one = tried(trial, facts, files)["b.csv"].difference
    assert one is not None
    assert len(one.gone) == 1
    withdraw(decisions, OPERATOR, batch, "错")
    one = tried(trial, facts, files)["b.csv"].difference
    assert one is not None
    assert one.is_first


def test_every_messy_export_is_told_of(facts: Facts, samples: Path):
    """Each of the messy city's files of one month is recognised, or refused in a sentence."""
    found = Trial().of([samples / "messy" / "exports"], facts, load_contracts(), Said(DAY), settings())
    assert len(found) >= 16
    assert sum(one.ready is not None for one in found) == 16
    assert all(one.difference and one.difference.is_first for one in found if one.ready)
    assert not [one.name for one in found if one.ready is None and not one.sentence.endswith("。")]
