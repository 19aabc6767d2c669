"""What the layers below the pages say in Chinese, told in English: a ready sentence is found among the templates of `sentences.en.toml`."""

import re
import tomllib
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from data.contracts import load_contracts
from metrics.rulebook import load_rules
from reports.wording import names

CATALOGUE = Path(__file__).with_name("sentences.en.toml")
HOLE = re.compile(r"\{(\d+)\}")
# Sentences come one a line, words with 、 between; what stands in quotes was written by somebody and is never taken apart.
JOINTS = tuple((re.compile(rf"{mark}(?![^“]*”)"), english) for mark, english in (("\n", "\n"), ("、", ", ")))


@dataclass(frozen=True)
class Template:
    """A sentence as the code writes it, with its English. `mark`: its longest piece between holes, looked for before the whole is matched."""

    zh: str
    en: str
    pattern: re.Pattern[str]
    mark: str

    @classmethod
    def of(cls, zh: str, en: str) -> "Template":
        """A template of the catalogue, ready to be matched."""
        pieces = HOLE.split(zh)  # text, hole, text, … , text
        pattern = "".join(f"(?P<hole{piece}>.*?)" if n % 2 else re.escape(piece) for n, piece in enumerate(pieces))
        return cls(zh, en, re.compile(pattern, re.DOTALL), max(pieces[::2], key=len))

    @property
    def is_specific(self) -> tuple[int, int]:
        """What orders templates: the one with the most signs of its own comes first, of two alike the one with fewer holes."""
        holes = HOLE.findall(self.zh)
        return -len(HOLE.sub("", self.zh)), len(holes)

    def told(self, text: str) -> str | None:
        """The English of a text that this is the template of, else None."""
        found = self.pattern.fullmatch(text) if self.mark in text else None
        return None if found is None else HOLE.sub(lambda hole: self._filling(found, hole[1]), self.en)

    def _filling(self, found: re.Match[str], hole: str) -> str:
        said = found[f"hole{hole}"]
        if said in _names():
            return _names()[said]
        return said if f"“{{{hole}}}”" in self.zh else told(said.strip())


@cache
def templates() -> tuple[Template, ...]:
    """All sentences of the catalogue, the most specific first."""
    said = tomllib.loads(CATALOGUE.read_text(encoding="utf-8"))["said"]
    return tuple(sorted((Template.of(**entry) for entry in said), key=lambda template: template.is_specific))


@cache
def words() -> dict[str, str]:
    """The texts of the catalogue that have no holes of their own and mostly fill those of others."""
    return tomllib.loads(CATALOGUE.read_text(encoding="utf-8"))["words"]


@lru_cache(maxsize=4096)
def told(text: str) -> str:
    """A text in English, sentence by sentence where it has several lines; what no template knows is left as it is."""
    found = _found(text)
    return "\n".join(_found(line) or line for line in text.split("\n")) if found is None else found


def _found(text: str) -> str | None:
    """The English where the whole of a text is known, or each part of a list."""
    for joint, english in JOINTS:
        parts = joint.split(text)
        if len(parts) > 1 and all(parts) and None not in (found := [_found(part) for part in parts]):
            return english.join(part for part in found if part is not None)
    if text in words():
        return words()[text]
    return next((english for template in templates() if (english := template.told(text)) is not None), None)


@cache
def _names() -> dict[str, str]:
    """The exports, the rules and the sample's own names, which the pages have English for too."""
    named = [*load_contracts().exports.values(), *load_rules().values()]
    return {**names(), **{one.title_zh: one.title_en for one in named}}
