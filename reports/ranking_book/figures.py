"""How a number is written in a ranking book."""

from decimal import Decimal

NONE = "—"


def count(value: int) -> str:
    """1,234."""
    return f"{value:,}"


def points(value: Decimal | float | None) -> str:
    """Two decimals; a dash where there is none."""
    return NONE if value is None else f"{value:.2f}"


def most(value: float) -> str:
    """What there was to earn: as many decimals as it has."""
    return f"{value:g}"


def rate(value: float | None) -> str:
    """98.3%. A rate that is not 100 % never reads as 100.0%."""
    return NONE if value is None else f"{min(value, 0.999) if value < 1 else 1:.1%}"


def percent(share: Decimal) -> str:
    """Of shares that sum to 1: 37%."""
    return f"{int(share * 100)}%"


def signed(value: Decimal | float | None) -> str:
    """+1.83, −0.20, and a dash for none and nothing: a true minus sign, aligned with the plus."""
    if value is None or not round(value, 2):
        return NONE
    return ("+" if value > 0 else "−") + f"{abs(value):.2f}"


def arrow(places: int | None) -> str:
    """Places won or lost: ↑2, ↓1, a dash for none."""
    return NONE if not places else f"↑{places}" if places > 0 else f"↓{-places}"
