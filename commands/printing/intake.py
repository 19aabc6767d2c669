"""What the terminal prints of files that are tried, and of batches: what each would be and change; what counts, and what was withdrawn."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from rich.markup import escape
from rich.table import Table

from commands.printing.open_ends import effects_of, json_effects, json_references, print_effects, print_references
from commands.printing.tables import err, out
from data.calendar import CHINA, LAST
from data.contracts.contracts import Contracts, Learned
from data.decisions.acts import Act
from data.facts.batch import Batch
from data.facts.store import Facts
from data.intake import Difference, Reading, Tried
from data.intake.columns.recognise import Heading, headings
from metrics.rulebook.rulebook import Rule

Empty = frozenset[tuple[str, str]]  # (export, column)
HOW = {"label": "标准表头", "synonym": "同义表头", "confirmed": "已确认", "unknown": "未认出"}
TOLD = 10  # rows of each kind that are named
WORST = {
    "partial": "现行 {before} 行中有 {gone} 行（{share:.0%}）不在本文件里，可能只导出了一部分；请核对导出条件，只报增量的请加 --cumulative。",
    "unrelated": "现行 {before} 行没有一行在本文件里，可能选错了区划、报表或导出时间；请核对后再接入。",
}


def table_tried(
    found: Sequence[Tried], contracts: Contracts, known: Learned, rules: Mapping[str, Rule], empty: Empty, *, unmatched: bool = False
) -> None:
    """Each file: what it is, its columns, its rows, what would change. What would not come in, and what looks wrong, goes to standard error.

    `empty`: the columns that are confirmed to be really empty.
    `unmatched`: whether files come in of which many codes stand nowhere in the export they refer to.
    """
    for one in found:
        if one.reading is None:
            _loud(one.sentence)
            continue
        reading = one.reading
        counts = reading.counts
        out.print(
            f"{reading.file_name} → {contracts.exports[reading.export].title_zh}，数据截至 {reading.exported_on}，{reading.division}；"
            f"读入 {counts.read}，接受 {counts.accepted}，合并 {counts.merged}，退回 {counts.rejected}，跳过 {counts.skipped}",
            highlight=False, markup=False, soft_wrap=True,
        )  # fmt: skip
        out.print(_columns(_headings(reading, known)))
        if one.difference:
            _print_difference(reading, one.difference, contracts)
        print_effects(reading.file_name, effects_of(reading, rules, empty), reading.contract, rules)
        print_references(reading.file_name, one.references)
        for sentence in [*([one.sentence] if one.sentence else []), *reading.warnings]:
            _loud(f"{reading.file_name}：{sentence}")
        if one.doubted and not unmatched:
            _loud(f"{reading.file_name}：许多编码对不上，接入时会被退回；核对无误的加 --unmatched。")
    ready = sum(is_ready(one, unmatched=unmatched) for one in found)
    out.print(f"共 {len(found)} 个文件，可以接入 {ready} 个。只作检查，没有写入任何数据。", highlight=False, soft_wrap=True)


def json_tried(
    found: Sequence[Tried], contracts: Contracts, known: Learned, rules: Mapping[str, Rule], empty: Empty, *, unmatched: bool = False
) -> None:
    """The same for programs: one object a file."""
    _print_json([_told(one, known, rules, empty, unmatched=unmatched) for one in found])


def is_ready(one: Tried, *, unmatched: bool) -> bool:
    """Whether a file would come in. `unmatched`: as in `ingest`."""
    return one.ready is not None and (unmatched or not one.doubted)


def table_batches(batches: Sequence[Batch], facts: Facts, told: Mapping[str, Sequence[Act]]) -> None:
    """A line a batch."""
    table = Table("批次", "导出表", "数据日", "文件", "接受", "退回", "状态", padding=(0, 0))
    states = _states(facts)
    for b in batches:
        acts = told.get(b.batch_id, ())
        state = states.get(b.batch_id, "已被取代") + (f"：{_by(acts[-1])}" if acts else "")
        table.add_row(
            b.batch_id, b.export, str(b.exported_on), escape(b.file_name), str(b.counts.accepted), str(b.counts.rejected), escape(state)
        )
    out.print(table)


def json_batches(batches: Sequence[Batch], facts: Facts, told: Mapping[str, Sequence[Act]]) -> None:
    """The same for programs, with every act on each batch."""
    states = _states(facts)
    _print_json([
        {
            "batch_id": b.batch_id, "export": b.export, "exported_on": b.exported_on, "division": b.division, "file": b.file_name,
            "accepted": b.counts.accepted, "rejected": b.counts.rejected, "state": states.get(b.batch_id, "已被取代"),
            "acts": [{"verb": a.verb, "by": a.name, "at": a.at, "reason": a.reason} for a in told.get(b.batch_id, ())],
        }
        for b in batches
    ])  # fmt: skip


def _states(facts: Facts) -> dict[str, str]:
    counting = {b.batch_id: "当前生效" for batches in facts.in_force(LAST).values() for b in batches}
    return counting | dict.fromkeys(facts.withdrawn(), "已撤回")


def _by(act: Act) -> str:
    done = "撤回" if act.verb == "withdrawn" else "恢复"
    return f"{act.name} {act.at.astimezone(CHINA):%Y-%m-%d %H:%M} {done}，{act.reason}"


def _headings(reading: Reading, known: Learned) -> list[Heading]:
    confirmed = {(column, text) for export, column, text in known.labels if export == reading.export}
    return headings(reading.labels, reading.positions, reading.first, reading.words.exports[reading.export], confirmed)


def _columns(told: Sequence[Heading]) -> Table:
    table = Table("文件中的表头", "标准列", "认定", "首行")
    for h in told:
        first = h.first[0] if h.first else None
        table.add_row(escape(h.label), escape(h.column.label) if h.column else "", HOW[h.how], escape((first or "")[:24]))
    return table


def _print_difference(reading: Reading, found: Difference, contracts: Contracts) -> None:
    if found.is_first:
        out.print("此前没有同类数据，这是第一批。", highlight=False)
        return
    contract = contracts.exports[reading.export]
    against = "、".join(b.file_name for b in found.against)
    told = f"与现行的 {against} 相比：消失 {len(found.gone)}，新增 {len(found.new)}，变化 {found.changed_rows}，未变 {found.same}"
    out.print(told, highlight=False, markup=False, soft_wrap=True)
    names = [c.name for c in contract.columns if c.need == "key"]
    for what, frame in (("消失", found.gone), ("新增", found.new)):
        if len(frame):
            keys = "、".join(" · ".join(str(row[n]) for n in names) for row in frame.head(TOLD).iter_rows(named=True))
            more = f" 等 {len(frame)} 行" if len(frame) > TOLD else ""
            out.print(f"　{what}：{keys}{more}", highlight=False, markup=False, soft_wrap=True)
    for row_no, key, name, was, now in found.changed.head(TOLD).iter_rows():
        label = contract.column(name).label
        out.print(f"　变化：第 {row_no} 行 {key} {label} {was or '空'} → {now or '空'}", highlight=False, markup=False, soft_wrap=True)
    if found.worst:
        said = WORST[found.worst].format(before=found.before, gone=len(found.gone), share=found.gone_share)
        _loud(f"{reading.file_name}：{said}")


def _told(one: Tried, known: Learned, rules: Mapping[str, Rule], empty: Empty, *, unmatched: bool) -> dict[str, Any]:
    told: dict[str, Any] = {"file": one.name, "ready": is_ready(one, unmatched=unmatched), "sentence": one.sentence}
    if one.reading is None:
        return told
    r = one.reading
    columns = [{"label": h.label, "column": h.column.name if h.column else None, "how": h.how} for h in _headings(r, known)]
    told |= {"export": r.export, "exported_on": r.exported_on, "division": r.division, "sheet": r.sheet, "header_row": r.header_row}
    told |= {**r.counts.model_dump(), "warnings": r.warnings, "columns": columns}
    told |= {"open_columns": json_effects(effects_of(r, rules, empty), r.contract), "references": json_references(one.references)}
    d = one.difference
    if d is None:
        return told
    counts = {"gone": len(d.gone), "new": len(d.new), "changed": d.changed_rows, "same": d.same, "by_column": d.by_column, "worst": d.worst}
    rows = {"gone_rows": d.gone.to_dicts(), "new_rows": d.new.to_dicts(), "changed_cells": d.changed.to_dicts()}
    return told | {"difference": {"against": [b.batch_id for b in d.against], "before": d.before, "after": d.after, **counts, **rows}}


def _loud(sentence: str) -> None:
    err.print(sentence, style="yellow", markup=False, highlight=False, soft_wrap=True)


def _print_json(told: Any) -> None:
    out.print_json(json.dumps(told, ensure_ascii=False, default=str), ensure_ascii=False, indent=1)
