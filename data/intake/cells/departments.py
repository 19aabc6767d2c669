"""Department names to ids: exact full name, then the division's alias, then 名称（编码）. Near names are offered, never taken."""

import difflib
import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

import polars as pl

from data.intake.cells.clean import INVISIBLE

UNSEEN = re.compile(rf"[\s\x00-\x1f\x7f{INVISIBLE}]+")
LAST_BRACKETS = re.compile(r"^(.+)\(([^()]+)\)$")


@dataclass(frozen=True)
class Resolution:
    """What became of one name: an id, or why there is none."""

    id: str | None = None
    reason: str | None = None


@lru_cache(maxsize=65536)
def normal_name(text: str) -> str:
    """A department's name as it is compared: half-width, nothing invisible, no spaces."""
    return UNSEEN.sub("", unicodedata.normalize("NFKC", text)).casefold()


class Directory:
    """The departments of one listing, looked up by name within a division.

    `rows`: typed rows of the `departments` export. A closed department keeps its own id: who answers for it is settled later.
    `confirmed`: division → a name as its files write it → the id that an officer confirmed. It settles what the listing leaves open or
    ambiguous, and never overrides a full name.
    """

    def __init__(self, rows: pl.DataFrame, confirmed: Mapping[str, Mapping[str, str]] | None = None):
        self.names: dict[str, str] = {}
        self.full: dict[str, set[str]] = {}
        self.alias: dict[tuple[str, str], set[str]] = {}
        self.successors: dict[str, str] = {}
        self.divisions: dict[str, str] = {}
        for row in rows.iter_rows(named=True):
            self._add(row)
        self.ids = {normal_name(i): i for i in self.names}
        for place, names in (confirmed or {}).items():
            for text, department_id in names.items():
                if department_id in self.names:
                    self.alias[normal_name(place), normal_name(text)] = {department_id}

    def _add(self, row: dict) -> None:
        department_id, division = row["department_id"], normal_name(row["division"])
        self.names[department_id] = row["name"]
        self.divisions[division] = row["division"]
        self.full.setdefault(normal_name(row["name"]), set()).add(department_id)
        for alias in row["aliases"] or ():
            self.alias.setdefault((division, normal_name(alias)), set()).add(department_id)
        if row["successor_id"]:
            self.successors[department_id] = row["successor_id"]

    def resolve(self, text: str, division: str) -> Resolution:
        """The department that a text means in a file of that division."""
        name = normal_name(text)
        if found := self._by_name(name, division):
            return self._only(found)
        if split := LAST_BRACKETS.match(name):
            return self._named_and_coded(split[1], split[2], division)
        if name in self.ids:
            return Resolution(self.ids[name])
        return Resolution(reason="在部门名录中找不到")

    def division_named_in(self, title: str, city: str) -> str | None:
        """The division other than the city that a title begins with, the city's name before it or not."""
        start = normal_name(title).removeprefix(normal_name(city))
        return next((shown for name, shown in self.divisions.items() if name != normal_name(city) and start.startswith(name)), None)

    def suggestions(self, text: str, division: str) -> list[str]:
        """Names near to one that was not found, for an officer to confirm; never applied."""
        here = {alias: ids for (place, alias), ids in self.alias.items() if place == normal_name(division)}
        near = difflib.get_close_matches(normal_name(text), [*self.full, *here], n=3, cutoff=0.6)
        return list(dict.fromkeys(self.names[i] for name in near for i in sorted(self.full.get(name) or here[name])))

    def _by_name(self, name: str, division: str) -> set[str]:
        return self.full.get(name) or self.alias.get((normal_name(division), name)) or set()

    def _named_and_coded(self, name: str, code: str, division: str) -> Resolution:
        by_code, by_name = self.ids.get(code), self._by_name(name, division)
        if by_code and by_name and by_code not in by_name:
            return Resolution(reason=f"名称与编码不一致（编码 {by_code} 是“{self.names[by_code]}”）")
        if by_code:
            return Resolution(by_code)
        return self._only(by_name) if by_name else Resolution(reason="在部门名录中找不到")

    def _only(self, found: set[str]) -> Resolution:
        """One id. An old department and the one that took over from it are one: the one in being is meant."""
        if len(found) == 1:
            return Resolution(next(iter(found)))
        last = {self._last(i) for i in found}
        if len(last) == 1 and (answering := next(iter(last))) in found:
            return Resolution(answering)
        candidates = "、".join(f"{self.names[i]}（{i}）" for i in sorted(found))
        return Resolution(reason=f"可指多个部门：{candidates}，请写全称")

    def _last(self, department_id: str) -> str:
        seen = {department_id}
        while (following := self.successors.get(department_id)) in self.names and following not in seen:
            department_id = following
            seen.add(following)
        return department_id


def directory_faults(rows: pl.DataFrame) -> list[str]:
    """Sentences on what is wrong in a listing of departments: unknown successors and units, circles of successors."""
    names = dict(rows.select("department_id", "name").iter_rows())
    faults = []
    for row in rows.iter_rows(named=True):
        for column, label in (("successor_id", "承接部门编码"), ("assessed_as", "考核对象编码")):
            if (code := row[column]) and code not in names:
                faults.append(f"“{row['name']}”的{label} {code} 不在名录中，请补充该部门或改正编码。")
    return faults + [f"部门的承接关系成环：{' → '.join(circle)}，请改正承接部门编码。" for circle in _circles(rows)]


def _circles(rows: pl.DataFrame) -> Iterable[list[str]]:
    successor = {i: s for i, s in rows.select("department_id", "successor_id").iter_rows() if s}
    told: set[str] = set()
    for start in successor:
        path = [start]
        while (following := successor.get(path[-1])) and following not in path:
            path.append(following)
        if following and not told & set(path):
            told |= set(path)
            yield [*path[path.index(following) :], following]


def resolve_all(values: pl.Series, directory: Directory, division: str) -> tuple[pl.Series, dict[str, str]]:
    """(ids, null where unresolved; text → why it was not resolved)."""
    distinct = values.drop_nulls().unique().to_list()
    found = {text: directory.resolve(text, division) for text in distinct}
    ids = pl.Series([found[text].id for text in distinct], dtype=pl.String)
    resolved = values.replace_strict(pl.Series(distinct, dtype=pl.String), ids, default=None, return_dtype=pl.String)
    return resolved, {text: resolution.reason for text, resolution in found.items() if resolution.reason}
