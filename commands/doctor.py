"""Is all as it should be, and what to do if not."""

import json
from datetime import UTC, datetime

import typer

from commands.parts.faults import spoken
from commands.parts.options import Json
from commands.parts.sign_in import auth_section
from commands.printing.tables import out
from data.calendar import day_of
from data.doctor import examine
from data.settings import Home, settings


def check(as_json: Json = False) -> None:
    """检查安装、数据目录、工作日历与登录，并说明怎么办。"""
    with spoken():
        checks = examine(Home(settings().home), settings(), day_of(datetime.now(UTC)), auth_section())
    if as_json:
        typer.echo(json.dumps([c.__dict__ for c in checks], ensure_ascii=False, indent=1))
    else:
        marks = {"ok": "[green]✓[/]", "warning": "[yellow]![/]", "fault": "[red]✗[/]"}
        for check in checks:
            out.print(f"{marks[check.level]} {check.name}：", end="")
            out.print(check.sentence, markup=False, highlight=False, soft_wrap=True)
    if any(check.level == "fault" for check in checks):
        raise typer.Exit(2)
