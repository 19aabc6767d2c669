"""The three sheets of the control workbook. What checks something is a formula that carries its value."""

from collections.abc import Mapping, Sequence
from typing import Any

import polars as pl
from xlsxwriter.worksheet import Worksheet

from metrics.run.reader import Reader
from reports.scorecard.sheet_styles import Dress
from reports.wording.standing import standing
from reports.wording.wording import Wording

# heading and column of the frame → (width, look, formula of a row, formula of the sum)
Column = tuple[str, int, str, str, str]
UNITS: tuple[Column, ...] = (
    ("unit_group", 14, "text", "", ""), ("unit_name", 30, "text", "", ""), ("unit_id", 12, "code", "", ""),
    ("total", 12, "points", "", "=SUM({col}2:{col}{last})"), ("grade", 10, "text", "", ""), ("rank", 7, "count", "", ""),
    ("full", 9, "points", "", ""), ("lost", 10, "points", "", ""), ("scored", 12, "points", "=ROUND(G{n}-H{n},2)", ""),
    ("gap", 9, "points", "=ROUND(D{n}-I{n},2)", "=SUMPRODUCT(ABS({col}2:{col}{last}))"),
    ("place", 10, "count", '=COUNTIFS(A$2:A${last},A{n},D$2:D${last},">"&D{n})+1', ""),
    ("misplaced", 10, "count", "=IF(K{n}=F{n},0,1)", "=SUM({col}2:{col}{last})"),
    ("files", 10, "count", "", "=SUM({col}2:{col}{last})"),
)  # fmt: skip
WANTING: tuple[Column, ...] = (("undecided", 10, "count", "", ""), ("wanting", 44, "text", "", ""))  # where anything is undecided
FILES: tuple[Column, ...] = (
    ("path", 58, "text", "", ""), ("unit", 28, "text", "", ""), ("unit_id", 12, "code", "", ""), ("kind", 7, "text", "", ""),
    ("size", 12, "count", "", "=SUM({col}2:{col}{last})"), ("sha256", 68, "code", "", ""), ("run", 19, "code", "", ""), ("edition", 12, "text", "", ""),
)  # fmt: skip


def facts_sheet(dress: Dress, reader: Reader, files: pl.DataFrame, w: Wording) -> None:
    """What the zip is, of which run and edition, and how to check it."""
    sheet = dress.sheet(w("control.facts"), (14, 110))
    meta = reader.meta()
    ties = w("fact.ties_how") + ("" if reader.ranking()["is_comparable"].all() else w("fact.ties_aside"))
    sample = f"（{w('fact.sample')}）" if meta["scheme_status"] == "sample" else ""
    facts = {
        "what": w("fact.what_is", n=files.filter(pl.col("unit_id") != "")["unit_id"].n_unique(), files=len(files)), "period": w.period(meta["period"]),
        "as_of": meta["as_of"], "edition": standing(meta, w), "run": meta["run_id"], "scheme": meta["scheme_title"] + sample,
        "sight": w("fact.city") if reader.viewer.scope is None else w("fact.own"),
        "ties": ties, "hashes": w("fact.hashes_how"),
    }  # fmt: skip
    for row, (name, value) in enumerate(facts.items()):
        sheet.write_string(row, 0, w(f"fact.{name}"), dress.format("label"))
        sheet.write_string(row, 1, value, dress.format("warn" if name == "edition" and reader.is_draft else "text"))


def units_sheet(dress: Dress, units: pl.DataFrame, w: Wording) -> None:
    """The ranking with its checks. A rank that is not comparable, and the one worked out anew beside it, are told in words."""
    rows = units.to_dict(as_series=False)
    for name in ("rank", "place"):
        rows[name] = [word if word and rank is not None else rank for rank, word in zip(rows[name], rows["shown"], strict=True)]
    _table(dress, w, "units", UNITS + (WANTING if any(rows["undecided"]) else ()), rows)


def files_sheet(dress: Dress, files: pl.DataFrame, w: Wording) -> None:
    """The papers with their digests."""
    _table(dress, w, "files", FILES, files.to_dict(as_series=False))


def _table(dress: Dress, w: Wording, name: str, columns: tuple[Column, ...], rows: Mapping[str, Sequence[Any]]) -> None:
    sheet = dress.sheet(w(f"control.{name}"), tuple(width for _, width, *_ in columns))
    sheet.freeze_panes(1, 2)
    sheet.repeat_rows(0)
    last = len(rows[columns[0][0]]) + 1
    for position, (column, _, look, formula, total) in enumerate(columns):
        sheet.write_string(0, position, w(f"{name}.{column}"), dress.format("head"))
        for row, value in enumerate(rows[column], 1):
            _cell(sheet, (row, position), formula.format(n=row + 1, last=last), value, dress.format(look))
        summed = float(sum(abs(value or 0) for value in rows[column])) if total else w(f"{name}.sum") if position == 0 else ""
        letter = chr(ord("A") + position)
        _cell(
            sheet,
            (last, position),
            total.format(col=letter, last=last),
            summed,
            dress.format({"points": "sum_points", "count": "sum_count"}.get(look, "sum")),
        )


def _cell(sheet: Worksheet, at: tuple[int, int], formula: str, value: Any, look: Any) -> None:
    """A text, a number, or a formula with its value; nothing where there is none. What is told in words is no formula."""
    if value is None:
        sheet.write_blank(*at, None, look)
    elif isinstance(value, str):
        sheet.write_string(*at, value, look)
    elif formula:
        sheet.write_formula(*at, formula, look, value)
    else:
        sheet.write_number(*at, value, look)
