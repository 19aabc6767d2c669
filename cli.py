"""Door 2, the terminal and cron: which commands there are. Exit codes: 0 done; 1 done, with rejected rows; 2 nothing done, and why."""

from collections.abc import Callable

import typer

from commands import (
    assess,
    audit,
    batches,
    contacts,
    delivery,
    demo,
    doctor,
    editions,
    empty_columns,
    intake,
    outbox,
    papers,
    people,
    rules,
    schemes,
    servers,
    tokens,
)

Command = Callable[..., None]

COMMANDS: dict[str, Command] = {  # in the order of --help
    "ingest": intake.bring_in,
    "batches": batches.listed,
    "withdraw": batches.withdraw_batch,
    "restore": batches.restore_batch,
    "assess": assess.compute,
    "ranking-book": papers.ranking_book,
    "rules": rules.listed,
    "demo": demo.load,
    "serve": servers.serve_pages,
    "editions": editions.listed,
    "verify": editions.check,
    "deliver": delivery.deliver,
    "export": editions.export,
    "circular": papers.circular,
    "templates": papers.templates,
    "scorecards": papers.scorecards,
    "api": servers.serve_data,
    "doctor": doctor.check,
}
GROUPS: dict[tuple[str, str], dict[str, Command]] = {  # after them: name, meaning, members
    ("empty-columns", "空列：导出表中一个值也没有的列，是本来没有，还是漏导。"): {
        "list": empty_columns.listed,
        "confirm": empty_columns.confirm,
        "take-back": empty_columns.take_back,
    },
    ("people", "人员与权限：谁可以用哪个账号、以什么角色进入。"): {
        "list": people.listed,
        "add": people.add,
        "change": people.change,
        "remove": people.remove,
    },
    ("audit", "日志：核对是否完整，导出备查。"): {"verify": audit.verify, "export": audit.export},
    ("contacts", "单位联系人：提醒、简报和考核结果发给谁。"): {"list": contacts.listed, "set": contacts.keep, "remove": contacts.remove},
    ("outbox", "发件箱：每件邮件发到了哪一步，未能确认的由人决定。"): {
        "list": outbox.listed,
        "confirm": outbox.confirm,
        "retry": outbox.retry,
        "give-up": outbox.give_up,
    },
    ("schemes", "考核方案：提出、批准、退回一个版本，导出为文件。"): {
        "list": schemes.listed,
        "show": schemes.show,
        "propose": schemes.propose,
        "approve": schemes.approve,
        "return": schemes.give_back,
    },
    ("tokens", "数据令牌：哪些系统可以读取已发布的数据。"): {"list": tokens.listed, "make": tokens.make, "revoke": tokens.revoke},
}

app = typer.Typer(help="督数：公共数据共享的监督与考核。", no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False)
for name, command in COMMANDS.items():
    app.command(name)(command)
for (name, meaning), members in GROUPS.items():
    group = typer.Typer(help=meaning, no_args_is_help=True)
    app.add_typer(group, name=name)
    for act, command in members.items():
        group.command(act)(command)

if __name__ == "__main__":
    app()
