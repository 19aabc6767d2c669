"""Moments as people read them."""

from datetime import datetime

from data.calendar import CHINA


def when(moment: datetime) -> str:
    """A moment as Beijing's clock had it."""
    return f"{moment.astimezone(CHINA):%Y-%m-%d %H:%M}"
