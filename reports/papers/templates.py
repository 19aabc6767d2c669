"""The Word templates: which one is used, and whether it can be filled. A site's own wins over the one that the product brings."""

import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from pathlib import Path

from docx.opc.exceptions import PackageNotFoundError
from jinja2 import TemplateSyntaxError, nodes
from lxml.etree import XMLSyntaxError

from data.errors import ConfigFault
from reports.papers.blocks import lost
from reports.papers.fields import Field, Kind, kind, kinds
from reports.papers.filling import Form, environment
from reports.wording.wording import LANGS

SHIPPED = Path(__file__).parent / "templates"
FOLDER = "templates"  # of a site
COMPUTED = (nodes.Add, nodes.Sub, nodes.Mul, nodes.Div, nodes.FloorDiv, nodes.Mod, nodes.Pow)
LOOP = "loop"  # which turn it is, as every loop of a template knows


@dataclass(frozen=True)
class Template:
    """One template: of which kind of paper, in which language, its file. `is_own`: the site's."""

    kind: Kind
    lang: str
    path: Path
    is_own: bool

    @property
    def name(self) -> str:
        """For a person."""
        return f"“{self.kind.zh}”（{self.path.name}）"

    def read(self) -> bytes:
        """Its bytes. Raises ConfigFault when the file can't be read."""
        try:
            return self.path.read_bytes()
        except OSError as fault:
            raise ConfigFault(f"模板{self.name}读不出来：{fault.strerror}。请检查文件 {self.path} 及其权限。") from fault


def template(name: str, lang: str, site: Path | None = None) -> Template:
    """The template of a kind of paper in a language. `site`: the folder of the site's files."""
    file_name = f"{name}.{lang}.docx"
    own = site / FOLDER / file_name if site else None
    if own and own.exists():
        return Template(kind(name), lang, own, is_own=True)
    return Template(kind(name), lang, SHIPPED / file_name, is_own=False)


def shipped() -> list[Template]:
    """All that the product brings."""
    return [template(name, lang) for name in kinds() for lang in LANGS]


def check(one: Template) -> None:
    """Raises ConfigFault with a sentence for each thing in a template that can't be filled: all at once, before anything is written."""
    faults, _ = _seen(one)
    if faults:
        raise ConfigFault("\n".join(f"模板{one.name}：{fault}" for fault in faults))


def not_in_pdf(one: Template) -> tuple[str, ...]:
    """What of a template a PDF can't carry, by name. Raises ConfigFault when it is no Word document."""
    return _seen(one)[1]


def opened(one: Template) -> Form:
    """The template, open. Raises ConfigFault when it is no Word document."""
    try:
        form = Form(BytesIO(one.read()))
        form.init_docx()
    except (PackageNotFoundError, zipfile.BadZipFile, KeyError, ValueError, XMLSyntaxError) as fault:
        raise ConfigFault(f"模板{one.name}不是 Word 文档（.docx）。请在 Word 中另存为“Word 文档 (*.docx)”后再放入。") from fault
    return form


def _seen(one: Template) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """What can't be filled, and what can't be carried into a PDF; looked for once while the file stays as it is."""
    stand = one.path.stat() if one.path.exists() else None
    return _known(one.kind.name, one.lang, one.path, one.is_own, (stand.st_mtime_ns, stand.st_size) if stand else ())


@cache
def _known(name: str, lang: str, path: Path, is_own: bool, stand: tuple[int, ...]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    one = Template(kind(name), lang, path, is_own)
    return tuple(dict.fromkeys(_faults(one))), lost(opened(one).get_docx())


def _faults(one: Template) -> Iterator[str]:
    used: set[str] = set()
    for text in opened(one).texts():
        try:
            tree = environment().parse(text)
        except TemplateSyntaxError as fault:
            yield f"标签写得不完整或写错：{fault.message}。请检查 {{{{ }}}} 和 {{% %}} 是否成对、每个 if 和 for 是否有 endif 和 endfor。"
            continue
        yield from _strange(tree, dict(one.kind.fields), used)
    missing = [name for name in one.kind.required if name not in used]
    if missing:
        told = "、".join(f"{{{{ {name} }}}}（{one.kind.fields[name].zh}）" for name in missing)
        yield f"缺少必须写明的内容 {told}。请补上。"


def _strange(node: nodes.Node, known: dict[str, Field | None], used: set[str]) -> Iterator[str]:
    """A sentence for each name that is not there to be used. `known`: name → its field; None = nothing is known of it (`loop`, a `set`)."""
    if isinstance(node, nodes.For):
        yield from _strange(node.iter, known, used)
        entry = _field(node.iter, known)
        target = node.target.name if isinstance(node.target, nodes.Name) else ""
        inside = {**known, LOOP: None, target: Field(target, "list", "", "", fields=entry.fields) if entry else None}
        for child in (*node.body, *node.else_):
            yield from _strange(child, inside, used)
        return
    if isinstance(node, nodes.Assign) and isinstance(node.target, nodes.Name):
        yield from _strange(node.node, known, used)
        known[node.target.name] = _field(node.node, known)
        return
    if isinstance(node, COMPUTED) or (isinstance(node, nodes.Output) and any(_is_number(one) for one in node.nodes)):
        yield "标签中有计算或直接写出的数字。数字须来自可用的内容，请去掉计算，直接写其名称。"
    if isinstance(node, nodes.Name):
        used.add(node.name)
        if node.name not in known:
            yield _unknown(node.name, list(known))
    if isinstance(node, nodes.Getattr):
        parent = _field(node.node, known)
        if parent and node.attr not in parent.fields:
            yield _unknown(f"{_path(node)}", [f"{_path(node.node)}.{name}" for name in parent.fields])
    for child in node.iter_child_nodes():
        yield from _strange(child, known, used)


def _is_number(node: nodes.Node) -> bool:
    return isinstance(node, nodes.Const) and not isinstance(node.value, str)


def _field(node: nodes.Node, known: dict[str, Field | None]) -> Field | None:
    """The field that an expression names, where it does."""
    if isinstance(node, nodes.Name):
        return known.get(node.name)
    if isinstance(node, nodes.Getattr):
        parent = _field(node.node, known)
        return parent.fields.get(node.attr) if parent else None
    return None


def _path(node: nodes.Node) -> str:
    if isinstance(node, nodes.Getattr):
        return f"{_path(node.node)}.{node.attr}"
    return node.name if isinstance(node, nodes.Name) else "…"


def _unknown(name: str, available: list[str]) -> str:
    told = "、".join(one for one in available if one and one != LOOP) or "无"
    return f"“{{{{ {name} }}}}”不是可用的内容。可用：{told}。各项含义见 docs/paper-fields.md。"
