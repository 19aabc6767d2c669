"""Door 2: the terminal and cron. Exit codes: 0 done; 1 done, with rejected rows; 2 nothing done, and why."""

import getpass
import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Annotated, Any, Literal

import typer
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn

from data import editions
from data.access import Role, Viewer
from data.calendar import day_of
from data.contracts import load_contracts
from data.decisions import contacts, evidence, people, periods, schemes, sign_ins, tokens
from data.decisions.acts import Act, SchemeApproval
from data.decisions.checking import checked_body
from data.decisions.mappings import contracts_of, learned
from data.decisions.store import Decisions, in_computation
from data.decisions.withdrawals import facts_of, take_back, told_of, withdraw
from data.delivery import sending
from data.doctor import examine
from data.errors import DushuError, RequestFault
from data.facts import Facts
from data.intake import Outcome, Said, Trial, ingest
from data.intake.rejects import rejects_workbook
from data.runs import RunStore, sweep
from data.settings import PROJECT, Home, settings
from data.sign_in import TRUSTED_PROXIES, way_in
from metrics import scheme_versions
from metrics.answers import write_answers
from metrics.assess import assess, gather, history
from metrics.cases import load_cases
from metrics.demonstration import has_decisions, load_demo, set_aside
from metrics.period import Period, parse_period, span
from metrics.publication_check import verify
from metrics.reading import Reader
from metrics.ready import prepare
from metrics.reference import render
from metrics.rulebook import load_rules
from metrics.scheme import load_scheme
from metrics.trend import month_before
from reports import intake_terminal, ranking_book, scheme_terminal, terminal
from reports.bundle import keeping as bundle_keeping
from reports.bundle import terminal as bundling
from reports.bundle.ordering import ask
from reports.bundle.papers import KINDS as PAPERS
from reports.delivery import printing
from reports.delivery.making import make
from reports.delivery.planning import plan
from reports.open_data.tables import FORMATS, write_files
from reports.papers.printing import write_circular, write_templates
from reports.ranking_book import files as book_files
from reports.scheme_file import scheme_file
from reports.terminal import err, out
from reports.trail_sheet import trail_sheet
from reports.wording import LANGS, Wording

app = typer.Typer(help="督数：公共数据共享的监督与考核。", no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False)

people_app = typer.Typer(help="人员与权限：谁可以用哪个账号、以什么角色进入。", no_args_is_help=True)
app.add_typer(people_app, name="people")
audit_app = typer.Typer(help="日志：核对是否完整，导出备查。", no_args_is_help=True)
app.add_typer(audit_app, name="audit")
contacts_app = typer.Typer(help="单位联系人：提醒、简报和考核结果发给谁。", no_args_is_help=True)
app.add_typer(contacts_app, name="contacts")
schemes_app = typer.Typer(help="考核方案：提出、批准、退回一个版本，导出为文件。", no_args_is_help=True)
app.add_typer(schemes_app, name="schemes")
tokens_app = typer.Typer(help="数据令牌：哪些系统可以读取已发布的数据。", no_args_is_help=True)
app.add_typer(tokens_app, name="tokens")

Json = Annotated[bool, typer.Option("--json", help="以 JSON 输出，供其他程序读取。")]


@contextmanager
def spoken() -> Iterator[None]:
    """What a person can act on is said in its own words, and ends with exit code 2."""
    try:
        yield
    except DushuError as fault:
        err.print(str(fault), style="red", markup=False, highlight=False, soft_wrap=True)
        raise typer.Exit(2) from None
    except OSError as fault:
        err.print(
            f"无法读写 {fault.filename}：{fault.strerror}。请检查路径和权限。", style="red", markup=False, highlight=False, soft_wrap=True
        )
        raise typer.Exit(2) from None


def tidy(home: Home) -> None:
    """Say and clear away what an earlier command left when it was cut off."""
    cut_off = editions.sweep(home, lambda: Decisions(home, settings()))
    papers = bundle_keeping.sweep(home, settings().papers_days)
    for sentence in [*Facts(home).sweep(), *sweep(home), *evidence.sweep(home), *cut_off, *papers]:
        err.print(sentence, style="yellow", markup=False, soft_wrap=True)


