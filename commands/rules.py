"""The rules, listed or written as the reference."""

from pathlib import Path
from typing import Annotated

import typer

from commands.parts.faults import spoken
from data.settings import Home, settings
from metrics.cases import load_cases
from metrics.reference import render
from metrics.rulebook import load_rules
from reports import terminal
from reports.terminal import out


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
