"""The reference of what templates are given, `docs/paper-fields.md`: made from `fields/`, Chinese first, then English.

``python -m reports.papers.reference`` writes it anew; a test keeps it current.
"""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

from reports.papers.fields import Field, kind, kinds

PLACE: Final = Path(__file__).parents[2] / "docs" / "paper-fields.md"
KINDS: Final = {"text": "文字 text", "figure": "数字 figure", "flag": "条件 flag", "list": "列表 list"}
HEAD: Final = """# 模板可用的内容 What templates are given

本页由 `reports/papers/fields/` 生成，请勿手改；改后运行 `python -m reports.papers.reference`。怎样修改模板见 [papers.md](papers.md)。
带 ★ 的必须写进模板；“条件”只用于 `{% if … %}`；“列表”用 `{% for … %}` 逐项取出，其各项写作 `名称.下级名称`。

Made from `reports/papers/fields/`; how templates are edited stands in [papers.md](papers.md). What has a ★ must stand in the template; a
flag is for conditions only; a list is gone through by a loop.
"""


def reference() -> str:
    """The whole page."""
    return HEAD + "".join(_section(name) for name in kinds())


def _section(name: str) -> str:
    one = kind(name)
    rows = "\n".join(_rows(one.fields, ""))
    return f"\n## {one.zh} {one.en}: `{name}.zh.docx`, `{name}.en.docx`\n\n| 名称 name | 类型 kind | 含义 | meaning |\n|---|---|---|---|\n{rows}\n"


def _rows(fields: Mapping[str, Field], above: str) -> Iterator[str]:
    for name, one in fields.items():
        yield f"| `{above}{name}`{' ★' if one.is_required else ''} | {KINDS[one.kind]} | {one.zh} | {one.en} |"
        yield from _rows(one.fields, f"{above}{name}.")


if __name__ == "__main__":
    PLACE.write_text(reference(), encoding="utf-8")