def day(text: str | None) -> date | None:
    """A day as written on the command line."""
    try:
        return date.fromisoformat(text) if text else None
    except ValueError as fault:
        raise RequestFault(f"“{text}”不是日期，请写成 2026-06-30。") from fault


@app.command("ingest")
def ingest_command(
    paths: Annotated[list[Path], typer.Argument(help="导出文件、文件夹或 zip。", show_default=False)],
    exported_on: Annotated[str | None, typer.Option(help="数据截止日，如 2026-06-30；不写则取自标题行或文件名。")] = None,
    division: Annotated[str | None, typer.Option(help="文件所属区划，如 恩平市；不写则为本市。")] = None,
    cumulative: Annotated[bool, typer.Option("--cumulative", help="增量报送：同一主键以新行为准，其余保留；不写则为全量。")] = False,
    rejected: Annotated[Path | None, typer.Option(help="把退回的行另存为 Excel 的文件夹，改正后可再次接入。")] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="只检查，不入库：认成什么、各列对应什么、与现行的一批相比有何变化。")] = False,
    as_json: Json = False,
) -> None:
    """接入平台导出文件：识别、检查、入库。"""
    if dry_run:
        try_files(paths, Said(day_said(exported_on), division, "cumulative" if cumulative else "full"), as_json=as_json)
        return
    with spoken():
        home = Home(settings().home)
        if aside := set_aside(home):
            err.print(f"演示数据已移到 {aside}，正式数据从空目录开始，二者不混用。", style="yellow", soft_wrap=True)
        tidy(home.create())
        decisions = Decisions(home, settings())
        contracts = contracts_of(home, decisions)
        officer = at_terminal("officer")
        with progress_bar(shown=not as_json) as advance:
            outcomes = ingest(
                paths, facts_of(home, decisions), contracts, exported_on=day(exported_on), division=division,
                by=officer.name, received_at=datetime.now(UTC), mode="cumulative" if cumulative else "full", progress=advance,
            )  # fmt: skip
        for batch in (o.batch for o in outcomes if o.batch and o.status == "taken"):
            decisions.trace(officer, "intake", batch.file_name, batch=batch.batch_id, accepted=batch.counts.accepted)
        if rejected:
            write_rejected(outcomes, Facts(home), rejected)
    (terminal.json_outcomes if as_json else terminal.table_outcomes)(outcomes, contracts)
    if not any(outcome.batch for outcome in outcomes):
        if not outcomes:
            err.print("没有找到可以接入的文件。请检查路径。", style="red")
        raise typer.Exit(2)
    if any(outcome.status == "refused" or (outcome.batch and outcome.batch.counts.rejected) for outcome in outcomes):
        raise typer.Exit(1)


def day_said(text: str | None) -> date | None:
    """The same, with the fault said."""
    with spoken():
        return day(text)


def try_files(paths: list[Path], said: Said, *, as_json: bool) -> None:
    """Read the files and tell what they would be and change. Nothing is written."""
    with spoken():
        home = Home(settings().home)
        decisions = Decisions(home.create(), settings())
        contracts = contracts_of(home, decisions)
        with progress_bar(shown=not as_json) as advance:
            found = Trial().of(paths, facts_of(home, decisions), contracts, said, settings(), advance)
    (intake_terminal.json_tried if as_json else intake_terminal.table_tried)(found, contracts, learned(decisions))
    if not any(one.ready for one in found):
        raise typer.Exit(2)
    if any(one.ready is None or one.ready.counts.rejected for one in found):
        raise typer.Exit(1)


Reason = Annotated[str, typer.Option(help="理由，记入日志。")]
BatchId = Annotated[str, typer.Argument(help="批次编号，见 batches 命令。", show_default=False)]


