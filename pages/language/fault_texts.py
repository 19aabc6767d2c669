"""What the layers below the pages say in Chinese, told in English: a ready sentence is found among the templates of `fault_texts.en.toml`."""

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from data.contracts.contracts import load_contracts
from metrics.rulebook.rulebook import load_rules
from reports.wording.wording import names

CATALOGUE = Path(__file__).with_name("fault_texts.en.toml")
HOLE = re.compile(r"\{(\d+)\}")
DEPTH = 5  # sentences within one another that are told; what a person wrote could go on like that for ever
# Sentences come one a line, words with 、 between; what stands in quotes was written by somebody and is never taken apart.
JOINTS = tuple((re.compile(rf"{mark}(?![^“]*”)"), english) for mark, english in (("\n", "\n"), ("、", ", ")))


@dataclass(frozen=True)
class Template:
    """A sentence as the code writes it, with its English. `kept`: holes of which what fills them stays as it is.

    `mark`: its longest piece between holes, looked for before the whole is matched.
    """

    zh: str
    en: str
    kept: tuple[int, ...]
    pattern: re.Pattern[str]
    mark: str

    @classmethod
    def of(cls, zh: str, en: str, kept: Sequence[int] = ()) -> "Template":
        """A template of the catalogue, ready to be matched."""
        pieces = HOLE.split(zh)  # text, hole, text, … , text
        pattern = "".join(f"(?P<hole{piece}>.*?)" if n % 2 else re.escape(piece) for n, piece in enumerate(pieces))
        return cls(zh, en, tuple(kept), re.compile(pattern, re.DOTALL), max(pieces[::2], key=len))

    @property
    def place(self) -> tuple[int, int]:
        """Where it comes among all: the one with the most signs of its own first, of two alike the one with fewer holes."""
        return -len(HOLE.sub("", self.zh)), len(HOLE.findall(self.zh))

    def told(self, text: str, depth: int) -> str | None:
        """The English of a text that this is the template of, else None. `depth`: how many sentences within it may be told too."""
        found = self.pattern.fullmatch(text) if self.mark in text else None
        return None if found is None else HOLE.sub(lambda hole: self._filling(found, hole[1], depth), self.en)

    def _filling(self, found: re.Match[str], hole: str, depth: int) -> str:
        said = found[f"hole{hole}"]
        if int(hole) in self.kept:
            return said
        is_quoted = f"“{{{hole}}}”" in self.zh
        return _names().get(said, said) if is_quoted else told(said.strip(), depth - 1)


@cache
def templates() -> tuple[Template, ...]:
    """All sentences of the catalogue, the most specific first."""
    said = tomllib.loads(CATALOGUE.read_text(encoding="utf-8"))["said"]
    return tuple(sorted((Template.of(**entry) for entry in said), key=lambda template: template.place))


@cache
def words() -> dict[str, str]:
    """The texts of the catalogue that have no holes of their own and mostly fill those of others."""
    return tomllib.loads(CATALOGUE.read_text(encoding="utf-8"))["words"]


@lru_cache(maxsize=4096)
def told(text: str, depth: int = DEPTH) -> str:
    """A text in English, sentence by sentence where it has several lines; what no template knows is left as it is."""
    found = _found(text, depth)
    return "\n".join(_found(line, depth) or line for line in text.split("\n")) if found is None else found


def _found(text: str, depth: int) -> str | None:
    """The English of a text of which the whole, or each part of a list, is known."""
    for joint, english in JOINTS:
        if len(parts := joint.split(text)) > 1 and (listed := _listed(parts, english, depth)):
            return listed
    if known := words().get(text) or _names().get(text):
        return known
    return next((said for template in templates() if (said := template.told(text, depth)) is not None), None) if depth else None


def _listed(parts: Sequence[str], joint: str, depth: int) -> str | None:
    found = [said for part in parts if part and (said := _found(part, depth)) is not None]
    return joint.join(found) if len(found) == len(parts) else None


@cache
def _names() -> dict[str, str]:
    """The exports, the rules and the sample's own names, which the pages have English for too."""
    exports = {export.title_zh: export.title_en for export in load_contracts().exports.values()}
    return {**names(), **exports, **{rule.title_zh: rule.title_en for rule in load_rules().values()}}
