"""How a paragraph or run of a Word document looks in the end: what it says itself, its styles, each resting on another, the defaults below all."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from docx.oxml import ns

qn = cache(ns.qn)  # asked tens of thousands of times a document
SIZE: Final = 10.5  # points, where nothing says otherwise
BODY_LEVEL: Final = 9  # of the outline: no heading


class Styles:
    """How a document looks where a run or paragraph does not say it: its styles, each resting on another, and the defaults below all."""

    def __init__(self, document: Any):
        root = document.styles.element
        self._styles = {style.get(qn("w:styleId")): style for style in root.iter(qn("w:style"))}
        ordinary = (name for name, x in self._styles.items() if x.get(qn("w:type")) == "paragraph" and x.get(qn("w:default")))
        self.ordinary = next(ordinary, None)
        self._bottom = [found] if (found := root.find(qn("w:docDefaults"))) is not None else []
        self._known: dict[tuple[object, ...], Any] = {}  # thousands of cells ask the same

    def of(self, paragraph: Any, table_style: str | None = None) -> "Looks":
        """The looks of a paragraph, in a table of that style if it is in one."""
        own = paragraph.find(qn("w:pPr"))
        named = value_of(own, "w:pStyle") or self.ordinary
        return Looks(self, () if own is None else (own,), (named, table_style))

    def chain(self, style_id: str | None) -> Iterator[Any]:
        """A style and those it rests on, the nearest first."""
        style = self._styles.get(style_id) if style_id else None
        seen: set[str] = set()
        while style is not None and style.get(qn("w:styleId")) not in seen:
            yield style
            seen.add(style.get(qn("w:styleId")))
            style = self._styles.get(value_of(style, "w:basedOn"))

    def find(self, ids: tuple[str | None, ...], container: str, name: str, attribute: str | None) -> Any:
        """The first of the styles, and of what they rest on, that says it; last the defaults."""
        key = (ids, container, name, attribute)
        if key not in self._known:
            places = [*(place for style_id in ids for place in self.chain(style_id)), *self._bottom]
            self._known[key] = _first(places, container, name, attribute)
        return self._known[key]


@dataclass(frozen=True)
class Looks:
    """Where to look for how something looks: what it says itself, then its styles."""

    styles: Styles
    own: tuple[Any, ...]
    ids: tuple[str | None, ...]

    def value(self, container: str, name: str, attribute: str = "w:val") -> str | None:
        """The nearest value of an attribute."""
        found = self.element(container, name, attribute)
        return None if found is None else str(found.get(qn(attribute)))

    def is_on(self, container: str, name: str) -> bool:
        """Whether a switch is on: it is when it says nothing more."""
        found = self.element(container, name, None)
        return found is not None and found.get(qn("w:val"), "1") not in ("0", "false", "off")

    def element(self, container: str, name: str, attribute: str | None = None) -> Any:
        """The nearest element, that says the attribute if one is asked for."""
        found = _first(self.own, container, name, attribute)
        return self.styles.find(self.ids, container, name, attribute) if found is None else found

    @property
    def size(self) -> float:
        """Of the font, in points."""
        half = self.value("w:rPr", "w:sz")
        return int(half) / 2 if half else SIZE

    @property
    def level(self) -> int:
        """Of a heading, 1 the highest; 0 = the title of the document; -1 = neither."""
        if any(value_of(style, "w:name") == "Title" for style_id in self.ids for style in self.styles.chain(style_id)):
            return 0
        level = self.value("w:pPr", "w:outlineLvl")
        return int(level) + 1 if level and int(level) < BODY_LEVEL else -1


def _first(places: Iterable[Any], container: str, name: str, attribute: str | None) -> Any:
    for place in places:
        found = _find(place, container, name)
        if found is not None and (attribute is None or found.get(qn(attribute)) is not None):
            return found
    return None


def value_of(parent: Any, name: str) -> str | None:
    """The value of a child that says one thing."""
    found = None if parent is None else parent.find(qn(name))
    return None if found is None else str(found.get(qn("w:val")))


def _find(place: Any, container: str, name: str) -> Any:
    """A property where it stands: right below, in its container, or in the container of the defaults."""
    if place.tag == qn(container):
        return place.find(qn(name))
    wrapper = place.find(qn(f"{container}Default")) if place.tag == qn("w:docDefaults") else place
    inside = None if wrapper is None else wrapper.find(qn(container))
    return None if inside is None else inside.find(qn(name))
