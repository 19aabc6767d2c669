"""What was made to be sent: how each message stands, and a person's word where only a person knows."""

from typing import Annotated

import typer

from commands.parts.faults import spoken
from commands.parts.options import Json, Reason
from commands.parts.seat import at_terminal
from commands.printing import delivery as printing
from commands.printing.tables import out
from data.decisions.store import Decisions
from data.delivery import outbox
from data.delivery.outbox import Verb
from data.errors import RequestFault
from data.settings import Home, settings

Number = Annotated[int, typer.Argument(help="邮件的编号，见 outbox list。", show_default=False)]
SHOWN = 200


def listed(
    undecided: Annotated[bool, typer.Option("--undecided", help="只列出未能确认和未发出、等人决定的。")] = False, as_json: Json = False
) -> None:
    """列出发件箱中的邮件，最近的在前，至多 200 件。"""
    with spoken():
        found = outbox.messages(
            Decisions(Home(settings().home).create(), settings()), ("uncertain", "failed") if undecided else None, SHOWN
        )
    (printing.json_messages if as_json else printing.table_messages)(found)


def confirm(message: Number, reason: Reason) -> None:
    """确认一件未能确认的邮件已经送达。"""
    decide(message, "confirmed", reason)


def retry(message: Number, reason: Reason) -> None:
    """把未发出或未能确认的邮件再发一次；下次运行 deliver 时发送。"""
    decide(message, "retried", reason)


def give_up(message: Number, reason: Reason) -> None:
    """不再发送一件邮件。"""
    decide(message, "given_up", reason)


def decide(message_id: int, verb: Verb, reason: str) -> None:
    """Record a person's word on a message as it stands now."""
    with spoken():
        decisions = Decisions(Home(settings().home).create(), settings())
        found = next((one for one in outbox.messages(decisions) if one.message_id == message_id), None)
        if found is None:
            raise RequestFault(f"没有编号为 {message_id} 的邮件。请用 python cli.py outbox list 查看。")
        act = outbox.decide(decisions, at_terminal("officer"), message_id, verb, found.state, reason)
    state = printing.STATES[outbox.AFTER[verb]]
    out.print(f"{message_id}（{found.recipient}）：{state}，第 {act.act_id} 号决定", highlight=False, markup=False, soft_wrap=True)
