"""Which units of a group a circular names in front and behind. Pure, so that nobody has to ask why one is named and another not.

Named are the first and the last LEADING places of those ranked, in a small group half of them. Who shares a place is named together;
who would be both in front and behind through a tie is named on neither side. The lowest grade is never praised, nor the highest blamed.
Nobody is named whose rank is not comparable.
"""

from collections.abc import Mapping, Sequence
from typing import Any, Final

LEADING: Final = 3
Row = Mapping[str, Any]


def named(rows: Sequence[Row], grades: Sequence[str], most: int = LEADING) -> tuple[list[Row], list[Row]]:
    """Those in front, the first first, and those behind, the last last. `rows`: of one group; `grades`: the highest first.

    A unit whose rank is not comparable holds its place among the others, and is neither praised nor blamed.
    """
    ranked = sorted((row for row in rows if row["rank"] is not None), key=lambda row: (row["rank"], row["unit_id"]))
    places = min(most, len(ranked) // 2)
    front = {row["unit_id"] for row in ranked if row["rank"] <= places}
    behind = {row["unit_id"] for row in ranked if sum(other["rank"] > row["rank"] for other in ranked) < places}
    both = front & behind
    best, worst = (grades[0], grades[-1]) if len(grades) > 1 else (None, None)
    known = [row for row in ranked if row["is_comparable"]]
    praised = [row for row in known if row["unit_id"] in front - both and row["grade"] != worst]
    return praised, [row for row in known if row["unit_id"] in behind - both and row["grade"] != best]
