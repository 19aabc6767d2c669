"""One column of text cells into its typed fields, with what can't be read said cell by cell."""

from collections.abc import Callable
from dataclasses import dataclass, field

import polars as pl

from data.contracts import UNKNOWN, Column, Contracts, id_name
from data.intake.cleaning import DASHES, NOTHING, without_dashes, without_invisible
from data.intake.codes import damaged, read_codes
from data.intake.dates import read_days, why_no_day
from data.intake.departments import Directory, resolve_all
from data.intake.dictionary import read_values, why_unknown
from data.intake.figures import read_integers, read_numbers
from data.intake.personal import masked

LIST_SEPARATORS = r"[、，,；;|\n]+"
TOLD = 5  # values named in a warning


@dataclass
class Typed:
    """A column as read: its fields, the faulty cells as (row index, reason), warnings, and names near to unresolved departments."""

    fields: list[pl.Series]
    faults: list[tuple[int, str]] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    suggestions: dict[str, list[str]] = field(default_factory=dict)


@dataclass(frozen=True)
class Reader:
    """What reading a column needs beside its cells."""

    contracts: Contracts
    directory: Directory | None
    division: str

    def read(self, values: pl.Series, column: Column, label: str) -> Typed:
        """The typed fields of a column. `values`: its cleaned cells; `label`: what it is called in the file."""
        plain = without_dashes(values, NOTHING if column.type in ("date", "integer", "number") else DASHES)
        readers: dict[str, Callable[[pl.Series, Column, str], Typed]] = {
            "code": _code,
            "text": _text,
            "list": _list,
            "date": _date,
            "integer": _integer,
            "number": _number,
            "dict": self._dict,
            "department": self._department,
        }
        return readers[column.type](plain.rename(column.name), column, label)

    def _dict(self, values: pl.Series, column: Column, label: str) -> Typed:
        dictionary = self.contracts.dictionaries[column.dictionary or ""]
        stored = read_values(values, dictionary)
        unread = values.is_not_null() & stored.is_null()
        if not unread.any():
            return Typed([stored])
        if column.need:
            return Typed([stored], _faults(values, unread, label, lambda text: why_unknown(text, dictionary)))
        known = stored.set(unread, UNKNOWN)
        return Typed([known], warnings=[f"{label}有 {unread.sum()} 个值不在字典中，记为“{UNKNOWN}”：{_counted(values.filter(unread))}。"])

    def _department(self, values: pl.Series, column: Column, label: str) -> Typed:
        directory = self.directory or Directory(pl.DataFrame())
        texts = without_invisible(values)
        ids, reasons = resolve_all(texts, directory, self.division)
        typed = Typed([texts, ids.rename(id_name(column.name))])
        if not reasons:
            return typed
        unresolved = texts.is_not_null() & ids.is_null()
        typed.suggestions = {text: near for text in list(reasons)[:50] if (near := directory.suggestions(text, self.division))}
        if column.need:
            typed.faults = _faults(texts, unresolved, label, lambda text: reasons[text])
        else:
            typed.warnings = [f"{label}有 {unresolved.sum()} 个单位未能对应到部门名录，保留原文：{_counted(texts.filter(unresolved))}。"]
        return typed


def _code(values: pl.Series, column: Column, label: str) -> Typed:
    codes = read_codes(values)
    broken = damaged(codes)
    if not broken.any():
        return Typed([codes])
    if column.need == "key":
        why = "已被 Excel 改成科学计数法或截断，无法还原，请从平台重新导出（编码列设为文本）"
        return Typed([codes], _faults(values, broken, label, lambda _: why))
    return Typed(
        [codes],
        warnings=[f"{label}有 {broken.sum()} 个编码已被 Excel 改坏，照原样保留，请从平台重新导出：{_counted(values.filter(broken))}。"],
    )


def _text(values: pl.Series, column: Column, label: str) -> Typed:
    return Typed([masked(without_invisible(values))])


def _list(values: pl.Series, column: Column, label: str) -> Typed:
    parts = without_invisible(values).str.replace_all(LIST_SEPARATORS, "、").str.split("、")
    return Typed([parts.list.eval(pl.element().str.strip_chars().filter(pl.element().str.strip_chars() != ""))])


def _date(values: pl.Series, column: Column, label: str) -> Typed:
    days, no_end = read_days(values)
    unread = values.is_not_null() & days.is_null() & ~no_end
    return Typed([days], _faults(values, unread, label, why_no_day))


def _integer(values: pl.Series, column: Column, label: str) -> Typed:
    whole = read_integers(values)
    return Typed([whole], _faults(values, values.is_not_null() & whole.is_null(), label, lambda _: "不是整数"))


def _number(values: pl.Series, column: Column, label: str) -> Typed:
    numbers, unit = read_numbers(values)
    faults = _faults(values, values.is_not_null() & numbers.is_null(), label, lambda _: "不是数字")
    return Typed([numbers], faults, [f"{label}的单位识别为{unit}。"] if unit else [])


def _faults(values: pl.Series, where: pl.Series, label: str, why: Callable[[str], str]) -> list[tuple[int, str]]:
    if not where.any():
        return []
    hits = where.arg_true()
    known: dict[str, str] = {}
    faults = []
    for row, text in zip(hits, values.gather(hits), strict=True):
        reason = known.get(text) or known.setdefault(text, f"{label}“{_short(text)}”{why(text)}")
        faults.append((row, reason))
    return faults


def _counted(values: pl.Series) -> str:
    counts = values.value_counts(sort=True).head(TOLD)
    told = "、".join(f"“{_short(text)}”{count} 次" for text, count in counts.iter_rows())
    return told + ("等" if values.n_unique() > TOLD else "")


def _short(text: str) -> str:
    return text if len(text) <= 40 else text[:40] + "…"
