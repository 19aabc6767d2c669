"""The trail taken out as a file: all of it, harmless, and not without a line of its own."""

import csv
import io
from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest

from data.access import Viewer
from data.decisions.store import Decisions, Forbidden
from data.errors import RequestFault
from data.settings import Home, Settings
from reports.tables.trail_sheet import HEADINGS, trail_sheet

OFFICER = Viewer("王审核", "officer", login="wang")
MOMENTS = [datetime(2026, 6, 29, 15, 59, tzinfo=UTC), datetime(2026, 6, 29, 16, tzinfo=UTC), datetime(2026, 6, 30, 16, tzinfo=UTC)]


@pytest.fixture
def decisions(home: Home) -> Iterator[Decisions]:
    """A trail with a line on each of three days in Beijing; the clock stands on the last."""
    moments = iter(MOMENTS)
    store = Decisions(home, Settings(home=home.path), now=lambda: next(moments, MOMENTS[-1]))
    for target in ("=cmd()", " +1", "ranking"):
        store.trace(Viewer("@姓名", "officer", login="-1"), "view", target, rows=-5)
    yield store
    store.close()


def rows(data: bytes) -> list[list[str]]:
    assert data.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def test_every_line_is_there_and_its_own_too(decisions: Decisions):
    head, *told = rows(trail_sheet(decisions, OFFICER))
    assert tuple(head) == HEADINGS
    assert [row[0] for row in told] == ["1", "2", "3", "4"]
    assert [row[10] for row in told] == [line.hash for line in decisions.trail_lines()]
    assert told[3][2:8] == ["wang", "王审核", "officer", "", "export", "trail"]
    assert told[1][1] == "2026-06-30 00:00:00.000000+08:00"


def test_no_cell_is_a_formula(decisions: Decisions):
    told = rows(trail_sheet(decisions, OFFICER))[1:]
    assert told[0][2:4] == ["'-1", "'@姓名"]
    assert [row[7] for row in told] == ["'=cmd()", "' +1", "ranking", "trail"]
    assert told[0][8] == '{"rows": -5}'


@pytest.mark.parametrize(
    ("start", "end", "lines"),
    [
        (date(2026, 6, 30), date(2026, 6, 30), ["2"]),
        (None, date(2026, 6, 29), ["1"]),
        (date(2026, 6, 30), None, ["2", "3", "4"]),
        (date(2027, 1, 1), None, []),
    ],
)
def test_days_are_beijings_and_both_included(decisions: Decisions, start: date | None, end: date | None, lines: list[str]):
    assert [row[0] for row in rows(trail_sheet(decisions, OFFICER, start, end))[1:]] == lines
    assert decisions.trail_lines()[-1].detail == {"start": str(start) if start else None, "end": str(end) if end else None}


def test_who_may_not_read_it_takes_nothing_out(decisions: Decisions):
    for role in ("leader", "analyst", "contractor", "admin"):
        with pytest.raises(Forbidden):
            trail_sheet(decisions, Viewer("甲", role))
    with pytest.raises(RequestFault, match="颠倒"):
        trail_sheet(decisions, OFFICER, date(2026, 7, 1), date(2026, 6, 1))
    assert len(decisions.trail_lines()) == 3
