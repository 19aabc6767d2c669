"""Exports come in, or are only tried."""

from collections.abc import Mapping
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Annotated, Any

import typer

from commands.parts.faults import spoken
from commands.parts.leftovers import tidy
from commands.parts.options import Json, day
from commands.parts.progress import progress_bar
from commands.parts.seat import at_terminal
from commands.printing import intake as intake_terminal
from commands.printing import tables as terminal
from commands.printing.open_ends import effects_of, json_effects, json_references, print_effects, print_references
from commands.printing.tables import err
from data.access import Viewer
from data.contracts.contracts import Contracts, load_contracts
from data.decisions.empty_columns import confirmed
from data.decisions.mappings import contracts_of, learned
from data.decisions.store import Decisions
from data.decisions.withdrawals import facts_of
from data.facts.store import Facts
from data.intake import Outcome, Reading, Said, Trial, ingest
from data.intake.references import passed
from data.intake.rejects_workbook import rejects_workbook
from data.settings import Home, settings
from metrics.demo.load import set_aside
from metrics.rulebook.rulebook import Rule, load_rules


def bring_in(
    paths: Annotated[list[Path], typer.Argument(help="导出文件、文件夹或 zip。", show_default=False)],
    exported_on: Annotated[str | None, typer.Option(help="数据截止日，如 2026-06-30；不写则取自标题行或文件名。")] = None,
    division: Annotated[str | None, typer.Option(help="文件所属区划，如 恩平市；不写则为本市。")] = None,
    cumulative: Annotated[bool, typer.Option("--cumulative", help="增量报送：同一主键以新行为准，其余保留；不写则为全量。")] = False,
    rejected: Annotated[Path | None, typer.Option(help="把退回的行另存为 Excel 的文件夹，改正后可再次接入。")] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="只检查，不入库：认成什么、各列对应什么、与现行的一批相比有何变化。")] = False,
    unmatched: Annotated[bool, typer.Option("--unmatched", help="许多编码在所指的导出表中找不到、已核对无误的文件，仍然接入。")] = False,
    as_json: Json = False,
) -> None:
    """接入平台导出文件：识别、检查、入库。"""
    if dry_run:
        with spoken():
            said = Said(day(exported_on), division, "cumulative" if cumulative else "full")
        try_files(paths, said, unmatched=unmatched, as_json=as_json)
        return
    with spoken():
        home = Home(settings().home)
        if aside := set_aside(home):
            err.print(f"演示数据已移到 {aside}，正式数据从空目录开始，二者不混用。", style="yellow", soft_wrap=True)
        tidy(home.create())
        decisions = Decisions(home, settings())
        contracts, rules = contracts_of(home, decisions), load_rules(home.site)
        officer = at_terminal("officer")
        open_columns: dict[str, list[dict[str, Any]]] = {}
        with progress_bar(shown=not as_json) as advance:
            outcomes = ingest(
                paths, facts_of(home, decisions), contracts, exported_on=day(exported_on), division=division,
                by=officer.name, received_at=datetime.now(UTC), mode="cumulative" if cumulative else "full", unmatched=unmatched,
                progress=advance, told=partial(tell_columns, rules, confirmed(decisions), open_columns, as_json=as_json),
            )  # fmt: skip
        trace_taken(outcomes, decisions, officer)
        if rejected:
            write_rejected(outcomes, Facts(home), rejected)
    tell_outcomes(outcomes, contracts, open_columns, as_json=as_json)
    if not any(outcome.batch for outcome in outcomes):
        if not outcomes:
            err.print("没有找到可以接入的文件。请检查路径。", style="red")
        raise typer.Exit(2)
    if any(outcome.status == "refused" or (outcome.batch and outcome.batch.counts.rejected) for outcome in outcomes):
        raise typer.Exit(1)


def tell_columns(
    rules: Mapping[str, Rule], empty: frozenset[tuple[str, str]], told: dict[str, list[dict[str, Any]]], reading: Reading, *, as_json: bool
) -> None:
    """Say before a file is kept what its columns leave open, and put it into `told` by the file's name. `empty`: confirmed to be really so."""
    effects = effects_of(reading, rules, empty)
    told[reading.file_name] = json_effects(effects, reading.contract)
    if not as_json:
        print_effects(reading.file_name, effects, reading.contract, rules)


def tell_outcomes(
    outcomes: list[Outcome], contracts: Contracts, open_columns: Mapping[str, list[dict[str, Any]]], *, as_json: bool
) -> None:
    """What became of each file, and which of its codes match nothing. `open_columns`: as `tell_columns` found them."""
    if as_json:
        more = {o.name: {"open_columns": open_columns.get(o.name, []), "references": json_references(o.references)} for o in outcomes}
        terminal.json_outcomes(outcomes, contracts, more)
        return
    terminal.table_outcomes(outcomes, contracts)
    for o in outcomes:
        print_references(o.name, o.references)


def trace_taken(outcomes: list[Outcome], decisions: Decisions, officer: Viewer) -> None:
    """A line of the trail for each file that came in, which keeps what was passed with --unmatched."""
    for o in outcomes:
        if o.batch and o.status == "taken":
            kept = {"batch": o.batch.batch_id, "accepted": o.batch.counts.accepted, **passed(o.references)}
            decisions.trace(officer, "intake", o.batch.file_name, **kept)


def try_files(paths: list[Path], said: Said, *, unmatched: bool, as_json: bool) -> None:
    """Read the files and tell what they would be, change and leave open. Nothing is written."""
    with spoken():
        home = Home(settings().home)
        decisions = Decisions(home.create(), settings())
        contracts, rules = contracts_of(home, decisions), load_rules(home.site)
        with progress_bar(shown=not as_json) as advance:
            found = Trial().of(paths, facts_of(home, decisions), contracts, said, settings(), advance)
    told = intake_terminal.json_tried if as_json else intake_terminal.table_tried
    told(found, contracts, learned(decisions), rules, confirmed(decisions), unmatched=unmatched)
    ready = [one.ready for one in found if one.ready and intake_terminal.is_ready(one, unmatched=unmatched)]
    if not ready:
        raise typer.Exit(2)
    if len(ready) < len(found) or any(reading.counts.rejected for reading in ready):
        raise typer.Exit(1)


def write_rejected(outcomes: list[Outcome], facts: Facts, folder: Path) -> None:
    """One workbook for each file with rejected rows: the original cells, the faulty one marked, the reason beside it."""
    contracts = load_contracts(facts.home.site)
    folder.mkdir(parents=True, exist_ok=True)
    for batch in (o.batch for o in outcomes if o.batch and o.batch.counts.rejected):
        path = folder / f"{Path(batch.file_name).stem}-退回行-{batch.batch_id}.xlsx"
        path.write_bytes(rejects_workbook(batch, facts.rejected(batch), contracts))
        err.print(f"退回 {batch.counts.rejected} 行：{path}", highlight=False, soft_wrap=True)
