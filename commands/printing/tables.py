"""What the terminal prints: tables for people, JSON for programs. Sentences that ask for a look go to standard error."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import date
from typing import Any

import polars as pl
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from commands.printing.evidence import gap_lines
from data.contracts.contracts import Contracts
from data.decisions.acts import Act
from data.decisions.bodies import Person, Token
from data.decisions.periods import Standing
from data.facts.batch import Batch
from data.intake import Outcome
from data.runs.store import RunInfo
from metrics.publication.verify import Findings
from metrics.rulebook.rulebook import Rule
from metrics.run.evidence_gaps import evidence_gaps
from metrics.run.reader import Reader
from reports.wording import evidence
from reports.wording.wording import Wording

out = Console()
err = Console(stderr=True)

STAGES = {"open": "未开始", "under_review": "复核中", "signed_off": "已签核", "published": "已发布", "restated": "已更正"}


def table_outcomes(outcomes: Sequence[Outcome], contracts: Contracts) -> None:
    """A table of counts, a file a line, and a sentence for what was not taken or needs a look."""
    status = {"taken": "已接入", "already": "此前已接入", "refused": "未接入", "skipped": "跳过"}
    table = Table("文件", "导出表", "数据日", "读入", "接受", "合并", "退回", "跳过", "结果", padding=(0, 0))
    table.columns[0].overflow = "fold"
    for column in table.columns[1:]:
        column.no_wrap = True
    for column in table.columns[3:8]:
        column.justify = "right"
    for o in outcomes:
        b = o.batch
        counts = (
            (str(n) for n in (b.counts.read, b.counts.accepted, b.counts.merged, b.counts.rejected, b.counts.skipped)) if b else [""] * 5
        )
        table.add_row(
            escape(o.name), contracts.exports[b.export].title_zh if b else "", str(b.exported_on) if b else "", *counts, status[o.status]
        )
    out.print(table)
    told = [o.sentence for o in outcomes if o.status in ("refused", "skipped")]
    for sentence in [*told, *(f"{o.name}：{warning}" for o in outcomes if o.batch for warning in o.batch.warnings)]:
        err.print(sentence, style="yellow", markup=False, highlight=False, soft_wrap=True)


def json_outcomes(outcomes: Sequence[Outcome], contracts: Contracts, more: Mapping[str, Mapping[str, Any]]) -> None:
    """The same for programs: one object a file. `more`: what else is told of a file, by its name."""
    rows = [
        {"file": o.name, "status": o.status, "sentence": o.sentence, **_told(o.batch, contracts), **more.get(o.name, {})} for o in outcomes
    ]
    _print_json(rows)


def _told(batch: Batch | None, contracts: Contracts) -> dict[str, Any]:
    if batch is None:
        return {}
    names = {"export": batch.export, "title": contracts.exports[batch.export].title_zh, "batch_id": batch.batch_id}
    return {**names, "exported_on": batch.exported_on, "division": batch.division, **batch.counts.model_dump(), "warnings": batch.warnings}


def table_run(run: RunInfo, reader: Reader, came_later: Mapping[str, date], contracts: Contracts) -> None:
    """The ranking of each group; then what the files can't tell. `came_later`: as in `evidence.say_gaps`."""
    sample = "，示例权重，待主管部门核定" if run.scheme_status == "sample" else ""
    out.print(
        f"考核期 {run.period}　统计日 {run.as_of}　方案 {run.scheme_title}{sample}　编号 {run.run_id}", highlight=False, soft_wrap=True
    )
    if run.is_reconstructed:
        read_back = "、".join(contracts.exports[export].title_zh for export in reader.meta()["reconstructed"].split("、"))
        out.print(f"按后续数据回溯：{read_back}在统计日尚未接入，按其后首批数据中的日期回溯。", highlight=False, soft_wrap=True)
    t, totals, counts = Wording("zh"), reader.totals(), evidence.by_unit(reader.undecided())
    for group in totals.partition_by("unit_group", maintain_order=True):
        wanting = ("未判", "缺证据的原因") if group["undecided"].sum() else ()
        table = Table("名次", "部门", "得分", "等次", *wanting, title=group["unit_group"][0])
        table.columns[0].justify = table.columns[2].justify = "right"
        for row in group.iter_rows(named=True):
            told = counts.get(row["unit_id"], {})
            table.add_row(
                evidence.shown_rank(row["rank"], row["is_comparable"], t), row["unit_name"],
                "不适用" if row["total"] is None else str(row["total"]), row["grade"] or "—",
                *((str(sum(told.values()) or "—"), evidence.reasons(told, t)) if wanting else ()),
            )  # fmt: skip
        out.print(table)
    _say_incomparable(reader, totals.filter(~pl.col("is_comparable"), pl.col("rank").is_not_null()))
    rules = dict(reader.rules().select("rule_id", "title_zh").iter_rows())
    for sentence in gap_lines(evidence_gaps(reader), came_later, run.as_of, contracts, rules):
        err.print(sentence, style="yellow", markup=False, highlight=False, soft_wrap=True)


