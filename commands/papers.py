"""Papers of a run: the ranking book, the circular, scorecards of many units, and the templates of papers."""

from pathlib import Path
from typing import Annotated, Literal

import typer

from commands.parts.faults import spoken
from commands.parts.leftovers import tidy
from commands.parts.options import Json, day
from commands.parts.progress import progress_bar
from commands.parts.seat import at_terminal
from commands.printing import bundle as bundling
from commands.printing import ranking_books as book_files
from commands.printing.tables import err, out
from data.calendar import day_of
from data.decisions import sign_ins
from data.decisions.store import Decisions
from data.errors import RequestFault
from data.runs import editions
from data.runs.store import RunStore
from data.settings import Home, settings
from metrics.run.reader import Reader
from metrics.run.trend import month_before
from reports.bundle.ordering import ask
from reports.bundle.papers import KINDS as PAPERS
from reports.ranking_book import KINDS as BOOK_KINDS
from reports.wording.wording import LANGS


def ranking_book(
    period: Annotated[str, typer.Option(help="考核期：2026、2026H1、2026Q3、2026-06。")],
    out_folder: Annotated[Path, typer.Option("--out", help="写入的文件夹。")],
    formats: Annotated[str, typer.Option("--format", help="格式，用逗号分开：xlsx、docx、pdf。")] = ",".join(BOOK_KINDS),
    run: Annotated[str | None, typer.Option(help="测算编号或版本编号；不写则取该考核期最新的版本，没有版本则取最新的草稿。")] = None,
    lang: Annotated[Literal["zh", "en"], typer.Option(help="语言：zh 或 en。")] = "zh",
) -> None:
    """生成考核结果汇总：全部分组的名次、总分、各板块得分、变化与统计。"""
    with spoken():
        home = Home(settings().home).create()
        decisions, kinds = Decisions(home, settings()), book_files.kinds_of(formats)
        store = RunStore(home, settings(), lambda: editions.published(decisions))
        officer = at_terminal("officer")
        reader = Reader(store, book_files.run_of(store, period, run), officer)
        sign_ins.export(decisions, officer, f"ranking-book（{'、'.join(kinds)}）", {"run": reader.info.address})
        with err.status("生成中"):
            written = book_files.write(store, reader, kinds, lang, out_folder)
    for path in written:
        out.print(f"已写入 {path}", highlight=False, markup=False, soft_wrap=True)


def circular(
    out_folder: Annotated[Path, typer.Option("--out", help="写入的文件夹。")],
    period: Annotated[str | None, typer.Option(help="考核期，如 2026H1；不写则为最近的测算。")] = None,
    run: Annotated[str | None, typer.Option(help="测算编号或版本编号；不写则为该期最近的一次，已发布的优先。")] = None,
    lang: Annotated[str, typer.Option(help="语言：zh 或 en。")] = LANGS[0],
) -> None:
    """生成通报：Word、PDF，附每个数字的来源。"""
    from commands.printing.papers import write_circular  # what reads Word templates takes a while to import; few commands need it

    with spoken():
        home = Home(settings().home).create()
        decisions, officer = Decisions(home, settings()), at_terminal("officer")
        store = RunStore(home, settings(), lambda: editions.published(decisions))
        runs = store.runs()
        chosen = next((one for one in runs if period in (None, one.period) and run in (None, one.address)), None)
        if chosen is None or lang not in LANGS:
            raise RequestFault("没有这样的测算结果或语言。请用 editions 命令查看已发布的版本，或先用 assess 命令测算；语言写 zh 或 en。")
        before = month_before(chosen, runs)
        sign_ins.export(decisions, officer, f"circular（{chosen.period}）", {"run": chosen.address})
        earlier = Reader(store, before, officer) if before else None
        signed = day_of(store.edition(chosen.edition).at) if chosen.edition else None
        written = list(write_circular(Reader(store, chosen, officer), earlier, lang, signed, home.site, out_folder))
    out.print(f"已写入 {out_folder}：{'、'.join(path.name for path in written)}", highlight=False, markup=False, soft_wrap=True)


def templates(out_folder: Annotated[Path, typer.Option("--out", help="写入的文件夹；已有的同名文件不覆盖。")]) -> None:
    """另存文书的 Word 模板：在 Word 中修改后放入 $DUSHU_HOME/site/templates/ 即启用。"""
    from commands.printing.papers import write_templates  # likewise

    with spoken():
        written = list(write_templates(out_folder))
    out.print(f"已写入 {out_folder}：{len(written)} 个模板", highlight=False, markup=False, soft_wrap=True)


def scorecards(
    out_folder: Annotated[Path, typer.Option("--out", help="写入的文件夹：一个 zip，并在同名文件夹中展开。")],
    period: Annotated[str | None, typer.Option(help="考核期，取其最新的结果：2026、2026H1、2026Q3、2026-06。")] = None,
    edition: Annotated[str | None, typer.Option(help="已发布版本的编号，如 2026H1-1。")] = None,
    as_of: Annotated[str | None, typer.Option(help="统计日；不写则为最新的。")] = None,
    unit: Annotated[list[str] | None, typer.Option(help="单位的编码，可重复；不写则为全部。")] = None,
    formats: Annotated[str, typer.Option("--format", help="格式，用逗号分开。")] = ",".join(PAPERS),
    book: Annotated[bool, typer.Option("--book", help="附上考核结果汇总，格式相同。")] = False,
    lang: Annotated[str, typer.Option(help="语言：zh 或 en。")] = "zh",
    as_json: Json = False,
) -> None:
    """一次生成各单位的考核评分表，附对照表，打成一个 zip；中断后再次运行同一命令即可继续。"""
    with spoken():
        home = Home(settings().home).create()
        tidy(home)
        decisions = Decisions(home, settings())
        store = RunStore(home, settings(), lambda: editions.published(decisions))
        reader = Reader(store, bundling.chosen_run(store, period, edition, day(as_of)), at_terminal("officer"))
        kinds = [part.strip() for part in formats.split(",") if part.strip()]
        job = ask(reader, decisions, "terminal", unit or None, kinds, lang, book=book)
        with progress_bar(shown=not as_json) as advance:
            ended = bundling.carried_out(home, settings(), decisions, job, advance)
        if ended.state == "done":
            sign_ins.export(decisions, reader.viewer, job.told().name, {"run": reader.info.address})
            bundling.say(job, bundling.lay_down(job, out_folder), as_json=as_json)
            return
    bundling.say_fault(ended)
    raise typer.Exit(1 if ended.done else 2)
