"""Every word a user sees, in two languages: one catalogue each (`words.zh.toml`, `words.en.toml`), Chinese first.

A test finds keys that stand in one catalogue only, keys that the code asks for and nobody wrote, and keys nobody asks for.
"""

import tomllib
from functools import cache
from pathlib import Path
from typing import Literal

from pages.parts import sentences
from reports.wording import names

Lang = Literal["zh", "en"]
LANGS: tuple[Lang, ...] = ("zh", "en")


@cache
def catalogue(lang: Lang) -> dict[str, str]:
    """The words of one language by dotted key: ``[header]`` / ``as_of = "…"`` is ``header.as_of``."""
    sections = tomllib.loads(Path(__file__).with_name(f"words.{lang}.toml").read_text(encoding="utf-8"))
    return {f"{section}.{key}": text for section, words in sections.items() for key, text in words.items()}


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
        return sentences.told(str(text)) if self.lang == "en" else str(text)

    def pick(self, zh: str, en: str | None) -> str:
        """What the data itself says in two languages, Chinese where the other is missing."""
        return en if self.lang == "en" and en else zh
