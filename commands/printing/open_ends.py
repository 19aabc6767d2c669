"""What the terminal says of a file before it comes in: which columns it lacks and what that leaves open, and which of its codes match nothing."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from commands.printing.tables import err
from data.contracts.contracts import Contract
from data.intake import Reading, Reference
from metrics.obligations.column_effects import ColumnEffect, column_effects
from metrics.obligations.evidence import MANY
from metrics.rulebook.rulebook import Rule

TOLD = 10  # rows with codes that match nothing that are named
MISSING = {
    "unknown": "没有“{column}”列：{rules}无法判定。",
    "judged": "没有“{column}”列：{rules}按其余各列判定，不足以说明的无法判定。",
    "either_period": "没有“{column}”列：{rules}分别按较短和较长的期限判定，两者一致的才有结论，不一致的无法判定。",
    "no_obligation": "没有“{column}”列：{rules}不产生义务，不能评价。",
    "as_empty": "没有“{column}”列：{rules}按这一列全部为空处理（视同未撤回、未离任）。",
}
EMPTY = {
    "either_period": "“{column}”列全部为空：{rules}按没有批准延期处理。",
    "no_obligation": "“{column}”列全部为空：{rules}不产生义务。",
    "as_empty": "“{column}”列全部为空：{rules}照此处理（没有撤回、没有离任）。",
}
DOUBTED = (
    "“{column}”列全部为空：{rules}因此逾期或未落实的义务达到 {many} 条时，视同缺少这一列，这些义务无法判定，直到考核专员确认确实为空。"
)


def effects_of(reading: Reading, rules: Mapping[str, Rule], confirmed: Collection[tuple[str, str]]) -> list[ColumnEffect]:
    """What the columns of a file leave open. `confirmed`: as in `column_effects`."""
    return column_effects(rules.values(), reading.export, reading.missing, reading.empty if len(reading.accepted) else (), confirmed)


def print_effects(name: str, effects: Iterable[ColumnEffect], contract: Contract, rules: Mapping[str, Rule]) -> None:
    """A sentence a column, to standard error."""
    for one in effects:
        said = DOUBTED if one.is_doubtful else (EMPTY if one.is_empty else MISSING)[one.missing]
        titles = "、".join(rules[rule_id].title_zh for rule_id in one.rule_ids)
        _loud(name, said.format(column=contract.column(one.column).label, rules=titles, many=MANY))


def json_effects(effects: Iterable[ColumnEffect], contract: Contract) -> list[dict[str, Any]]:
    """The same for programs. `counts_as_missing_from`: failing obligations from which on an empty column counts as missing."""
    return [
        {
            "column": one.column, "label": contract.column(one.column).label, "is_empty": one.is_empty, "read_as": one.missing,
            "rules": list(one.rule_ids), "counts_as_missing_from": MANY if one.is_doubtful else None,
        }
        for one in effects
    ]  # fmt: skip


def print_references(name: str, references: Sequence[Reference]) -> None:
    """A sentence for each reference of which codes match nothing, with the first rows, to standard error."""
    for one in references:
        if one.unknown:
            _loud(name, one.sentence)
            rows = "、".join(f"第 {row_no} 行 {code}" for row_no, code in one.rows.select("row_no", "code").head(TOLD).iter_rows())
            _loud(name, f"对不上的行：{rows}{f' 等 {len(one.rows)} 行' if len(one.rows) > TOLD else ''}。")


def json_references(references: Iterable[Reference]) -> list[dict[str, Any]]:
    """The same for programs, with every row. `is_high`: whether so many match nothing that the file waits for --unmatched."""
    return [
        {
            "export": one.link.contract.name, "column": one.link.column.name, "refers_to": one.link.column.refers_to,
            "codes": one.codes, "unmatched": one.unknown, "share": one.share, "is_high": one.is_high, "sentence": one.sentence,
            "rows": one.rows.to_dicts(),
        }
        for one in references
    ]  # fmt: skip


def _loud(name: str, sentence: str) -> None:
    err.print(f"{name}：{sentence}", style="yellow", markup=False, highlight=False, soft_wrap=True)