@app.command("batches")
def batches_command(as_json: Json = False) -> None:
    """列出已接入的批次：是否生效，谁撤回、为什么。"""
    with spoken():
        home = Home(settings().home).create()
        decisions = Decisions(home, settings())
        facts, told = facts_of(home, decisions), told_of(decisions)
        batches = facts.batches()
    (intake_terminal.json_batches if as_json else intake_terminal.table_batches)(batches, facts, told)


@app.command("withdraw")
def withdraw_command(batch: BatchId, reason: Reason) -> None:
    """撤回一个批次：以后的测算不再使用，此前的同类批次重新生效；原件和记录保留。"""
    decide_on_batch(batch, reason, withdraw, "已撤回")


@app.command("restore")
def restore_command(batch: BatchId, reason: Reason) -> None:
    """恢复一个被撤回的批次。"""
    decide_on_batch(batch, reason, take_back, "已恢复")


def decide_on_batch(batch_id: str, reason: str, decide: Callable[..., Act], done: str) -> None:
    """Record an act on a batch in the name of who sits at the terminal."""
    with spoken():
        home = Home(settings().home).create()
        known = next((b for b in Facts(home).batches() if b.batch_id == batch_id), None)
        if known is None:
            raise RequestFault(f"没有编号为 {batch_id} 的批次。请用 python cli.py batches 查看。")
        act = decide(Decisions(home, settings()), at_terminal("officer"), known, reason)
    out.print(
        f"{known.file_name}（批次 {batch_id}）{done}，第 {act.act_id} 号决定。重新测算后生效。",
        highlight=False,
        markup=False,
        soft_wrap=True,
    )


def write_rejected(outcomes: list[Outcome], facts: Facts, folder: Path) -> None:
    """One workbook for each file with rejected rows: the original cells, the faulty one marked, the reason beside it."""
    contracts = load_contracts(facts.home.site)
    folder.mkdir(parents=True, exist_ok=True)
    for batch in (o.batch for o in outcomes if o.batch and o.batch.counts.rejected):
        path = folder / f"{Path(batch.file_name).stem}-退回行-{batch.batch_id}.xlsx"
        path.write_bytes(rejects_workbook(batch, facts.rejected(batch), contracts))
        err.print(f"退回 {batch.counts.rejected} 行：{path}", highlight=False, soft_wrap=True)


@contextmanager
def progress_bar(*, shown: bool) -> Iterator[Callable[[int, int, str], None]]:
    """A bar that moves as files are taken."""
    columns = (SpinnerColumn(), TextColumn("{task.description}", markup=False), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, console=err, transient=True, disable=not shown) as bar:
        task = bar.add_task("识别文件", total=None)
        yield lambda done, total, name: bar.update(task, description=name, completed=done, total=total)


