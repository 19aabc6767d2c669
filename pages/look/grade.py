"""The grade of a unit."""

from pages.language.words import Words
from pages.look import markup as m


def grade(name: str | None, w: Words) -> str:
    """A grade as a label; the lowest stands out."""
    return m.chip(w.name(name), "warn" if name == "不合格" else "brand" if name == "优秀" else "") if name else ""
