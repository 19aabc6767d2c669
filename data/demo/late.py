"""What the platform had not yet shown when it was exported at the end of June: three units' answers, sent after it in a file of their own."""

from collections.abc import Iterable
from datetime import date

from data.demo.faults import Row

DAY = date(2026, 6, 30)
SINCE = date(2026, 6, 8)  # from here on the answers were not synchronised
PROVIDERS = ("JM003", "JM010", "JM023")
EXPORT = "share_requests"
MISSING = ("replied_on", "reply", "refusal_reason")


def as_exported(rows: Iterable[Row], export: str, day: date) -> list[Row]:
    """The rows as the platform showed them that day: without the answers that it had not got."""
    return [{**row, **dict.fromkeys(MISSING)} if _is_late(row, export, day) else row for row in rows]


def sent_after(rows: Iterable[Row]) -> list[Row]:
    """The rows whose answers came after, whole. `rows`: the share requests of that day."""
    return [row for row in rows if _is_late(row, EXPORT, DAY)]


def _is_late(row: Row, export: str, day: date) -> bool:
    """Answers after which the data were provided by then had been seen: nobody provides before the answer."""
    if (export, day) != (EXPORT, DAY) or row["provider"] not in PROVIDERS or row["provided_on"]:
        return False
    replied = row["replied_on"]
    return isinstance(replied, date) and replied >= SINCE