@app.command("assess")
def assess_command(
    period: Annotated[str | None, typer.Option(help="考核期：2026、2026H1、2026Q3、2026-06。")] = None,
    start: Annotated[str | None, typer.Option(help="考核期开始日，与 --end 同用。")] = None,
    end: Annotated[str | None, typer.Option(help="考核期结束日。")] = None,
    as_of: Annotated[str | None, typer.Option(help="统计日；不写则为考核期末，未到期末则为今天。")] = None,
    scheme: Annotated[str, typer.Option(help="考核方案：方案版本的编号，或 TOML 文件；不写则为随产品提供的示例。")] = "",
    authority: Annotated[str | None, typer.Option(help="数据主管部门编码；不写则取 DUSHU_AUTHORITY，再取上次所用。")] = None,
    out_folder: Annotated[Path | None, typer.Option("--out", help="把结果写成四个 CSV 文件的文件夹。")] = None,
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
        inputs = gather(home, settings(), span_of, on, weights, chosen_authority(authority, home), acts=in_computation(decisions))
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
    (terminal.json_run if as_json else terminal.table_run)(run, reader)


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


@app.command("ranking-book")
def ranking_book_command(
    period: Annotated[str, typer.Option(help="考核期：2026、2026H1、2026Q3、2026-06。")],
    out_folder: Annotated[Path, typer.Option("--out", help="写入的文件夹。")],
    formats: Annotated[str, typer.Option("--format", help="格式，用逗号分开：xlsx、docx、pdf。")] = ",".join(ranking_book.KINDS),
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


VersionId = Annotated[str, typer.Argument(help="方案版本的编号，见 schemes list。", show_default=False)]


@schemes_app.command("list")
def schemes_list(as_json: Json = False) -> None:
    """列出随产品提供的示例和全部方案版本：状态、提出人、批准人、有效期。"""
    with spoken():
        home = Home(settings().home).create()
        found = {one: scheme_versions.scheme_of(one) for one in schemes.versions(Decisions(home, settings())).values()}
        sample = scheme_versions.shipped(load_rules(home.site))
    (scheme_terminal.json_schemes if as_json else scheme_terminal.table_schemes)(sample, found)


@schemes_app.command("show")
def schemes_show(
    version: VersionId, out_file: Annotated[Path | None, typer.Option("--out", help="写入的 TOML 文件；不写则打印。")] = None
) -> None:
    """把一个版本写成 TOML，assess --scheme 读回的与它完全相同。"""
    with spoken():
        text = scheme_file(scheme_versions.scheme_of(schemes.version(Decisions(Home(settings().home).create(), settings()), version)))
        if out_file is None:
            typer.echo(text, nl=False)
            return
        out_file.write_text(text, encoding="utf-8")
    out.print(f"已写入 {out_file}", highlight=False, soft_wrap=True)


@schemes_app.command("propose")
def schemes_propose(
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


@schemes_app.command("approve")
def schemes_approve(
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


@schemes_app.command("return")
def schemes_return(version: VersionId, reason: Reason) -> None:
    """退回一个版本；它和退回的理由都留在记录中。"""
    with spoken():
        decisions = Decisions(Home(settings().home).create(), settings())
        act = schemes.give_back(decisions, at_terminal("officer"), schemes.version(decisions, version), reason)
    out.print(f"{version}：已退回，第 {act.act_id} 号决定", highlight=False, markup=False, soft_wrap=True)


@app.command("rules")
def rules_command(
    write: Annotated[Path | None, typer.Option(help="把全部规则连同示例写成规则手册（Markdown），如 docs/rules.md。")] = None,
) -> None:
    """列出二十二条规则；--write 生成规则手册。"""
    with spoken():
        rules = load_rules(None if write else Home(settings().home).site)
        if write:
            write.write_text(render(rules, {rule_id: load_cases(rule_id) for rule_id in rules}), encoding="utf-8")
            out.print(f"已写入 {write}", highlight=False)
            return
    terminal.table_rules(rules)


@app.command()
def demo(if_empty: Annotated[bool, typer.Option("--if-empty", help="已有数据时什么也不做。")] = False) -> None:
    """装入演示城市：十个月的导出文件，连同测算结果。"""
    with spoken():
        home = Home(settings().home)
        if not home.is_empty or (if_empty and has_decisions(home, settings())):
            if if_empty:
                return
            raise RequestFault(f"{home.path} 中已有数据。请用 DUSHU_HOME 另指一个空目录，再装入演示城市。")
        with err.status("装入演示城市") as status:
            load_demo(home, settings(), lambda step: status.update(f"装入演示城市：{step}"))
    out.print(f"演示城市已装入 {home.path}", highlight=False, soft_wrap=True)


Login = Annotated[str, typer.Argument(help="登录系统给出的账号。", show_default=False)]
Units = Annotated[list[str] | None, typer.Option("--unit", help="部门人员所属单位的编码，可重复。")]


@people_app.command("list")
def people_list(as_json: Json = False) -> None:
    """列出全部人员。"""
    with spoken():
        everybody = people.everybody(Decisions(Home(settings().home).create(), settings()))
    (terminal.json_people if as_json else terminal.table_people)(everybody)


@people_app.command("add")
def people_add(
    login: Login,
    name: Annotated[str, typer.Option(help="姓名。")],
    role: Annotated[
        str, typer.Option(help="角色：leader 领导、officer 考核专员、analyst 分析人员、department 部门、contractor 外包、admin 管理员。")
    ],
    reason: Reason,
    unit: Units = None,
) -> None:
    """登记一个人；停用过的账号可再次登记。"""
    with spoken():
        decisions = Decisions(Home(settings().home).create(), settings())
        last = people.person(decisions, login)
        if last and people.of(last).is_active:
            raise RequestFault(f"账号“{login}”已经登记。要改动请用 python cli.py people change。")
        said = {"name": name, "role": role, "units": tuple(unit or ())}
        keep_person(decisions, login, said, reason, last.seq if last else 0)


@people_app.command("change")
def people_change(
    login: Login,
    reason: Reason,
    name: Annotated[str | None, typer.Option(help="姓名；不写则不变。")] = None,
    role: Annotated[str | None, typer.Option(help="角色；不写则不变。")] = None,
    unit: Units = None,
) -> None:
    """改动一个人的姓名、角色或单位。"""
    with spoken():
        decisions = Decisions(Home(settings().home).create(), settings())
        last = people.known(decisions, login)
        now = people.of(last)
        units = tuple(unit or ()) or (now.units if (role or now.role) == "department" else ())
        said = {"name": name or now.name, "role": role or now.role, "units": units, "is_active": now.is_active}
        keep_person(decisions, login, said, reason, last.seq)


@people_app.command("remove")
def people_remove(login: Login, reason: Reason) -> None:
    """停用一个人的账号：下一次操作起即不能进入。记录保留。"""
    with spoken():
        decisions = Decisions(Home(settings().home).create(), settings())
        last = people.known(decisions, login)
        keep_person(decisions, login, people.of(last).model_dump() | {"is_active": False}, reason, last.seq)


def keep_person(decisions: Decisions, login: str, said: Mapping[str, Any], reason: str, seen: int) -> None:
    """Record who somebody is, in the name of who sits at the terminal."""
    act = people.keep(decisions, at_terminal(), login, said, reason, seen)
    now = people.of(act)
    out.print(
        f"{act.thing}：{now.name}，{now.role}，{'、'.join(now.units) or '全市'}，{'在用' if now.is_active else '已停用'}", highlight=False
    )


def at_terminal(role: Role = "admin") -> Viewer:
    """Who sits at the terminal of the server, by the name of their account there. They may keep persons: so the first administrator comes in."""
    try:
        import pwd  # not on Windows

        user = pwd.getpwuid(os.getuid()).pw_name  # not getpass: it believes LOGNAME, which anybody can set
    except ImportError:
        user = getpass.getuser()
    except KeyError:  # a container without a list of users
        user = f"uid{os.getuid()}"
    return Viewer(user, role, login=f"{user}@terminal", address="terminal")


@app.command()
def serve() -> None:
    """打开网页。正式数据须先配置登录。"""
    with spoken():
        chosen = settings()
        if chosen.sign_in == "gateway":
            os.environ[TRUSTED_PROXIES] = ""  # the server must see who really calls
        way = way_in(Home(chosen.home), chosen, auth_section(), os.environ)
        tidy(Home(chosen.home).create())
        if way != "demo" and not people.everybody(Decisions(Home(chosen.home), chosen)):
            err.print(
                "还没有登记任何人员，登录后谁也进不去。请先用 python cli.py people add 登记第一位管理员。", style="yellow", soft_wrap=True
            )
    out.print(f"督数：http://{chosen.address}:{chosen.port}", highlight=False)
    options = ["--server.address", chosen.address, "--server.port", str(chosen.port), "--server.headless", "true"]
    command = [sys.executable, "-m", "streamlit", "run", str(PROJECT / "app.py"), *options]
    os.chdir(PROJECT)
    if os.name == "nt":  # Windows can't hand a process over
        raise typer.Exit(subprocess.run(command, check=False).returncode)
    sys.stdout.flush()
    os.execv(sys.executable, command)  # the server takes over this very process, and its signals


def auth_section() -> Mapping[str, Any]:
    """The section [auth] of the secrets, read as the server will read it."""
    from pages.parts import identity  # Streamlit takes a second to import; few commands need it

    os.chdir(PROJECT)
    return identity.auth_section()


@audit_app.command("verify")
def audit_verify(
    expect: Annotated[str | None, typer.Option(help="以前记下的哈希值：日志中须有这一行，否则日志被截去或重写过。")] = None,
) -> None:
    """核对日志是否完整：被删、被改、插入、截断的行，以及与日志不符的决定。"""
    with spoken():
        verdict = Decisions(Home(settings().home).create(), settings()).verify_trail(expect)
    for sentence in verdict.faults:
        err.print(sentence, style="red", markup=False, highlight=False, soft_wrap=True)
    out.print(f"日志共 {verdict.lines} 行，末行哈希值 {verdict.head}", highlight=False, soft_wrap=True)
    if verdict.faults:
        raise typer.Exit(2)
    noted = f"，记下的哈希值在第 {verdict.expected_line} 行" if verdict.expected_line else ""
    out.print(f"完整，未见改动{noted}。请把末行哈希值另处记下，供下次核对（--expect）。", highlight=False, soft_wrap=True)


@audit_app.command("export")
def audit_export(
    out_file: Annotated[Path, typer.Option("--out", help="写入的 CSV 文件。")],
    start: Annotated[str | None, typer.Option("--from", help="起始日（含）；不写则从头。")] = None,
    end: Annotated[str | None, typer.Option("--to", help="截止日（含）；不写则到最后。")] = None,
) -> None:
    """把日志导出为 CSV；导出本身也记入日志。"""
    with spoken():
        decisions = Decisions(Home(settings().home).create(), settings())
        out_file.write_bytes(trail_sheet(decisions, at_terminal("officer"), day(start), day(end)))
    out.print(f"已写入 {out_file}", highlight=False, soft_wrap=True)


@app.command("editions")
def editions_command(as_json: Json = False) -> None:
    """列出各考核期所处的阶段和已发布的版本。"""
    with spoken():
        found = periods.all_standing(Decisions(Home(settings().home).create(), settings()))
    (terminal.json_editions if as_json else terminal.table_editions)(found)


@app.command("verify")
def verify_command(
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


@app.command("deliver")
def deliver_command(
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


UnitId = Annotated[str, typer.Argument(help="单位的编码，见部门名录。", show_default=False)]


@contacts_app.command("list")
def contacts_list(as_json: Json = False) -> None:
    """列出已登记的联系人。"""
    with spoken():
        found = contacts.contacts(Decisions(Home(settings().home).create(), settings()))
    (printing.json_contacts if as_json else printing.table_contacts)(found)


@contacts_app.command("set")
def contacts_set(
    unit: UnitId,
    name: Annotated[str, typer.Option(help="联系人姓名。")],
    email: Annotated[str, typer.Option(help="电子邮箱，只能一个；多人收件请用公共邮箱。")],
    reason: Reason,
) -> None:
    """登记或更换一个单位的联系人。"""
    with spoken():
        decisions = Decisions(Home(settings().home).create(), settings())
        contacts.keep(decisions, at_terminal(), unit, {"name": name, "email": email}, reason)
    out.print(f"{unit}：{name}，{email}", highlight=False, markup=False)


@contacts_app.command("remove")
def contacts_remove(unit: UnitId, reason: Reason) -> None:
    """撤销一个单位的联系人：不再向它发送邮件。"""
    with spoken():
        contacts.remove(Decisions(Home(settings().home).create(), settings()), at_terminal(), unit, reason)
    out.print(f"{unit}：已撤销", highlight=False, markup=False)


@app.command("export")
def export_command(
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


@app.command("circular")
def circular_command(
    out_folder: Annotated[Path, typer.Option("--out", help="写入的文件夹。")],
    period: Annotated[str | None, typer.Option(help="考核期，如 2026H1；不写则为最近的测算。")] = None,
    run: Annotated[str | None, typer.Option(help="测算编号或版本编号；不写则为该期最近的一次，已发布的优先。")] = None,
    lang: Annotated[str, typer.Option(help="语言：zh 或 en。")] = LANGS[0],
) -> None:
    """生成通报：Word、PDF，附每个数字的来源。"""
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


@app.command("templates")
def templates_command(out_folder: Annotated[Path, typer.Option("--out", help="写入的文件夹；已有的同名文件不覆盖。")]) -> None:
    """另存文书的 Word 模板：在 Word 中修改后放入 $DUSHU_HOME/site/templates/ 即启用。"""
    with spoken():
        written = list(write_templates(out_folder))
    out.print(f"已写入 {out_folder}：{len(written)} 个模板", highlight=False, markup=False, soft_wrap=True)


@app.command("scorecards")
def scorecards_command(
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


@app.command("api")
def api_command() -> None:
    """打开数据服务：其他系统凭令牌读取已发布的数据。只读；默认只供本机访问。"""
    import uvicorn  # takes a while to import; few commands need it

    from reports.open_data import service

    with spoken():
        chosen, home = settings(), Home(settings().home).create()
        tidy(home)
        served = service.service(home, chosen, Decisions(home, chosen))
    out.print(f"数据服务：http://{chosen.api_address}:{chosen.api_port}/v1/editions", highlight=False)
    sys.stdout.flush()
    uvicorn.run(
        served, host=chosen.api_address, port=chosen.api_port, log_level="warning", access_log=False, server_header=False,
        proxy_headers=False, limit_concurrency=64,
    )  # fmt: skip


@tokens_app.command("list")
def tokens_list(as_json: Json = False) -> None:
    """列出有效和已过期的令牌；令牌本身不保存，不能再看到。"""
    with spoken():
        found = tokens.standing(Decisions(Home(settings().home).create(), settings()))
    (terminal.json_tokens if as_json else terminal.table_tokens)(found)


@tokens_app.command("make")
def tokens_make(
    name: Annotated[str, typer.Option(help="给哪个系统用，如 市政务数据门户。")],
    until: Annotated[str, typer.Option(help="有效期截止日，如 2027-06-30，最长两年。")],
    reason: Reason,
    scope: Annotated[str, typer.Option(help="figures 只有总分和指标；obligations 另有义务明细。")] = "figures",
) -> None:
    """发放一个令牌。它只显示这一次，请当即交给对方保管。"""
    with spoken():
        decisions, last = Decisions(Home(settings().home).create(), settings()), day(until)
        assert last is not None  # typer asks for it
        act, text = tokens.make(decisions, at_terminal(), name, scope, last, reason)
    out.print(f"{act.thing}：{name}，{scope}，有效期至 {last}。下面的令牌只显示这一次：", highlight=False, markup=False, soft_wrap=True)
    typer.echo(text)


@tokens_app.command("revoke")
def tokens_revoke(token_id: Annotated[str, typer.Argument(help="令牌编号，见 tokens list。", show_default=False)], reason: Reason) -> None:
    """撤销一个令牌：立即失效。"""
    with spoken():
        tokens.revoke(Decisions(Home(settings().home).create(), settings()), at_terminal(), token_id, reason)
    out.print(f"{token_id}：已撤销", highlight=False, markup=False)


@app.command()
def doctor(as_json: Json = False) -> None:
    """检查安装、数据目录、工作日历与登录，并说明怎么办。"""
    with spoken():
        checks = examine(Home(settings().home), settings(), day_of(datetime.now(UTC)), auth_section())
    if as_json:
        typer.echo(json.dumps([c.__dict__ for c in checks], ensure_ascii=False, indent=1))
    else:
        marks = {"ok": "[green]✓[/]", "warning": "[yellow]![/]", "fault": "[red]✗[/]"}
        for check in checks:
            out.print(f"{marks[check.level]} {check.name}：", end="")
            out.print(check.sentence, markup=False, highlight=False, soft_wrap=True)
    if any(check.level == "fault" for check in checks):
        raise typer.Exit(2)


if __name__ == "__main__":
    app()
