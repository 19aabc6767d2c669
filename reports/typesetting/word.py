"""How every Word document of the house looks: A4, the fonts of official papers by name, real heading styles, page x of y.

A document is begun with `paper`, filled through the functions here and the tables of `word_table`, and ended with `finished`: the same
content gives the same bytes. Fonts are named, not embedded; where a machine lacks one, the next of its kind is named to take its place.
"""

import zipfile
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from typing import Any, Final

from docx import Document
from docx.document import Document as WordDocument
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.section import Section
from docx.shared import Mm, Pt, RGBColor
from docx.text.paragraph import Paragraph

from reports.wording.printable import visible
from reports.wording.wording import Wording

LATIN: Final = "Times New Roman"
TITLE_FONT, HEI, KAI, FANG = "方正小标宋简体", "黑体", "楷体_GB2312", "仿宋_GB2312"
IN_PLACE: Final = {TITLE_FONT: "宋体", KAI: "楷体", FANG: "仿宋"}  # where a machine lacks the font
INK, QUIET, RULE, SHADE, WARN = "1F2933", "566373", "9AA7B4", "E8EEF4", "7A4B00"
BODY, NOTE, WARNING = "Body Text", "Note", "Warning"
CELL, CELL_CENTRE, CELL_NUMBER, CELL_HEAD, CELL_STRONG, FIGURE = "Cell", "Cell Centre", "Cell Number", "Cell Head", "Cell Strong", "Figure"
STAMP: Final = (2000, 1, 1, 0, 0, 0)  # of the parts and properties of a file: which figures it holds is said by its run, not by a clock


@dataclass(frozen=True)
class Layout:
    """Margins in millimetres; body, headings 1 to 3 and cells in points; `line`: exact line height of the body (0: as the font has it)."""

    top: float
    bottom: float
    side: float
    title: float
    body: float
    headings: tuple[float, float, float]
    cell: float
    line: float = 0
    indent: bool = False


# Of the library's template; its other styles, more than a hundred, would only stand in Word's list and make each document slow.
KEPT: Final = {
    "Normal",
    "Title",
    "Heading1",
    "Heading2",
    "Heading3",
    "BodyText",
    "Header",
    "Footer",
    "DefaultParagraphFont",
    "TableNormal",
    "NoList",
}

OFFICIAL: Final = Layout(37, 35, 27, 22, 16, (16, 16, 16), 10.5, line=28, indent=True)  # of official documents (GB/T 9704)
TABULAR: Final = Layout(16, 16, 16, 18, 10.5, (14, 12, 10.5), 9)  # of papers that are tables


def paper(t: Wording, title: str, foot: str, layout: Layout = TABULAR, *, flipped: bool = False) -> WordDocument:
    """An empty document. `title`: in its properties; `foot`: at the left of every page's foot; `flipped`: begins in landscape."""
    document = Document()
    _bare(document)
    _dress(document, layout, t.lang)
    section = document.sections[0]
    _place(section, layout, flipped=flipped)
    told, made = document.core_properties, datetime(*STAMP)
    told.title, told.subject, told.author, told.last_modified_by = visible(title)[:250], visible(foot)[:250], "", ""
    told.comments, told.keywords, told.language = "", "", {"zh": "zh-CN"}.get(t.lang, t.lang)
    told.created = told.modified = told.last_printed = made
    _foot(section, foot, t("common.page", page="\0", pages="\1"))
    return document


def title(document: WordDocument, text: str) -> Paragraph:
    """The title of the paper, once."""
    return document.add_paragraph(visible(text), "Title")


def heading(document: WordDocument, text: str, level: int = 1) -> Paragraph:
    """A heading of level 1 to 3: it stands in the outline, and stays with what follows."""
    return document.add_paragraph(visible(text), f"Heading {level}")


def body(document: WordDocument, text: str, style: str = BODY) -> Paragraph:
    """A paragraph. `style`: BODY, NOTE or WARNING."""
    return document.add_paragraph(visible(text), style)


