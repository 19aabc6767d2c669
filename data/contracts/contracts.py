"""The contracts of the platform exports: one TOML a file under `data/contracts/exports/`, dictionaries beside them, both extended by the site.

A contract says what an export's columns mean, never where they stand or what exactly they are called.
"""

import tomllib
from collections.abc import Callable, Iterable
from functools import lru_cache
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from data.errors import ConfigFault

EXPORTS = Path(__file__).parent / "exports"
DICTIONARIES = Path(__file__).parent / "dictionaries.toml"

UNKNOWN = "未知"  # what an unreadable value in an optional dictionary column is stored as: not empty, not a value

ColumnType = Literal["code", "text", "list", "date", "department", "dict", "integer", "number"]
Zone = Literal["", "utc", "china"]


class Column(BaseModel):
    """One column of an export.

    `need`: "key" = part of the natural key and required; "required"; "" = optional.
    `plan`: a date column that holds a day somebody set, which may lie after `as_of` without being "not yet happened".
    `event`: whether something was done or arose on the days of a date column; false where they bound a validity that may be of long ago.
    `refers_to`: the key of another export that a column of codes takes its codes from, as "catalogs.catalog_id".
    `zone`: what an officer confirmed of a date column whose every time of day is 16:00:00: "utc" = it was midnight in China, and the day is the
    next; "china" = it stands as written, as it does while nobody has said anything ("").
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str
    label: str
    also: tuple[str, ...] = ()
    type: ColumnType
    dictionary: str | None = None
    need: Literal["key", "required", ""] = ""
    plan: bool = False
    event: bool = True
    refers_to: Annotated[str, Field(pattern=r"^[a-z_]+\.[a-z_]+$")] | None = None
    zone: Zone = ""

    @property
    def is_event(self) -> bool:
        """Whether its days are those of something that was done or arose."""
        return self.type == "date" and self.event and not self.plan

    @property
    def target(self) -> tuple[str, str] | None:
        """(export, column) that its codes refer to."""
        export, _, column = (self.refers_to or "").partition(".")
        return (export, column) if export else None

    @property
    def labels(self) -> tuple[str, ...]:
        """Every label this column is known by, the official one first."""
        return (self.label, *self.also)

    @property
    def fields(self) -> tuple[tuple[str, str], ...]:
        """(name, DuckDB type) of the typed fields that this column is stored as. A department is kept as it was written and as its id."""
        sql = {"date": "DATE", "integer": "BIGINT", "number": "DOUBLE", "list": "VARCHAR[]"}.get(self.type, "VARCHAR")
        id_field = ((id_name(self.name), "VARCHAR"),) if self.type == "department" else ()
        return ((self.name, sql), *id_field)


def id_name(column: str) -> str:
    """The field that holds the resolved id of a department column: `provider` → `provider_id`."""
    return f"{column}_id"


class Contract(BaseModel):
    """One export: its columns, its natural key, and what makes two of its rows contradict each other.

    `lines`: the column in which one subject may come as several rows (a catalogue's data items).
    `in_order`: pairs (start, end) of date columns; an end before its start is a contradiction.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str
    title_zh: str
    title_en: str
    about: str
    lines: str | None = None
    in_order: tuple[tuple[str, str], ...] = ()
    columns: tuple[Column, ...]

    @model_validator(mode="after")
    def _names_exist(self) -> "Contract":
        names = [c.name for c in self.columns]
        if len(set(names)) < len(names):
            raise ValueError("a column name stands twice")
        for name in (*(n for pair in self.in_order for n in pair), *([self.lines] if self.lines else [])):
            if name not in names:
                raise ValueError(f"no column named {name}")
        return self

    @property
    def key(self) -> tuple[str, ...]:
        """The fields of the natural key, a department by its id."""
        return tuple(id_name(c.name) if c.type == "department" else c.name for c in self.columns if c.need == "key")

    def column(self, name: str) -> Column:
        """The column of that name. Raises KeyError."""
        return next((c for c in self.columns if c.name == name), None) or _missing(name)


def _missing(name: str) -> Column:
    raise KeyError(name)


class Learned(BaseModel):
    """Words of files that officers have confirmed. What a contract or dictionary doesn't have any more is passed over.

    `labels`: (export, column, label). `values`: (dictionary, stored value, text). `names`: (division, text, department id).
    `zones`: (export, date column, whose midnight its 16:00:00 is).
    """

    model_config = ConfigDict(frozen=True)

    labels: tuple[tuple[str, str, str], ...] = ()
    values: tuple[tuple[str, str, str], ...] = ()
    names: tuple[tuple[str, str, str], ...] = ()
    zones: tuple[tuple[str, str, Zone], ...] = ()


class Contracts(BaseModel):
    """All contracts and dictionaries that are in force, the site's additions and the confirmed words included.

    `dictionaries`: dictionary → stored value → other ways to write it. `names`: division → a department's name as files write it → its id.
    """

    model_config = ConfigDict(frozen=True)

    exports: dict[str, Contract]
    dictionaries: dict[str, dict[str, tuple[str, ...]]]
    names: dict[str, dict[str, str]] = {}

    def turn(self, export: str) -> int:
        """Its place among files that come in together: the directory first, and each export after those that its codes refer to."""
        referred = [column.target[0] for column in self.exports[export].columns if column.target]
        return -1 if export == "departments" else 1 + max(map(self.turn, referred)) if referred else 0


def load_contracts(site: Path | None = None, learned: Learned | None = None) -> Contracts:
    """Read every contract, what the site adds to labels (`site/labels.toml`) and dictionaries (`site/dictionaries.toml`), and confirmed words.

    `site/labels.toml` reads ``[systems]`` / ``department = ["牵头单位"]``. Raises ConfigFault naming every fault at once.
    """
    faults: list[str] = []
    dictionaries = {d: {v: tuple(also) for v, also in values.items()} for d, values in _toml(DICTIONARIES).items()}
    exports = {c.name: c for path in sorted(EXPORTS.glob("*.toml")) if (c := _contract(path, faults))}
    for contract in exports.values():
        for column in contract.columns:
            if (column.type == "dict") != (column.dictionary in dictionaries):
                faults.append(f"data/contracts/exports/{contract.name}.toml：列 {column.name} 的字典 {column.dictionary} 不存在")
            if column.target and not _is_key(column.target, exports):
                faults.append(
                    f"data/contracts/exports/{contract.name}.toml：列 {column.name} 所指的 {column.refers_to} 不是一张导出表的主键"
                )
    if site and (path := site / "dictionaries.toml").exists():
        _extend_dictionaries(dictionaries, _site_words(path, faults), path, faults)
    if site and (path := site / "labels.toml").exists():
        _extend_labels(exports, _site_words(path, faults), path, faults)
    if faults:
        raise ConfigFault("\n".join(faults))
    names = _learn(exports, dictionaries, learned) if learned else {}
    return Contracts(exports=exports, dictionaries=dictionaries, names=names)


def _is_key(target: tuple[str, str], exports: dict[str, Contract]) -> bool:
    export, column = target
    return export in exports and exports[export].key == (column,)


def _learn(
    exports: dict[str, Contract], dictionaries: dict[str, dict[str, tuple[str, ...]]], learned: Learned
) -> dict[str, dict[str, str]]:
    for name, value, text in learned.values:
        if value in dictionaries.get(name, {}):
            dictionaries[name][value] += (text,)
    for export, column, label in learned.labels:
        if export in exports:
            _extend_labels(exports, {export: {column: [label]}}, Path(export), [])
    for export, column, zone in learned.zones:
        if export in exports:
            exports[export] = _with_zone(exports[export], column, zone)
    names: dict[str, dict[str, str]] = {}
    for division, text, department_id in learned.names:
        names.setdefault(division, {})[text] = department_id
    return names


def _with_zone(contract: Contract, name: str, zone: Zone) -> Contract:
    columns = (c.model_copy(update={"zone": zone}) if c.name == name and c.type == "date" else c for c in contract.columns)
    return contract.model_copy(update={"columns": tuple(columns)})


def _toml(path: Path, read: Callable[[str], Any] = tomllib.loads) -> Any:
    try:
        return read(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as fault:
        raise ConfigFault(f"{path} 不是有效的 TOML 文件：{fault}。请改正后重试。") from fault


def _site_words(path: Path, faults: list[str]) -> dict[str, dict[str, list[str]]]:
    """What a site adds: tables of lists of texts. Anything of another shape is a fault and left out."""
    words: dict[str, dict[str, list[str]]] = {}
    for name, table in _toml(path).items():
        entries = table.items() if isinstance(table, dict) else [(name, table)]
        right = {key: also for key, also in entries if isinstance(also, list) and all(isinstance(text, str) for text in also)}
        faults += [f'{path}：[{name}] 的 {key} 应写成列表，如 {key} = ["另一种写法"]' for key, _ in entries if key not in right]
        words[name] = right
    return words


def _contract(path: Path, faults: list[str]) -> Contract | None:
    try:
        contract: Contract = _toml(path, _parsed)
    except ValidationError as fault:
        faults += [f"{path.name}：{'.'.join(map(str, e['loc']))} {e['msg']}" for e in fault.errors()]
        return None
    if contract.name != path.stem:
        faults.append(f"{path.name}：name 应与文件名相同")
    return contract


@lru_cache(1024)  # every assessment and many a page asks for all of them
def _parsed(text: str) -> Contract:
    return Contract.model_validate(tomllib.loads(text))


def _extend_dictionaries(dictionaries: dict, additions: dict, path: Path, faults: list[str]) -> None:
    for name, values in additions.items():
        for value, also in values.items():
            if value not in dictionaries.get(name, {}):
                faults.append(f"{path}：字典 {name} 中没有“{value}”，请改为已有的值：{_options(dictionaries.get(name) or dictionaries)}")
            else:
                dictionaries[name][value] += tuple(also)


def _extend_labels(exports: dict[str, Contract], additions: dict, path: Path, faults: list[str]) -> None:
    for name, columns in additions.items():
        known = {c.name for c in exports[name].columns} if name in exports else set()
        for column in columns:
            if column not in known:
                faults.append(f"{path}：导出表 {name} 中没有列 {column}，请改为已有的列：{_options(known or exports)}")
        if known:
            columns_now = tuple(c.model_copy(update={"also": (*c.also, *columns.get(c.name, ()))}) for c in exports[name].columns)
            exports[name] = exports[name].model_copy(update={"columns": columns_now})


def _options(names: Iterable[str]) -> str:
    return "、".join(sorted(names))
