"""The control sheet of a zip, as a workbook and as csv: every unit's total tied to the ranking, every file with its digest.

A total is worked out once more from the points lost, line by line, as the scorecards show them; a rank once more from the totals.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from io import BytesIO

import polars as pl
import xlsxwriter

from metrics.run.reader import Reader
from reports.bundle.control_sheets import facts_sheet, files_sheet, units_sheet
from reports.bundle.journal import Made
from reports.bundle.papers import Paper
from reports.scorecard.sheet_styles import Dress
from reports.scorecard.workbook import MADE_ON
from reports.tables.list_files import csv_bytes
from reports.wording import evidence
from reports.wording.standing import source
from reports.wording.wording import Wording

RESULTS = ("group", "unit", "unit_id", "total", "grade", "rank", "undecided", "wanting")  # of the unit, beside each of its files
FILES = {
    "path": pl.String, "unit": pl.String, "unit_id": pl.String, "kind": pl.String, "size": pl.Int64, "sha256": pl.String,
    "run": pl.String, "edition": pl.String,
}  # fmt: skip


def sheets(reader: Reader, papers: Sequence[Paper], made: Mapping[str, Made], lang: str) -> dict[str, bytes]:
    """Both sheets by their names in the zip. `made`: the papers by their paths."""
    w = Wording(lang, "bundle")
    units, files = _worded(checked_units(reader, papers), reader, w), _files(reader, papers, made, w)
    return {
        f"{w('control.file')}.xlsx": _workbook(reader, units, files, w),
        f"{w('control.file')}.csv": csv_bytes(_listed(files, units, w)),
    }


def checked_units(reader: Reader, papers: Sequence[Paper]) -> pl.DataFrame:
    """The ranking, a row a unit, with what checks it.

    `full` less `lost` is `scored`, which `gap` holds against the total; `place` is the rank worked out anew, `misplaced` 1 where it is
    another. All null where the viewer sees too little to tell. `files`: papers of the unit. `undecided`: its obligations that can't be
    judged for want of evidence, as far as the viewer sees it.
    """
    ranking = reader.ranking().with_columns(pl.col("total").cast(pl.Float64))
    is_whole = reader.viewer.scope is None or len(ranking) > len(reader.totals())
    counts = Counter(paper.unit_id for paper in papers)
    place = pl.col("total").rank("min", descending=True).over("unit_group").cast(pl.Int64)
    return (
        ranking.join(_lost(reader), on="unit_id", how="left", maintain_order="left")
        .join(reader.totals().select("unit_id", "undecided"), on="unit_id", how="left", maintain_order="left")
        .with_columns(
            full=pl.when(pl.col("total").is_not_null() & pl.col("lost").is_not_null()).then(float(reader.meta()["total"])),
            place=place if is_whole else pl.lit(None, pl.Int64),
            files=pl.col("unit_id").replace_strict(counts, default=0, return_dtype=pl.Int64),
        )
        .with_columns(lost=pl.when(pl.col("full").is_not_null()).then("lost"), scored=(pl.col("full") - pl.col("lost")).round(2))
        .with_columns(gap=(pl.col("total") - pl.col("scored")).round(2), misplaced=(pl.col("place") != pl.col("rank")).cast(pl.Int64))
    )


def _worded(units: pl.DataFrame, reader: Reader, w: Wording) -> pl.DataFrame:
    """With the ranks in the words `shown` where they are not comparable (else null), and in `wanting` why what is undecided is."""
    counts = evidence.by_unit(reader.undecided())
    shown = pl.when(~pl.col("is_comparable") & pl.col("rank").is_not_null()).then(pl.lit(evidence.shown_rank(0, False, w)))
    wanting = [evidence.reasons(counts.get(unit, {}), w) for unit in units["unit_id"]]
    return units.with_columns(pl.Series("wanting", wanting, pl.String), shown=shown)


def _lost(reader: Reader) -> pl.DataFrame:
    """What each unit in sight lost by all its lines."""
    lines = [frame.select("unit_id", pl.col("lost").cast(pl.Float64)) for frame in (reader.items(), reader.adjustments())]
    return pl.concat(lines).group_by("unit_id").agg(pl.col("lost").sum().round(2))


def _files(reader: Reader, papers: Sequence[Paper], made: Mapping[str, Made], w: Wording) -> pl.DataFrame:
    """A row a paper."""
    names = dict(reader.totals().select("unit_id", "unit_name").iter_rows()) | {"": w("files.book")}
    of_run = (reader.run_id, reader.info.edition or w("files.draft"))
    rows = [
        (p.path, names[p.unit_id], p.unit_id, p.kind, made[p.path].size, made[p.path].sha256, *of_run)
        for p in sorted(papers, key=lambda p: p.path)
    ]
    return pl.DataFrame(rows, schema=FILES, orient="row")


def _listed(files: pl.DataFrame, units: pl.DataFrame, w: Wording) -> pl.DataFrame:
    """The files with their units' results, under headings."""
    rank = pl.coalesce("shown", pl.col("rank").cast(pl.String))
    total = pl.col("total").cast(pl.Decimal(18, 2))
    results = units.select("unit_id", total, "grade", "undecided", "wanting", rank=rank, group="unit_group")
    whole = files.join(results, on="unit_id", how="left", maintain_order="left")
    heads = (*RESULTS, "kind", "path", "size", "sha256", "run", "edition")
    return whole.select(pl.col(head).alias(w(f"files.{head}")) for head in heads)


def _workbook(reader: Reader, units: pl.DataFrame, files: pl.DataFrame, w: Wording) -> bytes:
    stream = BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}) as book:
        book.set_properties({"title": w("control.file"), "created": MADE_ON})
        dress = Dress(book, w, source(reader.meta(), w))
        facts_sheet(dress, reader, files, w)
        units_sheet(dress, units, w)
        files_sheet(dress, files, w)
    return stream.getvalue()
