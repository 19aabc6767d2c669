"""How a number is written: counts, rates, points, days, and the sign of a change. One way each, everywhere, also in the scorecard."""

from pages.parts.words import Words

NONE = "—"
_RATES = ("on_time_rate", "completion_rate")
_DAYS = ("mean_days", "median_days", "p90_days")


def count(value: int | float | None) -> str:
    """1,234; a dash where there is none."""
    return NONE if value is None else f"{value:,.0f}"


def rate(value: float | None) -> str:
    """98.3%. A rate that is not 100 % never reads as 100.0%."""
    if value is None:
        return NONE
    return f"{min(value, 0.999) if value < 1 else 1:.1%}"


def points(value: float | None) -> str:
    """Two decimals, as scores are rounded."""
    return NONE if value is None else f"{value:.2f}"


def signed(value: float | None, decimals: int = 0) -> str:
    """+3, −2, and a plain 0: a true minus sign, aligned with the plus."""
    if value is None:
        return NONE
    text = f"{abs(value):,.{decimals}f}"
    return ("+" if value > 0 else "−") + text if float(text.replace(",", "")) else text


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
