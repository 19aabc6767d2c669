"""A template and its data become a PDF: text as it was given, its own fonts, the same bytes twice, and no fault passed over."""

from io import BytesIO
from pathlib import Path

import pypdf
import pytest

from reports.typesetting.typesetting import Unprintable, pdf

TEMPLATES = Path(__file__).parent / "templates"
PLAIN = TEMPLATES / "plain.typ"


def test_text_is_printed_as_it_was_given():
    """What a template language would read as markup is text like any other; rare signs have a font."""
    text = "#panic() $x$ *粗* _斜_ @甲 <乙> \\ // 江门市𠮷水局 99.5％"
    reader = pypdf.PdfReader(BytesIO(pdf(PLAIN, {"title": "考核评分表", "text": text})))
    assert text.replace(" ", "") in reader.pages[0].extract_text().replace(" ", "").replace("\n", "")
    fonts = reader.pages[0]["/Resources"]["/Font"].values()
    assert all("/FontDescriptor" in font.get_object()["/DescendantFonts"][0].get_object() for font in fonts)
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert reader.metadata is not None
    assert reader.metadata.title == "考核评分表"


def test_the_same_data_gives_the_same_bytes():
    data = {"title": "甲", "text": "乙"}
    assert pdf(PLAIN, data) == pdf(PLAIN, dict(reversed(data.items())))


def test_a_sign_that_no_font_has_is_set_as_printers_do_and_what_cannot_be_seen_is_left_out():
    made = pdf(PLAIN, {"title": "甲", "text": "局😀长ไ\x01\u200b\u202e止\ue000"})
    assert "局〓长〓止〓" in pypdf.PdfReader(BytesIO(made)).pages[0].extract_text()


def test_a_missing_part_and_a_missing_font_are_faults():
    with pytest.raises(Unprintable, match="text"):
        pdf(PLAIN, {"title": "甲"})
    with pytest.raises(Unprintable, match="no such font"):
        pdf(TEMPLATES / "unknown_font.typ", {"title": "甲", "text": "乙"})
