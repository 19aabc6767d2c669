"""What the terminal prints of deliveries: what would go to whom, what became of it, who the contacts are."""

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from rich.markup import escape
from rich.table import Table

from commands.printing.tables import err, out
from data.calendar import day_of
from data.decisions.bodies import Contact
from data.delivery.outbox import Message
from data.delivery.sending import Outcome
from reports.delivery.planning import Plan
from reports.wording.wording import Wording

CHANNELS = {"folder": "文件夹", "mail": "邮件", "webhook": "即时通信"}
STATES = {
    "waiting": "待发", "claimed": "发送中", "sending": "发送中", "sent": "已发出", "uncertain": "未能确认", "failed": "未发出", "given_up": "不再发送",
    "overtaken": "已由新一期代替",
}  # fmt: skip


def table_plan(found: Plan, t: Wording) -> None:
    """What would be made now; a line a message, with what stands in the way."""
    table = Table("类别", "期次", "单位", "渠道", "收件", "标题", "附件", "说明", padding=(0, 1))
    for one in found.due:
        subject, attached = (one.paper.subject, "、".join(a.name for a in one.paper.attachments)) if one.paper else ("", "")
        told = (t(f"schedule.{one.occasion.schedule}"), one.occasion.name, one.unit_name, CHANNELS.get(str(one.channel), ""), one.recipient)
        table.add_row(*map(escape, (*told, subject, attached, one.obstacle)))
    if found.due:
        out.print(table)
    ready = [one for one in found.due if not one.obstacle]
    out.print(f"{found.today}：待投递 {len(ready)} 件，此前已生成 {found.made} 件。", highlight=False, soft_wrap=True)
    for sentence in found.notes:
        err.print(sentence, style="yellow", markup=False, highlight=False, soft_wrap=True)


def json_plan(found: Plan) -> None:
    """The same for programs."""
    due = [
        {
            "key": one.key, "schedule": one.occasion.schedule, "occasion": one.occasion.name, "unit_id": one.unit_id, "unit_name": one.unit_name,
            "channel": one.channel, "recipient": one.recipient, "obstacle": one.obstacle,
            "subject": one.paper.subject if one.paper else None, "run": one.paper.run if one.paper else None,
            "attachments": [a.name for a in one.paper.attachments] if one.paper else [],
        }
        for one in found.due
    ]  # fmt: skip
    _print({"today": str(found.today), "made_before": found.made, "notes": list(found.notes), "due": due})


def table_outcomes(outcomes: Sequence[Outcome], made: int) -> None:
    """How many were made and what became of those that were sent; a sentence for each that did not go."""
    counts = Counter[str](one.state for one in outcomes)
    told = "，".join(f"{STATES[state]} {counts[state]} 件" for state in STATES if counts[state]) or "没有需要发送的"
    out.print(f"新生成 {made} 件；{told}。", highlight=False, soft_wrap=True)
    for one in outcomes:
        if one.state != "sent":
            sentence = f"{one.message.key}（{one.message.recipient}）{STATES[one.state]}：{one.fault}"
            err.print(sentence, style="yellow", markup=False, highlight=False, soft_wrap=True)


def json_outcomes(outcomes: Sequence[Outcome], made: int) -> None:
    """The same for programs."""
    rows = [{"key": x.message.key, "recipient": x.message.recipient, "state": x.state, "fault": x.fault} for x in outcomes]
    _print({"made": made, "messages": rows})


def table_messages(found: Sequence[Message]) -> None:
    """The outbox, a line a message."""
    table = Table("编号", "单位", "渠道", "收件", "标题", "状态", "生成", "说明", padding=(0, 1))
    for one in found:
        told = (str(one.message_id), one.unit_id or "", CHANNELS[one.channel], one.recipient, one.subject, STATES[one.state])
        table.add_row(*map(escape, (*told, str(day_of(one.made_at)), one.fault)))
    out.print(table)


def json_messages(found: Sequence[Message]) -> None:
    """The same for programs."""
    _print([vars(one) | {name: str(getattr(one, name) or "") for name in ("next_at", "made_at", "done_at")} for one in found])


def table_contacts(found: Mapping[str, Contact]) -> None:
    """The contacts, a line a unit."""
    table = Table("单位", "联系人", "电子邮箱", padding=(0, 1))
    for unit_id, contact in sorted(found.items()):
        table.add_row(*map(escape, (unit_id, contact.name, contact.email)))
    out.print(table)


def json_contacts(found: Mapping[str, Contact]) -> None:
    """The same for programs."""
    _print([{"unit_id": unit_id, **contact.model_dump()} for unit_id, contact in sorted(found.items())])


def _print(said: Any) -> None:
    print(json.dumps(said, ensure_ascii=False, indent=1))  # noqa: T201  # for programs, as it is
