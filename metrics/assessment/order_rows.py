"""Rectification orders in a run: rows beside those of the platform's own export, and the obligations that an order may name.

An order that the export holds under the same number counts once: as the export tells it.
"""

from collections.abc import Sequence
from typing import Any

import polars as pl

from data.decisions.bodies import Named
from data.engines.duckdb import DuckDBEngine
from data.errors import RequestFault
from metrics.obligations.decisions_in_force import Decided
from metrics.run.filter import Filter
from metrics.run.reader import Reader

RULE = "rectification"
OPEN = ("overdue", "unmet")
SHEET = "决定"  # in place of a sheet of a file: the source of such a row is the act with the number `row_no`
COLUMNS = {
    "sheet": pl.String, "row_no": pl.Int32, "rectification_id": pl.String, "department_id": pl.String, "matter": pl.String,
    "kind": pl.String, "issued_on": pl.Date, "due_on": pl.Date, "closed_on": pl.Date,
}  # fmt: skip
TOGETHER = """
select * from rectifications_sent
union all by name
select * from orders_here
where rectification_id not in (select rectification_id from rectifications_sent)
"""
IN_RUN = "select subject_id, min(unit_id) from obligations where rule_id = 'rectification' and batch_id is null group by subject_id"


def add_orders(engine: DuckDBEngine, decided: Decided) -> None:
    """Show the orders in force under the name of the export, beside its own rows. Without orders nothing is changed."""
    if not decided.orders:
        return
    closed = {x.act.thing: x.body.closed_on for x in decided.closings}
    rows = [
        (SHEET, x.act_id, x.act.thing, x.body.unit_id, x.body.matter, x.body.kind, x.body.issued_on, x.body.due_on, closed.get(x.act.thing))
        for x in decided.orders
    ]
    engine.show("orders_here", pl.DataFrame(rows, schema=COLUMNS, orient="row"))
    engine.rename("rectifications", "rectifications_sent")
    engine.view("rectifications", TOGETHER)


def in_run(engine: DuckDBEngine) -> dict[str, str]:
    """Number → unit, of the orders that are obligations by their act and not by a row of the export."""
    return dict(engine.read(IN_RUN).iter_rows())


def nameable(reader: Reader, unit_id: str, rule_id: str | None = None) -> pl.DataFrame:
    """What an order to a unit may name: its open obligations, the latest first, each name once."""
    found = reader.obligations(Filter(unit_id=unit_id, rule_id=rule_id, states=OPEN))
    return found.unique(["rule_id", "subject_id"], keep="first", maintain_order=True)


def proposed(reader: Reader, unit_id: str, picked: Sequence[tuple[str, str]]) -> dict[str, Any]:
    """What the run gives to an order to a unit: who it is to and from, and the picked obligations (rule, subject) as they stand there.

    `reader`: of who sees the city. Raises RequestFault for one that is not an open obligation of the unit in this run.
    """
    asked = set(picked)
    rows = [row for row in nameable(reader, unit_id).iter_rows(named=True) if (row["rule_id"], row["subject_id"]) in asked]
    if strange := asked - {(row["rule_id"], row["subject_id"]) for row in rows}:
        rule_id, subject_id = sorted(strange)[0]
        raise RequestFault(f"义务 {rule_id} / {subject_id} 不是该单位尚未完成的义务，不能列入整改通知书。请刷新页面后重新选择。")
    names = dict(reader.departments().select("department_id", "department_name").iter_rows())
    columns = list(Named.model_fields)
    return {
        "unit_id": unit_id, "unit_name": names.get(unit_id, unit_id), "issuer_name": names.get(reader.info.authority_id, ""),
        "run": reader.info.address, "period": reader.info.period, "as_of": reader.info.as_of,
        "obligations": tuple(Named(**{n: row[n] for n in columns}) for row in rows),
    }  # fmt: skip
