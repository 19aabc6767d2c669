"""数字来源: the figures that a paper prints, each with its value and where it comes from, as a workbook that goes along with it."""

import polars as pl

from reports.papers.paper import Made
from reports.papers.shared import words
from reports.tables import list_files

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def source_list(made: Made) -> bytes:
    """One line a figure, in the order of the paper."""
    t, given = words(made.paper.lang), made.paper.given
    rows = pl.DataFrame(
        {
            t("list.number"): list(range(1, len(made.figures) + 1)), t("list.written"): [one.written for one in made.figures],
            t("list.value"): [None if one.value is None else float(one.value) for one in made.figures],
            t("list.source"): [one.source.told(t) for one in made.figures],
        },
        schema_overrides={t("list.value"): pl.Float64, t("list.number"): pl.Int64},
    )  # fmt: skip
    facts = [
        (t("list.paper"), made.paper.name), (t("list.run"), f"{given['run_id']}（{given['edition']}）"), (t("list.as_of"), given["as_of"]),
        (t("list.template"), made.template.path.name), (t("list.count"), str(len(made.figures))),
    ]  # fmt: skip
    return list_files.workbook(rows, facts, (t("list.facts"), t("list.sheet")))
