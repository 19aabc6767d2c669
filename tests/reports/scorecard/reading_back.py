"""What other programs find in the three forms of a scorecard."""

import csv
import re
import subprocess
import zipfile
from collections.abc import Mapping
from io import BytesIO
from pathlib import Path
from typing import Any

import docx
import fastexcel
import pypdfium2
from docx.oxml.ns import qn

FORMULA = re.compile(rb"(<c [^>]*><f>[^<]*</f>)<v>[^<]*</v>")
CSV = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,false,false"  # numbers as they are, not as they are shown


def sheet(book: bytes, name: str) -> list[tuple[Any, ...]]:
    """The rows of a sheet, as calamine reads them."""
    return fastexcel.read_excel(book).load_sheet(name, header_row=None, dtypes="string").to_polars().rows()


def tables(document: bytes) -> list[list[list[str]]]:
    """The tables of a Word document: rows of cells."""
    read = docx.Document(BytesIO(document))
    return [
        [["".join(part.text or "" for part in cell.iter(qn("w:t"))) for cell in row.tc_lst] for row in found._tbl.tr_lst]
        for found in read.tables
    ]


def text(pdf: bytes) -> str:
    """All text of a PDF in its order, without spaces and line ends, which only wrap it."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        parts = []
        for page in document:
            shown = page.get_textpage()
            parts.append(shown.get_text_range())
            shown.close()
            page.close()
    finally:
        document.close()
    return re.sub(r"\s+", "", "".join(parts))


def recomputed(office: Path, books: Mapping[str, bytes], folder: Path) -> dict[str, list[list[str]]]:
    """The first sheet of each workbook as LibreOffice computes it, in one call. The values that the formulas carry are taken away before."""
    folder.mkdir()
    paths = []
    for name, book in books.items():
        paths.append(folder / f"{name}.xlsx")
        paths[-1].write_bytes(_without_values(book))
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = [str(office), profile, "--headless", "--convert-to", CSV, "--outdir", str(folder), *map(str, paths)]
    subprocess.run(command, check=True, capture_output=True, timeout=300)
    return {name: list(csv.reader((folder / f"{name}.csv").read_text(encoding="utf-8").splitlines())) for name in books}


def _without_values(book: bytes) -> bytes:
    out, removed = BytesIO(), 0
    with zipfile.ZipFile(BytesIO(book)) as given, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as kept:
        for name in given.namelist():
            part, count = FORMULA.subn(rb"\1", given.read(name))
            removed += count
            kept.writestr(name, part)
    assert removed
    return out.getvalue()
