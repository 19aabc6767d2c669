"""Every figure of every page equals the number of rows that its link leads to: read from the page, followed by the app's own reading."""

import re
from functools import cache

import pytest

from data.settings import Home
from pages.obligation_list.filter import wanted
from pages.shell.address import read_place
from pages.shell.session import Session, enter
from tests.pages.running import Open
from tests.pages.shown import figures, number, page, said, text

VIEWS = [
    ("opening", {"me": "analyst"}),
    ("opening", {"me": "analyst", "unit": "JM013", "lang": "en"}),
    ("rulebook", {"rule": "share_reply"}),
    ("rulebook", {"me": "department:JM013", "rule": "catalog_completeness", "lang": "en"}),
    ("quality", {}),
    ("quality", {"me": "department:JM013", "lang": "en"}),
    ("response", {}),
    ("response", {"rule": "share_provision", "by": "requester", "lang": "en"}),
    ("response", {"clock": "conditional", "by": "month", "unit": "JM013"}),
    ("response", {"me": "department:JM013", "arose_from": "2026-05-01", "arose_to": "2026-05-31"}),
    ("overview", {"me": "leader"}),
    ("overview", {"me": "officer", "lang": "en", "as_of": "2026-08-31"}),
    ("overview", {"me": "department:JM013"}),
    ("overview", {"me": "leader", "wall": "1"}),
    ("over_time", {}),
    ("over_time", {"unit": "JM013", "lang": "en"}),
    ("over_time", {"me": "department:XQ05"}),
    ("department", {"unit": "JM001"}),
    ("department", {"unit": "JM013", "lang": "en"}),
    ("department", {"unit": "XQ03"}),
    ("department", {"me": "department:XQ05"}),
    ("coverage", {"me": "analyst"}),
    ("coverage", {"me": "analyst", "lang": "en", "unit": "JM013"}),
    ("coverage", {"me": "department:JM013"}),
    ("backflow", {"me": "analyst"}),
    ("backflow", {"me": "analyst", "lang": "en", "unit": "JM013"}),
    ("backflow", {"me": "department:JM013"}),
    ("gate", {"me": "analyst"}),
    ("gate", {"me": "analyst", "as_of": "2026-09-30"}),
    ("own", {"me": "department:JM013"}),
    ("own", {"unit": "XQ03", "lang": "en", "as_of": "2026-09-30"}),
    ("obligations", {}),
    ("obligations", {"rule": "share_reply", "unit": "JM013"}),
    ("obligations", {"reason": "contradiction"}),
    ("obligations", {"provisional": "1"}),
    ("obligations", {"backlog": "1", "late": "20"}),
]

WHOSE = ("me", "lang", "run", "period", "as_of")  # what of an address says who looks at which run
READ: set[frozenset[str]] = set()  # the kinds of lists of which one was read to its end; that counts are lengths is shown in test_reader.py


@pytest.mark.parametrize(("name", "query"), VIEWS, ids=lambda v: v if isinstance(v, str) else "&".join(f"{k}={x}" for k, x in v.items()))
def test_every_figure_is_the_length_of_its_list(small_city: Home, open_page: Open, name: str, query: dict[str, str]):
    found = {(tuple(asks.items()), n) for asks, n in figures(page(open_page(small_city, name, **query)))}
    assert found
    wrong = [(asks, n, length) for asks, n in found if (length := _length(asks)) != n]
    assert wrong == []


@cache
def _length(asks: tuple[tuple[str, str], ...]) -> int:
    """How long a list of the small city is; many figures lead to the same."""
    session = _entered(tuple((name, text) for name, text in asks if name in WHOSE))
    asked = wanted(session, read_place(dict(asks), session.w))
    if (kind := frozenset(name for name, _ in asks)) not in READ:
        READ.add(kind)
        assert len(session.reader.obligations(asked)) == session.reader.count(asked)
    return session.reader.count(asked)


@cache
def _entered(whose: tuple[tuple[str, str], ...]) -> Session:
    """A person's session at a run, entered once for all the lists that are asked of it."""
    return enter(dict(whose), "127.0.0.1")


def test_the_list_says_how_many_it_has(small_city: Home, open_page: Open):
    at = open_page(small_city, "obligations", unit="JM013", counted="1")
    found = number(re.search(r"([\d,]+) 条义务", text(at))[1])
    assert found == _length((("unit", "JM013"), ("counted", "1")))
    assert said(at).count('<tr class="row">') == min(found, 50)
