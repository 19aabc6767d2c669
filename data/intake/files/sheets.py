"""A file as sheets of text cells with true row numbers, whatever it was: workbook, old workbook, delimited text."""

from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO

import fastexcel
import msoffcrypto
import polars as pl

from data.errors import FileFault
from data.intake.files import delimited
from data.intake.files.containers import Kind, kind_of
from data.intake.files.limits import check_workbook
from data.settings import Settings


@dataclass(frozen=True)
class Sheet:
    """One sheet: `cells` has text columns "0", "1", …; its row i is row i + 1 as Excel shows it."""

    name: str
    cells: pl.DataFrame
    is_hidden: bool = False
    note: str | None = None  # how delimited text was read

    @property
    def is_delimited(self) -> bool:
        """Whether this is delimited text, where a row may have lost its place."""
        return self.note is not None


def read_sheets(data: bytes, name: str, settings: Settings) -> Iterator[Sheet]:
    """The sheets of a file, one after another. Raises FileFault with one sentence when the bytes are no table."""
    kind = kind_of(data, name)
    if kind == "archive":
        raise FileFault(f"“{name}”是压缩包里的压缩包，请解压后上传。")
    if kind == "text":
        cells, note = delimited.read(data, name)
        yield Sheet("", cells, note=note)
        return
    check_workbook(data, name, settings.max_unpacked_mb) if kind == "workbook" else _check_unlocked(data, name)
    yield from _workbook_sheets(data, name, kind)


def _check_unlocked(data: bytes, name: str) -> None:
    try:
        is_locked = msoffcrypto.OfficeFile(BytesIO(data)).is_encrypted()
    except Exception as fault:  # the library raises whatever its parsing meets
        raise FileFault(f"“{name}”不完整或已损坏，打不开，请重新导出或重新传输。") from fault
    if is_locked:
        raise FileFault(f"“{name}”有密码保护，请在 Excel 中取消密码后重新保存再上传。")


def _workbook_sheets(data: bytes, name: str, kind: Kind) -> Iterator[Sheet]:
    try:
        book = fastexcel.read_excel(data)
        for sheet_name in book.sheet_names:
            sheet = book.load_sheet(sheet_name, header_row=None, dtypes="string", skip_rows=0)
            yield Sheet(sheet_name, _cells(sheet), is_hidden=sheet.visible != "visible")
    except BaseException as fault:
        if not _is_of_the_library(fault):
            raise
        what = "旧版工作簿" if kind == "legacy" else "工作簿"
        raise FileFault(f"“{name}”是{what}，但不完整或已损坏，打不开，请重新导出或重新传输。") from fault


def _is_of_the_library(fault: BaseException) -> bool:
    """A parser written in Rust that meets what it never expected panics, which Python sees as no Exception and can't import by name."""
    return isinstance(fault, fastexcel.FastExcelError | pl.exceptions.PolarsError) or type(fault).__name__ == "PanicException"


def _cells(sheet: fastexcel.ExcelSheet) -> pl.DataFrame:
    batch, errors = sheet.to_arrow_with_errors()
    frame = pl.DataFrame(pl.from_arrow(batch))
    frame.columns = [str(i) for i in range(frame.width)]
    return _with_error_texts(frame, errors.errors if errors else [])


def _with_error_texts(frame: pl.DataFrame, errors: list) -> pl.DataFrame:
    """Cells that hold an Excel error come as nothing; what they showed is put back, so that nothing is silently empty."""
    by_column: dict[int, list[tuple[int, str]]] = {}
    for error in errors:
        row, column = error.offset_position
        by_column.setdefault(column, []).append((row, _error_text(error.detail)))
    for column, hits in by_column.items():
        texts = frame[str(column)].scatter([row for row, _ in hits], [text for _, text in hits])
        frame = frame.with_columns(texts)
    return frame


EXCEL_ERRORS = {"NA": "#N/A", "Ref": "#REF!", "Div0": "#DIV/0!", "Name": "#NAME?", "Null": "#NULL!", "Num": "#NUM!", "Value": "#VALUE!"}


def _error_text(detail: str) -> str:
    shown = detail.partition("Error(")[2].partition(")")[0]
    return EXCEL_ERRORS.get(shown, "#ERROR")
