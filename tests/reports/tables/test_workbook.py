"""What a page shows, as a workbook: the same figures, as numbers, read back by another library."""

from datetime import date, datetime
from io import BytesIO

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pages.look import markup as m
from pages.look.page_head import subtitle
from pages.look.states import LOOKS
from reports.tables.page_figures import Figure, read
from reports.tables.page_tables import tables
from reports.tables.workbook import BookWords, workbook
from reports.wording.figures import count, points, rate, signed

WORDS = BookWords("说明", "目录覆盖", "附注")
SIGNS = {look.mark: state for state, look in LOOKS.items()}
FACTS = [("内容", "目录覆盖"), ("筛选条件", "=1+1")]


def book(shown: str) -> openpyxl.Workbook:
    return openpyxl.load_workbook(BytesIO(workbook(tables(shown, SIGNS), FACTS, WORDS)))


def table(*cells: str, head: tuple[str, ...] = ("部门", "数")) -> str:
    return m.table([m.th(text, "n") for text in head], [m.tr(cells)])


def row_of(shown: str) -> list[object]:
    return [cell.value for cell in book(shown).worksheets[1][2]]


@pytest.mark.parametrize(
    ("text", "value", "shown"),
    [
        ("1,234", 1234, "#,##0"),
        ("0", 0, "#,##0"),
        ("78.0%", 0.78, "#,##0.0%"),
        ("99.9%", 0.999, "#,##0.0%"),
        ("−2.50", -2.5, '+#,##0.00;"−"#,##0.00;#,##0.00'),
        ("+3", 3, '+#,##0;"−"#,##0;#,##0'),
        ("↓2", -2, '"↑"#,##0;"↓"#,##0;#,##0'),
        ("12.5 天", 12.5, '#,##0.0" 天"'),
        ("2026-10-31", date(2026, 10, 31), "yyyy-mm-dd"),
    ],
)
def test_a_figure_is_read_as_what_it_is(text: str, value: float | date, shown: str):
    assert read(text) == Figure(value, shown)


@pytest.mark.parametrize("text", ["", "—", "007", "3–5", "1 → 2", "1,23", "12 34", "=1+1", "JM013", "2026H2", "1.2.3", "9" * 20, "٣", '5"'])
def test_what_is_no_single_figure_stays_text(text: str):
    assert read(text) is None


@given(st.integers(-(10**9), 10**9), st.floats(0, 1), st.integers(-(10**7), 10**7))
def test_what_a_page_writes_is_read_back(number: int, share: float, cents: int):
    assert read(count(abs(number))).value == abs(number)
    assert read(signed(number)).value == number
    assert read(signed(cents / 100, 2)).value == cents / 100
    assert read(points(abs(cents) / 100)).value == abs(cents) / 100
    assert abs(read(rate(share)).value - share) <= 0.001


def test_every_table_has_a_sheet_named_by_its_heading():
    two = subtitle("按部门", "从少到多") + table(m.td("甲"), m.td("5", "n")) + '<p class="ds ds-note">另有 3 个部门</p>'
    found = book(table(m.td("乙"), m.td("—", "n")) + two + subtitle("按部门：2026/[下]" + "长" * 40) + table(m.td("丙"), m.td("6", "n")))
    assert found.sheetnames[:3] == ["说明", "目录覆盖", "按部门"]
    assert len(found.sheetnames[3]) == 31
    assert [tuple(c.value for c in row) for row in found["说明"].iter_rows()][:2] == FACTS
    assert found["说明"]["A3"].value == found.sheetnames[3]
    assert found["说明"]["B3"].value == "按部门：2026/[下]" + "长" * 40
    assert [c.value for c in found["目录覆盖"][2]] == ["乙", None], "a dash is no figure"
    told = [[c.value for c in row] for row in found["按部门"].iter_rows()]
    assert told == [["部门", "数"], ["甲", 5], [None, None], ["从少到多", None], ["另有 3 个部门", None]]


def test_tables_under_one_heading_are_told_apart():
    shown = table(m.td("甲"), m.td("5", "n"))
    assert book(shown * 3).sheetnames == ["说明", "目录覆盖", "目录覆盖 2", "目录覆盖 3"]


def test_what_stands_small_beside_figures_has_a_column_of_its_own():
    shown = m.table(
        [m.th("部门"), m.th("按时率", "n"), m.th("得分", "n")],
        [
            m.tr((m.td("甲"), m.td(f"78.0% <small>{m.mark('overdue')}12</small>", "n"), m.td("12.30/15", "n"))),
            m.tr((m.td("乙"), m.td("<small>无需考核</small>", "n"), m.td("—", "n"))),
        ],
    )
    rows = [[c.value for c in row] for row in book(shown).worksheets[1].iter_rows()]
    assert rows == [
        ["部门", "按时率", "按时率 · 附注", "得分", "得分 · 附注"],
        ["甲", 0.78, "overdue 12", 12.3, "/15"],
        ["乙", None, "无需考核", None, None],
    ]


def test_signs_become_words_where_none_stands_beside_them():
    assert row_of(table(m.td("甲"), m.td(f"{m.mark('overdue')}12", "n")))[1] == 12, "the column has a name"
    two = f"{m.mark('met')}1 + {m.mark('late')}2"
    assert row_of(table(m.td("甲"), m.td(two, "n")))[1] == "met 1 + late 2"
    assert row_of(table(m.td(f"{m.mark('late')}late"), m.td("1", "n")))[0] == "late"


def test_what_is_drawn_goes_out_in_words_and_what_is_folded_stays_in():
    bar = '<div role="img" aria-label="按时 5"><i title="x"></i></div>'
    fold = "<details><summary>5.00 <small>/ 6</small></summary><p>计算：…</p></details>"
    assert row_of(table(m.td(bar), m.td(fold, "n"))) == ["按时 5", 5, "/ 6"]
    assert row_of(table(m.td("甲"), m.td("2 <small>40%</small><br><small>○ 3</small>", "n"))) == ["甲", 2, "40% ○ 3"]


def test_a_wide_cell_leaves_the_columns_beside_it_empty():
    assert row_of(table(m.td("合计", span=2), m.td("7", "n"), head=("甲", "乙", "丙"))) == ["合计", None, 7]


@pytest.mark.parametrize(
    "name", ["=HYPERLINK(1)", "+86", "-1", "@x", "</td><td class=n>9", "2026", "{=1}", "http://a", "a\0\x1bb", '"><b>']
)
def test_a_name_stays_text(name: str):
    sheet = book(table(m.td(m.e(name)), m.td("1", "n"))).worksheets[1]
    assert (sheet["A2"].data_type, sheet["B2"].value) == ("s", 1)
    assert sheet["A2"].value == name.replace("\0", "").replace("\x1b", "").replace("�", "")


@settings(max_examples=25, deadline=None)
@given(st.lists(st.text(max_size=20), min_size=1, max_size=6))
def test_any_heading_gives_a_sheet_that_opens(titles: list[str]):
    shown = "".join(subtitle(title) + table(m.td("甲"), m.td("1", "n")) for title in titles)
    assert len(book(shown).worksheets) == len(titles) + 1


def test_the_same_page_gives_the_same_bytes(monkeypatch: pytest.MonkeyPatch):
    first = workbook(tables(table(m.td("甲"), m.td("1", "n")), SIGNS), FACTS, WORDS)
    assert openpyxl.load_workbook(BytesIO(first)).properties.created == datetime(2000, 1, 1)
    assert first == workbook(tables(table(m.td("甲"), m.td("1", "n")), SIGNS), FACTS, WORDS)
