"""The tables of pages as files: every figure of the page is in its workbook and no other, for who may take files out, of what they may see."""

import itertools
import re
from collections.abc import Callable
from io import BytesIO

import openpyxl
import pytest
from lxml import etree
from streamlit.testing.v1 import AppTest

from data.settings import Home
from pages.downloads import button as downloads
from pages.downloads import table_export
from pages.shell.session import Session, enter
from tests.pages.running import Open
from tests.pages.shown import figures, said, tree

TOKEN = re.compile(r"\d+(?:\.\d+)?%?")
SEEN = "(.//text() | .//img/@alt | .//div[@role='img']/@aria-label)[not(ancestor::details[ancestor::tbody]) or ancestor::summary]"
Taken = Callable[..., tuple[AppTest, list[tuple[str, str, openpyxl.Workbook]]]]
VIEWS = [
    ("coverage", {"me": "analyst"}),
    ("coverage", {"me": "department:JM013", "lang": "en"}),
    ("backflow", {"me": "analyst", "lang": "en"}),
    ("opening", {"me": "analyst", "unit": "JM013"}),
    ("opening", {"me": "department:XQ07", "lang": "en", "by": "register"}),
    ("gate", {"me": "analyst"}),
    ("response", {"rule": "share_provision", "by": "requester"}),
    ("quality", {}),
    ("quality", {"me": "department:JM013", "lang": "en"}),
    ("over_time", {"unit": "JM013"}),
    ("ranking", {"lang": "en"}),
    ("department", {"unit": "JM013"}),
    ("overview", {"me": "leader"}),
    ("schemes", {}),
]


@pytest.fixture
def taken(monkeypatch: pytest.MonkeyPatch, open_page: Open) -> Taken:
    """Opens a page; gives it and, per button, the file's name, the HTML that it was made of and the workbook."""
    made: list[tuple[str, str, bytes]] = []

    def keep(s: Session, label: str, build, file_name: str, *_: object, **__: object) -> None:
        if getattr(build, "func", None) is table_export.book:
            made.append((file_name, build.args[-1], build()))

    monkeypatch.setattr(downloads, "offer", keep)

    def run(home: Home, name: str, **query: str) -> tuple[AppTest, list[tuple[str, str, openpyxl.Workbook]]]:
        made.clear()
        page = open_page(home, name, **query)
        assert not page.exception
        return page, [(file, html, openpyxl.load_workbook(BytesIO(data))) for file, html, data in made]

    return run


def numbers(text: str) -> list[float]:
    """Every number in a text, shares as shares."""
    found = TOKEN.findall(text.replace(",", ""))
    return [round(float(token.rstrip("%")) / (100 if token.endswith("%") else 1), 8) for token in found]


def shown_numbers(html: str) -> list[float]:
    """All numbers in the bodies of the tables, with those that are drawn and told aloud, without what is folded away."""
    return sorted(numbers(" ".join(told for body in tree(html).iter("tbody") for told in body.xpath(SEEN))))


def bodies(html: str) -> list[str]:
    """The bodies of the tables as they are written, without the links to object: these are no part of a file."""
    shown = tree(html)
    for chip in shown.xpath('.//a[starts-with(@class, "go ds-chip")]'):
        chip.drop_tree()
    return [etree.tostring(body, encoding="unicode", with_tail=False).replace(" </", "</") for body in shown.iter("tbody")]


def file_numbers(book: openpyxl.Workbook) -> list[float]:
    """All numbers of the sheets but the first, from below the head to the first empty row."""
    found: list[float] = []
    for sheet in book.worksheets[1:]:
        rows = itertools.takewhile(lambda row: any(v is not None for v in row), sheet.iter_rows(min_row=2, values_only=True))
        for value in itertools.chain.from_iterable(rows):
            found += [round(abs(value), 8)] if isinstance(value, int | float) else numbers(str(value or "").replace(" 00:00:00", ""))
    return sorted(found)


@pytest.mark.parametrize(("name", "query"), VIEWS, ids=lambda v: v if isinstance(v, str) else "&".join(f"{k}={x}" for k, x in v.items()))
def test_a_file_holds_exactly_the_figures_of_the_page(small_city: Home, taken: Taken, name: str, query: dict[str, str]):
    page, ((_, html, book),) = taken(small_city, name, **query)
    assert {*bodies(html)} <= {*bodies(said(page))}, "what goes out is what is shown"
    assert shown_numbers(html)
    assert file_numbers(book) == shown_numbers(html)


def test_figures_are_numbers(small_city: Home, taken: Taken):
    _, ((_, html, book),) = taken(small_city, "coverage")
    linked = [number for _, number in figures(tree(html))]
    kept = [v for sheet in book.worksheets[1:] for row in sheet.iter_rows(values_only=True) for v in row if isinstance(v, int | float)]
    assert set(linked) & {n for n in kept if n > 1}
    steps = book.worksheets[1]
    assert {cell.number_format for row in steps.iter_rows() for cell in row if isinstance(cell.value, float)} == {"#,##0.0%"}


def test_a_file_tells_what_it_is(small_city: Home, taken: Taken):
    _, ((name, _, book),) = taken(small_city, "coverage", unit="JM013")
    facts = dict(row[:2] for row in book.worksheets[0].iter_rows(values_only=True))
    assert name == "目录覆盖-2026-10-31.xlsx"
    assert (facts["内容"], facts["统计日"], facts["版本"]) == ("目录覆盖", "2026-10-31", "草稿 · 未发布")
    assert facts["筛选条件"].startswith("责任部门：")
    assert facts["考核期"].startswith("2026H2")
    assert "示例，待主管部门核定" in facts["方案"]
    assert re.fullmatch("[0-9a-f]{16}", facts["测算编号"])


@pytest.mark.parametrize("name", ["ranking", "coverage", "overview"])
def test_a_department_takes_out_its_own_only(small_city: Home, taken: Taken, name: str):
    def texts(me: str) -> str:
        _, ((_, _, book),) = taken(small_city, name, me=me)
        return "\n".join(str(v) for sheet in book.worksheets for row in sheet.iter_rows(values_only=True) for v in row if v)

    own, whole = texts("department:JM013"), texts("officer")
    every = dict(enter({"me": "officer"}, "127.0.0.1").reader.units().select("unit_id", "unit_name").iter_rows())
    assert {unit for unit, called in every.items() if called in own} == {"JM013"}
    assert name == "overview" or sum(called in whole for called in every.values()) > 5


def test_a_contractor_gets_no_button(small_city: Home, open_page: Open):
    assert not open_page(small_city, "coverage", me="contractor").get("download_button")
    (button,) = open_page(small_city, "coverage", me="analyst").get("download_button")
    assert button.proto.label == "导出表格"
    (button,) = open_page(small_city, "coverage", me="analyst", lang="en").get("download_button")
    assert button.proto.label == "Export tables"
