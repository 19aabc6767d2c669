"""How a value is shown in the unit of its measure, and which way is better. Numbers themselves are written as in every paper."""

from pages.language.words import Words
from reports.wording.figures import NONE as NONE
from reports.wording.figures import count as count
from reports.wording.figures import points as points
from reports.wording.figures import rate as rate
from reports.wording.figures import signed as signed

_RATES = ("on_time_rate", "completion_rate")
_DAYS = ("mean_days", "median_days", "p90_days")


def better(measure: str) -> str:
    """An arrow the way that is better: up for rates and for what was done, down for days and for what is open or late."""
    return "↑" if measure in (*_RATES, "counted", "met") else "↓"


def measured(measure: str, value: float | None, w: Words) -> str:
    """A value in the unit of its measure; `value` None = nothing to judge."""
    if value is None:
        return w("item.not_applicable")
    if measure in _RATES:
        return rate(value)
    return w("item.days", n=f"{value:.1f}") if measure in _DAYS else count(value)
