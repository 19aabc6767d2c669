"""What the bare libraries take to write as many cells and pages as papers hold: the same values, all without looks, nothing read or packed."""

import io
import json
import pickle
import zipfile
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pypdf
import typst
import xlsxwriter

from reports.typesetting.typesetting import _fonts

EVERY = 10  # department is read back
PLAIN = """#set page(paper: "a4", margin: 1.5cm)
#set text(font: ("Noto Serif SC", "Noto Sans SC", "Noto Sans CJK SC"), size: 7pt)
#for page in json(bytes(sys.inputs.data)) [#block(breakable: false, height: 26cm, clip: true)[#page] #pagebreak(weak: true)]
"""


def read_back(archive: Path, place: Path) -> str:
    """Keep what every tenth department's papers hold, for `write`. How much all hold, about."""
    read: dict[str, Callable[[bytes], Any]] = {"xlsx": _sheets, "docx": _document, "pdf": _pages}
    with zipfile.ZipFile(archive) as opened:
        names = {kind: [name for name in opened.namelist() if name.endswith(f".{kind}") and "/" in name][::EVERY] for kind in read}
        found = {kind: [read[kind](opened.read(name)) for name in names[kind]] for kind in read}
    place.write_bytes(pickle.dumps(found))
    cells = sum(len(row) for sheets in found["xlsx"] for sheet in sheets for row in sheet)
    words = sum(len(row) for _, tables in found["docx"] for table in tables for row in table)
    return f"{cells * EVERY:,} cells of sheets, {words * EVERY:,} cells of tables, {sum(map(len, found['pdf'])) * EVERY:,} pages"


def write(place: Path, departments: int, kind: str) -> None:
    """As many papers of a kind as there are departments."""
    papers = pickle.loads(place.read_bytes())[kind]
    for number in range(departments):
        {"xlsx": _write_sheets, "docx": _write_document, "pdf": _write_pages}[kind](papers[number % len(papers)])


def _sheets(data: bytes) -> list[list[tuple]]:
    """The cells that hold something, sheet by sheet."""
    book = openpyxl.load_workbook(io.BytesIO(data), data_only=True)
    return [[tuple(value for value in row if value is not None) for row in sheet.iter_rows(values_only=True)] for sheet in book]


def _write_sheets(sheets: list[list[tuple]]) -> None:
    with xlsxwriter.Workbook(io.BytesIO(), {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}) as book:
        for rows in sheets:
            sheet = book.add_worksheet()
            for number, row in enumerate(rows):
                for column, value in enumerate(row):
                    sheet.write(number, column, value if isinstance(value, int | float | str) else str(value))


def _document(data: bytes) -> tuple[list[str], list[list[list[str]]]]:
    """The paragraphs and the tables, a cell that spans others once."""
    document = docx.Document(io.BytesIO(data))
    return [p.text for p in document.paragraphs], [[[*_texts(row)] for row in table.rows] for table in document.tables]


def _texts(row: Any) -> Iterable[str]:
    return (cell.text for cell in {id(cell._tc): cell for cell in row.cells}.values())


def _write_document(paper: tuple[list[str], list[list[list[str]]]]) -> None:
    document = docx.Document()
    for text in paper[0]:
        document.add_paragraph(text)
    for rows in paper[1]:
        table = document.add_table(len(rows), max(map(len, rows)))
        for made, row in zip(table.rows, rows, strict=True):
            for cell, text in zip(made.cells, row, strict=False):
                cell.text = text
    document.save(io.BytesIO())


def _pages(data: bytes) -> list[str]:
    return [page.extract_text() for page in pypdf.PdfReader(io.BytesIO(data)).pages]


def _write_pages(pages: list[str]) -> None:
    typst.compile(PLAIN.encode(), font_paths=_fonts(), sys_inputs={"data": json.dumps(pages)})
