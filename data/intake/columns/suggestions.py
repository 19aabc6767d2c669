"""Which known words an unknown one looks like: offered to a person, never applied."""

from collections.abc import Iterable, Mapping

from rapidfuzz import fuzz, process

from data.intake.cells.departments import normal_name


def ranked(text: str, options: Iterable[str]) -> list[str]:
    """All options, the most alike first; equally alike ones in their own order."""
    known = list(options)
    found = process.extract(normal_name(text), known, scorer=fuzz.WRatio, processor=normal_name, limit=None)
    return [option for option, _, _ in sorted(found, key=lambda hit: -hit[1])]


LIKELY = 60.0  # of 100: below this likeness nothing is offered by itself


def likeliest(text: str, options: Mapping[str, Iterable[str]], most: int) -> list[str]:
    """At most so many of the options that a text may well mean, the most alike first. `options`: option → every name it goes by."""
    scores = {option: _likeness(text, names) for option, names in options.items()}
    return sorted((option for option, score in scores.items() if score >= LIKELY), key=lambda option: -scores[option])[:most]


def _likeness(text: str, names: Iterable[str]) -> float:
    return max((fuzz.WRatio(normal_name(text), normal_name(name)) for name in names), default=0.0)
