"""The trail: is it whole, and a copy of it."""

from pathlib import Path
from typing import Annotated

import typer

from commands.parts.faults import spoken
from commands.parts.options import day
from commands.parts.seat import at_terminal
from commands.printing.tables import err, out
from data.decisions.store import Decisions
from data.settings import Home, settings
from reports.tables.trail_sheet import trail_sheet


def verify(
    expect: Annotated[str | None, typer.Option(help="以前记下的哈希值：日志中须有这一行，否则日志被截去或重写过。")] = None,
) -> None:
    """核对日志是否完整：被删、被改、插入、截断的行，以及与日志不符的决定。"""
    with spoken():
        verdict = Decisions(Home(settings().home).create(), settings()).verify_trail(expect)
    for sentence in verdict.faults:
        err.print(sentence, style="red", markup=False, highlight=False, soft_wrap=True)
    out.print(f"日志共 {verdict.lines} 行，末行哈希值 {verdict.head}", highlight=False, soft_wrap=True)
    if verdict.faults:
        raise typer.Exit(2)
    noted = f"，记下的哈希值在第 {verdict.expected_line} 行" if verdict.expected_line else ""
    out.print(f"完整，未见改动{noted}。请把末行哈希值另处记下，供下次核对（--expect）。", highlight=False, soft_wrap=True)


def export(
    out_file: Annotated[Path, typer.Option("--out", help="写入的 CSV 文件。")],
    start: Annotated[str | None, typer.Option("--from", help="起始日（含）；不写则从头。")] = None,
    end: Annotated[str | None, typer.Option("--to", help="截止日（含）；不写则到最后。")] = None,
) -> None:
    """把日志导出为 CSV；导出本身也记入日志。"""
    with spoken():
        decisions = Decisions(Home(settings().home).create(), settings())
        out_file.write_bytes(trail_sheet(decisions, at_terminal("officer"), day(start), day(end)))
    out.print(f"已写入 {out_file}", highlight=False, soft_wrap=True)
