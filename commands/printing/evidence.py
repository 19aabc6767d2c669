"""How far the files of an assessment reach, as the terminal says it: one line an export that tells less than is asked."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from data.contracts.contracts import Contract, Contracts
from metrics.run.evidence_gaps import ColumnGap, ExportGap

AS_EMPTY = {"withdrawn_on": "按没有撤回判定", "ended_on": "按仍在任判定"}


def gap_lines(
    gaps: Sequence[ExportGap], came_later: Mapping[str, date], as_of: date, contracts: Contracts, rules: Mapping[str, str]
) -> Iterator[str]:
    """One line an export. `came_later`: export → the day of its first file after the day of assessment. `rules`: rule → what it is called."""
    for gap in gaps:
        contract = contracts.exports.get(gap.export)
        title = contract.title_zh if contract else gap.export
        parts = [*_reach(gap, came_later.get(gap.export), as_of, rules), *(_column(c, contract, rules) for c in gap.columns)]
        yield f"《{title}》{'；'.join(parts)}。"


def _reach(gap: ExportGap, later: date | None, as_of: date, rules: Mapping[str, str]) -> list[str]:
    """The day that it ends, or that nothing has come in; and what that leaves open."""
    if gap.is_missing:
        open_for_it = [f"由它证明的 {sum(gap.without_it.values())} 条义务无法判定"] if gap.without_it else []
        no_rows = [f"规则{_named(gap.rules, rules)}没有义务可评"] if gap.rules else []
        read_back = [f"其后已接入（数据截至 {later}），可加 --reconstruct 回溯到统计日"] if later else []
        return [f"截至 {as_of} 尚未接入", *open_for_it, *no_rows, *read_back]
    said = []
    if gap.evidence_on and gap.evidence_on < as_of:
        newest = f"至 {gap.newest_on}（各区划不一）" if gap.newest_on != gap.evidence_on else ""
        left = f"{sum(gap.after_it.values())} 条义务此后是否完成无从得知" if gap.after_it else "没有因此无法判定的义务"
        said.append(f"证据截至 {gap.evidence_on}{newest}，早于统计日 {as_of}：{left}")
    return said + ([f"{sum(gap.without_it.values())} 条义务的单位没有报送，无法判定"] if gap.without_it else [])


def _column(gap: ColumnGap, contract: Contract | None, rules: Mapping[str, str]) -> str:
    """A column that is not there, or holds nothing, and how it is read so."""
    label = next((c.label for c in contract.columns if c.name == gap.column_name), gap.column_name) if contract else gap.column_name
    what = f"“{label}”列一个值也没有" if gap.is_empty else f"缺少“{label}”列"
    if gap.missing == "no_obligation":
        return f"{what}，规则{_named(gap.rules, rules)}不能评估"
    if gap.missing == "as_empty":
        return f"{what}，规则{_named(gap.rules, rules)}{AS_EMPTY.get(gap.column_name, '按没有内容判定')}"
    left = "、".join(f"“{rules.get(rule_id, rule_id)}”{n} 条" for rule_id, n in gap.rules.items() if n)
    hint = "（确属空列的，可用 empty-columns confirm 确认）" if gap.is_empty else ""
    return f"{what}，{f'无法判定的义务：{left}' if left else '没有因此无法判定的义务'}{hint}"


def _named(rule_ids: Sequence[str] | Mapping[str, int], rules: Mapping[str, str]) -> str:
    return "、".join(f"“{rules.get(rule_id, rule_id)}”" for rule_id in rule_ids)
