"""How far the evidence of a run reaches, in the words that all papers share: a rank as it is shown, what is undecided, and why."""

from collections.abc import Mapping
from datetime import date
from functools import cache
from typing import Any, Final

import polars as pl

from data.contracts.contracts import load_contracts
from reports.wording.figures import NONE
from reports.wording.wording import Wording

REASONS: Final = ("column_missing", "evidence_ends", "export_missing")
Row = Mapping[str, Any]


def shown_rank(rank: int | None, is_comparable: bool, t: Wording, none: str = NONE) -> str:
    """A rank as every paper shows it: in words where too much is undecided for want of evidence for it to be compared; `none` without one."""
    if rank is None:
        return none
    return str(rank) if is_comparable else t("evidence.not_comparable")


def by_reason(undecided: pl.DataFrame) -> dict[str, int]:
    """How many obligations are undecided for want of evidence by reason, in one order; none with nothing. `undecided`: rows of the gate's."""
    found = dict(undecided.group_by("reason").agg(pl.col("obligations").sum()).iter_rows())
    return {reason: found[reason] for reason in REASONS if reason in found}


def by_unit(undecided: pl.DataFrame) -> dict[str, dict[str, int]]:
    """The same by unit; a unit of which nothing is undecided is not among them."""
    return {str(unit): by_reason(part) for (unit,), part in undecided.group_by("unit_id", maintain_order=True)}


def reasons(counts: Mapping[str, int], t: Wording) -> str:
    """缺少列 3，证据截至日早于统计日 2，缺少文件 1: why, with how many each; "" for none."""
    return t("evidence.and").join(t("evidence.reason", name=t(f"wanting.{reason}"), n=n) for reason, n in counts.items())


def undecided(counts: Mapping[str, int], t: Wording) -> str:
    """6 项（缺少列 3，…）: how many in all and why; "" for none."""
    return t("evidence.told", n=sum(counts.values()), reasons=reasons(counts, t)) if counts else ""


def want(row: Row, rule: Row, as_of: date, t: Wording) -> str:
    """What evidence of an obligation is wanting: columns, a file, or the days since the evidence ends; "" where none is. `rule`: of the run."""
    if row["reason"] == "column_missing" and row["lacks"]:
        return lacking(row["lacks"], rule, t)
    if row["reason"] == "export_missing" and (export := _titles().get(rule.get("evidence", ""))):
        return t("evidence.file", name=t.pick(*export))
    return ends(row, as_of, t)


def ends(row: Row, as_of: date, t: Wording) -> str:
    """证据截至 06-24，早于统计日 06-30: that an obligation was judged at an earlier day, since its evidence ends there; "" where it was not."""
    day = row["evidence_on"]
    return t("evidence.ends", day=_day(day, as_of), as_of=_day(as_of, day)) if day else ""


def lacking(columns: str, rule: Row, t: Wording) -> str:
    """缺少列：答复时间、提供时间. `columns`: their names as a run keeps them, with commas; `rule`: of the run, whose exports have them."""
    return t("evidence.columns", names=t("evidence.names").join(_column(name, rule["exports"], t) for name in columns.split(",")))


def state(row: Row, rule: Row, as_of: date, t: Wording) -> str:
    """The state of an obligation in words, with the evidence that is wanting where any is."""
    told, wanting = t(f"state.{row['state']}"), want(row, rule, as_of, t)
    return t("evidence.state", state=told, wanting=wanting) if wanting else told


def _day(day: date, other: date) -> str:
    """Without its year where both are of one."""
    return f"{day:%m-%d}" if day.year == other.year else str(day)


def _column(name: str, exports: list[str], t: Wording) -> str:
    """A column by its label in the first of the exports that has it; programs' names in English, in which no export has labels."""
    found = (label for export in exports if (label := _labels().get((export, name))))
    return t.pick(next(found, name), name)


@cache
def _labels() -> dict[tuple[str, str], str]:
    return {(contract.name, column.name): column.label for contract in load_contracts().exports.values() for column in contract.columns}


@cache
def _titles() -> dict[str, tuple[str, str]]:
    return {name: (contract.title_zh, contract.title_en) for name, contract in load_contracts().exports.items()}
