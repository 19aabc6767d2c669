"""Worked cases: small tables of exports and the obligations they make. They are the tests of a rule's meaning and its examples.

`metrics/rules/<rule>/cases.toml` holds them; `run_case` puts one through a real engine, the rule's own SELECT and the common step.
"""

import tempfile
import tomllib
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any, Literal

import polars as pl
from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from data.calendar import Calendar
from data.contracts.contracts import Contract, Contracts, id_name
from data.engines.duckdb import SOURCE_FIELDS, DuckDBEngine
from data.errors import ConfigFault
from metrics.obligations.answering import answering
from metrics.obligations.decisions_in_force import NOTHING, Decided
from metrics.obligations.evidence import File
from metrics.obligations.obligations import LATER, Assessment, common_texts, oblige
from metrics.obligations.period import parse_period
from metrics.rulebook.rulebook import RULES, Rule

Row = dict[str, Any]
State = Literal["met", "late", "overdue", "unmet", "pending", "exempt", "unknown"]

AUTHORITY = "D1"
DEPARTMENTS = ({"department_id": "D1", "valid_from": date(2020, 1, 1)}, {"department_id": "D2", "valid_from": date(2020, 1, 1)})
DEPARTMENT = {"name": "示例局", "division": "江门市", "unit_group": "市直"}  # what a case need not say of a department

POLARS: Mapping[str, pl.DataType] = {
    "VARCHAR": pl.String(), "DATE": pl.Date(), "INTEGER": pl.Int32(), "BIGINT": pl.Int64(), "DOUBLE": pl.Float64(),
    "VARCHAR[]": pl.List(pl.String()),
}  # fmt: skip


class Expected(BaseModel):
    """What a case says of one obligation. What it does not speak of is not compared; an empty text says that there is nothing."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    subject_id: str
    state: State
    due_on: date | None = None
    stated_due_on: date | None = None
    counted: bool | None = None
    subject_name: str | None = None
    department_id: str | None = None
    counterpart_id: str | None = None
    system_id: str | None = None
    unit_id: str | None = None
    arose_on: date | None = None
    met_on: date | None = None
    refreshed_on: date | None = None
    clock: str | None = None
    clock_days: int | None = None
    reason: str | None = None
    lacks: str | None = None
    evidence_on: date | None = None
    detail: str | None = None
    amount: float | None = None
    is_backlog: bool | None = None
    is_provisional: bool | None = None
    days_taken: int | None = None
    days_late: int | None = None
    decision: int | None = None
    undecided_state: State | None = None
    waited_days: int | None = None

    @field_validator("*", mode="before")
    @classmethod
    def _nothing(cls, value: object) -> object:
        return None if value == "" else value

    @property
    def said(self) -> Row:
        """Only what the case speaks of."""
        return self.model_dump(include=self.model_fields_set)


class Case(BaseModel):
    """One worked case. `given`: export → rows; `covers`: the borders it stands for; `expect`: every obligation it makes, none = [].

    `exported`: export → the day that its file speaks for, where that is not `as_of`. `lacks`: columns (`export.column`) that the files don't
    have. `copies`: how often each given row of the rule's own export comes, its key numbered from the second on, and so what is expected.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    shows_zh: str
    shows_en: str
    covers: tuple[str, ...] = ()
    as_of: date = date(2026, 6, 30)
    period: str = "2026H1"
    exported: dict[str, date] = {}
    lacks: tuple[str, ...] = ()
    copies: int = 1
    given: dict[str, list[Row]]
    expect: tuple[Expected, ...] = Field(...)


def load_cases(rule_id: str) -> tuple[Case, ...]:
    """The worked cases of a rule. Raises ConfigFault naming every fault at once."""
    try:
        spec = tomllib.loads((RULES / rule_id / "cases.toml").read_text(encoding="utf-8"))
        return _Cases.model_validate(spec).cases
    except (OSError, tomllib.TOMLDecodeError) as fault:
        raise ConfigFault(f"规则 {rule_id} 的示例读不懂：{fault}。") from fault
    except ValidationError as fault:
        lines = (f"规则 {rule_id} 的示例 {'.'.join(map(str, e['loc']))}：{e['msg']}。" for e in fault.errors())
        raise ConfigFault("\n".join(lines)) from fault


