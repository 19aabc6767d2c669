"""The words of papers, in two languages: one catalogue that all share and one for each kind of paper; days and periods as people say them."""

import tomllib
from datetime import date
from functools import cache
from pathlib import Path
from typing import Final

HERE = Path(__file__).parent
LANGS: Final = ("zh", "en")


@cache
def catalogue(lang: str, kind: str = "") -> dict[str, str]:
    """The words of one language by dotted key: those that all papers share, and those in the folder `kind` of `reports/`."""
    files = [HERE / f"words.{lang}.toml", *([HERE.parent / kind / f"words.{lang}.toml"] if kind else [])]
    sections = [part for file in files for part in tomllib.loads(file.read_text(encoding="utf-8")).items()]
    return {f"{section}.{key}": text for section, words in sections for key, text in words.items()}


@cache
def names() -> dict[str, str]:
    """English for the Chinese names that data bring along, as far as they are the sample's own."""
    return tomllib.loads((HERE / "names.en.toml").read_text(encoding="utf-8"))


class Wording:
    """The words of one language: ``t("weekly.due", n=3)``. `kind`: the folder of the paper's own catalogue."""

    def __init__(self, lang: str, kind: str = ""):
        self.lang = lang
        self._words = catalogue(lang, kind)

    def __call__(self, key: str, **values: object) -> str:
        """The text under `key` with its ``{names}`` filled in. Raises KeyError for a key that nobody wrote."""
        return self._words[key].format(**values)

    def pick(self, zh: str, en: str | None) -> str:
        """What the data itself says in two languages, Chinese where the other is missing."""
        return en if self.lang == "en" and en else zh

    def name(self, name: str) -> str:
        """A Chinese name that the data brought along: in English where the sample's own names are known, else as it is."""
        return names().get(name, name) if self.lang == "en" else name

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
