"""A paper: what it is given, set into its template. The same paper and template give the same bytes."""

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import Any

from data.errors import ConfigFault
from reports.papers import blocks, templates
from reports.papers.fields import Given, kind
from reports.papers.filling import NotFilled, filled
from reports.papers.sources import Figure
from reports.papers.templates import Template
from reports.typesetting.typesetting import pdf
from reports.typesetting.word import STAMP, finished
from reports.wording.printable import printable

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
PDF = "application/pdf"
PRINTED = Path(__file__).parent / "paper.typ"


@dataclass(frozen=True)
class Paper:
    """One paper before it is set. `name`: its title, also for its file; `must`: texts that it has to show wherever its template comes from.

    `mark`: what the header of every page shows ("" = nothing).
    """

    kind: str
    lang: str
    name: str
    given: Given
    mark: str = ""
    must: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        kind(self.kind).check(self.given)

    def set(self, site: Path | None = None) -> "Made":
        """In the template of its kind and language. `site`: the folder of the site's files, whose own templates come first.

        Raises ConfigFault naming the template and each thing that can't be filled in, before anything is written.
        """
        used = templates.template(self.kind, self.lang, site)
        templates.check(used)
        try:
            document, figures = filled(templates.opened(used), self.given)
        except NotFilled as fault:
            raise ConfigFault(f"模板{used.name}：{fault}") from fault
        _dress(document, self)
        made = Made(self, used, finished(document), figures)
        _check_shown(made)
        return made


@dataclass(frozen=True)
class Made:
    """A paper that is set. `docx`: its bytes; `figures`: those that it prints, each once, in their order."""

    paper: Paper
    template: Template
    docx: bytes
    figures: tuple[Figure, ...]

    @cached_property
    def content(self) -> "blocks.Content":
        """What stands in the document, as plain values."""
        return blocks.read(self.docx)

    def pdf(self) -> bytes:
        """The same as a tagged PDF. Raises ConfigFault naming what of the template can't be carried over."""
        if self.content.lost:
            told = "、".join(self.content.lost)
            raise ConfigFault(f"模板{self.template.name}中的{told}不能转入 PDF，未生成 PDF。请从模板中去掉，或下载 Word 文件后另存为 PDF。")
        return pdf(PRINTED, {"title": self.paper.name, "lang": self.paper.lang, "sections": self.content.sections})


def _dress(document: Any, paper: Paper) -> None:
    """The file's properties."""
    told, at = document.core_properties, datetime(*STAMP)
    told.title, told.author, told.last_modified_by, told.comments, told.subject = printable(paper.name)[:250], "", "", "", ""
    told.created, told.modified, told.last_printed, told.revision = at, at, at, 1
    told.language = {"zh": "zh-CN", "en": "en"}[paper.lang]


def _check_shown(made: Made) -> None:
    """Raises ConfigFault where a template hides what has to be seen: the mark of a draft on every page, a note on samples."""
    paper, name = made.paper, made.template.name
    if paper.mark and not all(paper.mark in text for text in made.content.headers):
        raise ConfigFault(f"模板{name}的页眉没有在每一页写出 {{{{ mark }}}}。未公布的文书每页都要标明“{paper.mark}”，请写在页眉里。")
    for text in paper.must:
        if text and text not in made.content.text:
            raise ConfigFault(f"模板{name}没有写出“{text}”。请在正文中补上对应的内容，不要放在不成立的条件里。")
