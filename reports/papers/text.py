"""A paragraph of a Word document as plain values: its text in runs, each as it looks in the end, whatever style or default says so."""

from collections.abc import Iterator
from itertools import groupby
from typing import Any, Final

from docx.text.paragraph import Paragraph

from reports.papers.looks import Looks, Styles, qn, value_of

Block = dict[str, Any]
ALIGN: Final = {"center": "center", "right": "right", "end": "right", "both": "justify", "distribute": "justify"}
HEI: Final = ("黑", "hei", "gothic", "sans", "小标宋", "arial", "calibri")  # set in Hei; all else in Song
FIELDS: Final = {"PAGE": "page", "NUMPAGES": "pages"}


def paragraph(one: Paragraph, styles: Styles, table_style: str | None = None) -> Iterator[Block]:
    """The paragraph, parted where it holds a page break."""
    looks = styles.of(one._element, table_style)
    pieces = list(_fields([piece for element in _runs(one._element) for piece in _run(element, looks)]))
    told = _told(looks)
    if looks.is_on("w:pPr", "w:pageBreakBefore"):
        yield {"kind": "break"}
    for is_break, group in groupby(pieces, key=lambda piece: piece.get("break", False)):
        yield {"kind": "break"} if is_break else {**told, "runs": _joined(list(group))}
    if not pieces:
        yield {**told, "runs": []}


def _told(looks: Looks) -> Block:
    """Alignment, indents and distances in points; `line`: the pitch of lines in points, or `times` a single one."""
    rule, line = looks.value("w:pPr", "w:spacing", "w:lineRule"), looks.value("w:pPr", "w:spacing", "w:line")
    pitch = {"line": int(line) / 20} if line and rule in ("exact", "atLeast") else {"times": int(line or 240) / 240}
    return {
        "kind": "paragraph", "level": looks.level, "align": ALIGN.get(looks.value("w:pPr", "w:jc") or "", "left"),
        "first": _indent(looks, "firstLine") - _indent(looks, "hanging"), "left": _indent(looks, "left"), "right": _indent(looks, "right"),
        "before": _twips(looks.value("w:pPr", "w:spacing", "w:before")), "after": _twips(looks.value("w:pPr", "w:spacing", "w:after")),
        "keep": looks.is_on("w:pPr", "w:keepNext"), "size": looks.size, "edge": _edge(looks), **pitch,
    }  # fmt: skip


def _edge(looks: Looks) -> Block | None:
    """The line below a paragraph."""
    borders = looks.element("w:pPr", "w:pBdr")
    bottom = None if borders is None else borders.find(qn("w:bottom"))
    if bottom is None or bottom.get(qn("w:val")) in ("nil", "none"):
        return None
    return {"width": int(bottom.get(qn("w:sz"), 4)) / 8, "colour": _colour(bottom.get(qn("w:color")))}


def _indent(looks: Looks, name: str) -> float:
    """In points; what is given in signs goes before what is given as a length, as in Word."""
    signs = looks.value("w:pPr", "w:ind", f"w:{name}Chars")
    if signs and int(signs):
        return int(signs) / 100 * looks.size
    return _twips(looks.value("w:pPr", "w:ind", f"w:{name}"))


def _twips(value: str | None) -> float:
    """Twentieths of a point as points."""
    return int(float(value or 0)) / 20


def _runs(element: Any) -> Iterator[Any]:
    """The runs of a paragraph, those of links and content controls too."""
    for child in element:
        if child.tag == qn("w:r"):
            yield child
        elif child.tag == qn("w:sdt"):
            yield from _runs(child.find(qn("w:sdtContent")))
        elif child.tag in (qn("w:hyperlink"), qn("w:smartTag"), qn("w:fldSimple")):
            yield from _runs(child)


def _run(element: Any, paragraph: Looks) -> Iterator[Block]:
    """What a run holds, piece by piece, all of one look."""
    own = element.find(qn("w:rPr"))
    found = Looks(paragraph.styles, () if own is None else (own,), (value_of(own, "w:rStyle"), *paragraph.ids))
    if found.is_on("w:rPr", "w:vanish"):
        return  # hidden in Word too
    looks = {
        "size": found.size, "bold": found.is_on("w:rPr", "w:b"), "colour": _colour(found.value("w:rPr", "w:color")),
        "font": _font(found), "underline": found.value("w:rPr", "w:u") not in (None, "none"),
    }  # fmt: skip
    above = element.getparent()
    asked = (above.get(qn("w:instr")) or "").split() if above.tag == qn("w:fldSimple") else []
    if asked and asked[0] in FIELDS:
        yield {**looks, "field": FIELDS[asked[0]]}
        return
    for child in element:
        yield from _piece(child, looks)


def _piece(child: Any, looks: Block) -> Iterator[Block]:
    tag = child.tag
    if tag == qn("w:t"):
        yield {**looks, "text": child.text or ""}
    elif tag == qn("w:tab"):
        yield {**looks, "text": "\u2003"}
    elif tag in (qn("w:br"), qn("w:cr")):
        yield {"break": True} if child.get(qn("w:type")) == "page" else {**looks, "text": "\n"}
    elif tag == qn("w:noBreakHyphen"):
        yield {**looks, "text": "\u2011"}
    elif tag == qn("w:fldChar"):
        yield {**looks, "mark": child.get(qn("w:fldCharType"))}
    elif tag == qn("w:instrText"):
        yield {**looks, "instruction": (child.text or "").split()}


def _fields(pieces: list[Block]) -> Iterator[Block]:
    """A field is what it asks for where a page can know it (its number); else the text that Word last put there."""
    name, is_result, is_inside = None, True, False
    for piece in pieces:
        if piece.get("mark") == "begin":
            name, is_result, is_inside = None, False, True
        elif "instruction" in piece:
            asked = piece["instruction"]
            name = name or (FIELDS.get(asked[0]) if asked else None)
            if name and is_inside:
                looks = {key: value for key, value in piece.items() if key != "instruction"}
                yield {**looks, "field": name}
                is_inside = False
        elif piece.get("mark") == "separate":
            is_result = name is None
        elif piece.get("mark") == "end":
            name, is_result, is_inside = None, True, False
        elif "mark" not in piece and is_result:
            yield piece


def _joined(pieces: list[Block]) -> list[Block]:
    """Neighbours of one look are one run: Word parts them for reasons of its own."""
    runs: list[Block] = []
    for piece in pieces:
        looks = {key: value for key, value in piece.items() if key != "text"}
        if runs and "text" in piece and "text" in runs[-1] and looks == {k: v for k, v in runs[-1].items() if k != "text"}:
            runs[-1] = {**looks, "text": runs[-1]["text"] + piece["text"]}
        else:
            runs.append(piece)
    return runs


def _colour(value: str | None) -> str | None:
    """As #rrggbb; None where the usual ink is meant."""
    return f"#{value.lower()}" if value and value.lower() != "auto" and len(value) == 6 else None


def _font(looks: Looks) -> str:
    named = (looks.value("w:rPr", "w:rFonts", "w:eastAsia") or "").lower()
    return "hei" if any(part in named for part in HEI) else "song"
