"""What the exports of the last month lack, so that everybody sees what that looks like: a file of a week before, and a column."""

from datetime import date

from data.demo.days import END, shifted

OLDER = ("resources", END)
LEFT_OUT = {("corrections", END): frozenset({"fed_back_on"})}


def day_of(export: str, report: date) -> date:
    """The day that the export of a month speaks for."""
    return shifted(report, -7) if (export, report) == OLDER else report


def left_out(export: str, report: date) -> frozenset[str]:
    """The columns that were not exported."""
    return LEFT_OUT.get((export, report), frozenset())
