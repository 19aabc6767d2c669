"""A template is filled: only texts and figures are printed, each figure that is printed is noted, no text is ever markup."""

import operator
from collections.abc import Iterator, Mapping
from typing import Any, Final

from docxtpl import DocxTemplate
from jinja2 import StrictUndefined, TemplateError, Undefined
from jinja2.exceptions import SecurityError
from jinja2.sandbox import ImmutableSandboxedEnvironment
from lxml import etree
from markupsafe import Markup, escape

from reports.papers.sources import Figure
from reports.wording.printable import visible

FILTERS: Final = ("default", "first", "join", "last", "length", "replace", "trim", "upper")  # none that takes a text for markup


class NotFilled(Exception):
    """A template that can't be filled, with why in Chinese."""


class Shown:
    """A figure as a template sees it: it can be printed and compared, nothing else. `printed` is told of it whenever it is printed."""

    __slots__ = ("_figure", "_printed")

    def __init__(self, figure: Figure, printed: list[Figure]):
        self._figure, self._printed = figure, printed

    def __str__(self) -> str:
        self._printed.append(self._figure)
        return self._figure.written

    def __bool__(self) -> bool:
        return bool(self._figure.value)

    def __eq__(self, other: object) -> bool:
        return self._figure.value == _value(other)

    def __hash__(self) -> int:
        return hash(self._figure)

    def _compared(self, other: object, by: Any) -> bool:
        mine, theirs = self._figure.value, _value(other)
        return mine is not None and theirs is not None and bool(by(mine, theirs))

    def __lt__(self, other: object) -> bool:
        return self._compared(other, operator.lt)

    def __le__(self, other: object) -> bool:
        return self._compared(other, operator.le)

    def __gt__(self, other: object) -> bool:
        return self._compared(other, operator.gt)

    def __ge__(self, other: object) -> bool:
        return self._compared(other, operator.ge)


def _value(other: object) -> Any:
    return other._figure.value if isinstance(other, Shown) else other


class _Environment(ImmutableSandboxedEnvironment):
    """Templates see names, conditions and loops; of a figure not even its value."""

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:
        return not isinstance(obj, Shown) and super().is_safe_attribute(obj, attr, value)


def environment() -> _Environment:
    """What templates are read by."""
    found = _Environment(undefined=StrictUndefined, autoescape=True, finalize=_printed)
    found.globals.clear()
    found.filters = {name: found.filters[name] for name in FILTERS}
    return found


def _printed(value: Any) -> Any:
    """Only a text or a figure may be printed; a bare number has no source. Braces are written so that nothing reads them as a tag."""
    if isinstance(value, Undefined):
        return value  # complains by itself when it is printed
    if not isinstance(value, str | Shown):
        raise NotFilled(f"写出的“{value}”不是文字也不是有来源的数字。模板中不能计算数字，请直接写可用的内容。")
    text = value if isinstance(value, Markup) else escape(visible(str(value)).replace("\r", "").replace("\t", " "))
    return Markup(str(text).replace("{", "&#123;").replace("}", "&#125;"))


class Form(DocxTemplate):
    """A template, open. What comes of it is refused where Word would have to repair it."""

    def texts(self) -> Iterator[str]:
        """The parts that may hold tags, as the template language reads them."""
        yield self.patch_xml(self.get_xml())
        for uri in (self.HEADER_URI, self.FOOTER_URI):
            for _, part in self.get_headers_footers(uri):
                yield self.patch_xml(self.get_part_xml(part))

    def render_xml_part(self, src_xml: str, part: Any, context: Any, jinja_env: Any = None) -> str:
        made: str = super().render_xml_part(src_xml, part, context, jinja_env)
        try:
            etree.fromstring(made)
        except etree.XMLSyntaxError as fault:
            raise NotFilled(
                "标签跨越了表格或段落的边界，填写后文档会损坏。请让 if、for 与对应的 end 标签各自单独成段（{%p %}）或成行（{%tr %}）。"
            ) from fault
        return made

    def render_properties(self, context: Any, jinja_env: Any = None) -> None:
        """The file's properties are the paper's, never the template's."""


def filled(form: Form, given: Mapping[str, Any]) -> tuple[Any, tuple[Figure, ...]]:
    """The filled document and the figures that it prints, each once, in their order. Raises NotFilled."""
    printed: list[Figure] = []
    try:
        form.render(_shown(given, printed), environment())
    except (TemplateError, SecurityError, TypeError, ValueError, OverflowError) as fault:
        raise NotFilled(f"填写时出错：{fault}。") from fault
    return form.docx, tuple(dict.fromkeys(printed))


def _shown(value: Any, printed: list[Figure]) -> Any:
    if isinstance(value, Figure):
        return Shown(value, printed)
    if isinstance(value, Mapping):
        return {name: _shown(one, printed) for name, one in value.items()}
    return [_shown(one, printed) for one in value] if isinstance(value, list) else value
