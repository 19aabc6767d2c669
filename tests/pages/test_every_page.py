"""Each page over the small city: it runs, it says what it shows, its figures tie; and what it says when it can't."""

import re

import pytest
from streamlit.testing.v1 import AppTest

from data.settings import PROJECT, Home
from tests.pages.running import Open
from tests.pages.shown import cells, data, figures, links, marked, page, said, text

PAGES = ("overview", "own", "ranking", "department", "obligations", "intake")


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("name", PAGES)
def test_every_page_says_what_it_shows(small_city: Home, open_page: Open, name: str, lang: str):
    at = open_page(small_city, name, lang=lang)
    assert not at.exception
    shown = said(at)
    assert "2026-10-31" in shown
    assert ("示例，待主管部门核定" if lang == "zh" else "sample, to be approved") in shown
    assert ("草稿" if lang == "zh" else "Draft") in shown
    assert any(re.fullmatch("[0-9a-f]{16}", title) for title in page(at).xpath(".//@title")), "the run's id"


def test_every_page_has_a_panel_that_explains_it():
    pages = set((PROJECT / "pages").glob("*/*page.py"))
    explained = {path for path in pages if "help_panel(" in path.read_text(encoding="utf-8")}
    assert len(pages) > 20
    assert pages - explained == set()


def test_the_overview_counts_what_the_run_holds(small_city: Home, open_page: Open):
    at = open_page(small_city, "overview")
    counted, *parts = (_figure(at, name) for name in ("counted", "met", "late", "overdue", "unmet"))
    assert counted == sum(parts) > 1000


def _figure(at: AppTest, name: str) -> int:
    ((_, number),) = figures(marked(page(at), "figure", name))
    return number


def test_the_lines_of_a_score_sum(small_city: Home, open_page: Open):
    shown = page(open_page(small_city, "department", unit="JM013"))
    assert "true" in data(shown, "check")
    lost = [float(cells(line)[-1].replace("−", "-")) for line in shown.xpath(".//tr[@data-item]") if cells(line)[-1] != "—"]
    assert lost
    assert min(lost) < 0


def test_a_list_carries_the_filter_of_its_link(small_city: Home, open_page: Open):
    shown = text(open_page(small_city, "obligations", unit="JM013", rule="share_reply", counted="1", state="overdue"))
    found = int(re.search(r"(\d+) 条义务", shown)[1])
    assert shown.count("逾期未完成") >= found


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ({"state": "gone"}, "state=gone"),
        ({"as_of": "tomorrow"}, "as_of=tomorrow"),
        ({"sheet": "0"}, "sheet=0"),
        ({"surprise": "1"}, "surprise"),
        ({"run": "0000000000000000"}, "run=0000000000000000"),
        ({"period": "1999H1"}, "period=1999H1"),
        ({"me": "mayor"}, "me=mayor"),
        ({"me": "leader:JM001"}, "me=leader:JM001"),
    ],
)
def test_an_address_that_makes_no_sense_is_said(small_city: Home, open_app: Open, query: dict[str, str], sentence: str):
    at = open_app(small_city, **query)
    assert not at.exception
    assert sentence in text(at)
    assert "data-figure" not in said(at), "nothing is shown instead"


@pytest.mark.parametrize(
    ("name", "query"),
    [
        ("department", {"unit": "NOPE"}),
        ("obligations", {"unit": "NOPE"}),
        ("obligations", {"rule": "nope"}),
        ("obligations", {"sheet": "99999"}),
        ("ranking", {"group": "nope"}),
        ("intake", {"batch": "nope"}),
        ("obligation", {}),
        ("obligation", {"rule": "share_reply", "subject": "nope"}),
    ],
)
def test_what_is_not_there_is_said(small_city: Home, open_page: Open, name: str, query: dict[str, str]):
    at = open_page(small_city, name, **query)
    assert not at.exception
    assert "refused: " in said(at)


def test_a_department_sees_only_itself(small_city: Home, open_page: Open):
    own = open_page(small_city, "ranking", me="department:JM013")
    assert data(page(own), "unit") == ["JM013"]
    for name in ("department", "obligations"):
        assert "refused: " in said(open_page(small_city, name, me="department:JM013", unit="JM012"))
    whole, mine = (_figure(open_page(small_city, "overview", me=me), "counted") for me in ("leader", "department:JM013"))
    assert 0 < mine < whole


def test_a_department_sees_its_own_row_of_a_file_and_no_neighbours(small_city: Home, open_page: Open):
    listed = page(open_page(small_city, "obligations", me="department:JM013", rule="share_reply"))
    subject = links(listed, "duty")[0].asks["subject"]
    alone = page(open_page(small_city, "obligation", me="department:JM013", rule="share_reply", subject=subject))
    among = page(open_page(small_city, "obligation", me="officer", rule="share_reply", subject=subject))
    here, beside = './/th[@class="here"]', './/th[@class="s"]'
    assert len(alone.xpath(here)) == len(among.xpath(here)) == 1
    assert len(alone.xpath(beside)) == 0 < len(among.xpath(beside))


@pytest.fixture
def empty_demo(home: Home) -> Home:
    """A home where nothing was brought in yet, of the demo's kind, so that it opens without a sign-in."""
    home.demo_mark(home.path).write_text("{}", encoding="utf-8")
    return home


def test_an_empty_home_says_what_to_do(empty_demo: Home, open_app: Open):
    at = open_app(empty_demo)
    assert not at.exception
    assert "还没有测算结果" in text(at)
    assert "import" in said(at)


def test_an_empty_home_can_be_filled(empty_demo: Home, open_page: Open):
    at = open_page(empty_demo, "intake")
    assert not at.exception
    assert "还没有接入任何文件" in text(at)


def test_the_demo_beyond_this_machine_can_only_be_looked_at(small_city: Home, at_home):
    from pages.shell.session import enter

    at_home(small_city.path)
    assert enter({"me": "officer"}, "0.0.0.0").viewer.role == "leader"


def test_the_list_goes_out_whole_and_opens_in_excel(small_city: Home, at_home):
    from pages.obligation_list.download import table
    from pages.obligation_list.filter import wanted
    from pages.shell.session import enter
    from reports.tables.list_files import csv_bytes

    at_home(small_city.path)
    session = enter({"unit": "JM013"}, "127.0.0.1")
    told = csv_bytes(table(session.reader.obligations(wanted(session)), session.w))
    assert told.startswith(b"\xef\xbb\xbf")
    lines = told.decode("utf-8-sig").splitlines()
    assert lines[0].startswith("义务,事项编号,事项,责任部门")
    assert len(lines) == 1 + session.reader.count(wanted(session))