def turn(document: WordDocument, layout: Layout = TABULAR, *, flipped: bool) -> None:
    """Go on on a new page, in landscape or portrait; the foot is the same."""
    _place(document.add_section(WD_SECTION.NEW_PAGE), layout, flipped=flipped)


def contents(document: WordDocument, words: str, entries: list[tuple[int, str]], levels: int = 2) -> None:
    """A table of contents under a heading `words`. `entries`: (level, text) of the headings to come; Word adds the pages when it updates it."""
    document.add_paragraph(visible(words), "Contents Heading")
    shown = [(level, visible(text)) for level, text in entries if level <= levels]
    for number, (level, text) in enumerate(shown):
        line = document.add_paragraph(style=f"Contents {level}")
        if number == 0:
            for part in ("begin", f'TOC \\o "1-{levels}" \\h \\z \\u', "separate"):
                line._p.append(_field_part(part))
        line.add_run(text)
        if number == len(shown) - 1:
            line._p.append(_field_part("end"))


def finished(document: WordDocument) -> bytes:
    """The file. The same content gives the same bytes."""
    made, out = BytesIO(), BytesIO()
    document.save(made)
    with zipfile.ZipFile(made) as given, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as kept:
        for name in given.namelist():
            part = zipfile.ZipInfo(name, STAMP)
            part.external_attr = 0o600 << 16
            kept.writestr(part, given.read(name), zipfile.ZIP_DEFLATED)
    return out.getvalue()


def _place(section: Section, layout: Layout, *, flipped: bool) -> None:
    long, short = Mm(297), Mm(210)
    section.orientation = WD_ORIENT.LANDSCAPE if flipped else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = (long, short) if flipped else (short, long)
    section.top_margin, section.bottom_margin = Mm(layout.top), Mm(layout.bottom)
    section.left_margin = section.right_margin = Mm(layout.side)
    section.header_distance, section.footer_distance = Mm(layout.top / 2), Mm(layout.bottom / 2)


def _foot(section: Section, text: str, pages: str) -> None:
    """`pages`: the words with the page in place of \\0 and how many there are in place of \\1."""
    line = section.footer.paragraphs[0]
    line.style = "Footer"
    line.add_run(visible(text) + "\u3000\u3000" if text else "")
    for before, field in zip(pages.replace("\1", "\0").split("\0"), ("PAGE", "NUMPAGES", ""), strict=True):
        line.add_run(before)
        if field:
            line._p.append(parse_xml(f'<w:fldSimple {nsdecls("w")} w:instr="{field}"><w:r><w:t>1</w:t></w:r></w:fldSimple>'))


def _field_part(part: str) -> Any:
    """One of the runs that a field is made of: begin, separate, end, or its instruction."""
    run = OxmlElement("w:r")
    if part in ("begin", "separate", "end"):
        run.append(OxmlElement("w:fldChar", {qn("w:fldCharType"): part}))
    else:
        told = OxmlElement("w:instrText", {qn("xml:space"): "preserve"})
        told.text = part
        run.append(told)
    return run


def _bare(document: WordDocument) -> None:
    """Without what the library's template brings along: a picture of an empty page, styles for another program."""
    for owner in (document.part.package, document.part):
        for name, relation in list(owner.rels.items()):
            if relation.reltype.endswith(("/thumbnail", "/stylesWithEffects", "/customXml")):
                del owner.rels[name]


