"""Real files made on the spot, and a store that knows a small city's departments."""

from pathlib import Path

import pytest

from data.contracts.contracts import Contracts, load_contracts
from data.facts.store import Facts
from data.intake import Reading, Source, ingest, read
from data.settings import Home, Settings
from tests.data.intake.made_files import DAY, DEPARTMENTS, NOW, REQUESTS, workbook


@pytest.fixture(scope="session")
def contracts() -> Contracts:
    return load_contracts()


@pytest.fixture
def empty(tmp_path: Path) -> Facts:
    return Facts(Home(tmp_path / "home"))


@pytest.fixture
def facts(empty: Facts, contracts: Contracts) -> Facts:
    outcomes = ingest([("部门.csv", DEPARTMENTS.encode())], empty, contracts, exported_on=DAY, by="测试", received_at=NOW)
    assert [o.status for o in outcomes] == ["taken"]
    return empty


@pytest.fixture
def limits() -> Settings:
    return Settings(max_unpacked_mb=64, max_file_mb=64)


@pytest.fixture
def reading(facts: Facts, contracts: Contracts, limits: Settings):
    """Read bytes as a file of a name that says nothing."""

    def _read(data: bytes, name: str = "a", **said: object) -> Reading:
        return read(Source(name, lambda: data), facts, contracts, **{"exported_on": DAY, "limits": limits, **said})

    return _read


@pytest.fixture
def of_requests(reading):
    """Read a workbook of share requests with these rows."""
    return lambda *rows, **said: reading(workbook(REQUESTS, *rows), **said)
