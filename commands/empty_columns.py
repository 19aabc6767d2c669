"""Columns in which nothing stands because there is nothing: which there are, confirmed, taken back."""

from typing import Annotated

import typer

from commands.parts.faults import spoken
from commands.parts.options import Json, Reason
from commands.parts.seat import at_terminal
from commands.printing import empty_columns as printing
from commands.printing.tables import out
from data.contracts.contracts import load_contracts
from data.decisions import empty_columns
from data.decisions.store import Decisions
from data.decisions.withdrawals import facts_of
from data.settings import Home, settings
from metrics.obligations.evidence import doubted_when_empty
from metrics.rulebook.rulebook import load_rules

Export = Annotated[str, typer.Argument(help="导出表：编号或名称，如 systems、信息系统台账。", show_default=False)]
Column = Annotated[str, typer.Argument(help="列：编号或列名，如 registered_on、平台登记日期。", show_default=False)]


def listed(as_json: Json = False) -> None:
    """列出现行数据中规则要用到而一个值也没有的列：是否已确认确属空列，谁确认、为什么。"""
    with spoken():
        home = Home(settings().home).create()
        decisions = Decisions(home, settings())
        found = empty_columns.listed(facts_of(home, decisions), decisions, doubted_when_empty(load_rules(home.site).values()))
        contracts = load_contracts(home.site)
    (printing.json_empty_columns if as_json else printing.table_empty_columns)(found, contracts)


def confirm(export: Export, column: Column, reason: Reason) -> None:
    """确认一列确属空列：本来就没有内容，不是漏导；以后的测算按此判定。"""
    with spoken():
        home = Home(settings().home).create()
        decisions, named = Decisions(home, settings()), empty_columns.named(load_contracts(home.site), export, column)
        act = empty_columns.confirm(decisions, facts_of(home, decisions), at_terminal("officer"), *named, reason)
    _say(f"《{named[0].title_zh}》的“{named[1].label}”列已确认确属空列，第 {act.act_id} 号决定。重新测算后生效。")


def take_back(export: Export, column: Column, reason: Reason) -> None:
    """收回对空列的确认。"""
    with spoken():
        home = Home(settings().home).create()
        decisions, named = Decisions(home, settings()), empty_columns.named(load_contracts(home.site), export, column)
        act = empty_columns.take_back(decisions, at_terminal("officer"), *named, reason)
    _say(f"《{named[0].title_zh}》的“{named[1].label}”列的确认已收回，第 {act.act_id} 号决定。重新测算后生效。")


def _say(sentence: str) -> None:
    out.print(sentence, highlight=False, markup=False, soft_wrap=True)
