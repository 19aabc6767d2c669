"""The tables grow from version to version with what is in them; what is newer than we is left alone; what can't be opened is told."""

import os
import sqlite3
import stat

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from pydantic import SecretStr
from sqlalchemy import inspect, text

from data.decisions.database import MIGRATIONS, Database, sqlite_file
from data.decisions.models import APPEND_ONLY, Base
from data.decisions.store import Decisions
from data.errors import ConfigFault
from data.settings import Home, Settings
from tests.data.decisions.conftest import OFFICER, Opener
from tests.data.decisions.postgres import free_port
from tests.data.decisions.sample_acts import lift
from tests.data.decisions.sample_trail import fill


@pytest.fixture
def first_version(home: Home, address: str | None, monkeypatch: pytest.MonkeyPatch):
    """A database as the first version made it, with acts, a file and a trail in it."""
    monkeypatch.setattr(Database, "migrate", lambda self, to="head": None)
    decisions = Decisions(home, Settings(home=home.path, decisions=address))
    monkeypatch.undo()
    decisions.database.migrate("0001")
    assert decisions.database.version() == "0001"
    fill(decisions)
    kept = decisions.acts(), decisions.trail_lines()
    decisions.close()
    return kept


def test_the_first_version_comes_up_with_all_that_is_in_it(first_version: tuple, opened: Opener):
    decisions = opened()
    assert decisions.database.version() == ScriptDirectory(str(MIGRATIONS)).get_current_head() != "0001"
    assert (decisions.acts(), decisions.trail_lines()) == first_version
    assert decisions.verify_trail().faults == ()
    assert lift(decisions, "after").act_id == len(first_version[0]) + 1
    with pytest.raises(Exception, match="append-only"):
        change(decisions, "update acts set reason = reason")


def change(decisions: Decisions, statement: str) -> None:
    with decisions.database.writing() as session:
        session.execute(text(statement))


def test_the_tables_are_those_of_the_models(decisions: Decisions):
    with decisions.database.reading() as session:
        context = MigrationContext.configure(session.connection(), opts={"compare_type": True})
        assert compare_metadata(context, Base.metadata) == []
        assert set(APPEND_ONLY) < set(inspect(session.connection()).get_table_names())


def test_a_newer_database_is_refused_and_left_as_it_is(decisions: Decisions, opened: Opener):
    lift(decisions)
    change(decisions, "update alembic_version set version_num = '9999'")
    before = decisions.acts(), decisions.trail_lines()
    with pytest.raises(ConfigFault, match=r"^决定库的版本（9999）比本程序新，未作任何改动。[^。]+。$"):
        opened()
    assert decisions.database.version() == "9999"
    assert (decisions.acts(), decisions.trail_lines()) == before


def test_an_opening_that_finds_all_in_order_writes_nothing(decisions: Decisions, opened: Opener):
    """Readers open while a writer is busy: nobody waits for it."""
    with decisions.database.writing() as session:
        session.execute(text("select 1"))
        assert opened().acts() == []


@pytest.mark.parametrize(
    ("address", "told"),
    [
        ("postgresql://dushu:{secret}@127.0.0.1:{port}/d", "决定库 postgresql://127.0.0.1:{port}/d 用不了"),
        ("postgres://127.0.0.1:{port}/d?user=dushu&password={secret}", "决定库 postgresql://127.0.0.1:{port}/d 用不了"),
        ("postgresql://dushu:{secret}@127.0.0.1:{port}/d?sslmode={secret}", "用不了"),
        ("postgresql://dushu:{secret}/@{secret}@127.0.0.1:{port}/d", "写成 %40"),
        ("postgresql://dushu:{secret}@127.0.0.1:54x32/d", "不是数据库地址"),
        ("{secret}", "不是数据库地址"),
        ("mysql://dushu:{secret}@127.0.0.1/d", "只支持 PostgreSQL"),
        ("sqlite:///{secret}.db", "只支持 PostgreSQL"),
    ],
)
def test_an_address_that_leads_nowhere_is_told_without_its_password(home: Home, address: str, told: str):
    words = {"secret": "geheim-8f3a", "port": free_port()}
    with pytest.raises(ConfigFault) as fault:
        Decisions(home, Settings(home=home.path, decisions=SecretStr(address.format(**words))))
    assert told.format(**words) in str(fault.value)
    assert "geheim" not in str(fault.value)
    assert len(str(fault.value).splitlines()) == 1


def test_a_file_that_is_no_database_is_told(home: Home):
    sqlite_file(home).write_bytes(b"no database at all, but long enough to have a header" * 100)
    with pytest.raises(ConfigFault, match=r"用不了：file is not a database"):
        Decisions(home, Settings(home=home.path))


@pytest.mark.skipif(os.name == "nt", reason="Windows keeps rights its own way")
def test_what_is_decided_is_its_owners_alone(tmp_path, monkeypatch: pytest.MonkeyPatch):
    old = os.umask(0o022)
    try:
        home = Home(tmp_path / "home").create()
        decisions = Decisions(home, Settings(home=home.path))
        fill(decisions)
    finally:
        os.umask(old)
    paths = [home.decisions, *home.decisions.rglob("*")]
    assert {path.suffix for path in paths} >= {".sqlite", ".sqlite-wal", ".sqlite-shm"}
    assert [path for path in paths if stat.S_IMODE(path.stat().st_mode) & 0o077 and path.name != "lock"] == []
    decisions.close()


def test_sqlite_is_as_safe_as_it_can_be(home: Home):
    decisions = Decisions(home, Settings(home=home.path))
    with decisions.database.reading() as session:
        found = {name: session.execute(text(f"pragma {name}")).scalar() for name in ("journal_mode", "synchronous", "foreign_keys")}
    assert found == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1}
    decisions.close()


def test_a_database_without_rights_is_told(home: Home):
    decisions = Decisions(home, Settings(home=home.path))
    lift(decisions)
    decisions.close()
    with sqlite3.connect(sqlite_file(home)) as connection:
        connection.execute("drop table trail_head")
    connection.close()
    broken = Decisions(home, Settings(home=home.path))
    with pytest.raises(ConfigFault, match="用不了"):
        broken.trace(OFFICER, "view", "ranking")
    broken.close()
