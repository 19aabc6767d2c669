"""What the terminal prints of columns in which nothing stands: in which files, and whether somebody confirmed it."""

import json
from collections.abc import Sequence
from typing import Any

from rich.markup import escape
from rich.table import Table

from commands.printing.tables import out
from data.calendar import CHINA
from data.contracts.contracts import Contracts
from data.decisions.acts import Act
from data.decisions.empty_columns import Emptied


def table_empty_columns(found: Sequence[Emptied], contracts: Contracts) -> None:
    """A line a column."""
    table = Table("导出表", "列", "空着的文件", "状态", padding=(0, 1))
    for one in found:
        title, label = _titles(one, contracts)
        files = "、".join(f"{b.file_name}（{b.exported_on}）" for b in one.files)
        table.add_row(escape(title), escape(label), escape(files), escape(_state(one)))
    out.print(table)


def json_empty_columns(found: Sequence[Emptied], contracts: Contracts) -> None:
    """The same for programs: one object a column."""
    rows: list[dict[str, Any]] = []
    for one in found:
        title, label = _titles(one, contracts)
        told = {"export": one.export, "title": title, "column": one.column_name, "label": label, "is_confirmed": one.is_confirmed}
        acts = [{"verb": act.verb, "by": act.name, "at": act.at, "reason": act.reason} for act in one.acts]
        rows.append(told | {"batches": [b.batch_id for b in one.files], "acts": acts})
    out.print_json(json.dumps(rows, ensure_ascii=False, default=str), ensure_ascii=False, indent=1)


def _titles(one: Emptied, contracts: Contracts) -> tuple[str, str]:
    contract = contracts.exports[one.export]
    return contract.title_zh, contract.column(one.column_name).label


def _state(one: Emptied) -> str:
    if not one.acts:
        return "未确认"
    return f"{'确属空列' if one.is_confirmed else '未确认'}：{_by(one.acts[-1])}"


def _by(act: Act) -> str:
    done = "收回" if act.verb == "revoked" else "确认"
    return f"{act.name} {act.at.astimezone(CHINA):%Y-%m-%d %H:%M} {done}，{act.reason}"
