"""Tables of Word documents: a head that is repeated on every page, rows that don't break, columns of given widths. Written as XML at once,
for a list of thousands of rows would take a library's cells minutes."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from docx.document import Document as WordDocument
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from lxml.etree import SubElement

from reports.typesetting.word import CELL, CELL_HEAD, RULE, SHADE
from reports.wording.printable import visible

W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
SPACE: Final = "{http://www.w3.org/XML/1998/namespace}space"
TWIPS: Final = 1440 / 25.4  # a millimetre


@dataclass(frozen=True)
class Cell:
    """One cell. `style`: a paragraph style of `word`, or the table's for its column when empty; `span`: columns; `down`: begins (True) or goes
    on (False) a cell over several rows; `shade`, `colour`: six hexadecimal digits; `keep`: stays on one page with the row that follows."""

    text: str = ""
    style: str = ""
    span: int = 1
    down: bool | None = None
    shade: str = ""
    colour: str = ""
    keep: bool = False


def table(
    document: WordDocument,
    widths: Sequence[float],
    rows: Iterable[Sequence[Cell | str]],
    *,
    head: Sequence[Sequence[Cell | str]] = (),
    styles: Sequence[str] = (),
    heights: Sequence[float] = (),
) -> None:
    """Add a table. `widths`: of the columns in millimetres; `styles`: of the columns' cells; `head`: rows that every page begins
    with; `heights`: of the first rows after it in millimetres at least, 0 = as their text needs.
    """
    opened = _OPEN.format(ns=nsdecls("w"), all=_twips(sum(widths)), lines=_LINES.format(rule=RULE))
    columns = "".join(f'<w:gridCol w:w="{_twips(width)}"/>' for width in widths)
    element = parse_xml(f"{opened}<w:tblGrid>{columns}</w:tblGrid></w:tbl>")
    looks = [*styles, *[CELL] * (len(widths) - len(styles))]
    ids = {style: document.styles[style].style_id for style in {*looks, CELL_HEAD}}
    for row in head:
        _row(element, [_as_head(cell) for cell in row], widths, looks, ids, document, is_head=True)
    for n, row in enumerate(rows):
        _row(element, row, widths, looks, ids, document, height=heights[n] if n < len(heights) else 0)
    document.element.body.insert_element_before(element, "w:sectPr")


def _as_head(cell: Cell | str) -> Cell:
    given = cell if isinstance(cell, Cell) else Cell(cell)
    return Cell(given.text, given.style or CELL_HEAD, given.span, given.down, given.shade or SHADE, given.colour, keep=True)


def _row(
    element: object, row: Sequence[Cell | str], widths: Sequence[float], looks: Sequence[str], ids: dict[str, str], document: WordDocument,
    *, is_head: bool = False, height: float = 0,
) -> None:  # fmt: skip
    tr = SubElement(element, W + "tr")
    rules = SubElement(tr, W + "trPr")
    SubElement(rules, W + "cantSplit")
    if height:
        SubElement(rules, W + "trHeight", {W + "val": str(_twips(height)), W + "hRule": "atLeast"})
    if is_head:
        SubElement(rules, W + "tblHeader")
    at = 0
    for given in row:
        cell = given if isinstance(given, Cell) else Cell(given)
        style = cell.style or looks[at]
        if style not in ids:
            ids[style] = document.styles[style].style_id
        _cell(tr, cell, sum(widths[at : at + cell.span]), ids[style])
        at += cell.span


def _cell(tr: object, cell: Cell, width: float, style: str) -> None:
    tc = SubElement(tr, W + "tc")
    shape = SubElement(tc, W + "tcPr")
    SubElement(shape, W + "tcW", {W + "w": str(_twips(width)), W + "type": "dxa"})
    if cell.span > 1:
        SubElement(shape, W + "gridSpan", {W + "val": str(cell.span)})
    if cell.down is not None:
        SubElement(shape, W + "vMerge", {W + "val": "restart"} if cell.down else {})
    if cell.shade:
        SubElement(shape, W + "shd", {W + "val": "clear", W + "color": "auto", W + "fill": cell.shade})
    SubElement(shape, W + "vAlign", {W + "val": "center"})
    line = SubElement(tc, W + "p")
    dress = SubElement(line, W + "pPr")
    SubElement(dress, W + "pStyle", {W + "val": style})
    if cell.keep:
        SubElement(dress, W + "keepNext")
    if cell.text:
        run = SubElement(line, W + "r")
        if cell.colour:
            SubElement(SubElement(run, W + "rPr"), W + "color", {W + "val": cell.colour})
        SubElement(run, W + "t", {SPACE: "preserve"}).text = visible(cell.text)


def _twips(millimetres: float) -> int:
    return round(millimetres * TWIPS)


_OPEN: Final = (
    '<w:tbl {ns}><w:tblPr><w:tblW w:w="{all}" w:type="dxa"/>{lines}<w:tblLayout w:type="fixed"/>'
    '<w:tblCellMar><w:top w:w="28" w:type="dxa"/><w:left w:w="57" w:type="dxa"/><w:bottom w:w="28" w:type="dxa"/><w:right w:w="57" w:type="dxa"/>'
    '</w:tblCellMar><w:tblLook w:val="0020" w:firstRow="1"/></w:tblPr>'
)
_LINES: Final = "<w:tblBorders>" + "".join(
    f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="{{rule}}"/>' for side in ("top", "left", "bottom", "right", "insideH", "insideV")
) + "</w:tblBorders>"  # fmt: skip
