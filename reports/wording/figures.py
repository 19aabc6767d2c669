"""How a number is written: counts, rates, points, and the sign of a change. One way each, on every page and in every paper."""

NONE = "—"


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
