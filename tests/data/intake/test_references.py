"""Codes that stand nowhere in the export they refer to: counted with their rows, said with what they look like, and many stop a file."""

from datetime import date
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.contracts.contracts import Contracts, load_contracts
from data.facts.store import Facts
from data.intake import Outcome, Said, Trial, Tried, ingest
from data.intake.references import FEWEST_CODES, Link, Reference, compared, doubts, of_batches
from data.settings import Settings
from tests.data.intake.made_files import DAY, NOW, REQUESTS, request_row, text

CATALOG = ["信息资源代码", "信息资源名称", "信息资源提供方", "来源系统编码", "目录状态"]


def catalogs(*codes: str, system: str | None = None) -> str:
    return text(CATALOG, *([code, f"目录{code}", "江门市教育局", system, "已发布"] for code in codes))


def requests(*codes: str) -> str:
    return text(REQUESTS, *(request_row(n, 目录编码=code) for n, code in enumerate(codes, start=1)))


def bring(facts: Facts, files: dict[str, str], **said) -> dict[str, Outcome]:
    given_files: list = [(name, told.encode()) for name, told in files.items()]
    outcomes = ingest(given_files, facts, load_contracts(), **{"exported_on": DAY, "by": "t", "received_at": NOW, **said})
    return {outcome.name: outcome for outcome in outcomes}


def tried(facts: Facts, files: dict[str, str]) -> dict[str, Tried]:
    given_files: list = [(name, told.encode()) for name, told in files.items()]
    return {one.name: one for one in Trial().of(given_files, facts, load_contracts(), Said(DAY), Settings())}


def link(contracts: Contracts) -> Link:
    share_requests = contracts.exports["share_requests"]
    return Link(share_requests, share_requests.column("catalog_id"), contracts.exports["catalogs"])


def held(codes: list[str | None], known: list[str], contracts: Contracts) -> Reference:
    rows = pl.DataFrame({"code": codes}, schema={"code": pl.String}).select(
        batch_id=pl.lit("b"), row_no=pl.int_range(2, pl.len() + 2, dtype=pl.Int32), code="code"
    )
    return compared(link(contracts), rows, pl.Series(known, dtype=pl.String))


def test_every_code_is_counted_once_and_each_of_its_rows_is_named(contracts: Contracts):
    found = held(["M1", "M2", "X9", None, "X9", "X8"], ["M1", "M2", "M3"], contracts)
    assert (found.codes, found.unknown, found.share) == (4, 2, 0.5)
    assert found.rows.rows() == [("b", 4, "X9"), ("b", 6, "X9"), ("b", 7, "X8")]
    assert found.sentence == "《共享申请》的 4 个“目录编码”中有 2 个不在《公共数据资源目录》中（首见第 4 行“X9”）。"


def test_where_every_code_is_known_nothing_is_said(contracts: Contracts):
    found = held(["M1", None], ["M1"], contracts)
    assert (found.unknown, found.sentence, found.is_high) == (0, "", False)
    assert held([None], ["M1"], contracts).share == 0


@given(known=st.integers(0, 40), unknown=st.integers(0, 40), repeats=st.integers(1, 3))
def test_many_are_more_than_the_share_of_enough_codes(known: int, unknown: int, repeats: int):
    codes: list[str | None] = [f"M{n}" for n in range(known)] + [f"X{n}" for n in range(unknown)]
    found = held(codes * repeats, [f"M{n}" for n in range(50)], load_contracts())
    assert (found.codes, found.unknown, len(found.rows)) == (known + unknown, unknown, unknown * repeats)
    assert found.is_high == (known + unknown >= FEWEST_CODES and unknown * 3 > known + unknown)
    assert doubts([found]) == ([found] if found.is_high else [])


@pytest.mark.parametrize(
    ("codes", "known", "hint"),
    [
        (["'001", "'002"], ["001", "002"], "去掉撇号后多数能对上"),
        (["1", "22"], ["001", "022"], "去掉前导零后多数能对上"),
        (["0 01", "0 02"], ["001", "002"], "去掉空格后多数能对上"),
        (["' 1", "'02"], ["001", "02 "], "去掉撇号、空格和前导零后多数能对上"),
        (["440700202600012000", "440700202600035000"], ["440700202600012345", "440700202600035678"], "前 15 位多数能对上"),
        (["X1", "X2"], ["M1"], ""),
        (["440700202600012346", "440700202600012347"], ["440700202600012345"], ""),  # neighbours, not cut
    ],
)
def test_what_it_looks_like_is_said(codes: list[str], known: list[str], hint: str, contracts: Contracts):
    found = held(list(codes), known, contracts)
    assert found.unknown == len(codes)
    assert found.hint.lstrip("，").partition("，多半是")[0] == hint


