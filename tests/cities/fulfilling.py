"""Duties fulfilled in the data: the rows of the exports as they would read if somebody had done, on a day, what was owed."""

from collections.abc import Callable, Collection
from datetime import date

import polars as pl

Tables = dict[str, pl.DataFrame]

# Where one day in a row says that it was done: export, the column that names the subject, the columns that the day is written into.
WRITTEN: dict[str, tuple[str, str, tuple[str, ...]]] = {
    "system_registration": ("systems", "system_id", ("registered_on",)),
    "plan_filing": ("systems", "system_id", ("plan_filed_on",)),
    "schema_filing": ("systems", "system_id", ("schema_filed_on",)),
    "catalog_update": ("catalog_changes", "change_id", ("submitted_on",)),
    "catalog_review": ("catalog_changes", "change_id", ("reviewed_on",)),
    "aggregation_freshness": ("aggregations", "catalog_id", ("last_loaded_on",)),
    "share_reply": ("share_requests", "request_id", ("replied_on",)),
    "share_provision": ("share_requests", "request_id", ("provided_on",)),
    "correction": ("corrections", "correction_id", ("fed_back_on",)),
    "backflow": ("backflows", "backflow_id", ("landed_on", "last_synced_on")),
    "backflow_freshness": ("backflows", "backflow_id", ("last_synced_on",)),
    "opening": ("openings", "opening_id", ("opened_on",)),
    "asset_registration": ("assets", "asset_id", ("registered_on",)),
    "safeguard_duty": ("safeguards", "item_id", ("done_on",)),
    "rectification": ("rectifications", "rectification_id", ("closed_on",)),
}
# Elements of a catalogue, filled in so that no other duty begins with them.
ELEMENTS = {
    "data_items": "编号、名称", "data_format": "库表", "share_mode": "不提供", "use_conditions": "须经审批", "no_share_basis": "依法不予共享",
    "grade": "一级", "share_class": "不予共享", "update_cycle": "不定期",
}  # fmt: skip


def fulfil(tables: Tables, rule_id: str, subjects: Collection[str], day: date) -> None:
    """Write into the exports that a rule's subjects were done on a day."""
    if rule_id in WRITTEN:
        export, subject, columns = WRITTEN[rule_id]
        tables[export] = _write(tables[export], subject, subjects, {name: pl.lit(day) for name in columns})
    else:
        OTHERS[rule_id](tables, subjects, day)


def _write(rows: pl.DataFrame, subject: str, subjects: Collection[str], values: dict[str, pl.Expr]) -> pl.DataFrame:
    named = pl.col(subject).is_in(list(subjects))
    return rows.with_columns(pl.when(named).then(value).otherwise(pl.col(name)).alias(name) for name, value in values.items())


def _add(tables: Tables, export: str, rows: list[dict]) -> None:
    added = pl.DataFrame([{"batch_id": "added", "sheet": "x", "row_no": n} | row for n, row in enumerate(rows)])
    schema = {name: kind for name, kind in tables[export].schema.items() if name in added.columns}
    tables[export] = pl.concat([tables[export], added.cast(schema)], how="diagonal")  # type: ignore[arg-type]


def _complete(tables: Tables, subjects: Collection[str], day: date) -> None:
    filled = {name: pl.col(name).fill_null(text) for name, text in ELEMENTS.items()}
    tables["catalogs"] = _write(tables["catalogs"], "catalog_id", subjects, filled)


def _publish(tables: Tables, subjects: Collection[str], day: date) -> None:
    owners = dict(tables["systems"].select("system_id", "department_id").iter_rows())
    more = {"catalog_name": "新编目录", "department": "本部门", "status": "已发布", "published_on": day, "must_aggregate": "是"} | ELEMENTS
    cataloged = more | {"share_class": "有条件共享", "update_cycle": "每日"}
    _add(tables, "catalogs", [cataloged | {"catalog_id": f"N-{x}", "system_id": x, "department_id": owners[x]} for x in subjects])


def _attach(tables: Tables, subjects: Collection[str], day: date) -> None:
    rows = [{"resource_id": f"N-{x}", "catalog_id": x, "mode": "接口", "attached_on": day, "status": "正常"} for x in subjects]
    _add(tables, "resources", rows)


def _aggregate(tables: Tables, subjects: Collection[str], day: date) -> None:
    tables["aggregations"] = tables["aggregations"].filter(~pl.col("catalog_id").is_in(list(subjects)))
    _add(tables, "aggregations", [{"catalog_id": x, "first_loaded_on": day, "last_loaded_on": day} for x in subjects])


def _use(tables: Tables, subjects: Collection[str], day: date) -> None:
    tables["usage"] = tables["usage"].filter(~pl.col("request_id").is_in(list(subjects)))
    _add(tables, "usage", [{"request_id": x, "first_used_on": day} for x in subjects])


def _appoint(tables: Tables, subjects: Collection[str], day: date) -> None:
    _add(tables, "officers", [{"department_id": x, "officer_name": "新任", "appointed_on": day} for x in subjects])


OTHERS: dict[str, Callable[[Tables, Collection[str], date], None]] = {
    "catalog_completeness": _complete, "catalog_coverage": _publish, "resource_attachment": _attach, "aggregation": _aggregate,
    "granted_data_use": _use, "officer_appointment": _appoint,
}  # fmt: skip