def _say_incomparable(reader: Reader, units: pl.DataFrame) -> None:
    """A sentence on the units whose rank is not comparable."""
    if len(units):
        share = f"{reader.scheme().undecided_share * 100:g}%"
        said = f"{len(units)} 个部门的名次不宜比较：缺证据未判的义务超过应办与未判之和的 {share}。"
        err.print(said, style="yellow", highlight=False, soft_wrap=True)


def json_run(run: RunInfo, reader: Reader, came_later: Mapping[str, date], contracts: Contracts) -> None:
    """The run, its totals, why what is undecided for want of evidence is, and what its files can't tell."""
    totals: list[dict[str, Any]] = reader.totals().to_dicts()
    gaps = [asdict(gap) for gap in evidence_gaps(reader)]
    told = {"run": asdict(run), "totals": totals, "undecided": reader.undecided().to_dicts(), "evidence": gaps}
    _print_json(told | {"came_later": dict(came_later)})


def table_rules(rules: dict[str, Rule]) -> None:
    """Every rule with its ground and its periods."""
    table = Table("规则", "名称", "依据", "期限（工作日）", "口径")
    for rule in rules.values():
        clocks = "、".join(f"{c.days}{'（示例）' if c.status == 'sample' else ''}" for c in rule.clocks) or "无"
        table.add_row(
            rule.id, rule.title_zh, "；".join(g.clause_zh for g in rule.grounds), clocks, "期间" if rule.basis == "flow" else "存量"
        )
    out.print(table)


def _print_json(told: Any) -> None:
    out.print_json(json.dumps(told, ensure_ascii=False, default=str), ensure_ascii=False, indent=1)


def table_people(everybody: Sequence[tuple[str, Person, Act]]) -> None:
    """A table of persons, one a line."""
    table = Table("账号", "姓名", "角色", "单位", "状态", "登记时间", "登记人")
    for login, who, act in everybody:
        state = "在用" if who.is_active else "已停用"
        cells = (login, who.name, who.role, "、".join(who.units), state, f"{act.at.astimezone():%Y-%m-%d %H:%M}", act.by)
        table.add_row(*map(escape, cells))
    out.print(table)


def json_people(everybody: Sequence[tuple[str, Person, Act]]) -> None:
    """The persons as a list of objects."""
    _print_json([{"login": login, **who.model_dump(mode="json"), "by": act.by, "at": act.at} for login, who, act in everybody])


def table_editions(found: Mapping[str, Standing]) -> None:
    """Where each period stands, an edition a line."""
    table = Table("考核期", "阶段", "版本", "测算编号", "发布时间", "发布人", "理由")
    for now in found.values():
        if now.run_id or not now.editions:
            table.add_row(escape(now.period), STAGES[now.stage], "", now.run_id or "", "", "", "")
        for e in now.editions:
            stage = STAGES["published"] if e is now.editions[-1] else f"已被第 {now.editions[-1].number} 版更正"
            cells = (e.period, stage, e.edition_id, e.run_id, f"{e.at.astimezone():%Y-%m-%d %H:%M}", e.by, e.reason)
            table.add_row(*map(escape, cells))
    out.print(table)


def json_editions(found: Mapping[str, Standing]) -> None:
    """The same for programs: one object a period."""
    _print_json(
        [{"period": p, "stage": now.stage, "run_id": now.run_id, "editions": [asdict(e) for e in now.editions]} for p, now in found.items()]
    )


def table_findings(findings: Findings) -> None:
    """What is amiss in an edition, every difference a line; or that nothing is."""
    for sentence in findings.notes:
        err.print(sentence, style="yellow", markup=False, highlight=False, soft_wrap=True)
    for sentence in findings.faults:
        err.print(sentence, style="red", markup=False, highlight=False, soft_wrap=True)
    if findings.differences:
        table = Table("表", "行", "列", "冻结", "重新计算")
        for d in findings.differences:
            table.add_row(*(escape("无" if cell is None else cell) for cell in (d.table, d.key, d.column, d.frozen, d.recomputed)))
        out.print(table)
    edition = findings.edition
    said = (
        "核验一致，没有差异" if findings.holds else f"核验不一致：文件与记录 {len(findings.faults)} 处，数据 {len(findings.differences)} 处"
    )
    out.print(f"{edition.edition_id}（测算编号 {edition.run_id}）：{said}。", highlight=False, soft_wrap=True)


def json_findings(findings: Findings) -> None:
    """The same for programs."""
    _print_json(asdict(findings) | {"holds": findings.holds})


def table_tokens(found: Sequence[tuple[Act, Token]]) -> None:
    """The tokens that were not revoked, a line each."""
    table = Table("编号", "用途", "范围", "有效期至", "发放人", padding=(0, 1))
    for act, token in found:
        scope = {"figures": "总分、指标", "obligations": "总分、指标、义务"}[token.scope]
        table.add_row(act.thing, escape(token.name), scope, str(token.expires_on), escape(act.name))
    out.print(table)


def json_tokens(found: Sequence[tuple[Act, Token]]) -> None:
    """The same for programs. The digest is no secret, and of no use to them."""
    _print_json([{"token_id": act.thing, **token.model_dump(mode="json", exclude={"digest"})} for act, token in found])