def run_case(
    rule: Rule, case: Case, engine: DuckDBEngine, contracts: Contracts, calendar: Calendar, decided: Decided = NOTHING
) -> list[Row]:
    """The obligations that a case makes, by subject. The engine is fresh; only the exports that the rule names are shown to it.

    Raises ConfigFault when a case speaks of an export or a column that does not exist or is not the rule's.
    """
    shown = dict.fromkeys(("departments", *rule.exports))
    if strange := set(case.given) - set(shown):
        raise ConfigFault(f"规则 {rule.id} 的示例“{case.shows_zh}”用到了规则没有列出的导出表：{'、'.join(sorted(strange))}。")
    files = []
    with tempfile.TemporaryDirectory() as folder:
        for export in shown:
            contract = contracts.exports[export]
            path = Path(folder) / f"{export}.parquet"
            rows = as_frame(contract, _copied(rule, contract, case, _given(case, export)))
            rows.write_parquet(path)
            engine.export(contract, [path], case.as_of)
            files.append(_file(case, contract, rows))
        answers = answering(engine.read("select * from departments"), case.as_of)
        assessment = Assessment(case.as_of, parse_period(case.period), AUTHORITY, files=tuple(files))
        duties_only = {name: text for name, text in common_texts().items() if name not in LATER}
        oblige(engine, answers, assessment, {rule.id: rule}, calendar, decided, duties_only)
        return engine.read("select * from obligations order by subject_id").to_dicts()


def _file(case: Case, contract: Contract, rows: pl.DataFrame) -> File:
    missing = frozenset(name for export, name in (lacked.split(".") for lacked in case.lacks) if export == contract.name)
    if strange := missing - {c.name for c in contract.columns}:
        raise ConfigFault(f"示例“{case.shows_zh}”：导出表 {contract.name} 没有列 {'、'.join(sorted(strange))}。")
    empty = frozenset(c.name for c in contract.columns if rows[c.name].is_null().all()) - missing
    day = case.exported.get(contract.name, case.as_of)
    return File(contract.name, contract.name, DEPARTMENT["division"], day, missing, empty)


def _copied(rule: Rule, contract: Contract, case: Case, rows: Sequence[Row]) -> list[Row]:
    """The rows of the rule's own export as often as the case says."""
    if contract.name != rule.exports[0]:
        return list(rows)
    key = contract.key[0]
    return [row | {key: _numbered(row[key], n)} for n in range(case.copies) for row in rows]


def _numbered(name: str, copy: int) -> str:
    """The name of a copy; of a key in several parts it is the first that is numbered."""
    first, *rest = name.split("|")
    return "|".join([f"{first}-{copy + 1}", *rest]) if copy else name


def differences(case: Case, rows: Sequence[Row]) -> list[str]:
    """Where the obligations are not what the case says, one line each."""
    found = {row["subject_id"]: row for row in rows}
    wanted = {
        _numbered(one.subject_id, n): one.said | {"subject_id": _numbered(one.subject_id, n)}
        for n in range(case.copies)
        for one in case.expect
    }
    twice = sorted(subject for subject, times in Counter(row["subject_id"] for row in rows).items() if times > 1)
    lines = [f"{subject}: more than one obligation" for subject in twice]
    lines += [f"{subject}: no obligation" for subject in wanted if subject not in found]
    lines += [f"{subject}: an obligation that was not expected, {found[subject]['state']}" for subject in found if subject not in wanted]
    for subject in wanted.keys() & found.keys():
        compared = ((column, value, found[subject][column]) for column, value in wanted[subject].items())
        lines += [f"{subject}: {column} should be {value}, is {is_}" for column, value, is_ in compared if value != is_]
    return lines


def as_frame(contract: Contract, rows: Sequence[Row]) -> pl.DataFrame:
    """Rows as the typed table of an export; a column that a row lacks is empty, a department is written as its id.

    Raises ConfigFault naming the columns that the export doesn't have.
    """
    schema = {name: POLARS[kind] for name, kind in (*SOURCE_FIELDS, *(f for c in contract.columns for f in c.fields))}
    written = {c.name: id_name(c.name) for c in contract.columns if c.type == "department"}
    if strange := {name for row in rows for name in row} - set(schema):
        raise ConfigFault(f"导出表 {contract.name} 没有列 {'、'.join(sorted(strange))}。")
    sources = [{"batch_id": contract.name, "sheet": "Sheet1", "row_no": number} for number in range(2, len(rows) + 2)]
    names = [{name: row.get(field) for name, field in written.items()} for row in rows]
    return pl.DataFrame([s | n | row for s, n, row in zip(sources, names, rows, strict=True)], schema=schema)


def _given(case: Case, export: str) -> list[Row]:
    if export != "departments":
        return case.given.get(export, [])
    return [DEPARTMENT | row for row in case.given.get("departments", DEPARTMENTS)]


class _Cases(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    cases: tuple[Case, ...]
