"""The decisions database: SQLite in the home by default, PostgreSQL by its address. Opened, migrated, and refused when it is newer than we."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, OperationalError
from sqlalchemy.orm import Session

from data.errors import ConfigFault
from data.settings import Home

MIGRATIONS = Path(__file__).parent / "migrations"
BUSY_MS = 30_000
MIGRATING = 7_032_026  # the key of PostgreSQL's lock under which one process at a time migrates


class Database:
    """One database and its connections. Raises ConfigFault in one sentence when it can't be reached, read, or is newer than this program."""

    def __init__(self, home: Home, url: str | None = None):
        self.url = _url(home, url)
        self._engine = _engine(self.url)
        self.migrate()

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A transaction that only reads: one state, whatever others write meanwhile."""
        with Session(self._engine) as session:
            yield session

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """A transaction that writes: whole when the block ends well, nothing when not. On SQLite writers take turns from its start."""
        with Session(self._engine.execution_options(writes=True), expire_on_commit=False) as session, session.begin():
            yield session

    def close(self) -> None:
        """Let go of all connections."""
        self._engine.dispose()

    def migrate(self, to: str = "head") -> None:
        """Bring the tables up to this program's version. A database of a newer version is refused, one of ours does nothing."""
        try:
            with self._engine.execution_options(writes=True).connect() as connection, connection.begin():
                _migrate(connection, to)
        except OperationalError as fault:
            told = str(fault.orig).strip().splitlines()[0]
            raise ConfigFault(f"决定库 {self.url.render_as_string()} 打不开：{told}。请检查地址、权限和服务是否在运行。") from fault


def _migrate(connection: Connection, to: str) -> None:
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql(f"select pg_advisory_xact_lock({MIGRATING})")
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["connection"] = connection
    known = {revision.revision for revision in ScriptDirectory.from_config(config).walk_revisions()}
    current = MigrationContext.configure(connection).get_current_revision()
    if current and current not in known:
        raise ConfigFault(f"决定库的版本（{current}）比本程序新，未作任何改动。请改用写下它的那个版本或更新的程序。")
    command.upgrade(config, to)


def _url(home: Home, url: str | None) -> URL:
    if not url:
        home.decisions.mkdir(parents=True, exist_ok=True)
        return URL.create("sqlite", database=str(home.decisions / "decisions.sqlite"))
    try:
        parsed = make_url(re.sub("^postgres(ql)?://", "postgresql+psycopg://", url))
    except ArgumentError as fault:
        raise ConfigFault("DUSHU_DECISIONS 不是数据库地址，请写成 postgresql://用户:口令@主机:5432/库名。") from fault
    if parsed.drivername not in ("postgresql+psycopg", "sqlite"):
        raise ConfigFault(f"DUSHU_DECISIONS 指向 {parsed.drivername}，只支持 postgresql 与 sqlite。")
    return parsed


def _engine(url: URL) -> Engine:
    if url.drivername != "sqlite":
        return create_engine(url, pool_pre_ping=True)
    engine = create_engine(url, connect_args={"timeout": BUSY_MS / 1000})

    @event.listens_for(engine, "connect")
    def _open(connection, record) -> None:  # type: ignore[no-untyped-def]
        connection.isolation_level = None  # transactions are begun below, not by the driver
        for pragma in ("journal_mode = wal", "synchronous = full", "foreign_keys = on", f"busy_timeout = {BUSY_MS}"):
            connection.execute(f"pragma {pragma}")

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        # A reader that turns writer half-way may be refused at once (SQLITE_BUSY_SNAPSHOT): who means to write says so first and waits.
        connection.exec_driver_sql("begin immediate" if connection.get_execution_options().get("writes") else "begin")

    return engine
