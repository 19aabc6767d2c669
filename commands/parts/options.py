"""Options that several commands have, and how a day is written in them."""

from datetime import date
from typing import Annotated

import typer

from data.errors import RequestFault

Json = Annotated[bool, typer.Option("--json", help="以 JSON 输出，供其他程序读取。")]
Reason = Annotated[str, typer.Option(help="理由，记入日志。")]


def day(text: str | None) -> date | None:
    """A day as written on the command line."""
    try:
        return date.fromisoformat(text) if text else None
    except ValueError as fault:
        raise RequestFault(f"“{text}”不是日期，请写成 2026-06-30。") from fault
