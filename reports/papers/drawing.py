"""The product's own Word templates, drawn from their texts in `drafts/` in the look of an official document (GB/T 9704).

A draft is lines of ``style | text``; the first lines set the page. A test holds the templates to their drafts:
``python -m reports.papers.drawing`` draws them anew.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any, Final

import docx
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.table import WD_ALIGN_VERTICAL, WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt, RGBColor

from reports.typesetting.word import FANG, HEI, KAI, LATIN, STAMP, TITLE_FONT, finished

DRAFTS = Path(__file__).parent / "drafts"
RED: Final = RGBColor(0xC0, 0x00, 0x00)
LEFT, CENTER, RIGHT, BOTH = WD_ALIGN_PARAGRAPH.LEFT, WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.RIGHT, WD_ALIGN_PARAGRAPH.JUSTIFY
SONG: Final = "宋体"
PITCH = 28  # points from line to line of the body: 22 lines on a page
KEPT: Final = ("h1", "h2", "caption", "end", "sign")  # with what follows: no page with a signature alone
READ = 16  # points of what is read on, in Chinese
TEXT_MM = 156  # of a line: 210 less 28 and 26


@dataclass(frozen=True)
class Look:
    """A paragraph style. Sizes in points; `first`, `right`: in signs; `outline`: its level in Word's outline, 1 the highest."""

    name: str
    font: str
    size: float
    align: Any = BOTH
    first: int = 0
    right: int = 0
    before: float = 0
    after: float = 0
    pitch: float = PITCH
    colour: RGBColor | None = None
    outline: int | None = None
    is_bold: bool = False


LOOKS: Final = {
    "head": Look("发文机关标志", TITLE_FONT, 28, CENTER, before=12, after=16, pitch=44, colour=RED),
    "number": Look("发文字号", FANG, 16, CENTER, after=4),
    "title": Look("Title", TITLE_FONT, 22, CENTER, before=28, after=24, pitch=34),
    "to": Look("主送机关", FANG, 16),
    "h1": Look("Heading 1", HEI, 16, first=2, outline=1),
    "h2": Look("Heading 2", KAI, 16, first=2, outline=2),
    "p": Look("正文段落", FANG, 16, first=2),
    "end": Look("文末段落", FANG, 16, first=2),
    "sign": Look("落款", FANG, 16, RIGHT, right=2),
    "caption": Look("表题", HEI, 12, CENTER, before=10, after=4, pitch=20),
    "note": Look("附注", FANG, 10.5, pitch=16, before=2),
    "th": Look("表头", HEI, 10.5, CENTER, pitch=17),
    "td": Look("表文", FANG, 10.5, LEFT, pitch=17),
    "n": Look("表数", FANG, 10.5, RIGHT, pitch=17),
    "c": Look("表中", FANG, 10.5, CENTER, pitch=17),
    "mark": Look("草稿标记", HEI, 12, RIGHT, pitch=18, colour=RED),
    "page": Look("页码", SONG, 14, CENTER, pitch=20),
}  # fmt: skip


def drawn(text: str, lang: str) -> bytes:
    """A template from its draft."""
    document = docx.Document()
    _page(document)
    for key, look in LOOKS.items():
        _style(document, key, look, lang)
    _running(document)
    lines = iter([line for line in text.splitlines() if line.strip() and not line.startswith("//")])
    for line in lines:
        key, _, rest = line.partition("|")
        if line.startswith("table "):
            _table(document, [float(width) for width in line.split()[1:]], lines)
        else:
            _line(document, key.strip(), rest.strip(" "))
    told, made = document.core_properties, datetime(*STAMP)
    told.created, told.modified, told.author, told.title, told.comments = made, made, "", "", ""
    return finished(document)


def _line(document: Any, key: str, text: str) -> None:
    if key == "break":
        document.add_page_break()
        return
    if key == "rule":
        _rule(document.add_paragraph(style=LOOKS["note"].name))
        return
    _say(document.add_paragraph(style=LOOKS[key].name), text)


def _say(paragraph: Any, text: str) -> None:
    """Text, with what stands between two pairs of stars in bold; ⏎ breaks the line."""
    for number, part in enumerate(text.split("**")):
        if part:
            paragraph.add_run(part.replace(" ⏎ ", "\n")).bold = True if number % 2 else None


