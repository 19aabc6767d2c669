"""An assessment: of which period, as of which day, by which weights."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from commands.parts.faults import spoken
from commands.parts.leftovers import tidy
from commands.parts.options import Json, day
from commands.parts.seat import at_terminal
from commands.printing import tables as terminal
from commands.printing.tables import err
from data.calendar import day_of
from data.decisions.store import Decisions, in_computation
from data.decisions.withdrawals import facts_of
from data.errors import RequestFault
from data.runs import editions
from data.runs.store import RunStore
from data.settings import Home, settings
from metrics.assessment.assess import assess, gather, history
from metrics.assessment.input_batches import came_later
from metrics.obligations.period import Period, parse_period, span
from metrics.precompute import prepare
from metrics.rulebook.rulebook import load_rules
from metrics.run.csv_export import write_answers
from metrics.run.reader import Reader
from metrics.schemes import versions as scheme_versions


def compute(
    period: Annotated[str | None, typer.Option(help="考核期：2026、2026H1、2026Q3、2026-06。")] = None,
    start: Annotated[str | None, typer.Option(help="考核期开始日，与 --end 同用。")] = None,
    end: Annotated[str | None, typer.Option(help="考核期结束日。")] = None,
    as_of: Annotated[str | None, typer.Option(help="统计日；不写则为考核期末，未到期末则为今天。")] = None,
    scheme: Annotated[str, typer.Option(help="考核方案：方案版本的编号，或 TOML 文件；不写则为随产品提供的示例。")] = "",
    authority: Annotated[str | None, typer.Option(help="数据主管部门编码；不写则取 DUSHU_AUTHORITY，再取上次所用。")] = None,
    out_folder: Annotated[Path | None, typer.Option("--out", help="把结果写成四个 CSV 文件的文件夹。")] = None,
    reconstruct: Annotated[
        bool,
        typer.Option("--reconstruct/--no-reconstruct", help="统计日尚未接入、其后才接入的导出表，按其首批数据回溯到统计日；结果会注明。"),
    ] = False,
    with_history: Annotated[bool, typer.Option("--history/--no-history", help="同时测算考核期内各月末。")] = True,
    as_json: Json = False,
) -> None:
    """测算：义务、指标、得分、排名。"""
    with spoken():
        home = Home(settings().home).create()
        tidy(home)
        span_of = chosen_period(period, start, end)
        on = day(as_of) or min(span_of.end, day_of(datetime.now(UTC)))
        decisions = Decisions(home, settings())
        weights = scheme_versions.named(decisions, scheme, load_rules(home.site), on)
        acts, competent = in_computation(decisions), chosen_authority(authority, home)
        inputs = gather(home, settings(), span_of, on, weights, competent, look_back=reconstruct, acts=acts)
        with err.status("测算中") as status:
            run = assess(home, settings(), inputs)
            if with_history:
                history(home, settings(), inputs, lambda month: status.update(f"测算 {month}"))
            status.update("与上月比对")
            prepare(RunStore(home, settings(), lambda: editions.published(decisions)), run)
        officer = at_terminal("officer")
        decisions.trace(officer, "assess", run.run_id, period=run.period, as_of=str(run.as_of))
        reader = Reader(RunStore(home, settings()), run.run_id, officer)
        if out_folder:
            decisions.trace(officer, "export", "answers", run=run.run_id)
            write_answers(reader, out_folder)
        later = {} if run.is_reconstructed else came_later(facts_of(home, decisions), on)
    (terminal.json_run if as_json else terminal.table_run)(run, reader, later, inputs.contracts)


def chosen_period(period: str | None, start: str | None, end: str | None) -> Period:
    """The period that the options name."""
    first, last = day(start), day(end)
    if period and not (first or last):
        return parse_period(period)
    if first and last and not period:
        return span(first, last)
    raise RequestFault("请给出考核期：--period 2026H1，或 --start 与 --end 两个日期。")


def chosen_authority(option: str | None, home: Home) -> str:
    """The authority's department id: the option, else the setting, else the newest run's."""
    runs = RunStore(home, settings()).runs()
    if found := option or settings().authority or (runs[0].authority_id if runs else None):
        return found
    raise RequestFault("请用 --authority 给出数据主管部门在部门名录中的编码（目录审核发布由它负责），或设置 DUSHU_AUTHORITY。")
