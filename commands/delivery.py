"""What is due is made and sent."""

from typing import Annotated

import typer

from commands.parts.faults import spoken
from commands.parts.options import Json
from commands.parts.progress import progress_bar
from commands.parts.seat import at_terminal
from commands.printing import delivery as printing
from commands.printing.tables import err
from data.decisions.store import Decisions
from data.delivery import sending
from data.settings import Home, settings
from reports.delivery.making import make
from reports.delivery.planning import plan
from reports.wording.wording import Wording


def deliver(
    dry_run: Annotated[bool, typer.Option("--dry-run", help="只列出将发给谁、发什么，不生成也不发送。")] = False,
    as_json: Json = False,
) -> None:
    """生成并发送到期的提醒、简报和考核结果；供定时任务每天运行。"""
    with spoken():
        home, chosen = Home(settings().home).create(), settings()
        decisions, ways = Decisions(home, chosen), sending.carriers(home, chosen)
        with err.status("生成中"):
            due = plan(home, chosen, decisions)
        if dry_run:
            printing.json_plan(due) if as_json else printing.table_plan(due, Wording("zh", "delivery"))
            return
        with progress_bar(shown=not as_json) as advance:
            made = make(home, chosen, decisions, due, advance)
        with err.status("发送中"):
            outcomes = sending.send_waiting(decisions, at_terminal("officer"), ways)
    for sentence in due.notes:
        err.print(sentence, style="yellow", markup=False, highlight=False, soft_wrap=True)
    (printing.json_outcomes if as_json else printing.table_outcomes)(outcomes, made)
    if any(one.state != "sent" for one in outcomes):
        raise typer.Exit(1)
