"""Word documents of the house: their styles, their foot, their tables, and the same bytes for the same content."""

from io import BytesIO
from typing import Any

import docx
import pytest
from docx.enum.section import WD_ORIENT
from docx.oxml.ns import qn
from lxml import etree

from reports.typesetting import word
from reports.typesetting.word_table import Cell, table
from reports.wording.printable import name_part, printable
from reports.wording.wording import Wording


def made(rows: int = 3) -> bytes:
    document = word.paper(Wording("zh"), "考核结果汇总", "测算编号 0123")
    word.title(document, "考核结果汇总")
    word.contents(document, "目录", [(1, "一、市直部门"), (2, "名次"), (3, "细目")])
    word.heading(document, "一、市直部门")
    word.heading(document, "名次", 2)
    word.body(document, "共 3 个单位。")
    head = [[Cell("单位", span=2), "得分"], ["组", "名", "分"]]
    words = [[Cell("市直", down=n == 0), f"=单位{n}\x01", Cell(f"{n}.50", word.CELL_NUMBER, colour="7A4B00")] for n in range(rows)]
    table(document, (30, 60, 20), words, head=head)
    word.turn(document, flipped=True)
    word.body(document, "横排", word.NOTE)
    return word.finished(document)


@pytest.fixture(scope="module")
def read() -> Any:
    return docx.Document(BytesIO(made()))


def test_the_same_content_gives_the_same_bytes():
    assert made() == made()


def test_chinese_fonts_are_named_for_chinese(read: Any):
    """A font that is named for Latin only is not taken for Chinese; a colour or a theme's font of the template would stay."""
    for name, font in {"Title": "方正小标宋简体", "Heading 1": "黑体", "Heading 2": "楷体_GB2312", "Body Text": "仿宋_GB2312"}.items():
        fonts = read.styles[name].element.rPr.find(qn("w:rFonts"))
        assert dict(fonts.attrib) == {qn(f"w:{k}"): "Times New Roman" for k in ("ascii", "hAnsi", "cs")} | {qn("w:eastAsia"): font}
    assert "minorEastAsia" not in etree.tostring(read.styles.element, encoding="unicode")


def test_headings_make_an_outline(read: Any):
    levels = [(p.style.name, p.text) for p in read.paragraphs if p.style.name.startswith("Heading")]
    assert levels == [("Heading 1", "一、市直部门"), ("Heading 2", "名次")]
    assert read.styles["Heading 2"].element.pPr.find(qn("w:outlineLvl")).get(qn("w:val")) == "1"
    assert 'TOC \\o "1-2"' in read.element.xml


def test_a_head_is_repeated_and_no_row_breaks(read: Any):
    rows = read.tables[0]._tbl.tr_lst
    assert [row.trPr.find(qn("w:tblHeader")) is not None for row in rows] == [True, True, False, False, False]
    assert all(row.trPr.find(qn("w:cantSplit")) is not None for row in rows)
    assert [cell.text for cell in read.tables[0].rows[3].cells] == ["市直", "=单位1", "1.50"]


def test_it_is_a4_and_can_be_turned(read: Any):
    first, second = read.sections
    assert (round(first.page_width.mm), round(first.page_height.mm)) == (210, 297)
    assert (second.orientation, round(second.page_width.mm)) == (WD_ORIENT.LANDSCAPE, 297)
    assert first.footer.paragraphs[0].text.startswith("测算编号 0123")
    assert [f.get(qn("w:instr")) for f in first.footer._element.iter(qn("w:fldSimple"))] == ["PAGE", "NUMPAGES"]
    assert second.footer.is_linked_to_previous


def test_what_cannot_be_seen_is_left_out():
    assert printable("江\u200b门\n市\x01 \u202e局") == "江门 市 局"


@pytest.mark.parametrize(
    ("given", "name"),
    [
        ("江门市教育局", "江门市教育局"), ("a/b\\c:d*e?f\"g<h>i|j", "a_b_c_d_e_f_g_h_i_j"), ("=1+1", "1+1"), ("\x00\n\t", "_"),
        ("con.", "_con"), ("COM1.x", "_COM1.x"), ("..", "_"), ("长" * 200, "长" * 60),
    ],
)  # fmt: skip
def test_a_name_that_windows_takes(given: str, name: str):
    assert name_part(given) == name
