"""Which programs may read published data."""

from typing import Annotated

import typer

from commands.parts.faults import spoken
from commands.parts.options import Json, Reason, day
from commands.parts.seat import at_terminal
from commands.printing import tables as terminal
from commands.printing.tables import out
from data.decisions import tokens
from data.decisions.store import Decisions
from data.settings import Home, settings


def listed(as_json: Json = False) -> None:
    """列出有效和已过期的令牌；令牌本身不保存，不能再看到。"""
    with spoken():
        found = tokens.standing(Decisions(Home(settings().home).create(), settings()))
    (terminal.json_tokens if as_json else terminal.table_tokens)(found)


def make(
    name: Annotated[str, typer.Option(help="给哪个系统用，如 市政务数据门户。")],
    until: Annotated[str, typer.Option(help="有效期截止日，如 2027-06-30，最长两年。")],
    reason: Reason,
    scope: Annotated[str, typer.Option(help="figures 只有总分和指标；obligations 另有义务明细。")] = "figures",
) -> None:
    """发放一个令牌。它只显示这一次，请当即交给对方保管。"""
    with spoken():
        decisions, last = Decisions(Home(settings().home).create(), settings()), day(until)
        assert last is not None  # typer asks for it
        act, text = tokens.make(decisions, at_terminal(), name, scope, last, reason)
    out.print(f"{act.thing}：{name}，{scope}，有效期至 {last}。下面的令牌只显示这一次：", highlight=False, markup=False, soft_wrap=True)
    typer.echo(text)


def revoke(token_id: Annotated[str, typer.Argument(help="令牌编号，见 tokens list。", show_default=False)], reason: Reason) -> None:
    """撤销一个令牌：立即失效。"""
    with spoken():
        tokens.revoke(Decisions(Home(settings().home).create(), settings()), at_terminal(), token_id, reason)
    out.print(f"{token_id}：已撤销", highlight=False, markup=False)
