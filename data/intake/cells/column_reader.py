"""One column of text cells into its typed fields, with what can't be read said cell by cell."""

from collections.abc import Callable
from dataclasses import dataclass, field

import polars as pl

from data.contracts.contracts import UNKNOWN, Column, Contracts, id_name
from data.intake.cells.clean import DASHES, NOTHING, without_dashes, without_invisible
from data.intake.cells.codes import damaged, read_codes
from data.intake.cells.dates import BEFORE_ALL, empty_stamps, read_days, too_early, why_no_day
from data.intake.cells.departments import Directory, resolve_all
from data.intake.cells.dictionary import read_values, why_unknown
from data.intake.cells.distinct_texts import Texts
from data.intake.cells.mask_personal import masked
from data.intake.cells.numbers import read_integers, read_numbers

LIST_SEPARATORS = r"[、，,；;|\n]+"
TOLD = 5  # values named in a warning
SHOWN = 40  # characters of a value in a sentence
SUGGESTED = 50  # unresolved names for which near ones are looked up
DAMAGED = "已被 Excel 改成科学计数法或截断，无法还原，请从平台重新导出（编码列设为文本）"


@dataclass
class Typed:
    """What was read from the distinct texts of a column: fields, the texts at fault with the reason, warnings, near names, unknown words.

    `stamps`: which texts of a date column stand for "no day" in some program. `early`: which days lie before anything can have been done.
    """

    fields: list[pl.Series]
    faults: dict[int, str] = field(default_factory=dict)  # index among the texts → what is wrong
    warnings: list[str] = field(default_factory=list)
    suggestions: dict[str, list[str]] = field(default_factory=dict)
    unknown: dict[str, int] = field(default_factory=dict)  # text → rows
    stamps: pl.Series | None = None
    early: pl.Series | None = None


@dataclass(frozen=True)
class Reader:
    """What reading a column needs beside its cells."""

    contracts: Contracts
    directory: Directory | None
    division: str

    def read(self, texts: Texts, column: Column, label: str) -> Typed:
        """The typed fields of a column's distinct texts. `label`: what the column is called in the file."""
        plain = without_dashes(texts.values, NOTHING if column.type in ("date", "integer", "number") else DASHES)
        readers: dict[str, Callable[[_Cells], Typed]] = {
            "code": _code,
            "text": _text,
            "list": _list,
            "date": _date,
            "integer": _integer,
            "number": _number,
            "dict": self._dict,
            "department": self._department,
        }
        return readers[column.type](_Cells(plain.rename(column.name), texts, column, label))

    def _dict(self, cells: "_Cells") -> Typed:
        dictionary = self.contracts.dictionaries[cells.column.dictionary or ""]
        stored = read_values(cells.values, dictionary)
        unread = cells.values.is_not_null() & stored.is_null()
        if not unread.any():
            return Typed([stored])
        unknown = cells.rows_of(unread)
        if cells.column.need:
            return Typed([stored], cells.faults(unread, lambda text: why_unknown(text, dictionary)), unknown=unknown)
        told = f"{cells.label}有 {cells.rows(unread)} 个值不在字典中，记为“{UNKNOWN}”：{cells.counted(unread)}。"
        return Typed([stored.set(unread, UNKNOWN)], warnings=[told], unknown=unknown)

    def _department(self, cells: "_Cells") -> Typed:
        directory = self.directory or Directory(pl.DataFrame())
        texts = cells.values
        ids, reasons = resolve_all(texts, directory, self.division)
        typed = Typed([without_invisible(texts), ids.rename(id_name(cells.column.name))])
        if not reasons:
            return typed
        unresolved = texts.is_not_null() & ids.is_null()
        typed.unknown = cells.rows_of(unresolved)
        typed.suggestions = {text: near for text in list(reasons)[:SUGGESTED] if (near := directory.suggestions(text, self.division))}
        if cells.column.need:
            typed.faults = cells.faults(unresolved, lambda text: reasons[text])
        else:
            told = f"{cells.label}有 {cells.rows(unresolved)} 个单位未能对应到部门名录，保留原文：{cells.counted(unresolved)}。"
            typed.warnings = [told]
        return typed


@dataclass(frozen=True)
class _Cells:
    """The distinct texts of a column, dashes gone, and how many rows have each."""

    values: pl.Series
    texts: Texts
    column: Column
    label: str

    def faults(self, where: pl.Series, why: Callable[[str], str]) -> dict[int, str]:
        hits = where.arg_true()
        return {i: f"{self.label}“{_short(text)}”{why(text)}" for i, text in zip(hits, self.values.gather(hits), strict=True)}

    def rows(self, where: pl.Series) -> int:
        return int(self.texts.counts.filter(where).sum())

    def rows_of(self, where: pl.Series) -> dict[str, int]:
        """Each text with the rows that have it."""
        marked = pl.DataFrame({"text": self.values.filter(where), "rows": self.texts.counts.filter(where)})
        return dict(marked.group_by("text", maintain_order=True).sum().iter_rows())

    def counted(self, where: pl.Series) -> str:
        marked = pl.DataFrame({"text": self.values.filter(where), "rows": self.texts.counts.filter(where)})
        most = marked.group_by("text").sum().sort("rows", "text", descending=[True, False])
        return "、".join(f"“{_short(text)}”（{rows} 次）" for text, rows in most.head(TOLD).iter_rows()) + (
            "等" if len(most) > TOLD else ""
        )


def _code(cells: _Cells) -> Typed:
    codes = read_codes(cells.values)
    broken = damaged(codes)
    if not broken.any():
        return Typed([codes])
    if cells.column.need == "key":
        return Typed([codes], cells.faults(broken, lambda _: DAMAGED))
    told = f"{cells.label}有 {cells.rows(broken)} 个编码已被 Excel 改坏，照原样保留，请从平台重新导出：{cells.counted(broken)}。"
    return Typed([codes], warnings=[told])


def _text(cells: _Cells) -> Typed:
    return Typed([masked(without_invisible(cells.values))])


def _list(cells: _Cells) -> Typed:
    parts = without_invisible(cells.values).str.replace_all(LIST_SEPARATORS, "、").str.split("、")
    return Typed([parts.list.eval(pl.element().str.strip_chars().filter(pl.element().str.strip_chars() != ""))])


def _date(cells: _Cells) -> Typed:
    days, no_end = read_days(cells.values)
    if cells.column.need:  # a needed day that a program did not have is not there
        days = days.set(days.is_in(BEFORE_ALL).fill_null(False), None)
    unread = cells.values.is_not_null() & days.is_null() & ~no_end
    early = too_early(days) if cells.column.is_event else None
    return Typed([days], cells.faults(unread, why_no_day), stamps=empty_stamps(days, cells.values), early=early)


def _integer(cells: _Cells) -> Typed:
    whole = read_integers(cells.values)
    return Typed([whole], cells.faults(cells.values.is_not_null() & whole.is_null(), lambda _: "不是整数"))


def _number(cells: _Cells) -> Typed:
    numbers, unit = read_numbers(cells.values)
    faults = cells.faults(cells.values.is_not_null() & numbers.is_null(), lambda _: "不是数字")
    return Typed([numbers], faults, [f"{cells.label}的单位识别为{unit}。"] if unit else [])


def _short(text: str) -> str:
    return text if len(text) <= SHOWN else text[:SHOWN] + "…"
