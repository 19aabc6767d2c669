"""Versions of the weights: proposed, approved, returned, written as files."""

from pathlib import Path
from typing import Annotated

import typer

from commands.parts.faults import spoken
from commands.parts.options import Json, Reason, day
from commands.parts.seat import at_terminal
from commands.printing import schemes as scheme_terminal
from commands.printing.tables import out
from data.decisions import schemes
from data.decisions.bodies import SchemeApproval
from data.decisions.checking import checked_body
from data.decisions.store import Decisions
from data.settings import Home, settings
from metrics.rulebook.rulebook import load_rules
from metrics.schemes import versions as scheme_versions
from metrics.schemes.scheme import load_scheme
from metrics.schemes.write_file import scheme_file

VersionId = Annotated[str, typer.Argument(help="方案版本的编号，见 schemes list。", show_default=False)]


def listed(as_json: Json = False) -> None:
    """列出随产品提供的示例和全部方案版本：状态、提出人、批准人、有效期。"""
    with spoken():
        home = Home(settings().home).create()
        found = {one: scheme_versions.scheme_of(one) for one in schemes.versions(Decisions(home, settings())).values()}
        sample = scheme_versions.shipped(load_rules(home.site))
    (scheme_terminal.json_schemes if as_json else scheme_terminal.table_schemes)(sample, found)


def show(version: VersionId, out_file: Annotated[Path | None, typer.Option("--out", help="写入的 TOML 文件；不写则打印。")] = None) -> None:
    """把一个版本写成 TOML，assess --scheme 读回的与它完全相同。"""
    with spoken():
        text = scheme_file(scheme_versions.scheme_of(schemes.version(Decisions(Home(settings().home).create(), settings()), version)))
        if out_file is None:
            typer.echo(text, nl=False)
            return
        out_file.write_text(text, encoding="utf-8")
    out.print(f"已写入 {out_file}", highlight=False, soft_wrap=True)


def propose(
    path: Annotated[Path, typer.Argument(help="考核方案文件（TOML）；其中的 id 就是版本编号。", show_default=False)],
    reason: Reason,
    came_from: Annotated[str, typer.Option("--from", help="所据的版本编号；不写则为随产品提供的示例。")] = "",
) -> None:
    """从文件提出一个方案版本，等待另一位人员批准；批准之前都是示例。"""
    with spoken():
        home = Home(settings().home).create()
        decisions, rules = Decisions(home, settings()), load_rules(home.site)
        scheme, base = load_scheme(path, rules), came_from or scheme_versions.shipped(rules).id
        act = scheme_versions.propose(decisions, at_terminal("officer"), scheme, rules, base, reason)
    out.print(f"{act.thing}：已提出，等待另一位人员批准，第 {act.act_id} 号决定", highlight=False, markup=False, soft_wrap=True)


def approve(
    version: VersionId,
    reason: Reason,
    start: Annotated[str, typer.Option("--from", help="有效期的第一天，如 2027-01-01。")],
    end: Annotated[str | None, typer.Option("--to", help="有效期的最后一天；不写则到另有决定为止。")] = None,
) -> None:
    """批准一个版本；提出它的人不能批准。"""
    with spoken():
        decisions, said = Decisions(Home(settings().home).create(), settings()), {"valid_from": day(start), "valid_to": day(end)}
        days = checked_body(schemes.ABOUT, "approved", said)
        assert isinstance(days, SchemeApproval)
        act = schemes.approve(decisions, at_terminal("officer"), schemes.version(decisions, version), days, reason)
    out.print(f"{version}：已批准，第 {act.act_id} 号决定", highlight=False, markup=False, soft_wrap=True)


def give_back(version: VersionId, reason: Reason) -> None:
    """退回一个版本；它和退回的理由都留在记录中。"""
    with spoken():
        decisions = Decisions(Home(settings().home).create(), settings())
        act = schemes.give_back(decisions, at_terminal("officer"), schemes.version(decisions, version), reason)
    out.print(f"{version}：已退回，第 {act.act_id} 号决定", highlight=False, markup=False, soft_wrap=True)
