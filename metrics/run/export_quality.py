"""How far the exports behind a run can be trusted: how old each is against its usual rhythm, and why rows were refused. Pure."""

import re
from collections import Counter
from collections.abc import Collection, Iterable
from datetime import date
from itertools import pairwise
from statistics import median

LATE_BY = 1.5  # an export older than so many of its usual gaps is stale


def rhythm(days: Collection[date]) -> int | None:
    """The usual gap between the days an export speaks for, in calendar days: the median; None where there were fewer than two."""
    known = sorted(set(days))
    gaps = [(after - before).days for before, after in pairwise(known)]
    return round(median(gaps)) if gaps else None


def is_stale(newest: date, as_of: date, gap: int | None) -> bool:
    """Whether the next one should have come by now. Nothing can be said of an export that came once."""
    return gap is not None and (as_of - newest).days > LATE_BY * gap


def kinds(reasons: Iterable[Collection[str]]) -> Counter[str]:
    """Why rows were refused, by kind: what differs from row to row (the words in quotes, other rows' numbers) is left out of the sentence.

    A row with two faults of one kind counts once there.
    """
    return Counter(kind for row in reasons for kind in {kind_of(sentence) for sentence in row})


def kind_of(sentence: str) -> str:
    """The sentence without the words of the file."""
    return re.sub(r"第 \d+ 行", "第 … 行", re.sub(r"“[^”]*”", "“…”", sentence))
