"""Who may enter."""

from collections.abc import Mapping
from typing import Annotated, Any

import typer

from commands.parts.faults import spoken
from commands.parts.options import Json, Reason
from commands.parts.seat import at_terminal
from commands.printing import tables as terminal
from commands.printing.tables import out
from data.decisions import people
from data.decisions.store import Decisions
from data.errors import RequestFault
from data.settings import Home, settings

Login = Annotated[str, typer.Argument(help="登录系统给出的账号。", show_default=False)]


Units = Annotated[list[str] | None, typer.Option("--unit", help="部门人员所属单位的编码，可重复。")]


def listed(as_json: Json = False) -> None:
    """列出全部人员。"""
    with spoken():
        everybody = people.everybody(Decisions(Home(settings().home).create(), settings()))
    (terminal.json_people if as_json else terminal.table_people)(everybody)


def add(
    login: Login,
    name: Annotated[str, typer.Option(help="姓名。")],
    role: Annotated[
        str, typer.Option(help="角色：leader 领导、officer 考核专员、analyst 分析人员、department 部门、contractor 外包、admin 管理员。")
    ],
    reason: Reason,
    unit: Units = None,
) -> None:
    """登记一个人；停用过的账号可再次登记。"""
    with spoken():
        decisions = Decisions(Home(settings().home).create(), settings())
        last = people.person(decisions, login)
        if last and people.of(last).is_active:
            raise RequestFault(f"账号“{login}”已经登记。要改动请用 python cli.py people change。")
        said = {"name": name, "role": role, "units": tuple(unit or ())}
        keep_person(decisions, login, said, reason, last.seq if last else 0)


def change(
    login: Login,
    reason: Reason,
    name: Annotated[str | None, typer.Option(help="姓名；不写则不变。")] = None,
    role: Annotated[str | None, typer.Option(help="角色；不写则不变。")] = None,
    unit: Units = None,
) -> None:
    """改动一个人的姓名、角色或单位。"""
    with spoken():
        decisions = Decisions(Home(settings().home).create(), settings())
        last = people.known(decisions, login)
        now = people.of(last)
        units = tuple(unit or ()) or (now.units if (role or now.role) == "department" else ())
        said = {"name": name or now.name, "role": role or now.role, "units": units, "is_active": now.is_active}
        keep_person(decisions, login, said, reason, last.seq)


def remove(login: Login, reason: Reason) -> None:
    """停用一个人的账号：下一次操作起即不能进入。记录保留。"""
    with spoken():
        decisions = Decisions(Home(settings().home).create(), settings())
        last = people.known(decisions, login)
        keep_person(decisions, login, people.of(last).model_dump() | {"is_active": False}, reason, last.seq)


def keep_person(decisions: Decisions, login: str, said: Mapping[str, Any], reason: str, seen: int) -> None:
    """Record who somebody is, in the name of who sits at the terminal."""
    act = people.keep(decisions, at_terminal(), login, said, reason, seen)
    now = people.of(act)
    out.print(
        f"{act.thing}：{now.name}，{now.role}，{'、'.join(now.units) or '全市'}，{'在用' if now.is_active else '已停用'}", highlight=False
    )
