"""What one scheme says otherwise than another, line by line. Pure; its id, who approved it and for when are no part of it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from metrics.schemes.scheme import Adjustment, Bands, Grade, Item, Linear, Scheme, Section

Part = Literal["scheme", "limits", "grade", "section", "item", "adjustment"]
Named = Item | Adjustment | Section | Grade
PLAIN: tuple[tuple[Part, tuple[str, ...]], ...] = (("scheme", ("title", "total", "undecided_share")), ("limits", ("per_item", "per_total")))
FIELDS: dict[Part, tuple[str, ...]] = {
    "grade": ("min",),
    "section": ("title",),
    "item": ("title", "section", "rule", "measure", "points", "min_count"),
    "adjustment": ("title", "kind", "rule", "measure", "per", "cap"),
}


@dataclass(frozen=True)
class Change:
    """One line that differs. `name`: the id of the part and `title` what it is called, both "" for what is of the whole scheme.

    `field` "": the part itself came (`before` None) or went (`after` None), and stands there whole. "score": the way of scoring, whole.
    "band": one band's share, `at` says which; None where there is no such band. "order": the lines stand in another order.
    """

    part: Part
    name: str
    title: str
    field: str
    before: Any
    after: Any
    at: float | None = None


def changes(before: Scheme, after: Scheme) -> tuple[Change, ...]:
    """Every difference, in the order of the scheme; what went comes last in its part."""
    return (*_of_whole(before, after), *(c for part in FIELDS for c in _of_part(part, before, after)))


def _of_whole(before: Scheme, after: Scheme) -> Iterator[Change]:
    for part, fields in PLAIN:
        old, new = (x.limits if part == "limits" else x for x in (before, after))
        yield from _fields(part, "", "", fields, old, new)


def _of_part(part: Part, before: Scheme, after: Scheme) -> Iterator[Change]:
    old, new = _lines(part, before), _lines(part, after)
    for name, line in new.items():
        if name not in old:
            yield Change(part, name, _title(line), "", None, line)
            continue
        yield from _fields(part, name, _title(line), FIELDS[part], old[name], line)
        if isinstance(line, Item):
            yield from _scoring(old[name], line)
    yield from (Change(part, name, _title(line), "", line, None) for name, line in old.items() if name not in new)
    if [name for name in old if name in new] != [name for name in new if name in old]:
        yield Change(part, "", "", "order", None, None)


def _lines(part: Part, scheme: Scheme) -> Mapping[str, Named]:
    if part == "grade":
        return {grade.name: grade for grade in scheme.grades}
    lines: dict[Part, tuple[Any, ...]] = {"section": scheme.sections, "item": scheme.items, "adjustment": scheme.adjustments}
    return {line.id: line for line in lines[part]}


def _title(line: Named) -> str:
    return line.name if isinstance(line, Grade) else line.title


def _fields(part: Part, name: str, title: str, fields: tuple[str, ...], old: Any, new: Any) -> Iterator[Change]:
    for field in fields:
        if getattr(old, field) != getattr(new, field):
            yield Change(part, name, title, field, getattr(old, field), getattr(new, field))


def _scoring(old: Any, new: Item) -> Iterator[Change]:
    """The way of scoring: bands one by one, where it stays one of bands of the same direction."""
    match old.score, new.score:
        case Linear() as was, Linear() as now:
            yield from _fields("item", new.id, new.title, ("floor", "target"), was, now)
        case Bands() as was, Bands() as now if was.lower_is_better == now.lower_is_better:
            shares, shares_now = ({band.at: band.share for band in x.bands} for x in (was, now))
            for at in dict.fromkeys((*shares_now, *shares)):
                if shares.get(at) != shares_now.get(at):
                    yield Change("item", new.id, new.title, "band", shares.get(at), shares_now.get(at), at)
        case was, now:
            yield Change("item", new.id, new.title, "score", was, now)
