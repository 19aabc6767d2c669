"""Every word a user sees, in two languages, Chinese first: one catalogue each, of which every room holds its part (`words.zh.toml`,
`words.en.toml`).

A test finds keys that stand in one catalogue only, keys that the code asks for and nobody wrote, and keys nobody asks for.
"""

import tomllib
from functools import cache
from pathlib import Path
from typing import Literal

from pages.language import fault_texts
from reports.wording.wording import names

Lang = Literal["zh", "en"]
LANGS: tuple[Lang, ...] = ("zh", "en")
ROOMS = Path(__file__).parents[1]


@cache
def catalogue(lang: Lang) -> dict[str, str]:
    """The words of one language by dotted key: ``[header]`` / ``as_of = "…"`` is ``header.as_of``. A room's words are for every room.

    Raises ValueError for a key that two rooms hold: neither would know which of the two is shown.
    """
    found: dict[str, str] = {}
    for file in sorted(ROOMS.glob(f"*/words.{lang}.toml")):
        sections = tomllib.loads(file.read_text(encoding="utf-8"))
        part = {f"{section}.{key}": text for section, words in sections.items() for key, text in words.items()}
        if twice := found.keys() & part.keys():
            raise ValueError(f"{file}: {', '.join(sorted(twice))} stands in another room as well")
        found |= part
    return found


class Words:
    """The words of one language: ``w("header.run", id="ab12")``, and ``w.of("state", "late")`` where the key is data."""

    def __init__(self, lang: Lang):
        self.lang = lang
        self._words = catalogue(lang)

    def __call__(self, key: str, **values: object) -> str:
        """The text under `key`, its ``{names}`` filled in. Raises KeyError for a key that nobody wrote."""
        return self._words[key].format(**values) if values else self._words[key]

    def of(self, section: str, name: str) -> str:
        """The word for a value of a closed list; a value that is no part of it is shown as it is."""
        return self._words.get(f"{section}.{name}", name)

    def name(self, name: str) -> str:
        """A Chinese name that the data brought along: in English where the sample's own names are known, else as it is."""
        return names().get(name, name) if self.lang == "en" else name

    def told(self, text: object) -> str:
        """What a layer below the pages says, a fault or why a row was refused: in English where the sentence is known, else as it is."""
        return fault_texts.told(str(text)) if self.lang == "en" else str(text)

    def pick(self, zh: str, en: str | None) -> str:
        """What the data itself says in two languages, Chinese where the other is missing."""
        return en if self.lang == "en" and en else zh
