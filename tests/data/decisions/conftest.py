"""The store on both databases: every test that takes `address` or `decisions` runs on SQLite and on a real PostgreSQL."""

import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from uuid import uuid4

import psycopg
import pytest

from data.access import Viewer
from data.decisions.store import Clock, Decisions, utc_now
from data.settings import Home, Settings
from tests.cities.shared import with_empty_store
from tests.data.decisions import postgres

OFFICER = Viewer("王审核", "officer", login="wang", address="10.0.0.5")
OTHER = Viewer("李审核", "officer", login="li")
LEADER = Viewer("赵局长", "leader", login="zhao")
UNIT = Viewer("陈科员", "department", frozenset({"JM002"}), login="chen")
STRANGER = Viewer("黄科员", "department", frozenset({"JM003"}), login="huang")
CONTRACTOR = Viewer("外包", "contractor", login="wai")
ADMIN = Viewer("管理员", "admin", login="root")


@pytest.fixture(scope="session")
def postgresql() -> Iterator[str]:
    """A PostgreSQL server for this worker. Where there is none its tests are skipped, with REQUIRE_POSTGRES they fail."""
    if postgres.binaries() is None and not os.environ.get("REQUIRE_POSTGRES"):
        pytest.skip("no PostgreSQL: run `make system` as root")
    with postgres.server() as address:
        yield address


@pytest.fixture(params=["sqlite", "postgresql"])
def address(request: pytest.FixtureRequest) -> str | None:
    """The address of an empty database, this test's own; None for SQLite in the home. Where a test asks for `decisions` its tables are there."""
    if request.param == "sqlite":
        return None
    server = request.getfixturevalue("postgresql")
    return new_database(server, like=request.getfixturevalue("with_tables") if "decisions" in request.fixturenames else "template1")


@pytest.fixture(scope="session")
def with_tables(postgresql: str, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The name of a database with the tables of an empty store: a copy of it takes a third of making them."""
    address, home = new_database(postgresql), Home(tmp_path_factory.mktemp("tables")).create()
    Decisions(home, settings_for(home, address)).close()
    return address.rpartition("/")[2]


def new_database(server: str, like: str = "template1") -> str:
    name = f"t{uuid4().hex}"
    with psycopg.connect(f"{server}/postgres", autocommit=True) as connection:
        connection.execute(f"create database {name} template {like}")
    return f"{server}/{name}"


@pytest.fixture
def chosen(home: Home, address: str | None) -> Settings:
    """Settings that name this test's home and database."""
    return settings_for(home, address)


def settings_for(home: Home, address: str | None) -> Settings:
    return Settings(home=home.path, decisions=address)


Opener = Callable[..., Decisions]


@pytest.fixture
def opened(home: Home, chosen: Settings) -> Iterator[Opener]:
    """Opens this test's store, as one more process would; all are closed at the end. Takes a clock."""
    with ExitStack() as stack:

        def one(now: Clock = utc_now) -> Decisions:
            if chosen.decisions is None:
                with_empty_store(home)
            return stack.enter_context(closing(Decisions(home, chosen, now)))

        yield one


@pytest.fixture
def decisions(opened: Opener) -> Decisions:
    """An empty store."""
    return opened()
