"""The demo city, to try things on."""

from typing import Annotated

import typer

from commands.parts.faults import spoken
from commands.printing.tables import err, out
from data.errors import RequestFault
from data.settings import Home, settings
from metrics.demo.load import has_decisions, load_demo


def load(if_empty: Annotated[bool, typer.Option("--if-empty", help="已有数据时什么也不做。")] = False) -> None:
    """装入演示城市：十个月的导出文件，连同测算结果。"""
    with spoken():
        home = Home(settings().home)
        if not home.is_empty or (if_empty and has_decisions(home, settings())):
            if if_empty:
                return
            raise RequestFault(f"{home.path} 中已有数据。请用 DUSHU_HOME 另指一个空目录，再装入演示城市。")
        with err.status("装入演示城市") as status:
            load_demo(home, settings(), lambda step: status.update(f"装入演示城市：{step}"))
    out.print(f"演示城市已装入 {home.path}", highlight=False, soft_wrap=True)
