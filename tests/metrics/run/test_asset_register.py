"""The register of assets holds every asset once, whoever holds it and however far it is, with the very duty to register it."""

from datetime import date
from pathlib import Path

import polars as pl
import pytest

from data.calendar import load_calendar
from data.contracts.contracts import load_contracts
from data.engines.duckdb import DuckDBEngine
from data.settings import Settings
from metrics.examples.cases import as_frame
from metrics.obligations.answering import answering
from metrics.obligations.obligations import Assessment, oblige
from metrics.obligations.period import parse_period
from metrics.rulebook.rulebook import load_rules

AS_OF = date(2026, 6, 30)
SINCE = {"division": "江门市", "unit_group": "市直", "valid_from": date(2020, 1, 1)}
DEPARTMENTS = [
    {"department_id": "D1", "name": "甲局", **SINCE},
    {"department_id": "D9", "name": "乙局", **SINCE, "valid_to": date(2026, 3, 31), "successor_id": "D1"},
]
ASSETS = [
    {
        "asset_id": "done",
        "department_id": "D1",
        "asset_name": "甲",
        "authorised_on": date(2026, 3, 2),
        "delivered_on": date(2026, 3, 2),
        "registered_on": date(2026, 3, 9),
    },
    {
        "asset_id": "open",
        "department_id": "D9",
        "asset_name": "乙",
        "authorised_on": date(2026, 3, 2),
        "delivered_on": date(2026, 3, 2),
        "assessed_on": date(2026, 5, 6),
    },
    {
        "asset_id": "later",
        "department_id": "D1",
        "asset_name": "丙",
        "authorised_on": date(2026, 7, 1),
        "delivered_on": date(2026, 7, 1),
        "registered_on": date(2026, 7, 2),
    },
    {"asset_id": "idle", "department_id": "D1", "asset_name": "丁"},
    {
        "asset_id": "strange",
        "department_id": "D77",
        "asset_name": "戊",
        "authorised_on": date(2026, 6, 29),
        "delivered_on": date(2026, 6, 29),
    },
]


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The register and the obligations."""
    rules, contracts, folder = load_rules(), load_contracts(), Path(tmp_path_factory.mktemp("assets"))
    with DuckDBEngine(None, Settings(threads=1)) as engine:
        for name, contract in contracts.exports.items():
            as_frame(contract, {"departments": DEPARTMENTS, "assets": ASSETS}.get(name, [])).write_parquet(folder / f"{name}.parquet")
            engine.export(contract, [folder / f"{name}.parquet"], AS_OF)
        answers = answering(engine.read("select * from departments"), AS_OF)
        oblige(engine, answers, Assessment(AS_OF, parse_period("2026H1"), "D1"), rules, load_calendar())
        return engine.read("select * from asset_register"), engine.read("select * from obligations where rule_id = 'asset_registration'")


def test_every_asset_stands_once_with_who_answers_for_it(built: tuple[pl.DataFrame, pl.DataFrame]):
    held = dict(built[0].select("asset_id", "unit_id").iter_rows())
    assert len(built[0]) == len(ASSETS)
    assert held == {"done": "D1", "open": "D1", "later": "D1", "idle": "D1", "strange": "D77"}


def test_what_is_later_than_the_day_has_not_happened(built: tuple[pl.DataFrame, pl.DataFrame]):
    later = built[0].row(by_predicate=pl.col("asset_id") == "later", named=True)
    assert (later["authorised_on"], later["registered_on"], later["state"]) == (None, None, None)


def test_the_duty_beside_an_asset_is_the_obligation(built: tuple[pl.DataFrame, pl.DataFrame]):
    register, obligations = built
    owed = {row["asset_id"]: (row["state"], row["due_on"], row["days_late"]) for row in register.iter_rows(named=True) if row["state"]}
    assert owed == {row["subject_id"]: (row["state"], row["due_on"], row["days_late"]) for row in obligations.iter_rows(named=True)}
    assert {asset: state for asset, (state, *_) in owed.items()} == {"done": "met", "open": "overdue", "strange": "pending"}
