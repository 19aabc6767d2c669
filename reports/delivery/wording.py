"""The words of what is delivered, in two languages: one catalogue each, and days and periods as each language says them."""

import tomllib
from datetime import date
from functools import cache
from pathlib import Path


@cache
def catalogue(lang: str) -> dict[str, str]:
    """The words of one language by dotted key."""
    sections = tomllib.loads(Path(__file__).with_name(f"letters.{lang}.toml").read_text(encoding="utf-8"))
    return {f"{section}.{key}": text for section, words in sections.items() for key, text in words.items()}


class Wording:
    """The words of one language: ``t("weekly.due", n=3)``."""

    def __init__(self, lang: str):
        self.lang = lang
        self._words = catalogue(lang)

    def __call__(self, key: str, **values: object) -> str:
        """The text under `key` with its ``{names}`` filled in. Raises KeyError for a key that nobody wrote."""
        return self._words[key].format(**values)

    def pick(self, zh: str, en: str | None) -> str:
        """What the data itself says in two languages, Chinese where the other is missing."""
        return en if self.lang == "en" and en else zh

    def day(self, day: date) -> str:
        """A day as it stands in a letter."""
        return self("common.day", year=day.year, month=day.month, day=day.day)

    def month(self, day: date) -> str:
        """The month of a day."""
        return self("period.month", year=day.year, month=day.month)

    def period(self, period: str) -> str:
        """2026, 2026H1, 2026Q3 and 2026-06 as people say them; a span of days as it is."""
        year, rest = period[:4], period[4:]
        if not rest:
            return self("period.year", year=year)
        if f"period.{rest}" in self._words:
            return self(f"period.{rest}", year=year)
        return self("period.month", year=year, month=int(rest[1:])) if len(period) == 7 else period
