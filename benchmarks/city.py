"""A city of any size, straight as typed batches: what an assessment reads when intake is done."""

from datetime import UTC, date, datetime
from pathlib import Path

import duckdb
import polars as pl

from data.contracts.contracts import Contract, load_contracts
from data.facts.batch import Batch, Counts, Mode
from data.settings import Home, Settings
from metrics.assessment.assess import Inputs, gather
from metrics.obligations.period import parse_period
from metrics.rulebook.rulebook import load_rules
from metrics.schemes.scheme import SAMPLE, load_scheme

AS_OF = date(2026, 6, 30)
RECEIVED = datetime(2027, 1, 1, tzinfo=UTC)  # after all that the demo city brought in
NO_LISTS = {
    "merged": {"row_no": pl.Int32, "into_row_no": pl.Int32, "reason": pl.String},
    "rejected": {
        "row_no": pl.Int32, "reasons": pl.List(pl.String), "columns": pl.List(pl.String), "positions": pl.List(pl.Int32),
        "cells": pl.List(pl.String),
    },
    "skipped": {"row_no": pl.Int32, "reason": pl.String, "cells": pl.List(pl.String)},
    "contradictions": {"row_no": pl.Int32, "sentence": pl.String},
    "unknowns": {"kind": pl.String, "scope": pl.String, "column": pl.String, "text": pl.String, "rows": pl.Int64},
}  # fmt: skip
PER_REQUEST = 2.0  # obligations that come of one request on average: its reply, its provision, its use

# Requests of a year and a half among 400 departments; as many classes, replies and delays as a city shows.
REQUESTS = """
select
    'SQ' || i as request_id, 'ML' || (i % $catalogs) as catalog_id,
    'D' || (hash(i + 1) % 400)::int as requester, 'D' || (hash(i + 1) % 400)::int as requester_id,
    'D' || (hash(i + 2) % 400)::int as provider, 'D' || (hash(i + 2) % 400)::int as provider_id,
    case hash(i + 3) % 5 when 0 then null when 1 then '无条件共享' else '有条件共享' end as share_class,
    date '2025-08-01' + (hash(i + 4) % 330)::int as received_on,
    case when hash(i + 5) % 9 = 0 then '是' else '否' end as extended,
    case when hash(i + 6) % 40 = 0 then received_on + 3 end as withdrawn_on,
    case when hash(i + 6) % 40 > 3 then received_on + (hash(i + 7) % 22)::int end as replied_on,
    case when hash(i + 6) % 40 > 3 then case when hash(i + 8) % 5 = 0 then '不同意' else '同意' end end as reply,
    case when reply = '同意' and hash(i + 9) % 5 > 0 then replied_on + (hash(i + 10) % 45)::int end as provided_on
from range($requests) t(i)
"""
DEPARTMENTS = """
select 'D' || i as department_id, '部门' || i as name, '江门市' as division, '市直部门' as unit_group, date '2019-01-01' as valid_from
from range(400) t(i)
"""
CATALOGS = """
select
    'ML' || i as catalog_id, '目录' || i as catalog_name, 'D' || (i % 400) as department, 'D' || (i % 400) as department_id,
    'XT' || (i // 4) as system_id, '有条件共享' as share_class, '已发布' as status, date '2025-03-01' + (i % 200)::int as published_on,
    '每月' as update_cycle, '是' as must_aggregate
from range($catalogs) t(i)
"""


def build(home: Home, obligations: int) -> Inputs:
    """Write the batches of a city with about that many obligations; the inputs of its assessment."""
    home.create()
    requests = int(obligations / PER_REQUEST)
    contracts = load_contracts().exports
    con = duckdb.connect()
    con.execute("set enable_progress_bar = false")
    for export, sql in {"departments": DEPARTMENTS, "catalogs": CATALOGS, "share_requests": REQUESTS}.items():
        sizes = {"requests": requests, "catalogs": max(1000, requests // 100)}
        wanted = {name: value for name, value in sizes.items() if f"${name}" in sql}
        _write(con, home, contracts[export], con.sql(sql, params=wanted))
    scheme = load_scheme(SAMPLE, load_rules())
    return gather(home, Settings(home=home.path), parse_period("2026H1"), AS_OF, scheme, "D0", acts=())


def rows_of(home: Home, export: str) -> Path:
    """The Parquet of an export's rows."""
    return home.batches / f"{export:_<16}" / "rows.parquet"


def _write(con: duckdb.DuckDBPyConnection, home: Home, contract: Contract, rows: duckdb.DuckDBPyRelation) -> None:
    write_batch(home, contract, rows, rows_of(home, contract.name).parent.name, "full", AS_OF)


def write_batch(home: Home, contract: Contract, rows: duckdb.DuckDBPyRelation, batch_id: str, mode: Mode, exported_on: date) -> None:
    """Keep typed rows as a batch, past the intake. `rows`: some of the contract's fields by their names; the others are empty."""
    path = home.batches / batch_id / "rows.parquet"
    path.parent.mkdir()
    fields = [f for c in contract.columns for f in c.fields]
    given = set(rows.columns)
    typed = [f"{name}::{kind} as {name}" if name in given else f"null::{kind} as {name}" for name, kind in fields]
    source = [f"'{batch_id}' as batch_id", "'Sheet1' as sheet", "(row_number() over ())::integer as row_no"]
    rows.project(", ".join([*source, *typed])).write_parquet(str(path), compression="zstd")
    count = duckdb.read_parquet(str(path)).count("*").fetchone()[0]
    batch = Batch(
        batch_id=batch_id, export=contract.name, file_name=f"{contract.title_zh}.xlsx", sha256="0" * 64, exported_on=exported_on,
        division="江门市", mode=mode, supplements=None, received_at=RECEIVED, by="benchmark", sheet="Sheet1",
        form="xlsx", header_row=1, header_depth=1, labels=(), mapping={}, contract_digest="", departments_batch=None, warnings=[],
        counts=Counts(read=count, accepted=count, merged=0, rejected=0, skipped=0),
    )  # fmt: skip
    (path.parent / "manifest.json").write_text(batch.model_dump_json(), encoding="utf-8")
    for name, schema in NO_LISTS.items():
        pl.DataFrame(schema=schema).write_parquet(path.parent / f"{name}.parquet")
