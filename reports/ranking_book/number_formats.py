"""How a number is written in a ranking book: as on every page, and what only a book has."""

from decimal import Decimal

from reports.wording import figures
from reports.wording.figures import NONE as NONE
from reports.wording.figures import count as count
from reports.wording.figures import rate as rate


def points(value: Decimal | float | None) -> str:
    """Two decimals; a dash where there is none."""
    return figures.points(None if value is None else float(value))


def signed(value: Decimal | float | None) -> str:
    """+1.83, −0.20; a dash for none and for nothing."""
    return figures.signed(float(value), 2) if value and round(value, 2) else NONE


def most(value: float) -> str:
    """What there was to earn: as many decimals as it has."""
    return f"{value:g}"


def percent(share: Decimal) -> str:
    """Of shares that sum to 1: 37%."""
    return f"{int(share * 100)}%"


def share(value: float) -> str:
    """A share that a scheme sets, as exact as it is written there: 10%."""
    return f"{value * 100:g}%"


def arrow(places: int | None) -> str:
    """Places won or lost: ↑2, ↓1, a dash for none."""
    return NONE if not places else f"↑{places}" if places > 0 else f"↓{-places}"
