"""Published editions: listed, checked, written as data."""

from pathlib import Path
from typing import Annotated

import typer

from commands.parts.faults import spoken
from commands.parts.options import Json
from commands.parts.seat import at_terminal
from commands.printing import tables as terminal
from commands.printing.tables import err, out
from data.decisions import periods, sign_ins
from data.decisions.store import Decisions
from data.errors import RequestFault
from data.runs import editions
from data.runs.store import RunStore
from data.settings import Home, settings
from metrics.publication.verify import verify
from metrics.run.reader import Reader
from reports.open_data.tables import FORMATS, write_files


def listed(as_json: Json = False) -> None:
    """列出各考核期所处的阶段和已发布的版本。"""
    with spoken():
        found = periods.all_standing(Decisions(Home(settings().home).create(), settings()))
    (terminal.json_editions if as_json else terminal.table_editions)(found)


def check(
    edition: Annotated[str, typer.Argument(help="已发布版本的编号，如 2026H1-1；用 editions 命令查看。", show_default=False)],
    as_json: Json = False,
) -> None:
    """核验已发布的版本：逐个文件核对，从原件重新读取并重新计算，列出每一处差异。"""
    with spoken():
        home = Home(settings().home).create()
        with err.status("核验中") as status:
            findings = verify(home, settings(), Decisions(home, settings()), edition, lambda step: status.update(f"核验 {step}"))
    (terminal.json_findings if as_json else terminal.table_findings)(findings)
    if not findings.holds:
        raise typer.Exit(2)


def export(
    edition: Annotated[str, typer.Option(help="已发布版本的编号，如 2026H1-1；用 editions 命令查看。")],
    out_folder: Annotated[Path, typer.Option("--out", help="写入的文件夹。")],
    formats: Annotated[str, typer.Option("--format", help="格式，用逗号分开：csv、parquet、json。")] = ",".join(FORMATS),
) -> None:
    """把一个已发布版本的总分、指标、义务导出为数据文件，附数据字典。"""
    with spoken():
        home = Home(settings().home).create()
        decisions = Decisions(home, settings())
        asked = [part.strip() for part in formats.split(",") if part.strip()]
        chosen = tuple(kind for kind in FORMATS if kind in asked)
        if not chosen or set(asked) - set(FORMATS):
            raise RequestFault(f"不能导出为“{formats}”。可写 csv、parquet、json，用逗号分开。")
        store = RunStore(home, settings(), lambda: editions.published(decisions))
        officer = at_terminal("officer")
        reader = Reader(store, store.edition(edition).edition_id, officer)
        sign_ins.export(decisions, officer, f"{edition}（{'、'.join(chosen)}）", {"run": edition})
        written = write_files(reader, chosen, out_folder)
    out.print(f"已写入 {out_folder}：{len(written)} 个文件", highlight=False, soft_wrap=True)
