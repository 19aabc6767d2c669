"""Typesetting: a template and its data become a PDF. The same data gives the same bytes, on any machine.

The data reaches the template as JSON, so no text of a file or a person is ever read as markup. Fonts come with installed packages, never
from the system: Song for reading, Hei with all its weights for headings and for signs that Song lacks.
"""

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, Final

import manimgx_fonts_cjk
import pylopdf_fonts_zh_cn
import typst

from reports.typesetting.glyphs import signs_of
from reports.wording.printable import visible

HERE = Path(__file__).parent
STANDARD: Final = "ua-1"  # tagged for who listens instead of reading; refused where a heading is skipped or a picture has no words


UNKNOWN: Final = "〓"  # what printers set for a sign that they have no type for


class Unprintable(Exception):
    """A template could not be set as it stands: a fault of ours."""


def pdf(template: Path, data: Mapping[str, Any]) -> bytes:
    """One document. `template`: a .typ file of this project, which finds `data` as ``json(bytes(sys.inputs.data))``.

    Dates are given as text. What can't be seen is left out of texts; a sign that no font has is set as 〓, never as an empty box.
    Raises Unprintable for whatever the typesetter complains of, a missing font included.
    """
    told = json.dumps(_shown(data), ensure_ascii=False, sort_keys=True)
    try:
        made, complaints = typst.compile_with_warnings(
            str(template), root=str(HERE.parents[1]), font_paths=_fonts(), sys_inputs={"data": told}, pdf_standards=[STANDARD], timestamp=0
        )
    except typst.TypstError as fault:
        raise Unprintable(f"{template.name}: {fault}") from fault
    if complaints:
        raise Unprintable(f"{template.name}: {'; '.join(str(one) for one in complaints)}")
    return bytes(made)


def _shown(data: Any) -> Any:
    """The same with every text as it can be set."""
    if isinstance(data, str):
        text = visible(data)
        if text.isascii() or _signs().issuperset(text):
            return text
        return "".join(sign if sign in _signs() or sign.isspace() else UNKNOWN for sign in text)
    if isinstance(data, Mapping):
        return {key: _shown(value) for key, value in data.items()}
    return [_shown(value) for value in data] if isinstance(data, list | tuple) else data


@cache
def _signs() -> frozenset[str]:
    """What the font can show that all others fall back on."""
    return frozenset(map(chr, signs_of(next(Path(str(manimgx_fonts_cjk.__file__)).parent.glob("*.ttc")))))


@cache
def _fonts() -> typst.Fonts:
    """Found once a process: looking through the font files costs ten times what a page does."""
    folders = [str(Path(str(package.__file__)).parent) for package in (pylopdf_fonts_zh_cn, manimgx_fonts_cjk)]
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=folders)
