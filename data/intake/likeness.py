"""Which known words an unknown one looks like: offered to a person, never applied."""

from collections.abc import Iterable

from rapidfuzz import fuzz, process

from data.intake.departments import normal_name


def ranked(text: str, options: Iterable[str]) -> list[str]:
    """All options, the most alike first; equally alike ones in their own order."""
    known = list(options)
    found = process.extract(normal_name(text), known, scorer=fuzz.WRatio, processor=normal_name, limit=None)
    return [option for option, _, _ in sorted(found, key=lambda hit: -hit[1])]
