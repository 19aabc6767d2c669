"""Every Chinese text that stands in the code, as the catalogue of sentences writes it: with a numbered hole wherever something is filled in."""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass

from data.settings import PROJECT

HAN = re.compile(r"[\u4e00-\u9fff]")
PATTERN = re.compile(r"[\\|]|\(\?")  # a regular expression is read by, never shown
FILLED = re.compile(r"\{(?:[a-z_]+(?::\w+)?)?\}")  # what `str.format` and `pl.format` fill in
HOLE = "\0"


@dataclass(frozen=True)
class Text:
    """One text. `place`: the module and the function, class or constant that it stands in, ``data/runs/store.py:RunStore.info``."""

    place: str
    line: int
    template: str

    @property
    def zh(self) -> str:
        """As the catalogue writes it."""
        return numbered(self.template)

    @property
    def address(self) -> str:
        """The place and the text, by the beginning of which a test names it."""
        return f"{self.place} {self.zh}"


def texts(folder: str) -> Iterator[Text]:
    """Those of all modules under a folder of the project, docstrings and regular expressions left out."""
    for path in sorted((PROJECT / folder).rglob("*.py")):
        yield from _in(ast.parse(path.read_text(encoding="utf-8")), path.relative_to(PROJECT).as_posix(), "")


def numbered(template: str) -> str:
    """A template whose holes are numbered, in their order."""
    first, *rest = template.split(HOLE)
    return first + "".join(f"{{{n}}}{part}" for n, part in enumerate(rest))


def _in(node: ast.AST, module: str, within: str) -> Iterator[Text]:
    for child in _children(node):
        inner = within
        if isinstance(child, ast.FunctionDef | ast.ClassDef):
            inner = f"{within}.{child.name}".lstrip(".")
        elif isinstance(child, ast.Assign | ast.AnnAssign) and not within:
            target = child.target if isinstance(child, ast.AnnAssign) else child.targets[0]
            inner = target.id if isinstance(target, ast.Name) else ""
        template = _template(child)
        if template is not None and HAN.search(template) and not PATTERN.search(template):
            yield Text(f"{module}:{inner}", child.lineno, template.strip())
        yield from _in(child, module, inner)


def _children(node: ast.AST) -> Iterator[ast.AST]:
    """The parts of a node that may hold texts; of a text that is put together, what is filled in."""
    if isinstance(node, ast.JoinedStr):
        yield from (part.value for part in node.values if isinstance(part, ast.FormattedValue))
    else:
        yield from (child for child in ast.iter_child_nodes(node) if not _is_docstring(child))


def _is_docstring(node: ast.AST) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)


def _template(node: ast.AST) -> str | None:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return FILLED.sub(HOLE, node.value)
    if isinstance(node, ast.JoinedStr):
        return "".join(FILLED.sub(HOLE, part.value) if isinstance(part, ast.Constant) else HOLE for part in node.values)
    return None
