"""A table of a Word document as plain values: widths, head rows that repeat, cells that span, each with its paragraphs."""

from typing import Any

from docx.table import Table
from docx.text.paragraph import Paragraph

from reports.papers.looks import Styles, qn, value_of
from reports.papers.text import paragraph

Block = dict[str, Any]


def table(one: Table, styles: Styles) -> Block:
    """`widths`: in points, one a column; `head`: how many rows repeat on every page; `cells`: each with `x`, `y`, `wide` and `high`, and
    whether its row stays on one page (`is_whole`)."""
    element = one._element
    style = element.find(f"{qn('w:tblPr')}/{qn('w:tblStyle')}")
    style_id = style.get(qn("w:val")) if style is not None else None
    rows = element.findall(qn("w:tr"))
    cells = [cell for y, row in enumerate(rows) for cell in _row(y, row, one, styles, style_id)]
    head = 0
    while head < len(rows) and rows[head].find(f"{qn('w:trPr')}/{qn('w:tblHeader')}") is not None:
        head += 1
    return {
        "kind": "table", "widths": [int(float(grid.get(qn("w:w"), 0))) / 20 for grid in element.find(qn("w:tblGrid"))], "head": head,
        "is_ruled": _is_ruled(element, styles, style_id), "cells": _merged(cells), "rows": len(rows),
    }  # fmt: skip


def _row(y: int, row: Any, one: Table, styles: Styles, style_id: str | None) -> list[Block]:
    cells, x = [], 0
    is_whole = row.find(f"{qn('w:trPr')}/{qn('w:cantSplit')}") is not None
    for element in row.findall(qn("w:tc")):
        looks = element.find(qn("w:tcPr"))
        span = value_of(looks, "w:gridSpan")
        blocks = [block for p in element.findall(qn("w:p")) for block in paragraph(Paragraph(p, one), styles, style_id)]
        merge = None if looks is None else looks.find(qn("w:vMerge"))
        goes_on = merge is not None and merge.get(qn("w:val"), "continue") != "restart"
        shade = None if looks is None else looks.find(qn("w:shd"))
        fill = shade.get(qn("w:fill")) if shade is not None else None
        cells.append(
            {
                "x": x, "y": y, "wide": int(span or 1), "high": 1, "blocks": blocks, "goes_on": goes_on,
                "fill": f"#{fill.lower()}" if fill and len(fill) == 6 else None, "middle": value_of(looks, "w:vAlign") == "center",
                "is_whole": is_whole,
            }
        )  # fmt: skip
        x += int(span or 1)
    return cells


def _merged(cells: list[Block]) -> list[Block]:
    """Cells that go on the one above are part of it."""
    kept: list[Block] = []
    above: dict[int, Block] = {}
    for cell in cells:
        goes_on = cell.pop("goes_on")
        if goes_on and cell["x"] in above:
            above[cell["x"]]["high"] += 1
        else:
            above[cell["x"]] = cell
            kept.append(cell)
    return kept


def _is_ruled(element: Any, styles: Styles, style_id: str | None) -> bool:
    """Whether lines are drawn between the cells."""
    for place in (element, *styles.chain(style_id)):
        borders = place.find(f"{qn('w:tblPr')}/{qn('w:tblBorders')}")
        inside = None if borders is None else borders.find(qn("w:insideH"))
        if inside is not None:
            return inside.get(qn("w:val")) not in ("nil", "none")
    return False
