"""The run's table of decisions: every act in force, what it is about in one sentence, and how much it changed."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import polars as pl

from data.decisions.bodies import Body, Closing, EmptyColumn, Exemption, Order, PointAdjustment, StopClock, Wait, Withdrawal
from data.engines.duckdb import DuckDBEngine
from metrics.assessment.order_rows import RULE, in_run
from metrics.obligations.decisions_in_force import Decided, InForce
from metrics.rulebook.rulebook import Rule

Schema = dict[str, pl.DataType | type[pl.DataType]]
SCHEMA: Schema = {
    "act_id": pl.Int64, "about": pl.String, "unit_id": pl.String, "rule_id": pl.String, "subject_id": pl.String, "item_id": pl.String,
    "what": pl.String, "reason": pl.String, "by": pl.String, "name": pl.String, "at": pl.String, "because": pl.Int64,
    "evidence": pl.String, "touched": pl.Int64,
}  # fmt: skip
LIFTED = """
select decision as act_id, count(*) as obligations, min(unit_id) as unit_id
from obligations
where decision is not null
group by decision
"""
STOOD = """
select o.rule_id, o.unit_id, w.act_ids
from obligations o
join waits w on w.rule_id = o.rule_id and w.subject_id = o.subject_id
where o.waited_days > 0
"""

FAILED = "select export || '.' || column_name as thing, sum(obligations)::int as obligations from confirmed_empty group by all"


def decision_table(engine: DuckDBEngine, decided: Decided, scored: Mapping[str, pl.DataFrame], rules: Mapping[str, Rule]) -> pl.DataFrame:
    """One row an act in force, in the order of the acts. `scored`: the run's tables of scores.

    `touched`: the obligations that an exemption lifted or a stopped clock moved; 1 for an adjustment with a line or a wait that counts;
    the rows that a withdrawn batch would give; 1 for an order and its closing unless the platform's export holds the order itself;
    the obligations that fail by a column which is confirmed as empty, and would be unknown otherwise.
    `subject_id`: of a withdrawal its batch, of an order and its closing the order's number, of an empty column its export and name.
    `unit_id`: the unit that is ranked, also where the act named one that it took over; null where the act concerns no single unit.
    """
    if not decided.every:
        return pl.DataFrame(schema=SCHEMA)
    names = _Names(scored, rules)
    touched, units = _touched(engine, decided, scored["adjustments"])
    rows = []
    for x in decided.every:
        body, told = x.body, x.content
        unit_id = units.get(x.act_id) or getattr(body, "unit_id", None) or names.ranked.get(getattr(body, "department_id", None))
        concerned = {name: getattr(body, name, None) for name in ("rule_id", "subject_id", "item_id")}
        concerned |= {"subject_id": x.act.thing} if isinstance(body, Withdrawal | Order | Closing | EmptyColumn) else {}
        concerned |= {"rule_id": RULE} if isinstance(body, Order | Closing) else {}
        written = {name: told[name] for name in ("act_id", "about", "reason", "by", "name", "at", "because")}
        changed = {"what": names.sentence(body), "evidence": ",".join(told["evidence"]), "touched": touched.get(x.act_id, 0)}
        rows.append(written | concerned | changed | {"unit_id": unit_id})
    return pl.DataFrame(rows, schema=SCHEMA)


def _touched(engine: DuckDBEngine, decided: Decided, adjustments: pl.DataFrame) -> tuple[dict[int, int], dict[int, str]]:
    """How much each act changed, and the unit of those that concern one obligation."""
    touched = {act_id: 1 for act_id in adjustments["act_id"] if act_id is not None}
    touched |= {x.act_id: x.body.accepted for x in decided.withdrawals}
    if decided.confirmed:
        failed = dict(engine.read(FAILED).iter_rows())
        touched |= {x.act_id: failed[x.act.thing] for x in decided.confirmed if x.act.thing in failed}
    units: dict[int, str] = {}
    exact = {x.act_id for x in decided.exemptions if x.body.subject_id}
    if decided.exemptions:
        for act_id, obligations, unit_id in engine.read(LIFTED).iter_rows():
            touched[act_id] = obligations
            units |= {act_id: unit_id} if act_id in exact else {}
    if decided.waits and decided.stopped:
        switches = {x.body.rule_id: x for x in decided.stopped}
        for rule_id, unit_id, act_ids in engine.read(STOOD).iter_rows():
            touched |= dict.fromkeys(act_ids, 1)
            units |= dict.fromkeys(act_ids, unit_id)
            switch = switches[rule_id].act_id
            touched[switch] = touched.get(switch, 0) + 1
    if decided.orders:
        counted = in_run(engine)
        every: tuple[InForce[Any], ...] = (*decided.orders, *decided.closings)
        concerned = [x.act for x in every if x.act.thing in counted]
        touched |= {act.act_id: 1 for act in concerned}
        units |= {act.act_id: counted[act.thing] for act in concerned}
    return touched, units


class _Names:
    """What things are called in a sentence."""

    def __init__(self, scored: Mapping[str, pl.DataFrame], rules: Mapping[str, Rule]):
        self.rules = {rule.id: rule.title_zh for rule in rules.values()}
        self.departments: dict[str, str] = dict(scored["departments"].select("department_id", "department_name").iter_rows())
        self.ranked: dict[str | None, str] = dict(scored["departments"].select("department_id", "unit_id").iter_rows())
        self.items: dict[str, str] = dict(scored["items"].select("item_id", "title").unique().iter_rows()) if len(scored["items"]) else {}

    def sentence(self, body: Body) -> str:
        """What an act does, in a few Chinese words."""
        match body:
            case Exemption():
                return f"豁免{self._taken(body)}（{_from_to(body.start, body.end)}）"
            case PointAdjustment(item_id=item_id, points=points):
                place = "总分" if item_id is None else f"“{self.items.get(item_id, item_id)}”"
                return f"{place}{'加' if points > 0 else '减'} {abs(points):.2f} 分"
            case Wait():
                return f"{self._rule(body.rule_id)} {body.subject_id} 等待补正材料（{_from_to(body.start, body.end)}）"
            case StopClock():
                return f"{self._rule(body.rule_id)}：等待补正材料期间停止计算期限"
            case Withdrawal():
                return f"撤回批次“{body.file_name}”（数据截至 {body.exported_on}，{body.accepted} 行）"
            case Order():
                return f"下发整改通知书：{body.matter}（{len(body.obligations)} 项，限 {body.due_on} 前办结）"
            case Closing(closed_on=closed_on):
                return f"整改通知书于 {closed_on} 办结"
            case EmptyColumn(export_title=title, column_label=label):
                return f"确认《{title}》的“{label}”列确属空列"
        raise TypeError(f"no decision in force is a {type(body).__name__}")

    def _taken(self, body: Exemption) -> str:
        if body.subject_id:
            return f"{self._rule(body.rule_id)} {body.subject_id}"
        who = "、".join(self.departments.get(name, name) for name in dict.fromkeys((body.unit_id, body.department_id)) if name)
        due = f" {_from_to(body.due_from, body.due_to)}到期的" if body.due_from or body.due_to else ""
        return f"{who}{due}{self._rule(body.rule_id) if body.rule_id else '全部'}义务"

    def _rule(self, rule_id: str | None) -> str:
        return f"“{self.rules.get(rule_id or '', rule_id)}”"


def _from_to(first: date | None, last: date | None) -> str:
    return f"{first or ''} 至 {last}".strip() if last else f"{first} 起"