def test_a_file_of_which_many_codes_stand_nowhere_waits_and_nothing_of_it_is_kept(facts: Facts):
    files = {"目录.csv": catalogs("1", "2", "3"), "申请.csv": requests("1", "'2", "'3", "'4", "'5")}
    outcomes = bring(facts, files)
    assert [o.status for o in outcomes.values()] == ["taken", "refused"], "the catalogue first: the requests refer to it"
    assert "《共享申请》的 5 个“目录编码”中有 4 个不在《公共数据资源目录》中（首见第 3 行“'2”）" in outcomes["申请.csv"].sentence
    assert "--unmatched" in outcomes["申请.csv"].sentence
    assert {b.export for b in facts.batches()} == {"departments", "catalogs"}
    assert not list(facts.home.batches.glob(".*"))
    again = bring(facts, files, unmatched=True)
    assert [o.status for o in again.values()] == ["already", "taken"]
    assert again["申请.csv"].references[0].unknown == 4


def test_nothing_is_asked_where_the_other_export_is_not_in(facts: Facts):
    outcome = bring(facts, {"申请.csv": requests(*"12345678")})["申请.csv"]
    assert (outcome.status, outcome.references) == ("taken", ())


@pytest.mark.parametrize(("unknown", "status"), [(2, "taken"), (3, "refused")])
def test_a_third_may_lag_behind(facts: Facts, unknown: int, status: str):
    codes = ["M1", "M2", "M3", "M4", "M5", "M6", "M7"]
    outcome = bring(facts, {"目录.csv": catalogs(*codes[unknown:]), "申请.csv": requests(*codes)})["申请.csv"]
    assert (outcome.status, outcome.references[0].unknown) == (status, unknown)


def test_a_catalogue_is_held_against_the_requests_that_count(facts: Facts):
    bring(facts, {"目录.csv": catalogs(*"123456"), "申请.csv": requests(*"123456")})
    spoilt = {"目录七月.csv": catalogs(*("'1", "'2", "'3", "'4", "'5", "'6"))}
    outcome = bring(facts, spoilt, exported_on=date(2026, 7, 31))["目录七月.csv"]
    assert outcome.status == "refused"
    assert "6 个“目录编码”中有 6 个不在" in outcome.sentence
    assert "去掉撇号后多数能对上" in outcome.sentence
    both = spoilt | {"申请七月.csv": requests(*("'1", "'2", "'3", "'4", "'5", "'6"))}
    assert {o.status for o in bring(facts, both, exported_on=date(2026, 7, 31)).values()} == {"taken"}, "the requests speak for themselves"


def test_an_old_listing_is_not_asked_about_what_counts_now(facts: Facts):
    bring(facts, {"目录.csv": catalogs(*"123456"), "申请.csv": requests(*"123456")})
    outcome = bring(facts, {"目录一月.csv": catalogs("9")}, exported_on=date(2026, 1, 31))["目录一月.csv"]
    assert (outcome.status, outcome.references) == ("taken", ())


def test_files_tried_together_count_for_each_other_in_any_order(facts: Facts):
    found = tried(facts, {"a申请.csv": requests(*"12345"), "b目录.csv": catalogs(*"12345", system="S1")})
    assert [one.unknown for one in found["a申请.csv"].references] == [0]
    assert found["b目录.csv"].references == ()
    found = tried(facts, {"a申请.csv": requests(*"12345"), "b目录.csv": catalogs("1")})
    assert [one.unknown for one in found["a申请.csv"].doubted] == [4]
    assert found["a申请.csv"].ready, "it comes in once somebody says that it is right"
    assert found["b目录.csv"].doubted == []


def test_of_one_key_the_later_row_counts(facts: Facts, contracts: Contracts):
    bring(facts, {"目录.csv": catalogs("M1")})
    bring(facts, {"申请.csv": requests("X1", "X2")})
    bring(facts, {"补报.csv": requests("M1")}, mode="cumulative", exported_on=date(2026, 7, 1))
    (found,) = (
        one for one in of_batches(facts.in_force(date(2026, 7, 31)), facts, contracts) if one.link.contract.name == "share_requests"
    )
    assert (found.codes, found.unknown, found.rows["code"].to_list()) == (2, 1, ["X2"])


def test_the_sample_cities_have_no_codes_to_ask_about(facts: Facts, samples: Path, contracts: Contracts):
    for city in ("clean", "messy"):
        found = Trial().of([samples / city / "exports"], facts, contracts, Said(DAY), Settings())
        assert {one.name for one in found if one.doubted} == set()
        assert any(one.references for one in found)
