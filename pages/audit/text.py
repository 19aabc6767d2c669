"""What a line of the trail says, in words: one sentence, and everything else it keeps as pairs."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from data.decisions.trail import Line
from pages.language.words import Words

Fact = tuple[str, str]


def summary(line: Line, w: Words) -> str:
    """One sentence: of an act what it decided, of a look the page, else the file or the way."""
    if line.what == "act":
        about, thing, verb = kind_of(line)
        done = w.of("act_verb", "registered" if about == "person" else verb)
        return w("trail.act", about=w.of("about", about), verb=done, number=line.detail.get("act_id", ""), thing=thing)
    if line.what == "view":
        return w.of("page", line.target)
    if line.what in ("sign_in", "refused"):
        way, _, rest = line.target.rpartition(" ")  # the way and the sign-in, or why and from where
        return f"{w.of('trail_way', way)} {rest}".strip()
    return line.target


def kind_of(line: Line) -> tuple[str, str, str]:
    """(about, thing, verb) of a line of an act; a thing may hold a slash itself."""
    about, _, rest = line.target.partition("/")
    thing, _, verb = rest.rpartition("/")
    return about, thing, verb


def facts(line: Line, w: Words) -> list[Fact]:
    """Everything that the line keeps, in the order of its keys, its own hash last; what says nothing is left out."""
    told = [(w.of("trail_field", name), said(value, w, name)) for name, value in _flat(line.detail)]
    if line.what == "act":
        told.insert(0, (w.of("trail_field", "thing"), kind_of(line)[1]))
    return [*((label, text) for label, text in told if text), (w.of("trail_field", "hash"), line.hash)]


def _flat(detail: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    for name, value in detail.items():
        if isinstance(value, Mapping):
            yield from _flat(value)
        else:
            yield name, value


def said(value: Any, w: Words, name: str = "") -> str:
    """A value as people write it: yes and no, lists, the words of closed lists."""
    if value is None or value == "" or value == []:
        return ""
    if isinstance(value, bool):
        return w("trail.yes" if value else "trail.no")
    if isinstance(value, list):
        return w("rank.comma").join(said(x, w, name) for x in value)
    if isinstance(value, dict):
        return json.dumps(value, ensure_ascii=False)
    return w.of("role", value) if name == "role" else w.of("wants", value) if name == "wants" else str(value)
