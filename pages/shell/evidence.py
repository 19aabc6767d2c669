"""How far the evidence reaches, beside what it is of: how much of a total is undecided for want of it, and whether a rank may be compared."""

from collections.abc import Mapping
from typing import Any

import polars as pl

from pages.language.words import Words
from pages.look import markup as m
from pages.look.figures import count, rate
from pages.shell.address import Place

Row = Mapping[str, Any]


def rank(row: Row, shown: str, most: float, w: Words) -> str:
    """A unit's rank as it is `shown`; in its place a mark where too much is undecided. `most`: the share that the scheme allows."""
    if row["is_comparable"]:
        return shown
    share = row.get("undecided_share")
    why = "" if share is None else w("evidence.not_comparable_note", share=rate(share), most=rate(most))
    return m.chip(w("evidence.not_comparable"), "warn", why)


def beside_total(row: Row, place: Place, w: Words) -> str:
    """How many of a unit's obligations are undecided, with the way to them; "" where none is, or nobody kept it."""
    if not row.get("undecided"):
        return ""
    there = place.standing(unit=row["unit_id"], undecided=True).href("list")
    share = rate(row["undecided_share"])
    told = m.e(w("evidence.undecided", n=count(row["undecided"]), share=share))
    return f"<small>{m.go(there, told, title=w('evidence.undecided_note', share=share))}</small>"


def of_group(totals: pl.DataFrame, w: Words) -> str:
    """In a sentence how much of some units' obligations is undecided, and how many ranks can't be compared for it; "" where nothing is."""
    undecided = int(totals["undecided"].sum() or 0)
    if not undecided:
        return ""
    told = w("evidence.group", n=count(undecided), units=int((totals["undecided"] > 0).sum()))
    aside = int((~totals["is_comparable"]).sum())
    return told + (w("evidence.group_aside", n=aside) if aside else "")


def reasons(undecided: pl.DataFrame, w: Words) -> str:
    """Why obligations are undecided, the most frequent reason first. `undecided`: as the gate tells it."""
    counts = undecided.group_by("reason").agg(pl.col("obligations").sum()).sort("obligations", "reason", descending=[True, False])
    told = [w("list.choice", name=w.of("reason", reason), n=count(n)) for reason, n in counts.iter_rows()]
    return w("rank.comma").join(told)


def until(row: Row, w: Words) -> str:
    """Of an obligation that is not done, up to which day the files tell of it, in few words; "" where that is the day of assessment."""
    return w("evidence.until", day=row["evidence_on"]) if row["evidence_on"] else ""


def why(row: Row, w: Words) -> str:
    """Why an obligation is judged as it is, in few words; "" where there is no more to say than its state."""
    reason = "" if row["reason"] in (None, "evidence_ends") else w.of("reason", row["reason"])
    return w("rows.and").join(part for part in (reason, until(row, w)) if part)
