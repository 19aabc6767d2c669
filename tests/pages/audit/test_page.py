"""The trail's page: who may open it, what its filters take, what the check says, what goes out."""

import csv
import io
import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import text as sql

from data.access import Viewer
from data.decisions.acts import KINDS
from data.decisions.store import Decisions
from data.settings import Home, Settings
from pages.audit import table as trail_table
from pages.downloads import button as downloads
from pages.language.words import LANGS, catalogue
from tests.pages.running import Open
from tests.pages.shown import said, text

WANG = Viewer("王审核", "officer", login="wang", address="10.0.0.5")


@pytest.fixture
def city(small_city: Home, tmp_path: Path) -> Home:
    """The small city with a trail of its own: a sign-in, a look, an export whose name is a formula, a decision."""
    home = Home(shutil.copytree(small_city.path, tmp_path / "city", ignore=shutil.ignore_patterns("decisions"))).create()
    decisions = Decisions(home, Settings(home=home.path), lambda: datetime(2026, 11, 2, 1, 30, tzinfo=UTC))
    decisions.trace(WANG, "sign_in", "oidc 1a2b")
    decisions.trace(WANG, "view", "ranking", place={"group": "市直部门"})
    decisions.trace(WANG, "export", "=1+1.csv", place={})
    decisions.act(WANG, "stop_clock", "share_reply", "made", {"rule_id": "share_reply", "is_on": True}, reason="法制审核同意")
    decisions.close()
    return home


def lines(shown: str) -> int:
    return shown.count("data-line=")


@pytest.mark.parametrize("lang", LANGS)
def test_the_newest_line_comes_first_and_opens_to_what_it_says(city: Home, open_page: Open, lang: str):
    at = open_page(city, "audit", lang=lang)
    assert not at.exception
    shown = said(at)
    assert lines(shown) == 4
    assert shown.index('data-line="4"') < shown.index('data-line="1"')
    assert "法制审核同意" in shown
    assert ("停止计时" if lang == "zh" else "Clock stops") in shown
    assert "2026-11-02 09:30" in shown, "Beijing's time"


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"what": "act"}, 1),
        ({"who": "WANG"}, 4),
        ({"who": "nobody"}, 0),
        ({"q": "法制审核"}, 1),
        ({"since": "2026-11-03"}, 0),
        ({"since": "2026-11-02", "until": "2026-11-02"}, 4),
    ],
)
def test_a_filter_in_the_address_counts(city: Home, open_page: Open, query: dict[str, str], found: int):
    assert lines(said(open_page(city, "audit", **query))) == found


@pytest.mark.parametrize(
    ("query", "sentence"),
    [({"what": "gossip"}, "gossip"), ({"since": "2026-11-02", "until": "2026-11-01"}, "颠倒"), ({"sheet": "9"}, "没有第 9 页")],
)
def test_a_filter_that_makes_no_sense_is_said(city: Home, open_page: Open, query: dict[str, str], sentence: str):
    at = open_page(city, "audit", **query)
    assert sentence in text(at)
    assert lines(said(at)) == 0


def verify(at, expect: str = ""):
    at.text_input(key="trail_expect").set_value(expect)
    return at.button(key="trail_verify").click().run()


def test_the_check_is_made_when_asked_for_and_says_what_it_found(city: Home, open_page: Open):
    at = open_page(city, "audit")
    assert "data-verdict" not in said(at)
    head = said(at).split("data-head>")[1][:64]
    assert 'data-verdict="whole"' in said(verify(at, head))
    assert 'data-verdict="broken"' in said(verify(at, "0" * 64))


def test_an_altered_line_is_found(city: Home, open_page: Open):
    decisions = Decisions(city, Settings(home=city.path))
    with decisions.database.writing() as session:
        session.execute(sql("drop trigger trail_no_update"))
        session.execute(sql("update trail set name = '他人' where line = 2"))
    decisions.close()
    shown = text(verify(open_page(city, "audit")))
    assert "第 2 行内容被改动" in shown


def test_the_file_is_in_the_trail_itself_and_starts_no_formula(city: Home, at_home):
    from pages.shell.session import enter

    at_home(city.path)
    s = enter({"me": "officer"}, "127.0.0.1")
    built = downloads.handed_out(s, lambda: trail_table.csv_of(s, trail_table.Wanted()), "审计.csv", "read_trail")
    assert built.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(built.decode("utf-8-sig"))))
    assert [row[0] for row in rows[1:]] == ["1", "2", "3", "4", "5"]
    assert rows[3][7] == "'=1+1.csv"
    assert rows[5][6:8] == ["export", "审计.csv"]


@pytest.mark.parametrize("me", ["leader", "analyst", "contractor", "admin", "department:JM013"])
def test_only_who_may_read_the_trail_opens_it(city: Home, open_page: Open, me: str):
    at = open_page(city, "audit", me=me)
    assert "refused: " in said(at)
    assert lines(said(at)) == 0


def test_everything_an_act_says_has_a_word():
    fields = {field for verbs in KINDS.values() for body, _ in verbs.values() for field in body.model_fields}
    wanted = {f"trail_field.{field}" for field in fields} | {f"about.{about}" for about in KINDS}
    wanted |= {f"act_verb.{verb}" for verbs in KINDS.values() for verb in verbs}
    for lang in LANGS:
        assert sorted(wanted - catalogue(lang).keys()) == []
