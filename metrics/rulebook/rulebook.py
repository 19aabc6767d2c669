"""The rules: one folder each under `metrics/rules/`, its name its id for ever. A changed meaning is a new folder.

`rule.toml` says what is owed and by which clause, `rule.sql` finds it in the typed tables, `cases.toml` shows it at work.
"""

import hashlib
import tomllib
from datetime import date
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from data.errors import ConfigFault

RULES = Path(__file__).parents[1] / "rules"
Measure = Literal[
    "on_time_rate", "completion_rate", "overdue_count", "mean_days", "median_days", "p90_days",
    "counted", "met", "late", "overdue", "unmet",
]  # fmt: skip


class Ground(BaseModel):
    """The clause a rule rests on, and how far its text was read: only a text read in full may be shown as law."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    clause_zh: str
    clause_en: str
    read: Literal["full", "drafting_note"]


class Clock(BaseModel):
    """A period in working days, in force for what arises from `valid_from` on. A `sample` is configuration, not law."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str
    days: int
    status: Literal["law", "sample"]
    valid_from: date = date(1949, 10, 1)


Missing = Literal["unknown", "judged", "either_period", "no_obligation", "as_empty"]


class EvidenceColumn(BaseModel):
    """A column that a rule rests on, and how a file is read that does not have it (domain rules §2a).

    unknown: nothing can be told · judged: the rule's own SELECT says what can · either_period: only what both periods say is told ·
    no_obligation: nobody knows whether there is any · as_empty: as if nothing stood in it, which the run says.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: Annotated[str, Field(pattern=r"^[a-z_]+\.[a-z_]+$")]
    missing: Missing

    @property
    def export(self) -> str:
        """The export that it is a column of."""
        return self.name.partition(".")[0]

    @property
    def column(self) -> str:
        """Its name there."""
        return self.name.partition(".")[2]


class Rule(BaseModel):
    """What one rule means.

    `basis`: flow = counted in the period in which it falls due; stock = the standing picture.
    `exports`: what it is found in, the export of its own rows first. `evidence`: the export that shows that it was met; while none has come
    in, nobody is said to have failed, and what is open is judged at the day for which it speaks. `columns`: what of them it rests on.
    `headline`: the measure that sums the rule up; `direction`: whether more of it is better.
    `early`: what it means when the completion lies before the start: done in advance, or a contradiction in the record.
    `needs_start`: without a start day there is no obligation; false where the plan itself sets the due day.
    `effective_from`: what arose before is no obligation under this rule.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: str
    order: int
    title_zh: str
    title_en: str
    question_zh: str
    question_en: str
    basis: Literal["flow", "stock"]
    headline: Measure
    direction: Literal["higher", "lower"]
    exports: tuple[str, ...]
    evidence: str
    columns: tuple[EvidenceColumn, ...] = ()
    early: Literal["fulfilled", "contradiction"]
    needs_start: bool = True
    effective_from: date | None = None
    owed_by_zh: str
    owed_by_en: str
    arises_zh: str
    arises_en: str
    met_zh: str
    met_en: str
    owner: str
    reviewer: str
    reviewed: date
    next_review: date
    grounds: tuple[Ground, ...]
    clocks: tuple[Clock, ...] = ()
    sql: str

    @cached_property
    def digest(self) -> str:
        """Changes whenever the rule's meaning does."""
        return hashlib.sha256(self.model_dump_json().encode()).hexdigest()


def load_rules(site: Path | None = None, folder: Path | None = None) -> dict[str, Rule]:
    """All rules in their order, ours or those of a folder, with the periods that the site has set in `site/clocks.toml`.

    That file reads ``[[system_registration]]`` / ``name = "standard"`` / ``days = 15`` / ``status = "sample"`` / ``valid_from = 2026-01-01``.
    Raises ConfigFault naming every fault of every rule at once.
    """
    faults: list[str] = []
    found = (_load(folder, faults) for folder in sorted((folder or RULES).iterdir()) if folder.is_dir())
    rules = {rule.id: rule for rule in sorted((r for r in found if r), key=lambda rule: rule.order)}
    if site and (path := site / "clocks.toml").exists():
        _apply_site(rules, path, faults)
    if faults:
        raise ConfigFault("\n".join(faults))
    return rules


def _load(folder: Path, faults: list[str]) -> Rule | None:
    try:
        spec, sql = ((folder / name).read_text(encoding="utf-8") for name in ("rule.toml", "rule.sql"))
        return _rule(folder.name, spec, sql).model_copy()  # a copy takes along a digest that was asked for: the kept rule is never asked
    except ValidationError as fault:
        faults += [f"规则 {folder.name}：{'.'.join(map(str, e['loc']))} {e['msg']}" for e in fault.errors()]
    except (OSError, tomllib.TOMLDecodeError, TypeError) as fault:
        faults.append(f"规则 {folder.name}：{fault}")
    return None


@lru_cache(1024)  # every assessment and many a page asks for all of them
def _rule(rule_id: str, spec: str, sql: str) -> Rule:
    return Rule(id=rule_id, sql=sql, **tomllib.loads(spec))


def _apply_site(rules: dict[str, Rule], path: Path, faults: list[str]) -> None:
    try:
        for rule_id, clocks in tomllib.loads(path.read_text(encoding="utf-8")).items():
            known = {clock.name for clock in rules[rule_id].clocks}
            added = tuple(Clock.model_validate(clock) for clock in clocks)
            faults += [
                f"{path}：规则 {rule_id} 没有名为 {c.name} 的期限，可用：{'、'.join(sorted(known))}" for c in added if c.name not in known
            ]
            rules[rule_id] = rules[rule_id].model_copy(update={"clocks": (*rules[rule_id].clocks, *added)})
    except KeyError as fault:
        faults.append(f"{path}：没有规则 {fault}")
    except (ValidationError, tomllib.TOMLDecodeError, UnicodeDecodeError, TypeError) as fault:
        faults.append(f"{path} 读不懂：{fault}")
