"""What has come in: listed, withdrawn, restored."""

from collections.abc import Callable
from typing import Annotated

import typer

from commands.parts.faults import spoken
from commands.parts.options import Json, Reason
from commands.parts.seat import at_terminal
from commands.printing import intake as intake_terminal
from commands.printing.tables import out
from data.decisions.acts import Act
from data.decisions.store import Decisions
from data.decisions.withdrawals import facts_of, take_back, told_of, withdraw
from data.errors import RequestFault
from data.facts.store import Facts
from data.settings import Home, settings

BatchId = Annotated[str, typer.Argument(help="批次编号，见 batches 命令。", show_default=False)]


def listed(as_json: Json = False) -> None:
    """列出已接入的批次：是否生效，谁撤回、为什么。"""
    with spoken():
        home = Home(settings().home).create()
        decisions = Decisions(home, settings())
        facts, told = facts_of(home, decisions), told_of(decisions)
        batches = facts.batches()
    (intake_terminal.json_batches if as_json else intake_terminal.table_batches)(batches, facts, told)


def withdraw_batch(batch: BatchId, reason: Reason) -> None:
    """撤回一个批次：以后的测算不再使用，此前的同类批次重新生效；原件和记录保留。"""
    decide_on_batch(batch, reason, withdraw, "已撤回")


def restore_batch(batch: BatchId, reason: Reason) -> None:
    """恢复一个被撤回的批次。"""
    decide_on_batch(batch, reason, take_back, "已恢复")


def decide_on_batch(batch_id: str, reason: str, decide: Callable[..., Act], done: str) -> None:
    """Record an act on a batch in the name of who sits at the terminal."""
    with spoken():
        home = Home(settings().home).create()
        known = next((b for b in Facts(home).batches() if b.batch_id == batch_id), None)
        if known is None:
            raise RequestFault(f"没有编号为 {batch_id} 的批次。请用 python cli.py batches 查看。")
        act = decide(Decisions(home, settings()), at_terminal("officer"), known, reason)
    out.print(
        f"{known.file_name}（批次 {batch_id}）{done}，第 {act.act_id} 号决定。重新测算后生效。",
        highlight=False,
        markup=False,
        soft_wrap=True,
    )
