"""Figures as pages write them (`reports/wording/figures.py`), read back as what they are: a number or a day, with the format that shows it the same."""

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final

from reports.wording.figures import NONE as NONE

DAY: Final = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
FIGURE: Final = re.compile(
    r"(?P<sign>[+\-−↑↓]?)(?P<whole>0|[1-9][0-9]{0,2}(?:,[0-9]{3})+|[1-9][0-9]{0,11})(?P<part>\.[0-9]{1,6})?(?P<percent>%?)(?P<unit>(?: ?[^\W\d_]+){0,2})"
)
OF: Final = re.compile(r"([^/]*[^/\s])\s*(/.+)")  # 12.30/15: points out of the points there are


@dataclass(frozen=True)
class Figure:
    """`value` as a sheet keeps it (78.0 % is 0.78) and `shown`, the sheet's format by which it reads as on the page."""

    value: float | date
    shown: str


def read(text: str) -> Figure | None:
    """The one figure that a text is; None for words, for several figures, and for what is written like no figure (007)."""
    if DAY.fullmatch(text):
        return Figure(date.fromisoformat(text), "yyyy-mm-dd")
    found = FIGURE.fullmatch(text) if text.isprintable() else None
    if found is None:
        return None
    number = Decimal(found["whole"].replace(",", "") + (found["part"] or ""))
    if found["percent"]:
        number /= 100
    shown = "#,##0" + "." * bool(found["part"]) + "0" * (len(found["part"] or ".") - 1) + found["percent"]
    if found["unit"]:
        shown += f'"{found["unit"]}"'
    return Figure(float(-number if found["sign"] in ("-", "−", "↓") and number else number), _signed(shown, found["sign"]))


def apart(text: str) -> tuple[str, str]:
    """A figure and what it is out of: 12.30/15 is 12.30 and /15. Any other text is whole."""
    found = OF.fullmatch(text)
    return (found[1], found[2]) if found and read(found[1]) else (text, "")


def _signed(shown: str, sign: str) -> str:
    """The format that writes the sign as it stood there. `sign`: of places, an arrow; of changes, a plus or a true minus."""
    if sign in ("↑", "↓"):
        return f'"↑"{shown};"↓"{shown};{shown}'
    return f'+{shown};"−"{shown};{shown}' if sign else shown
