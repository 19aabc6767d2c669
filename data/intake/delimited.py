"""Delimited text as a grid of text cells: strict UTF-8 first, then GB18030; commas, tabs, semicolons or bars; records counted truly."""

import csv
import io

import numpy as np
import polars as pl

from data.errors import FileFault

DELIMITERS = ",\t;|"
SNIFFED_CHARACTERS = 200_000
SNIFFED_ROWS = 60
MOST_COLUMNS = 1000
QUOTE, LINE_FEED, RETURN = 34, 10, 13


def read(data: bytes, name: str) -> tuple[pl.DataFrame, str]:
    """(cells, what was recognised). A row with more cells than any row near the top keeps one extra, to be told of. Raises FileFault."""
    text, encoding = _utf8(data, name)
    head = text[: SNIFFED_CHARACTERS * 3].decode("utf-8", errors="ignore")[:SNIFFED_CHARACTERS]
    delimiter = max(DELIMITERS, key=head.count)
    width = _width(head, delimiter, name)
    return _cells(text, delimiter, width + 1), f"编码 {encoding}，分隔符“{'制表符' if delimiter == chr(9) else delimiter}”"


def _utf8(data: bytes, name: str) -> tuple[bytes, str]:
    """The text as UTF-8 bytes, and the name of the encoding it came in. GB18030 tried first would corrupt UTF-8 silently."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return _decoded(data, "utf-16", name).encode(), "UTF-16"
    body = data.removeprefix(b"\xef\xbb\xbf")
    try:
        str(body, "utf-8")
        text, encoding = body, "UTF-8"
    except UnicodeDecodeError:
        text, encoding = _decoded(data, "gb18030", name).encode(), "GB18030"
    if LINE_FEED not in text and RETURN in text:
        text = text.replace(b"\r", b"\n")
    return text, encoding


def _decoded(data: bytes, encoding: str, name: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as fault:
        row = data.count(b"\n", 0, fault.start) + 1
        sentence = f"“{name}”既不是 UTF-8 也不是 GB18030 编码（第 {row} 行附近有无法识别的字节），或文件不完整；请另存为 UTF-8 CSV 再上传。"
        raise FileFault(sentence) from fault


def _width(head: str, delimiter: str, name: str) -> int:
    """Cells of the widest row near the top. Counted before anything is parsed, so that a million columns cost nothing."""
    if max(line.count(delimiter) for line in head.split("\n", SNIFFED_ROWS)[:SNIFFED_ROWS]) >= MOST_COLUMNS:
        raise FileFault(f"“{name}”的列数超过 {MOST_COLUMNS}，不是平台导出表，未读取；请检查分隔符，或重新从平台导出。")
    try:
        rows = [row for row, _ in zip(csv.reader(io.StringIO(head, newline=""), delimiter=delimiter), range(SNIFFED_ROWS), strict=False)]
    except csv.Error:
        rows = [line.split(delimiter) for line in head.splitlines()[:SNIFFED_ROWS]]
    return max((len(row) for row in rows), default=1)


def _cells(text: bytes, delimiter: str, width: int) -> pl.DataFrame:
    names = [str(i) for i in range(width)]
    if not _is_well_quoted(text, delimiter):
        return _cells_one_by_one(text, delimiter, names)
    return pl.read_csv(
        text,
        has_header=False,
        infer_schema=False,
        separator=delimiter,
        quote_char='"' if QUOTE in text else None,
        schema=dict.fromkeys(names, pl.String),
        missing_columns="insert",
        truncate_ragged_lines=True,
    )


def _is_well_quoted(text: bytes, delimiter: str) -> bool:
    """Whether every quote opens or closes a cell or is doubled inside one. A stray quote would make the fast reader join rows."""
    if QUOTE not in text:
        return True
    codes = np.frombuffer(text, dtype=np.uint8)
    quotes = np.flatnonzero(codes == QUOTE)
    if len(quotes) % 2:
        return False
    borders = np.array([ord(delimiter), LINE_FEED, RETURN], dtype=np.uint8)
    opening, closing = quotes[0::2], quotes[1::2]
    starts = (opening == 0) | np.isin(codes[np.maximum(opening - 1, 0)], borders)
    ends = (closing == len(codes) - 1) | np.isin(codes[np.minimum(closing + 1, len(codes) - 1)], borders)
    doubled = closing[:-1] + 1 == opening[1:]
    starts[1:] |= doubled
    ends[:-1] |= doubled
    return bool(starts.all() and ends.all())


def _cells_one_by_one(text: bytes, delimiter: str, names: list[str]) -> pl.DataFrame:
    """As a spreadsheet program reads it: a quote inside a cell is a character. Slower, and right where the fast reader is not."""
    csv.field_size_limit(len(text) + 1)
    width = len(names)
    rows = csv.reader(io.StringIO(text.decode("utf-8"), newline=""), delimiter=delimiter)
    padded = [(row + [None] * (width - len(row)))[:width] for row in rows]  # type: ignore[list-item]
    return pl.DataFrame(padded, schema=dict.fromkeys(names, pl.String), orient="row")
