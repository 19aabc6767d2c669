"""Which lines of a score an obligation that was not met in time weighs on."""

from typing import Final

import polars as pl

# What keeps a measure from being better, by state. Of days only what was done too late: what is open has taken none yet.
WEIGHS: Final[dict[str, tuple[str, ...]]] = {
    "on_time_rate": ("late", "overdue", "unmet"),
    "completion_rate": ("overdue", "unmet"),
    "overdue_count": ("overdue", "unmet"),
    "mean_days": ("late",), "median_days": ("late",), "p90_days": ("late",),
    "counted": (), "met": ("late", "overdue", "unmet"), "late": ("late",), "overdue": ("overdue",), "unmet": ("unmet",),
}  # fmt: skip
MISSED: Final = ("late", "overdue", "unmet")  # the states of what was not done in time, or not at all


def cost_of(items: pl.DataFrame, adjustments: pl.DataFrame) -> dict[tuple[str, str], tuple[str, ...]]:
    """(rule, state) → the titles of the lines that such an obligation helped to cost points. `items`, `adjustments`: of one unit, as a run has them.

    A line that cost nothing is in no list: what was missed stayed within what the scheme lets pass.
    """
    lines = pl.concat([frame.select("rule_id", "measure", "title", "lost") for frame in (items, adjustments)])
    found: dict[tuple[str, str], tuple[str, ...]] = {}
    for rule_id, measure, title, lost in lines.iter_rows():
        if rule_id is not None and lost > 0:
            for state in WEIGHS[measure]:
                found[rule_id, state] = (*found.get((rule_id, state), ()), title)
    return found
