"""Papers are offered where they belong: the circular to who sees the city, the slip beside the check, an answer to who may see the case."""

from functools import partial
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from data.access import Viewer
from data.decisions import objections
from data.decisions.bodies import Exemption
from data.decisions.store import Decisions
from data.errors import RequestFault
from data.settings import PROJECT, Home
from metrics.run.filter import Filter
from metrics.run.reader import Reader
from metrics.run.trend import month_before
from pages.downloads import paper_buttons
from pages.gate import slip_buttons
from pages.papers import circular as circular_panel
from pages.shell import session
from pages.shell.session import enter
from reports.papers.objection_answer import answer, took_in
from tests.cities import decided_city as city
from tests.cities.shared import copied
from tests.pages.running import Open
from tests.pages.shown import said as shown_on
from tests.reports.papers.letters import edit, printed, said

CHEN = f"department:{city.UNIT_ID}"


@pytest.fixture
def reviewed(small_city: Home, tmp_path: Path, at_home, monkeypatch: pytest.MonkeyPatch) -> Home:
    """The small city on a day of its window for objections, its newest run before the departments."""
    copy = copied(small_city, tmp_path / "city")
    at_home(copy.path)
    monkeypatch.setattr(session, "Decisions", partial(Decisions, now=city.noon(city.TODAY)))
    city.put_under_review(session.decisions())
    return copy


def offered(at: AppTest) -> list[str]:
    """The labels of the buttons that hand out files."""
    assert not at.exception
    return [button.proto.label for button in at.get("download_button")]


def panel(home: Home, at_home, me: str, lang: str = "zh") -> AppTest:
    """The circular's panel on a page of its own."""
    at_home(home.path)

    def script(me: str, lang: str) -> None:
        from pages.papers import circular as circular_panel
        from pages.shell.session import enter

        circular_panel.show(enter({"me": me, "lang": lang}, "127.0.0.1"))

    return AppTest.from_function(script, args=(me, lang), default_timeout=60).run()


@pytest.mark.parametrize(("lang", "labels"), [("zh", ["Word 文档", "PDF", "数字来源"]), ("en", ["Word", "PDF", "Sources"])])
def test_the_circular_is_offered_to_an_officer(small_city: Home, at_home, lang: str, labels: list[str]):
    at = panel(small_city, at_home, "officer", lang)
    assert offered(at) == labels
    assert ("每页标明“草稿”" if lang == "zh" else "every page says that it is a draft") in shown_on(at)


@pytest.mark.parametrize("me", ["department:JM013", "contractor"])
def test_who_may_not_have_it_is_told(small_city: Home, at_home, me: str):
    at = panel(small_city, at_home, me)
    assert offered(at) == []
    assert "ds-note" in shown_on(at)


def test_what_is_handed_out_is_the_circular_of_the_run_that_is_shown(small_city: Home, at_home):
    at_home(small_city.path)
    s = enter({"me": "officer"}, "127.0.0.1")
    before = month_before(s.run, s.runs)

    def write():
        return circular_panel._paper(s, before)

    text = said(paper_buttons._file(s, write, "word"))
    assert f"本期应办事项{s.reader.tally(Filter(counted=True))['counted']}件" in text
    assert s.run.run_id in text and "草稿" in printed(paper_buttons._file(s, write, "pdf"))
    assert paper_buttons._file(s, write, "sources")[:2] == b"PK"


def test_the_slip_is_offered_beside_the_check_and_says_the_same(small_city: Home, open_page: Open):
    at = open_page(small_city, "gate", me="department:JM013")
    assert offered(at) == ["导出表格"], "of a check there is none before one is picked"
    s = enter({"me": "department:JM013"}, "127.0.0.1")
    own = s.reader.gate_checks()["project_id"][0]
    at = open_page(small_city, "gate", me="department:JM013", project=own)
    assert offered(at) == ["Word 文档", "PDF"]
    made = slip_buttons._paper(s.reader, "zh", own, None).set()
    verdict = "pass" if made.paper.given["is_passed"] else "fail"
    assert f'data-verdict="{verdict}"' in shown_on(at)
    assert own in said(made.docx) and s.run.run_id in said(made.docx)
    foreign = Reader(session.store(), s.run, city.OFFICER).gate_checks()
    other = foreign.filter(foreign["unit_id"] != "JM013")["project_id"][0]
    with pytest.raises(RequestFault, match="无权查看"):
        slip_buttons._paper(s.reader, "zh", other, None)


def test_a_template_that_cannot_be_filled_is_told_on_the_page(reviewed: Home, open_page: Open):
    s = enter({"me": "officer"}, "127.0.0.1")
    project = s.reader.gate_checks()["project_id"][0]
    own = edit(reviewed.site, lambda document: document.add_paragraph("{{ uints }}") and None)
    at = open_page(reviewed, "gate", me="officer", project=project)
    assert offered(at) == []
    assert "“{{ uints }}”不是可用的内容" in shown_on(at)
    own.unlink()
    edit(reviewed.site, lambda document: document.add_picture(str(PROJECT / "pages" / "look" / "icon.png")) and None)
    at = open_page(reviewed, "gate", me="officer", project=project)
    assert offered(at) == ["Word 文档"]
    assert "图片或图形不能转入 PDF" in shown_on(at)


def test_an_answer_is_offered_to_who_may_see_the_case(reviewed: Home, open_page: Open):
    number = city.file_one(session.decisions(), session.store().runs()[0].run_id).thing
    assert offered(open_page(reviewed, "objections", me=CHEN, objection=number)) == []  # not answered yet
    store, run = session.decisions(), session.store().runs()[0]
    one = objections.case(store, city.OFFICER, city.CALENDAR, number)
    body = Exemption(rule_id=city.RULE, subject_id=city.an_obligation()["subject_id"], unit_id=city.UNIT_ID, start=run.period_start)
    objections.answer(store, city.OFFICER, one, "accepted", "故障属实", [("exemption", body)])
    for me in ("officer", CHEN):
        assert offered(open_page(reviewed, "objections", me=me, objection=number)) == ["Word 文档", "PDF"]
    assert "refused: " in shown_on(open_page(reviewed, "objections", me="department:JM014", objection=number))
    one = objections.case(store, city.OFFICER, city.CALENDAR, number)
    reader = Reader(session.store(), run, city.UNIT)
    text = said(answer(reader, one, "zh").set().docx)
    assert "采纳。" in text and "故障属实" in text and number in text
    assert "上述决定在重新测算后计入结果" in text and not took_in(reader, one)
    other = Reader(session.store(), run, Viewer("王科员", "department", frozenset({"JM014"}), login="w"))
    with pytest.raises(RequestFault, match="无权查看"):
        answer(other, one, "zh")
