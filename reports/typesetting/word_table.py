"""Tables of Word documents: a head that is repeated on every page, rows that don't break, columns of given widths. Written as XML text at once,
for a list of thousands of rows would take a library's cells minutes."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final
from xml.sax.saxutils import escape

from docx.document import Document as WordDocument
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from reports.typesetting.word import CELL, CELL_HEAD, RULE, SHADE
from reports.wording.printable import visible

LINE_END: Final = {"\r": "&#13;"}  # which XML would read as another
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
    style_id = cache(lambda style: document.styles[style].style_id)
    for row in head:
        element.append(parse_xml(_row([_as_head(cell) for cell in row], widths, looks, style_id, is_head=True)))
    for n, row in enumerate(rows):
        element.append(parse_xml(_row(row, widths, looks, style_id, height=heights[n] if n < len(heights) else 0)))
    document.element.body.insert_element_before(element, "w:sectPr")


def _as_head(cell: Cell | str) -> Cell:
    given = cell if isinstance(cell, Cell) else Cell(cell)
    return Cell(given.text, given.style or CELL_HEAD, given.span, given.down, given.shade or SHADE, given.colour, keep=True)


def _row(
    row: Sequence[Cell | str], widths: Sequence[float], looks: Sequence[str], style_id: Callable[[str], str],
    *, is_head: bool = False, height: float = 0,
) -> str:  # fmt: skip
    parts = [_ROW, "<w:trPr><w:cantSplit/>"]
    if height:
        parts.append(f'<w:trHeight w:val="{_twips(height)}" w:hRule="atLeast"/>')
    parts.append("<w:tblHeader/></w:trPr>" if is_head else "</w:trPr>")
    at = 0
    for given in row:
        cell = given if isinstance(given, Cell) else Cell(given)
        parts.append(_cell(cell, sum(widths[at : at + cell.span]), style_id(cell.style or looks[at])))
        at += cell.span
    return "".join((*parts, "</w:tr>"))


def _cell(cell: Cell, width: float, style: str) -> str:
    span = f'<w:gridSpan w:val="{cell.span}"/>' if cell.span > 1 else ""
    merge = "" if cell.down is None else '<w:vMerge w:val="restart"/>' if cell.down else "<w:vMerge/>"
    shade = f'<w:shd w:val="clear" w:color="auto" w:fill="{cell.shade}"/>' if cell.shade else ""
    colour = f'<w:rPr><w:color w:val="{cell.colour}"/></w:rPr>' if cell.colour else ""
    text = f'<w:r>{colour}<w:t xml:space="preserve">{escape(visible(cell.text), LINE_END)}</w:t></w:r>' if cell.text else ""
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{_twips(width)}" w:type="dxa"/>{span}{merge}{shade}<w:vAlign w:val="center"/></w:tcPr>'
        f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{"<w:keepNext/>" if cell.keep else ""}</w:pPr>{text}</w:p></w:tc>'
    )


def _twips(millimetres: float) -> int:
    return round(millimetres * TWIPS)


_ROW: Final = f"<w:tr {nsdecls('w')}>"
_OPEN: Final = (
    '<w:tbl {ns}><w:tblPr><w:tblW w:w="{all}" w:type="dxa"/>{lines}<w:tblLayout w:type="fixed"/>'
    '<w:tblCellMar><w:top w:w="28" w:type="dxa"/><w:left w:w="57" w:type="dxa"/><w:bottom w:w="28" w:type="dxa"/><w:right w:w="57" w:type="dxa"/>'
    '</w:tblCellMar><w:tblLook w:val="0020" w:firstRow="1"/></w:tblPr>'
)
_LINES: Final = "<w:tblBorders>" + "".join(
    f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="{{rule}}"/>' for side in ("top", "left", "bottom", "right", "insideH", "insideV")
) + "</w:tblBorders>"  # fmt: skip
