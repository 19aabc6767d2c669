"""A Word document as plain values: paragraphs with their runs, tables, page breaks, headers and footers, as far as a page can be set from them.

What is not carried over (pictures, text boxes …) is named in `lost`, so that nothing is dropped in silence.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from typing import Any, Final

import docx
from docx.section import Section
from docx.table import Table
from docx.text.paragraph import Paragraph

from reports.papers.looks import Styles, qn
from reports.papers.tables import table
from reports.papers.text import paragraph

Block = dict[str, Any]
LOST: Final = {  # what in a document can't be carried over → its name
    "w:drawing": "图片或图形", "w:pict": "图片或文本框", "w:object": "嵌入对象", "w:txbxContent": "文本框", "w:numPr": "自动编号",
    "w:footnoteReference": "脚注", "w:endnoteReference": "尾注", "m:oMath": "公式", "w:cols[@w:num>1]": "分栏",
    "w:tc//w:tbl": "表格中的表格", "w:ins": "修订", "w:del": "修订", "w:altChunk": "嵌入文档", "w:sym": "符号字体中的符号", "w:titlePg": "首页不同的页眉页脚",
}  # fmt: skip
PAGE: Final = {
    "width": "page_width", "height": "page_height", "top": "top_margin", "bottom": "bottom_margin", "left": "left_margin",
    "right": "right_margin", "header": "header_distance", "footer": "footer_distance",
}  # fmt: skip
NAMESPACES: Final = {"m": "http://schemas.openxmlformats.org/officeDocument/2006/math"}


@dataclass(frozen=True)
class Content:
    """`sections`: each with its page, header, footer and blocks. `headers`: the text of every header in use. `text`: all of the body's.

    `lost`: what is in the document and not in here.
    """

    sections: list[Block]
    headers: tuple[str, ...]
    text: str
    lost: tuple[str, ...]


def read(document: bytes) -> Content:
    """The content of a .docx."""
    found = docx.Document(BytesIO(document))
    styles = Styles(found)
    headers = tuple(_text(part._element) for section in found.sections for part in _headers(section, found))
    sections = [_section(section, inside, found, styles) for section, inside in zip(found.sections, _split(found), strict=False)]
    return Content(sections, headers, _text(found.element.body), lost(found))


def lost(document: Any) -> tuple[str, ...]:
    """What of a document, as python-docx gives it, is not carried over."""
    headers = [part._element for section in document.sections for part in _headers(section, document)]
    parts = [document.element.body, *headers, *(section.footer._element for section in document.sections)]
    found = dict.fromkeys(name for path, name in LOST.items() for part in parts if _has(part, path))
    return tuple(found) + (("奇偶页不同的页眉页脚",) if document.settings.odd_and_even_pages_header_footer else ())


def _has(part: Any, path: str) -> bool:
    if path.startswith("m:"):
        return next(part.iter(f"{{{NAMESPACES['m']}}}{path[2:]}"), None) is not None
    return bool(part.xpath(f".//{path}"))


def _text(part: Any) -> str:
    """All that is written in a part, paragraphs apart."""
    return "\n".join("".join(piece.text or "" for piece in one.iter(qn("w:t"))) for one in part.iter(qn("w:p")))


def _headers(section: Section, document: Any) -> Iterator[Any]:
    """The headers that pages of a section really have."""
    yield section.header
    if section.different_first_page_header_footer:
        yield section.first_page_header
    if document.settings.odd_and_even_pages_header_footer:
        yield section.even_page_header


def _split(document: Any) -> Iterator[list[Any]]:
    """The elements of each section: a section ends with the paragraph that holds its set-up."""
    inside: list[Any] = []
    for element in _unwrapped(document.element.body):
        inside.append(element)
        if element.tag == qn("w:p") and element.find(f"{qn('w:pPr')}/{qn('w:sectPr')}") is not None:
            yield inside
            inside = []
    yield inside


def _unwrapped(parent: Any) -> Iterator[Any]:
    """Paragraphs and tables, those inside content controls too."""
    for element in parent:
        if element.tag in (qn("w:p"), qn("w:tbl")):
            yield element
        elif element.tag == qn("w:sdt"):
            yield from _unwrapped(element.find(qn("w:sdtContent")))


def _section(section: Section, elements: list[Any], document: Any, styles: Styles) -> Block:
    page = {name: _points(getattr(section, of)) for name, of in PAGE.items()}
    running = {
        name: list(_blocks(_unwrapped(part._element), part, styles)) for name, part in (("head", section.header), ("foot", section.footer))
    }
    return {"page": page, **running, "blocks": list(_blocks(iter(elements), document, styles))}


def _points(length: Any) -> float:
    return 0 if length is None else float(length.pt)


def _blocks(elements: Iterator[Any], parent: Any, styles: Styles) -> Iterator[Block]:
    for element in elements:
        if element.tag == qn("w:tbl"):
            yield table(Table(element, parent), styles)
        else:
            yield from paragraph(Paragraph(element, parent), styles)
