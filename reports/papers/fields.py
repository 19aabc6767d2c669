"""What the templates of each kind of paper are given: the names an officer may write into a template, and what each stands for."""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, Literal

from reports.papers.sources import Figure

FIELDS = Path(__file__).parent / "fields"
ALL = "all"  # the fields that every paper has
Given = Mapping[str, Any]  # name → text, Figure, bool, or a list of the same
TYPES: Mapping[str, type] = {"text": str, "figure": Figure, "flag": bool, "list": list}


@dataclass(frozen=True)
class Field:
    """One name. `fields`: of each entry of a list. A template that leaves out one that `is_required` is refused."""

    name: str
    kind: Literal["text", "figure", "flag", "list"]
    zh: str
    en: str
    is_required: bool = False
    fields: Mapping[str, "Field"] = field(default_factory=dict)


@dataclass(frozen=True)
class Kind:
    """One kind of paper."""

    name: str
    zh: str
    en: str
    fields: Mapping[str, Field]

    @property
    def required(self) -> list[str]:
        """What every template of this kind must print somewhere."""
        return [name for name, one in self.fields.items() if one.is_required]

    def check(self, given: Given) -> None:
        """Raises TypeError where what a paper gives is not what is documented: a fault of ours."""
        _check(self.fields, given, self.name)


def kinds() -> list[str]:
    """The kinds of papers, by name."""
    return sorted(path.stem for path in FIELDS.glob("*.toml") if path.stem != ALL)


@cache
def kind(name: str) -> Kind:
    """One kind of paper with its fields, those of all papers first."""
    spec, shared = (tomllib.loads((FIELDS / f"{one}.toml").read_text(encoding="utf-8")) for one in (name, ALL))
    return Kind(name, spec["zh"], spec["en"], _fields(shared["fields"] | spec["fields"], ""))


def _fields(spec: Mapping[str, Any], above: str) -> dict[str, Field]:
    """`spec`: dotted name → what it is; the fields of a list's entries stand below it: ``groups.name``."""
    own = {name.removeprefix(above): said for name, said in spec.items() if name.startswith(above)}
    return {
        name: Field(name, said["kind"], said["zh"], said["en"], said.get("required", False), _fields(spec, f"{above}{name}."))
        for name, said in own.items()
        if "." not in name
    }


def _check(fields: Mapping[str, Field], given: Given, where: str) -> None:
    if fields.keys() != given.keys():
        raise TypeError(f"{where}: {sorted(fields.keys() ^ given.keys())}")
    for name, one in fields.items():
        if not isinstance(given[name], TYPES[one.kind]):
            raise TypeError(f"{where}.{name}: {one.kind} is wanted, {type(given[name]).__name__} is given")
        entries: Sequence[Given] = given[name] if one.kind == "list" else ()
        for entry in entries:
            _check(one.fields, entry, f"{where}.{name}")
