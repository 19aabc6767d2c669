"""The day that a file speaks for, when nobody says it: in its title row, else in its name."""

import re
from datetime import date

from data.errors import FileFault

DAY = re.compile(r"(20\d{2})\s*[-./年]\s*(\d{1,2})\s*[-./月]\s*(\d{1,2})|(?<!\d)(20\d{2})(\d{2})(\d{2})(?!\d)")
UNTIL = re.compile(r"截[至止到]\s*")


def day_of(title: str, name: str) -> date:
    """The day in the title ("截至2026-06-30") or in the file's name ("…20260630.xlsx"). Raises FileFault asking for it."""
    found = stated_day(title) or _first_day(title) or _first_day(name)
    if found is None:
        raise FileFault(f"“{name}”没有写明数据截止日期，请指明这份导出是哪一天的（导出日期）。")
    return found


def stated_day(title: str) -> date | None:
    """The day that a title says its rows reach, if it says one."""
    _, *after = UNTIL.split(title, maxsplit=1)
    return _first_day(after[0]) if after else None


def _first_day(text: str) -> date | None:
    for hit in DAY.finditer(text):
        year, month, day = (int(part) for part in hit.groups() if part)
        try:
            return date(year, month, day)
        except ValueError:
            continue
    return None
