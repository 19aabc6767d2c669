"""The head of a page says which edition is shown, whether it was corrected, and that a draft is one; links keep the edition."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from streamlit.testing.v1 import AppTest

from data.settings import Home
from pages.language.words import Words
from pages.objections import page as objections
from pages.shell import app_shell, session
from pages.shell.address import Place
from pages.shell.entry import Entry
from pages.shell.session import choose
from tests.cities import small_year
from tests.cities.small_editions import assessed, bring_to, decisions_of, store_of

Open = Callable[..., AppTest]


@pytest.fixture(scope="module")
def corrected(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """Two editions and a later draft, of a city that is a demo, so that anybody may look."""
    home = Home(tmp_path_factory.mktemp("marks") / "home").create()
    decisions = bring_to("corrected", home)
    late = dict.fromkeys(small_year.UNITS, 5)
    small_year.take(home, decisions, {"共享申请-又补.csv": small_year.requests(late)}, datetime(2026, 7, 25, 9, tzinfo=UTC))
    assessed(home, decisions)
    decisions.close()
    home.demo_mark(home.path).write_text("{}", encoding="utf-8")
    return home


def head(at: AppTest) -> str:
    assert not at.exception
    return next(part.body for part in at.get("html") if "ds-head" in part.body)


def test_an_edition_says_which_it_is(corrected: Home, open_page: Open):
    first, second = (head(open_page(corrected, "ranking", run=run)) for run in ("2026H1-1", "2026H1-2"))
    assert "已发布 · 2026年上半年第 1 版" in first
    assert "已被第 2 版更正" in first
    assert "已发布 · 2026年上半年第 2 版" in second
    assert "版更正" not in second
    assert all("草稿" not in text for text in (first, second))
    assert "2026H1-2" in second


def test_a_draft_says_so_and_the_newest_edition_is_what_opens_first(corrected: Home, open_page: Open):
    draft = store_of(corrected, decisions_of(corrected)).runs()[-1]
    assert draft.is_draft
    assert "草稿 · 未发布" in head(open_page(corrected, "ranking", run=draft.run_id))
    assert "第 2 版" in head(open_page(corrected, "ranking"))


def test_a_link_to_a_draft_that_was_published_opens_its_edition(corrected: Home):
    runs = tuple(store_of(corrected, decisions_of(corrected)).runs())
    published = next(run for run in runs if run.edition == "2026H1-1")
    chosen = choose(runs, Place(run=published.run_id), Words("zh"))
    assert chosen is not None
    assert chosen.address == "2026H1-1"


def test_a_draft_behind_an_objection_is_written_down_though_an_edition_is_shown(corrected: Home, at_home):
    """An objection shows the figures that it is against: those of a run that nobody had published."""
    at_home(corrected.path)
    appeals = Entry("appeals", "objections", "gavel", objections.render)
    for query in ({}, {"objection": "2026H1-001"}):
        s = session.enter({"run": "2026H1-2", **query}, "127.0.0.1")
        app_shell._trace_view(appeals, s)
    seen = [line.detail["place"] for line in session.decisions().trail_lines() if line.what == "view"]
    assert [place.get("objection") for place in seen] == ["2026H1-001"]
