"""Who gets what is sent to a unit."""

from typing import Annotated

import typer

from commands.parts.faults import spoken
from commands.parts.options import Json, Reason
from commands.parts.seat import at_terminal
from commands.printing import delivery as printing
from commands.printing.tables import out
from data.decisions import contacts
from data.decisions.store import Decisions
from data.settings import Home, settings

UnitId = Annotated[str, typer.Argument(help="单位的编码，见部门名录。", show_default=False)]


def listed(as_json: Json = False) -> None:
    """列出已登记的联系人。"""
    with spoken():
        found = contacts.contacts(Decisions(Home(settings().home).create(), settings()))
    (printing.json_contacts if as_json else printing.table_contacts)(found)


def keep(
    unit: UnitId,
    name: Annotated[str, typer.Option(help="联系人姓名。")],
    email: Annotated[str, typer.Option(help="电子邮箱，只能一个；多人收件请用公共邮箱。")],
    reason: Reason,
) -> None:
    """登记或更换一个单位的联系人。"""
    with spoken():
        decisions = Decisions(Home(settings().home).create(), settings())
        contacts.keep(decisions, at_terminal(), unit, {"name": name, "email": email}, reason)
    out.print(f"{unit}：{name}，{email}", highlight=False, markup=False)


def remove(unit: UnitId, reason: Reason) -> None:
    """撤销一个单位的联系人：不再向它发送邮件。"""
    with spoken():
        contacts.remove(Decisions(Home(settings().home).create(), settings()), at_terminal(), unit, reason)
    out.print(f"{unit}：已撤销", highlight=False, markup=False)
