"""A run made from small tables in a moment: seven departments, four ranked units, a few hundred obligations of five rules."""

from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path
from types import SimpleNamespace

import polars as pl

from data.calendar import load_calendar
from data.contracts.contracts import load_contracts
from data.decisions.acts import Act
from data.engines.duckdb import DuckDBEngine
from data.runs.store import RunInfo, building
from data.settings import Home, Settings
from metrics.assessment.assess import Inputs, derive, facts_of
from metrics.examples.cases import as_frame
from metrics.obligations.period import parse_period
from metrics.rulebook.rulebook import load_rules
from metrics.schemes.scheme import SAMPLE, load_scheme
from tests.cities.shared import with_run

AS_OF = date(2026, 6, 30)
UNITS = {"D1": "市直", "D2": "市直", "D3": "市直", "C1": "县区"}
PROVIDERS = ("D1", "D2", "D3", "C1", "C101", "D9")
BATCH = {
    "batch_id": "share_requests", "export": "share_requests", "export_title_zh": "共享申请", "export_title_en": "Share requests",
    "file_name": "申请.xlsx", "sha256": "0" * 64, "exported_on": AS_OF, "division": "江门市", "read": 240, "accepted": 240,
    "merged": 0, "rejected": 0,
}  # fmt: skip


def tables() -> dict[str, list[dict]]:
    """The exports that are not empty. D9 was closed and passed to D2; C101 is a bureau of the county C1; D4 starts only later."""
    return {"departments": departments(), "share_requests": requests(), "systems": systems(), "rectifications": orders()}


def departments() -> list[dict]:
    def row(name: str, group: str, unit: str | None = None, **more: object) -> dict:
        division = "台山市" if name.startswith("C") else "江门市"
        return {"department_id": name, "name": f"{name}局", "division": division, "unit_group": group, "assessed_as": unit} | more

    since = {"valid_from": date(2020, 1, 1)}
    return [
        *(row(name, group, **since) for name, group in UNITS.items()),
        row("C101", "县区", "C1", **since),
        row("D9", "市直", **since, valid_to=date(2026, 3, 31), successor_id="D2"),
        row("D4", "市直", valid_from=date(2026, 7, 1)),
    ]


def requests() -> list[dict]:
    """Forty requests a provider, of every class, answered sooner or later or not; some withdrawn, some contradictory."""
    rows = []
    for n in range(240):
        provider, received = PROVIDERS[n % 6], date(2025, 7, 21) + timedelta(days=(n * 7) % 345)
        reply = None if n % 5 == 0 else received + timedelta(days=(n * 11) % 27 - (1 if n % 31 == 0 else 0))
        rows.append(
            {
                "request_id": f"{provider}-{n:03}", "provider_id": provider, "requester_id": PROVIDERS[(n + 1) % 6], "received_on": received,
                "share_class": (None, "无条件共享", "有条件共享", "不予共享")[(n // 6) % 4], "replied_on": reply, "extended": "是" if n % 7 == 0 else None,
                "reply": "同意" if reply and n % 3 else None, "provided_on": reply + timedelta(days=20) if reply and n % 4 else None,
                "withdrawn_on": received + timedelta(days=3) if n % 10 == 0 else None,
            }
        )  # fmt: skip
    return rows


def systems() -> list[dict]:
    return [
        {
            "system_id": f"S{n}", "system_name": f"{'100%_' if n == 7 else ''}系统{n}", "department_id": PROVIDERS[n % 6], "stage": "已建",
            "classified": "否", "listed_on": date(2026, 1, 5) + timedelta(days=4 * n), "registered_on": date(2026, 3, 2) if n % 3 else None,
        }
        for n in range(36)
    ]  # fmt: skip


def orders() -> list[dict]:
    return [
        {
            "rectification_id": f"Z{n}", "department_id": PROVIDERS[n % 6], "matter": "补充目录", "kind": "责令改正",
            "issued_on": date(2026, 1, 5), "due_on": date(2026, 1, 30) + timedelta(days=15 * n), "closed_on": date(2026, 4, 1) if n % 2 else None,
        }
        for n in range(12)
    ]  # fmt: skip


def build(home: Home, period: str = "2026H1", as_of: date = AS_OF, acts: Sequence[Act] = ()) -> RunInfo:
    """Make the run in a home, the way an assessment does, from tables in place of brought-in files."""
    rules, contracts = load_rules(), load_contracts()
    come_in: dict = {name: [SimpleNamespace(batch_id=name)] for name in contracts.exports}
    inputs = Inputs(
        parse_period(period), as_of, "D1", load_scheme(SAMPLE, rules), rules, load_calendar(), contracts, come_in, (), tuple(acts)
    )
    given = tables()
    with_run(home, inputs.info.run_id, lambda: _make(home, inputs, given), given, BATCH)
    return inputs.info


def _make(home: Home, inputs: Inputs, given: dict[str, list[dict]]) -> None:
    folder = home.path / "given"
    folder.mkdir(exist_ok=True)
    with building(home, inputs.info) as path, DuckDBEngine(path, Settings(threads=1)) as engine:
        for name, contract in inputs.contracts.exports.items():
            parquet = Path(folder) / f"{name}.parquet"
            as_frame(contract, given.get(name, [])).write_parquet(parquet)
            engine.export(contract, [parquet], inputs.as_of)
        derive(engine, inputs)
        engine.keep("meta", facts_of(inputs))
        engine.keep("batches", pl.DataFrame([BATCH]))