def _dress(document: WordDocument, layout: Layout, lang: str) -> None:
    """The styles. Every font is named for Chinese and for Latin: Word takes no Chinese font from a Latin one's name."""
    root = document.styles.element
    for style in root.findall(qn("w:style")):
        if style.get(qn("w:styleId")) not in KEPT:
            root.remove(style)
        for link in style.findall(qn("w:link")):
            style.remove(link)
    root.remove(root.find(qn("w:docDefaults")))
    root.insert(0, parse_xml(_DEFAULTS.format(ns=nsdecls("w"), latin=LATIN, fang=FANG, half=int(layout.body * 2))))
    for part in document.part.package.iter_parts():
        if part.partname == "/word/fontTable.xml":
            part._blob = _FONT_TABLE.format(ns=nsdecls("w"), fonts="".join(_font_entry(*pair) for pair in IN_PLACE.items())).encode()
    one, two, three = layout.headings
    _style(document, "Normal", FANG, layout.body)
    _style(document, "Title", TITLE_FONT, layout.title, centred=True, before=0, after=layout.body * 0.7)
    _style(document, "Heading 1", HEI, one, before=one, after=one * 0.4, keep=True)
    _style(document, "Heading 2", KAI, two, bold=True, before=two * 0.8, after=two * 0.3, keep=True)
    _style(document, "Heading 3", FANG, three, bold=True, before=three * 0.6, after=three * 0.2, keep=True)
    text = _style(document, BODY, FANG, layout.body, after=0 if layout.line else layout.body * 0.3)
    if layout.line:
        text.paragraph_format.line_spacing_rule, text.paragraph_format.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(layout.line)
    if layout.indent and lang == "zh":
        text.element.get_or_add_pPr().get_or_add_ind().set(qn("w:firstLineChars"), "200")
    _style(document, NOTE, FANG, layout.cell, colour=QUIET, after=layout.cell * 0.4)
    _style(document, WARNING, KAI, layout.body, colour=WARN, after=layout.cell * 0.4)
    _style(document, "Footer", FANG, 9, colour=QUIET)
    _style(document, "Contents Heading", HEI, one, centred=True, after=one * 0.5)
    for level in (1, 2, 3):
        line = _style(document, f"Contents {level}", FANG, layout.body)
        line.paragraph_format.left_indent = Pt(layout.body * 2 * (level - 1))
    _style(document, CELL, FANG, layout.cell)
    _style(document, CELL_CENTRE, FANG, layout.cell, centred=True)
    _style(document, CELL_NUMBER, FANG, layout.cell).paragraph_format.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    _style(document, CELL_HEAD, HEI, layout.cell, centred=True, keep=True)
    _style(document, CELL_STRONG, HEI, layout.cell)
    _style(document, FIGURE, HEI, layout.cell * 1.6)


def _style(
    document: WordDocument, name: str, font: str, size: float, *, bold: bool = False, centred: bool = False, colour: str = INK,
    before: float = 0, after: float = 0, keep: bool = False,
) -> Any:  # fmt: skip
    styles = document.styles
    if name in styles:
        style: Any = styles[name]
    else:
        style = styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        style.base_style = styles["Normal"]
    looks = style.element.get_or_add_rPr()
    for old in list(looks):
        looks.remove(old)
    looks.append(parse_xml(f'<w:rFonts {nsdecls("w")} w:ascii="{LATIN}" w:hAnsi="{LATIN}" w:cs="{LATIN}" w:eastAsia="{font}"/>'))
    style.font.size, style.font.bold, style.font.color.rgb = Pt(size), bold, RGBColor.from_string(colour)
    shape = style.paragraph_format
    for border in style.element.get_or_add_pPr().findall(qn("w:pBdr")):
        style.element.pPr.remove(border)
    shape.space_before, shape.space_after, shape.line_spacing = Pt(before), Pt(after), 1.0
    shape.keep_with_next = keep
    shape.alignment = WD_ALIGN_PARAGRAPH.CENTER if centred else None
    return style


def _font_entry(name: str, other: str) -> str:
    return f'<w:font w:name="{name}"><w:altName w:val="{other}"/><w:charset w:val="86"/><w:family w:val="auto"/></w:font>'


_DEFAULTS: Final = (
    '<w:docDefaults {ns}><w:rPrDefault><w:rPr><w:rFonts w:ascii="{latin}" w:hAnsi="{latin}" w:cs="{latin}" w:eastAsia="{fang}"/>'
    '<w:sz w:val="{half}"/><w:szCs w:val="{half}"/><w:lang w:val="en-US" w:eastAsia="zh-CN" w:bidi="ar-SA"/></w:rPr></w:rPrDefault>'
    "<w:pPrDefault/></w:docDefaults>"
)
_FONT_TABLE: Final = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?><w:fonts {ns}>{fonts}</w:fonts>'
