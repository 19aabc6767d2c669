"""Templates: the product's are drawn from their drafts and hold no figure of their own; a site's own is used, and refused in a sentence."""

import re
import zipfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import docx
import pytest

from data.errors import ConfigFault
from data.settings import PROJECT
from reports.papers import reference, templates
from reports.papers.drawing import draw_all
from reports.papers.fields import Field, kind, kinds
from reports.wording.wording import LANGS, catalogue
from tests.reports.papers.letters import AMOUNT, MARK, edit, printed, said, slip

SHIPPED = templates.shipped()


@pytest.mark.parametrize("one", SHIPPED, ids=lambda one: one.path.name)
def test_a_shipped_template_can_be_filled(one: templates.Template):
    templates.check(one)


def parts(document: bytes) -> dict[str, bytes]:
    """What a document holds; how it is packed depends on the machine."""
    with zipfile.ZipFile(BytesIO(document)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_the_shipped_templates_are_those_that_their_drafts_draw():
    drawn = {name: parts(document) for name, document in draw_all()}
    shipped = {path.name: parts(path.read_bytes()) for path in templates.SHIPPED.glob("*.docx")}
    assert [name for name in drawn.keys() | shipped.keys() if drawn.get(name) != shipped.get(name)] == []
    assert sorted(drawn) == sorted(one.path.name for one in SHIPPED)


@pytest.mark.parametrize("one", SHIPPED, ids=lambda one: one.path.name)
def test_no_number_is_written_into_a_shipped_template_by_hand(one: templates.Template):
    """A number stands in a paper as a figure with its source, or in a name, a day or a clause that data bring."""
    for text in templates.opened(one).texts():
        text = re.sub(r"<w:fldSimple.*?</w:fldSimple>", "", text).replace("</w:p>", "\n")
        words = re.sub(r"<[^>]*>|{{.*?}}|{%.*?%}", "", text)
        words = re.sub(r"(附件：?|[Aa]nnex ?|Annexes: |^\s*)[12](?=[.　。]|$)", "", words, flags=re.MULTILINE)  # the numbers of annexes
        assert re.findall(r"[0-9０-９]|(?<!同)[一二三四五六七八九十百]+(?:件|个|项|家|名|分|%|％|万)", words) == []


def test_the_list_of_what_templates_are_given_is_current():
    assert reference.PLACE.read_text(encoding="utf-8") == reference.reference()


def test_papers_say_the_same_things_in_both_languages():
    zh, en = (catalogue(lang, "papers") for lang in LANGS)
    values = {key: set(re.findall(r"{(\w+)", text)) for key, text in zh.items()}
    assert values == {key: set(re.findall(r"{(\w+)", text)) for key, text in en.items()}
    assert [key for key, text in en.items() if re.search(r"[\u4e00-\u9fff]", text)] == []


@pytest.mark.parametrize("name", kinds())
def test_no_name_hides_behind_one_of_a_dictionary(name: str):
    """Templates read `groups.items` as a method of the dictionary that holds it."""

    def names(fields: dict[str, Field]) -> list[str]:
        return [*fields, *(below for one in fields.values() for below in names(dict(one.fields)))]

    assert [one for one in names(dict(kind(name).fields)) if hasattr(dict, one)] == []


def test_a_sites_own_template_is_used_and_its_looks_show_in_the_pdf_too(tmp_path: Path):
    def change(document: docx.document.Document):
        document.add_paragraph("本意见一式两份。").runs[0].font.bold = True
        document.paragraphs[0].runs[0].text = "市级项目把关意见"

    edit(tmp_path, change)
    made = slip().set(tmp_path)
    assert made.template.is_own
    assert "市级项目把关意见" in said(made.docx) and "本意见一式两份。" in said(made.docx)
    assert "市级项目把关意见" in printed(made.pdf()) and "本意见一式两份。" in printed(made.pdf())
    assert made.content.sections[0]["blocks"][-1]["runs"][0]["bold"] is True


def test_figures_that_are_printed_are_noted_and_others_are_not(tmp_path: Path):
    assert slip().set().figures == (AMOUNT,)
    assert slip(steps=[]).set().figures == ()


def test_the_same_paper_gives_the_same_bytes():
    one, other = slip().set(), slip().set()
    assert one.docx == other.docx
    assert one.pdf() == other.pdf()


def add(text: str) -> Callable[[docx.document.Document], None]:
    return lambda document: document.add_paragraph(text) and None


def without(text: str) -> Callable[[docx.document.Document], None]:
    def change(document: docx.document.Document):
        for run in (r for p in document.element.body.iter() if p.tag.endswith("}t") for r in [p]):
            run.text = (run.text or "").replace(text, "")

    return change


def headless(document: docx.document.Document):
    document.sections[0].header.paragraphs[0].runs[0].text = "{% if not is_draft %}{{ mark }}{% endif %}"


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (add("{{ uints }}"), ["“{{ uints }}”不是可用的内容", "unit", "verdict"]),
        (add("{% for step in steps %}{{ step.nmae }}{% endfor %}"), ["“{{ step.nmae }}”", "step.name"]),
        (add("{% if is_passed %}好"), ["标签写得不完整或写错"]),
        (add("{{ verdict"), ["标签写得不完整或写错"]),
        (without("{{ verdict }}"), ["缺少必须写明的内容", "{{ verdict }}（结论）"]),
        (add("{{ steps|length }}"), ["写出的“1”不是文字也不是有来源的数字"]),
        (add("{{ steps[0].amount.value }}"), ["value"]),
        (add("{{ steps[0].amount + steps[0].amount }}"), ["计算或直接写出的数字"]),
        (add("{{ 12 }}"), ["计算或直接写出的数字"]),
        (add("{{ ''.__class__.__mro__ }}"), ["__"]),
        (add("{{ unit|safe }}"), ["safe"]),
        (add("{% include 'x' %}"), ["填写时出错"]),
        (headless, ["页眉没有在每一页写出", MARK]),
    ],
)  # fmt: skip
def test_a_template_that_cannot_be_filled_is_refused_in_a_sentence(tmp_path: Path, change: Callable, told: list[str]):
    edit(tmp_path, change)
    with pytest.raises(ConfigFault) as fault:
        slip().set(tmp_path)
    assert "模板“项目把关意见”（project_slip.zh.docx）" in str(fault.value)
    assert [part for part in told if part not in str(fault.value)] == []


