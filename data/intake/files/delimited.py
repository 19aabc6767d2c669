"""Delimited text as a grid of text cells: strict UTF-8 first, then GB18030; commas, tabs, semicolons or bars; records counted truly."""

import csv
import io
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import polars as pl

from data.errors import FileFault

DELIMITERS = ",\t;|"
SNIFFED_BYTES = 600_000
SNIFFED_ROWS = 60
MOST_COLUMNS = 1000
PIECE = 4 << 20  # bytes decoded at a time, while the piece before is parsed; larger ones only cost fresh memory
QUOTE, LINE_FEED, RETURN = 34, 10, 13


def read(data: bytes, name: str) -> tuple[pl.DataFrame, str]:
    """(cells, what was recognised). A row with more cells than any row near the top keeps one extra, to be told of. Raises FileFault."""
    encoding = _encoding(data, name)
    if encoding == "UTF-16":
        data, encoding = _decoded(data, "utf-16", name, data, 0).encode(), "UTF-8"
    if LINE_FEED not in data and RETURN in data:
        data = data.replace(b"\r", b"\n")
    pieces = _pieces(data, encoding, name)
    first = next(pieces)
    head = first[:SNIFFED_BYTES].decode("utf-8", errors="ignore")
    delimiter = max(DELIMITERS, key=head.count)
    names = [str(i) for i in range(_width(head, delimiter, name) + 1)]
    with ThreadPoolExecutor(1) as parser:
        parsed = [parser.submit(_parse, piece, delimiter, names) for piece in _chained(first, pieces)]
    cells = pl.concat([piece.result() for piece in parsed], rechunk=False)
    return cells, f"{encoding} 文本，以{'制表符' if delimiter == chr(9) else f'“{delimiter}”'}分隔"


def _encoding(data: bytes, name: str) -> str:
    """GB18030 tried before strict UTF-8 would corrupt silently: nearly every UTF-8 text is a valid one in it."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return "UTF-16"
    try:
        str(data, "utf-8")
    except UnicodeDecodeError as fault:
        is_cut_off = fault.reason == "unexpected end of data" and not data[: fault.start].isascii()
        if is_cut_off or data.startswith(b"\xef\xbb\xbf"):
            _decoded(data, "utf-8", name, data, 0)
        return "GB18030"
    return "UTF-8"


def _pieces(data: bytes, encoding: str, name: str) -> Iterator[bytes]:
    """The text as UTF-8, cut at line ends where no quote can carry a cell over one. GB18030 never has a quote or line end inside a sign."""
    data = data.removeprefix(b"\xef\xbb\xbf")
    if encoding == "UTF-8":
        yield data
        return
    size = len(data) if QUOTE in data else PIECE
    start = 0
    while start < len(data):
        end = data.find(b"\n", start + size) + 1 or len(data)
        yield _decoded(data[start:end], "gb18030", name, data, start).encode()
        start = end


def _decoded(piece: bytes, encoding: str, name: str, whole: bytes, start: int) -> str:
    try:
        return piece.decode(encoding)
    except UnicodeDecodeError as fault:
        row = whole.count(b"\n", 0, start + fault.start) + 1
        what = f"既不是 UTF-8 也不是 GB18030 编码（第 {row} 行附近有无法识别的字节），或文件不完整"
        raise FileFault(f"“{name}”{what}；请另存为 UTF-8 的 CSV 再上传。") from fault


def _chained(first: bytes, rest: Iterator[bytes]) -> Iterator[bytes]:
    yield first
    yield from rest


def _width(head: str, delimiter: str, name: str) -> int:
    """Cells of the widest row near the top. Counted before anything is parsed, so that a million columns cost nothing."""
    if max(line.count(delimiter) for line in head.split("\n", SNIFFED_ROWS)[:SNIFFED_ROWS]) >= MOST_COLUMNS:
        raise FileFault(f"“{name}”的列数超过 {MOST_COLUMNS}，不是平台导出表，未读取；请检查分隔符，或重新从平台导出。")
    try:
        rows = [row for row, _ in zip(csv.reader(io.StringIO(head, newline=""), delimiter=delimiter), range(SNIFFED_ROWS), strict=False)]
    except csv.Error:
        rows = [line.split(delimiter) for line in head.splitlines()[:SNIFFED_ROWS]]
    return max((len(row) for row in rows), default=1)


def _parse(text: bytes, delimiter: str, names: list[str]) -> pl.DataFrame:
    quotes = _quotes(text)
    if not _are_well_placed(quotes, text, delimiter):
        return _parse_one_by_one(text, delimiter, names)
    try:
        cells = pl.read_csv(
            text,
            has_header=False,
            infer_schema=False,
            separator=delimiter,
            quote_char='"' if len(quotes) else None,
            schema=dict.fromkeys(names, pl.String),
            missing_columns="insert",
            truncate_ragged_lines=True,
            raise_if_empty=False,
        )
    except pl.exceptions.PolarsError:
        return _parse_one_by_one(text, delimiter, names)
    return cells if cells.height == _records(text, quotes) else _parse_one_by_one(text, delimiter, names)


def _quotes(text: bytes) -> np.ndarray:
    return np.flatnonzero(np.frombuffer(text, dtype=np.uint8) == QUOTE) if QUOTE in text else np.empty(0, dtype=np.int64)


def _records(text: bytes, quotes: np.ndarray) -> int:
    """Rows as a spreadsheet program counts them: line ends outside quotes, and what follows the last."""
    unended = 0 if text.endswith(b"\n") or not text else 1
    if not len(quotes):
        return text.count(b"\n") + unended
    line_ends = np.flatnonzero(np.frombuffer(text, dtype=np.uint8) == LINE_FEED)
    return int((np.searchsorted(quotes, line_ends) % 2 == 0).sum()) + unended


def _are_well_placed(quotes: np.ndarray, text: bytes, delimiter: str) -> bool:
    """Whether every quote opens or closes a cell or is doubled inside one. A stray quote would make the fast reader join rows."""
    if not len(quotes):
        return True
    if len(quotes) % 2:
        return False
    codes = np.frombuffer(text, dtype=np.uint8)
    borders = np.array([ord(delimiter), LINE_FEED, RETURN], dtype=np.uint8)
    opening, closing = quotes[0::2], quotes[1::2]
    starts = (opening == 0) | np.isin(codes[np.maximum(opening - 1, 0)], borders)
    ends = (closing == len(codes) - 1) | np.isin(codes[np.minimum(closing + 1, len(codes) - 1)], borders)
    doubled = closing[:-1] + 1 == opening[1:]
    starts[1:] |= doubled
    ends[:-1] |= doubled
    return bool(starts.all() and ends.all())


def _parse_one_by_one(text: bytes, delimiter: str, names: list[str]) -> pl.DataFrame:
    """As a spreadsheet program reads it: a quote inside a cell is a character. Slower, and right where the fast reader is not."""
    csv.field_size_limit(max(len(text) + 1, csv.field_size_limit()))
    width = len(names)
    rows = csv.reader(io.StringIO(text.decode("utf-8"), newline=""), delimiter=delimiter)
    padded: list[list[str | None]] = [([*row] + [None] * (width - len(row)))[:width] for row in rows]
    return pl.DataFrame(padded, schema=dict.fromkeys(names, pl.String), orient="row")
