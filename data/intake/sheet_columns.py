"""The columns of one sheet being read, and what is found at fault in them, cell by cell."""

from collections.abc import Iterable

import polars as pl

from data.contracts.contracts import Column
from data.intake.cells.clean import cleaned
from data.intake.cells.column_reader import Reader, Typed
from data.intake.cells.distinct_texts import Texts
from data.intake.columns.choose_sheet import Choice
from data.intake.columns.headers import display_label

POLARS: dict[str, pl.DataType | type[pl.DataType]] = {
    "DATE": pl.Date,
    "BIGINT": pl.Int64,
    "DOUBLE": pl.Float64,
    "VARCHAR[]": pl.List(pl.String),
    "VARCHAR": pl.String,
}

SHOWN_STAMPS = 5  # ways to write "no day" that a sentence names

# Position of the cell, its label, what is wrong. Without a position nothing is to be corrected: the row lost against a later one.
Fault = tuple[int | None, str, str]


class SheetColumns:
    """The columns of one sheet being read, and what was found on the way. Faults: row index → [(position, label, reason)].

    `row_no`: of each row, as a spreadsheet program shows it.
    """

    def __init__(self, choice: Choice, texts: dict[str, Texts], row_no: pl.Series, reader: Reader):
        self.choice, self.texts, self.row_no, self.reader = choice, texts, row_no, reader
        self.height = len(row_no)
        self.faults: dict[int, list[Fault]] = {}
        self.warnings: list[str] = []
        self.suggestions: dict[str, list[str]] = {}
        self.unknown: dict[str, dict[str, int]] = {}

    def read(self, column: Column) -> tuple[Column, Typed | None, list[pl.Series]]:
        """The column with what was read from it and its fields; all null where the file lacks it. Safe side by side: notes nothing."""
        if column.name not in self.texts:
            return column, None, [pl.repeat(None, self.height, dtype=POLARS[sql], eager=True).alias(name) for name, sql in column.fields]
        typed = self.reader.read(self.texts[column.name], column, self._label(column))
        return column, typed, [self.texts[column.name].spread(field) for field in typed.fields]

    def told(self, column: Column, typed: Typed | None, fields: list[pl.Series]) -> list[pl.Series]:
        """The fields, after what was found in them is noted."""
        if typed is None:
            return fields
        texts = self.texts[column.name]
        self._note_faults(texts, typed, column)
        if column.need and fields[0].null_count():
            self._require(fields[0], column)
        self.warnings += [*typed.warnings, *self._odd_days(texts, typed, fields[0], column)]
        self.suggestions |= typed.suggestions
        if typed.unknown:
            self.unknown[column.name] = typed.unknown
        if self.height and texts.values.null_count() == len(texts.values):
            self.warnings.append(
                f"{self._label(column)}整列为空{'' if self.choice.sheet.is_delimited else '；若原为公式，请在 Excel 中打开并保存一次后重新上传'}。"
            )
        return fields

    def check_width(self, below: pl.DataFrame) -> None:
        """A delimited row with cells beyond the last label has lost its place: a comma inside a cell was not quoted."""
        if not self.choice.sheet.is_delimited:
            return
        last = max(i for i, label in enumerate(self.choice.match.labels) if label)
        for column in below.get_columns()[last + 1 :]:
            for row in cleaned(column).is_not_null().arg_true() if column.null_count() < len(column) else ():
                self._add(row, last + 1, "", "单元格比表头多，各列可能已错位，请检查是否有未加引号的分隔符")

    def _note_faults(self, texts: Texts, typed: Typed, column: Column) -> None:
        if not typed.faults:
            return
        at_fault = pl.repeat(False, len(texts.values), dtype=pl.Boolean, eager=True).scatter(list(typed.faults), True)
        indexes = texts.spread(pl.int_range(len(texts.values), eager=True))
        rows = texts.where(at_fault).arg_true()
        for row, index in zip(rows, indexes.gather(rows), strict=True):
            self._add(row, self._position(column), self._label(column), typed.faults[index])

    def _odd_days(self, texts: Texts, typed: Typed, days: pl.Series, column: Column) -> Iterable[str]:
        """What is said of days that can't be: kept as they came, each sentence with the rows and the first of them."""
        sheet = f"工作表“{self.choice.sheet.name}”的" if self.choice.sheet.name else ""
        label = self._label(column)
        if typed.stamps is not None:
            rows = texts.where(typed.stamps).arg_true()
            shown = "、".join(texts.values.filter(typed.stamps).str.replace(r"\s.*$", "").unique().sort().head(SHOWN_STAMPS))
            yield (
                f"{sheet}“{label}”有 {len(rows)} 行是 {shown}（首见第 {self.row_no[rows[0]]} 行），是 Excel、Java 或 JavaScript 表示没有日期的写法；"
                "照原样保留，不能读作日期的行退回。请让平台把没有日期的单元格留空，重新导出。"
            )
        if typed.early is not None:
            rows = texts.where(typed.early).arg_true()
            yield (
                f"{sheet}“{label}”有 {len(rows)} 行早于 1990 年（首见第 {self.row_no[rows[0]]} 行：{days[rows[0]]}），那时不会有这件事；"
                "照原样保留，请核对后重新导出。"
            )

    def _require(self, values: pl.Series, column: Column) -> None:
        position, label = self._position(column), self._label(column)
        for row in values.is_null().arg_true():
            if not any(at == position for at, _, _ in self.faults.get(row, ())):
                self._add(row, position, label, f"{label}为空，此列必填")

    def _position(self, column: Column) -> int:
        return self.choice.match.columns[column.name]

    def _label(self, column: Column) -> str:
        return display_label(self.choice.match.labels[self._position(column)])

    def _add(self, row: int, position: int, label: str, reason: str) -> None:
        self.faults.setdefault(row, []).append((position, label, reason))
