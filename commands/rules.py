"""The rules, listed or written as the reference."""

from pathlib import Path
from typing import Annotated

import typer

from commands.parts.faults import spoken
from commands.printing import tables as terminal
from commands.printing.tables import out
from data.settings import Home, settings
from metrics.examples.cases import load_cases
from metrics.examples.reference import render
from metrics.rulebook.rulebook import load_rules


def listed(
    write: Annotated[Path | None, typer.Option(help="把全部规则连同示例写成规则手册（Markdown），如 docs/rules.md。")] = None,
) -> None:
    """列出二十二条规则；--write 生成规则手册。"""
    with spoken():
        rules = load_rules(None if write else Home(settings().home).site)
        if write:
            write.write_text(render(rules, {rule_id: load_cases(rule_id) for rule_id in rules}), encoding="utf-8")
            out.print(f"已写入 {write}", highlight=False)
            return
    terminal.table_rules(rules)
