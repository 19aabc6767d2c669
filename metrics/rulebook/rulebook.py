"""The rules: one folder each under `metrics/rules/`, its name its id for ever. A changed meaning is a new folder.

`rule.toml` says what is owed and by which clause, `rule.sql` finds it in the typed tables, `cases.toml` shows it at work.
"""

import hashlib
import tomllib
from collections.abc import Iterator
from datetime import date
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from data.errors import ConfigFault

RULES = Path(__file__).parents[1] / "rules"
Measure = Literal[
    "on_time_rate", "completion_rate", "overdue_count", "mean_days", "median_days", "p90_days",
    "counted", "met", "late", "overdue", "unmet",
]  # fmt: skip
DueBy = Literal["clock", "stated"]
FIRST = date(1949, 10, 1)


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
    days: Annotated[int, Field(gt=0)]
    status: Literal["law", "sample"]
    valid_from: date = FIRST


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
    `stated_due`: the column in which the platform states a due day of its own. It is shown beside that of the clock; `due_by`: or judged by.
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
    stated_due: str | None = None
    due_by: DueBy = "clock"
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
    """All rules in their order, ours or those of a folder, with what the site has set in `site/clocks.toml`.

    That file reads ``[[system_registration]]`` / ``name = "standard"`` / ``days = 15`` / ``status = "sample"`` / ``valid_from = 2026-01-01``,
    or ``[share_reply]`` / ``effective_from = 2024-01-01`` / ``due_by = "stated"`` with its periods under ``[[share_reply.clocks]]``.
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


class SiteRule(BaseModel):
    """What a site says of one rule. A period that names no day holds from the one on from which the rule does."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    effective_from: date | None = None
    due_by: DueBy = "clock"
    clocks: tuple[Clock, ...] = ()


def _apply_site(rules: dict[str, Rule], path: Path, faults: list[str]) -> None:
    try:
        told = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as fault:
        faults.append(f"{path} 读不懂：{fault}")
        return
    for rule_id, said in told.items():
        if rule_id not in rules:
            faults.append(f"{path}：没有规则 {rule_id}")
            continue
        try:
            site = SiteRule.model_validate({"clocks": said} if isinstance(said, list) else said)
        except ValidationError as fault:
            faults += [_misspelt(f"{path}：规则 {rule_id}", error) for error in fault.errors()]
            continue
        rule = _with_site(rules[rule_id], site)
        faults += _faults(f"{path}：规则 {rule_id}", rules, rule, site)
        rules[rule_id] = rule


def _with_site(rule: Rule, site: SiteRule) -> Rule:
    effective = site.effective_from or rule.effective_from
    added = (c if "valid_from" in c.model_fields_set else c.model_copy(update={"valid_from": effective or FIRST}) for c in site.clocks)
    return rule.model_copy(update={"effective_from": effective, "due_by": site.due_by, "clocks": (*rule.clocks, *added)})


def _faults(of: str, rules: dict[str, Rule], rule: Rule, site: SiteRule) -> Iterator[str]:
    """What of a site's words on a rule could not come to anything, or would leave something without a period. `rules`: before them."""
    known = dict.fromkeys(clock.name for clock in rules[rule.id].clocks)
    for clock in (clock for clock in site.clocks if clock.name not in known):
        yield f"{of} 没有名为 {clock.name} 的期限，可用：{'、'.join(sorted(known))}"
    if rule.due_by == "stated" and rule.stated_due is None:
        yield f"{of} 的导出表不写办理期限，不能设 due_by；可以设的规则：{'、'.join(one.id for one in rules.values() if one.stated_due)}"
    if site.effective_from and not rule.needs_start:
        yield f"{of} 的期限由台账或计划自定，不能设 effective_from"
    if rule.effective_from is None:
        return
    for clock in rule.clocks[len(rules[rule.id].clocks) :]:
        if any(c.name == clock.name and clock.valid_from < c.valid_from <= rule.effective_from for c in rule.clocks):
            yield (
                f"{of} 的期限 {clock.name} 自 {clock.valid_from} 起，不会起作用：规则自 {rule.effective_from} 起才适用，届时已有另一期限；"
                "请同时写明 effective_from，或改为不早于该日"
            )
    for name in known:
        first = min(clock.valid_from for clock in rule.clocks if clock.name == name)
        if first > rule.effective_from:
            yield f"{of} 自 {rule.effective_from} 起适用，期限 {name} 自 {first} 起才有；请补上此前的期限"


def _misspelt(of: str, error: Any) -> str:
    """One fault that the model finds in a site's words."""
    place = ".".join(map(str, error["loc"])) or "内容"
    if error["type"] == "extra_forbidden":
        return f"{of} 没有可以设置的项 {place}。写法见 docs/site.md 的“办理期限”。"
    if error["type"] == "missing":
        return f"{of} 缺少 {place}。写法见 docs/site.md 的“办理期限”。"
    return f"{of} 的 {place} 不能是“{error['input']}”。写法见 docs/site.md 的“办理期限”。"
