"""Line charts of Word documents, Word's own: they stay sharp, can be restyled, and carry their numbers with them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final
from xml.sax.saxutils import escape, quoteattr

from docx.document import Document as WordDocument
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.shared import Mm

from reports.typesetting.word import FANG, LATIN, QUIET
from reports.wording.printable import visible

TYPE: Final = "application/vnd.openxmlformats-officedocument.drawingml.chart+xml"
RELATION: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/chart"
CHART: Final = "http://schemas.openxmlformats.org/drawingml/2006/chart"


@dataclass(frozen=True)
class Series:
    """One line. `values`: one a category, None = a gap; `colour`: six hexadecimal digits; `is_labelled`: each point has its number beside it."""

    name: str
    values: Sequence[float | None]
    colour: str
    is_dashed: bool = False
    is_labelled: bool = False


def line_chart(
    document: WordDocument, categories: Sequence[str], series: Sequence[Series], described: str, size: tuple[float, float], low: float
) -> None:
    """Add a chart in a paragraph of its own. `described`: for who can't see it; `size`: in millimetres; `low`: where the scale begins."""
    number = 1 + sum(part.partname.startswith("/word/charts/") for part in document.part.package.iter_parts())
    lines = "".join(_series(n, categories, one) for n, one in enumerate(series))
    text = _CHART.format(ns=nsdecls("a", "r"), chart=CHART, series=lines, low=f"{low:g}", looks=_looks(QUIET))
    part = Part(PackURI(f"/word/charts/chart{number}.xml"), TYPE, text.encode(), document.part.package)
    width, height = (Mm(side) for side in size)
    told = quoteattr(visible(described)[:2000])
    relation = document.part.relate_to(part, RELATION)
    drawn = _DRAWING.format(
        ns=nsdecls("wp", "a", "r", "w"), width=width, height=height, n=100 + number, told=told, chart=CHART, relation=relation
    )
    document.add_paragraph().add_run()._r.append(parse_xml(drawn))


def _series(n: int, categories: Sequence[str], one: Series) -> str:
    points = "".join(f'<c:pt idx="{i}"><c:v>{value:.2f}</c:v></c:pt>' for i, value in enumerate(one.values) if value is not None)
    names = "".join(f'<c:pt idx="{i}"><c:v>{escape(visible(name))}</c:v></c:pt>' for i, name in enumerate(categories))
    count = f'<c:ptCount val="{len(categories)}"/>'
    fill = f'<a:solidFill><a:srgbClr val="{one.colour}"/></a:solidFill>'
    dash = '<a:prstDash val="sysDash"/>' if one.is_dashed else ""
    labels = (
        f'<c:dLbls><c:numFmt formatCode="0.00" sourceLinked="0"/>{_looks(one.colour)}<c:dLblPos val="t"/>{_SHOWN.format(value=1)}</c:dLbls>'
    )
    return (
        f'<c:ser><c:idx val="{n}"/><c:order val="{n}"/><c:tx><c:v>{escape(visible(one.name))}</c:v></c:tx>'
        f'<c:spPr><a:ln w="25400">{fill}{dash}</a:ln></c:spPr>'
        f'<c:marker><c:symbol val="circle"/><c:size val="6"/><c:spPr>{fill}<a:ln w="9525">{fill}</a:ln></c:spPr></c:marker>'
        f"{labels if one.is_labelled else ''}"
        f"<c:cat><c:strLit>{count}{names}</c:strLit></c:cat>"
        f'<c:val><c:numLit><c:formatCode>0.00</c:formatCode>{count}{points}</c:numLit></c:val><c:smooth val="0"/></c:ser>'
    )


def _looks(colour: str) -> str:
    font = f'<a:solidFill><a:srgbClr val="{colour}"/></a:solidFill><a:latin typeface="{LATIN}"/><a:ea typeface="{FANG}"/>'
    return f'<c:txPr><a:bodyPr/><a:p><a:pPr><a:defRPr sz="800">{font}</a:defRPr></a:pPr><a:endParaRPr lang="zh-CN"/></a:p></c:txPr>'


_SHOWN: Final = (
    '<c:showLegendKey val="0"/><c:showVal val="{value}"/><c:showCatName val="0"/><c:showSerName val="0"/>'
    '<c:showPercent val="0"/><c:showBubbleSize val="0"/>'
)
_CHART: Final = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?><c:chartSpace xmlns:c="{chart}" {ns}><c:roundedCorners val="0"/><c:chart>'
    '<c:autoTitleDeleted val="1"/><c:plotArea><c:layout/><c:lineChart><c:grouping val="standard"/><c:varyColors val="0"/>{series}'
    '<c:marker val="1"/><c:axId val="1"/><c:axId val="2"/></c:lineChart>'
    '<c:catAx><c:axId val="1"/><c:scaling><c:orientation val="minMax"/></c:scaling><c:delete val="0"/><c:axPos val="b"/>'
    '<c:numFmt formatCode="General" sourceLinked="0"/><c:majorTickMark val="none"/><c:minorTickMark val="none"/><c:tickLblPos val="low"/>'
    '{looks}<c:crossAx val="2"/></c:catAx>'
    '<c:valAx><c:axId val="2"/><c:scaling><c:orientation val="minMax"/><c:min val="{low}"/></c:scaling><c:delete val="0"/><c:axPos val="l"/>'
    '<c:majorGridlines><c:spPr><a:ln w="6350"><a:solidFill><a:srgbClr val="DDE3E9"/></a:solidFill></a:ln></c:spPr></c:majorGridlines>'
    '<c:numFmt formatCode="0" sourceLinked="0"/><c:majorTickMark val="none"/><c:minorTickMark val="none"/><c:tickLblPos val="nextTo"/>'
    '{looks}<c:crossAx val="1"/></c:valAx></c:plotArea>'
    '<c:legend><c:legendPos val="t"/><c:overlay val="0"/>{looks}</c:legend><c:plotVisOnly val="1"/><c:dispBlanksAs val="gap"/>'
    "</c:chart></c:chartSpace>"
)
_DRAWING: Final = (
    '<w:drawing {ns}><wp:inline distT="0" distB="0" distL="0" distR="0"><wp:extent cx="{width}" cy="{height}"/>'
    '<wp:docPr id="{n}" name="Chart {n}" descr={told}/><wp:cNvGraphicFramePr/><a:graphic><a:graphicData uri="{chart}">'
    '<c:chart xmlns:c="{chart}" r:id="{relation}"/></a:graphicData></a:graphic></wp:inline></w:drawing>'
)
