"""The trail by pages: what a filter takes, in which order, and what of it can't be read."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import text

from data.decisions import trail_pages
from data.decisions.store import Decisions
from data.decisions.trail_pages import Wanted
from data.errors import FileFault
from tests.data.decisions.conftest import OFFICER, OTHER, UNIT, Opener

NIGHT = datetime(2026, 10, 31, 15, 59, tzinfo=UTC)  # one minute before midnight in China


@pytest.fixture
def filled(opened: Opener) -> Decisions:
    """Six lines, a minute apart, around midnight in China."""
    moments = iter(NIGHT + timedelta(minutes=n) for n in range(99))
    decisions = opened(lambda: next(moments))
    decisions.trace(UNIT, "sign_in", "oidc 1")
    decisions.trace(UNIT, "view", "ranking", place={"unit": "JM002"})
    decisions.trace(OFFICER, "export", "义务清单-2026-10-31.csv", place={"q": "税务%局"})
    decisions.act(OFFICER, "note", "n", "made", {"period": "2026H2"}, reason="经核实，系统已停用")
    decisions.trace(OTHER, "sign_in", "oidc 2")
    decisions.trace(UNIT, "sign_in", "oidc 3")
    return decisions


@pytest.mark.parametrize(
    ("wanted", "lines"),
    [
        (Wanted(), [6, 5, 4, 3, 2, 1]),
        (Wanted(who="CHEN"), [6, 2, 1]),
        (Wanted(who="李审"), [5]),
        (Wanted(what="act"), [4]),
        (Wanted(since=date(2026, 11, 1)), [6, 5, 4, 3, 2]),
        (Wanted(until=date(2026, 10, 31)), [1]),
        (Wanted(since=date(2026, 11, 2)), []),
        (Wanted(text="清单"), [3]),
        (Wanted(text="系统已停用"), [4]),
        (Wanted(text="税务%局"), [3]),
        (Wanted(text="%"), [3]),
        (Wanted(text="ranking"), [2]),
        (Wanted(who="chen", what="sign_in", since=date(2026, 11, 1)), [6]),
    ],
)
def test_a_filter_takes_what_it_says(filled: Decisions, wanted: Wanted, lines: list[int]):
    assert [line.line for line in trail_pages.page(filled, wanted)] == lines
    assert trail_pages.count(filled, wanted) == len(lines)


def test_pages_are_cut_from_the_newest_on(filled: Decisions):
    assert [line.line for line in trail_pages.page(filled, Wanted(), limit=2, offset=2)] == [4, 3]


def test_a_page_tells_the_same_lines_as_the_chain(filled: Decisions):
    assert trail_pages.page(filled, Wanted())[::-1] == filled.trail_lines()
    assert trail_pages.head(filled) == (6, filled.trail_lines()[-1].hash)


def test_the_last_sign_in_of_each(filled: Decisions):
    assert trail_pages.last_sign_ins(filled) == {"chen": NIGHT + timedelta(minutes=5), "li": NIGHT + timedelta(minutes=4)}


def test_a_line_that_nobody_can_read_is_said(filled: Decisions):
    with filled.database.writing() as session:
        if session.get_bind().dialect.name == "sqlite":
            session.execute(text("drop trigger trail_no_update"))
        else:
            session.execute(text("alter table trail disable trigger all"))
        session.execute(text("update trail set at = 'gestern' where line = 2"))
    with pytest.raises(FileFault, match="第 2 行读不出来"):
        trail_pages.page(filled, Wanted())
