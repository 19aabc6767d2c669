"""我的部门: what a department is told of itself, that no other is told it, and that each figure leads to its rows."""

import re
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from data.decisions.store import Decisions
from data.settings import Home
from metrics.run.reader import Reader
from metrics.what_if.regain import regains
from pages.shell import session
from pages.shell.session import enter
from tests.cities.decided_city import CALENDAR, TODAY, UNIT_ID, file_one, noon, put_under_review
from tests.cities.shared import copied
from tests.pages.running import Open
from tests.pages.shown import figures, links, page, said, text

ME = f"department:{UNIT_ID}"


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_department_sees_where_it_stands_and_what_it_owes(small_city: Home, open_page: Open, lang: str):
    at = open_page(small_city, "own", me=ME, lang=lang)
    assert not at.exception
    shown = said(at)
    for part in ('data-figure="this_month"', "work", "regain", "followed"):
        assert part in shown
    assert "2026-10-31" in shown
    assert len(at.get("download_button")) == 1


@pytest.mark.parametrize("unit", ["JM012", "XQ03", "NOPE", "' or '1'='1"])
def test_another_unit_in_the_address_is_refused(small_city: Home, open_page: Open, unit: str):
    at = open_page(small_city, "own", me=ME, unit=unit)
    assert "refused: " in said(at)
    assert "data-figure" not in said(at)


def test_nothing_of_another_unit_is_on_the_page(small_city: Home, open_page: Open):
    shown = page(open_page(small_city, "own", me=ME))
    assert {link.asks.get("unit", UNIT_ID) for link in links(shown, "list")} == {UNIT_ID}


@pytest.mark.parametrize("role", ["leader", "officer", "analyst"])
def test_the_citys_people_open_it_for_any_unit(small_city: Home, open_page: Open, role: str):
    own, theirs = (open_page(small_city, "own", **query) for query in ({"me": ME}, {"me": role, "unit": UNIT_ID}))
    assert gains(own) == gains(theirs) != []


def gains(at: AppTest) -> list[tuple[str, str]]:
    """What each rule could still bring, as it is told."""
    return [(row.get("data-regain"), row.findtext(".//b")) for row in page(at).xpath(".//*[@data-regain]")]


def test_a_contractor_takes_nothing_out(small_city: Home, open_page: Open):
    assert not open_page(small_city, "own", me="contractor", unit=UNIT_ID).get("download_button")


def test_the_gains_are_those_that_were_computed(small_city: Home, open_page: Open):
    at = open_page(small_city, "own", me=ME)
    found = regains(enter({"me": ME}, "127.0.0.1").reader, UNIT_ID)[:10]
    assert gains(at) == [(one.rule_id, f"+{one.gain:.2f}") for one in found]


def test_the_changes_tie(small_city: Home, open_page: Open):
    """Open then = still + done + lifted + gone; open now = still + new + again; and the lines sum to the last."""
    at = open_page(small_city, "own", me=ME)
    (table,) = page(at).find_class("followed")
    rows = [[number for _, number in figures(line)] for line in table.iter("tr")][1:]
    assert [sum(column) for column in zip(*rows[:-1], strict=True)] == rows[-1]
    before, still, new, again, fixed, lifted, now = rows[-1]
    gone = re.search(r"已没有的 (\d+) 条", text(at))
    assert before == still + fixed + lifted + (int(gone[1]) if gone else 0)
    assert now == still + new + again


def test_a_first_month_has_nothing_to_be_followed_from(small_city: Home, open_page: Open):
    at = open_page(small_city, "own", me=ME, as_of="2026-07-31")
    assert not at.exception
    assert "没有上月的测算结果" in text(at)


def test_a_change_of_no_unit_is_said(small_city: Home, open_page: Open):
    assert "请先选择一个责任部门" in said(open_page(small_city, "obligations", change="new"))


def test_its_objections_and_until_when_it_may_object(
    small_city: Home, tmp_path: Path, open_page: Open, at_home: Callable[[Path], None], monkeypatch: pytest.MonkeyPatch
):
    home = copied(small_city, tmp_path / "decided")
    at_home(home.path)
    monkeypatch.setattr(session, "Decisions", partial(Decisions, now=noon(TODAY)))
    session.decisions.cache_clear()
    run = put_under_review(session.decisions())
    before = text(open_page(home, "own", me=ME))
    assert "申诉期到 2026-11-20" in before
    assert "本期没有提出申诉" in before
    number = file_one(session.decisions(), run).thing
    shown = said(open_page(home, "own", me=ME))
    assert f'data-objection="{number}"' in shown
    assert str(CALENDAR.after(TODAY, 10)) in shown
    assert number not in said(open_page(home, "own", me="department:JM012"))


def test_the_reader_is_the_only_source(small_city: Home, at_home: Callable[[Path], None]):
    at_home(small_city.path)
    assert isinstance(enter({"me": ME}, "127.0.0.1").reader, Reader)
