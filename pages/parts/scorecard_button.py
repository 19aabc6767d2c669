"""The button that hands out a unit's scorecard as an Excel file, built when it is clicked."""

from collections.abc import Mapping
from functools import partial
from typing import Any

from pages.parts import downloads
from pages.parts.session import Session
from reports.scorecard import scorecard_xlsx

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def show(s: Session, row: Mapping[str, Any]) -> None:
    """The button for one unit; the file's name says the unit, the period and the day."""
    file_name = f"{row['unit_name']}-{s.run.period.replace('/', '至')}-{s.run.as_of}.xlsx"
    build = partial(scorecard_xlsx, s.reader, row["unit_id"])
    downloads.offer(s, s.w("unit.scorecard"), build, file_name, XLSX, icon=":material/download:", width="stretch")