def test_a_file_that_is_no_word_document_is_refused(tmp_path: Path):
    own = tmp_path / templates.FOLDER / "project_slip.zh.docx"
    own.parent.mkdir()
    own.write_bytes(b"\xd0\xcf\x11\xe0 old Word")
    with pytest.raises(ConfigFault, match="不是 Word 文档"):
        slip().set(tmp_path)


def test_what_the_pdf_cannot_carry_is_named_and_nothing_is_dropped(tmp_path: Path):
    edit(tmp_path, lambda document: document.add_picture(str(PROJECT / "pages" / "look" / "icon.png")))
    made = slip().set(tmp_path)
    assert "一网共享平台" in said(made.docx)
    with pytest.raises(ConfigFault, match="图片或图形不能转入 PDF"):
        made.pdf()


HOSTILE = [
    "=1+1", "{{ run_id }}", "{% for x in y %}", "{_{ 7 }_}", "<w:p><w:t>x</w:t></w:p>", "#panic() $x$ *b* @a", "&amp; <乙>", "甲" * 200,
    "a\x0b\x07\nb\tc",
]  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_no_text_is_ever_markup(name: str):
    made = slip(unit=name, against=[{"name": name, "reason": "数据未汇聚"}]).set()
    shown = re.sub(r"[\x00-\x1f]", "", name)
    assert shown in said(made.docx).replace("\n", "")
    assert "".join(shown.split()) in printed(made.pdf())