def _table(document: Any, widths: list[float], lines: Iterator[str]) -> None:
    """Rows of ``key | cell | cell`` until ``end``: `th` is a head row, which repeats; in others a cell may begin with ``n:`` or ``c:``.

    ``¶`` begins a new paragraph in a cell: several leave room to write in.
    """
    table = document.add_table(rows=0, cols=len(widths), style="Table Grid")
    table.autofit = False
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    whole = sum(widths)
    for line in lines:
        key, *texts = (part.strip(" ") for part in line.split("|"))
        if key == "end":
            break
        row = table.add_row()
        cells = row.cells
        for cell, width, text in zip(cells, widths, texts + [""] * (len(widths) - len(texts)), strict=True):
            cell.width = Mm(TEXT_MM * width / whole)
            if key == "th":
                cell._tc.get_or_add_tcPr().append(parse_xml(f'<w:shd {nsdecls("w")} w:val="clear" w:color="auto" w:fill="F2F2F2"/>'))
            cell.vertical_alignment = WD_ALIGN_VERTICAL.CENTER
            style, _, said = text.partition(":") if text[:2] in ("n:", "c:") else ("td", "", text)
            for number, part in enumerate(said.split("¶")):
                paragraph = cell.add_paragraph() if number else cell.paragraphs[0]
                paragraph.style = LOOKS["th" if key == "th" else style].name
                _say(paragraph, part.strip())
        marks = row._tr.get_or_add_trPr()
        marks.append(parse_xml(f"<w:cantSplit {nsdecls('w')}/>"))
        if key == "th":
            marks.append(parse_xml(f"<w:tblHeader {nsdecls('w')}/>"))
    for grid, width in zip(table._tbl.tblGrid, widths, strict=True):
        grid.set(qn("w:w"), str(round(TEXT_MM * width / whole * 56.6929)))


def _rule(paragraph: Any) -> None:
    """The red line below the head."""
    border = f'<w:pBdr {nsdecls("w")}><w:bottom w:val="single" w:sz="16" w:space="1" w:color="C00000"/></w:pBdr>'
    paragraph._p.get_or_add_pPr().append(parse_xml(border))


def _page(document: Any) -> None:
    """A4 with the margins of an official document."""
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin, section.left_margin, section.right_margin = Mm(37), Mm(35), Mm(28), Mm(26)
    section.header_distance, section.footer_distance = Mm(20), Mm(25)


def _style(document: Any, key: str, look: Look, lang: str) -> None:
    look = in_english(look) if lang == "en" else look
    styles = document.styles
    known = look.name in [style.name for style in styles]
    style = styles[look.name] if known else styles.add_style(look.name, WD_STYLE_TYPE.PARAGRAPH)
    style.base_style = styles["Normal"]
    style.quick_style = True
    pr, run = style.element.get_or_add_pPr(), style.element.get_or_add_rPr()
    for old in [*pr, *run]:
        old.getparent().remove(old)
    style.font.size, style.font.bold, style.font.italic = Pt(look.size), look.is_bold, False
    style.font.color.rgb = look.colour or RGBColor(0, 0, 0)
    style.font.name = LATIN
    style.element.rPr.rFonts.set(qn("w:eastAsia"), look.font)
    said = style.paragraph_format
    said.alignment = LEFT if look.align == BOTH and lang == "en" else look.align
    said.space_before, said.space_after = Pt(look.before), Pt(look.after)
    said.line_spacing_rule, said.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(look.pitch)
    said.keep_with_next = key in KEPT
    if look.first:
        said.first_line_indent = Pt(look.first * look.size)
        style.element.pPr.ind.set(qn("w:firstLineChars"), str(look.first * 100))
    if look.right:
        said.right_indent = Pt(look.right * look.size)
        style.element.pPr.ind.set(qn("w:rightChars"), str(look.right * 100))
    if look.outline:
        style.element.pPr.append(parse_xml(f'<w:outlineLvl {nsdecls("w")} w:val="{look.outline - 1}"/>'))


def in_english(look: Look) -> Look:
    """Latin letters are read at three quarters of the size, and paragraphs stand apart instead of being indented."""
    if look.size < READ:
        return look
    return replace(look, size=round(look.size * 0.75), pitch=round(look.pitch * 0.68), first=0, after=max(look.after, 4))


def _running(document: Any) -> None:
    """The mark of a draft at the head of every page, the number — 1 — at its foot."""
    section = document.sections[0]
    head, foot = section.header.paragraphs[0], section.footer.paragraphs[0]
    head.style, foot.style = LOOKS["mark"].name, LOOKS["page"].name
    head.add_run("{{ mark }}")
    foot.add_run("— ")
    foot._p.append(parse_xml(f'<w:fldSimple {nsdecls("w")} w:instr="PAGE"><w:r><w:t>1</w:t></w:r></w:fldSimple>'))
    foot.add_run(" —")


def draw_all() -> Iterator[tuple[str, bytes]]:
    """Name and bytes of every template."""
    for draft in sorted(DRAFTS.glob("*.txt")):
        yield f"{draft.stem}.docx", drawn(draft.read_text(encoding="utf-8"), draft.suffixes[0][1:])


if __name__ == "__main__":
    for name, made in draw_all():
        (DRAFTS.parent / "templates" / name).write_bytes(made)
