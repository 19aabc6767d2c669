"""What the terminal prints about schemes of weights: the sample and the versions, each with its state, author, approver and days."""

import json
from collections.abc import Mapping

from rich.markup import escape
from rich.table import Table

from commands.printing.tables import out
from data.decisions.schemes import Version
from metrics.schemes.scheme import Scheme

STATES = {"proposed": "待批准（示例）", "approved": "已批准", "returned": "已退回"}


def table_schemes(sample: Scheme, found: Mapping[Version, Scheme]) -> None:
    """One a line, the sample first, then in the order in which they were proposed."""
    table = Table("编号", "名称", "状态", "所据版本", "提出", "批准或退回", "有效期", "理由")
    table.add_row(sample.id, escape(sample.title), "示例，待主管部门核定", "", "", "", "", "")
    for one, scheme in found.items():
        decided = one.decided
        table.add_row(
            one.version_id, escape(scheme.title), STATES[one.state], one.said.came_from, escape(one.proposed.name),
            escape(decided.name) if decided else "", _days(one), escape((decided or one.proposed).reason),
        )  # fmt: skip
    out.print(table)


def json_schemes(sample: Scheme, found: Mapping[Version, Scheme]) -> None:
    """The same for programs."""
    rows = [{"id": sample.id, "title": sample.title, "state": "sample"}]
    rows += [{"id": one.version_id, "title": scheme.title, "state": one.state} | _told(one) for one, scheme in found.items()]
    out.print_json(json.dumps(rows, ensure_ascii=False), ensure_ascii=False, indent=1)


def _told(one: Version) -> dict[str, str]:
    days, decided = one.approval, one.decided
    told = {"came_from": one.said.came_from, "author": one.proposed.name, "reason": one.proposed.reason}
    told |= {"decided_by": decided.name, "decided_reason": decided.reason} if decided else {}
    return told | ({"valid_from": str(days.valid_from), "valid_to": str(days.valid_to or "")} if days else {})


def _days(one: Version) -> str:
    days = one.approval
    return f"{days.valid_from} 至 {days.valid_to or '另有决定'}" if days else ""
