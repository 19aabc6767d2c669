"""The decisions database: SQLite in the home by default, PostgreSQL by its address. Opened, migrated, and refused when it is newer than we."""

import re
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from functools import cache
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, IntegrityError
from sqlalchemy.orm import Session

from data import atomic_files
from data.errors import ConfigFault
from data.settings import Home

MIGRATIONS = Path(__file__).parent / "migrations"
BUSY_MS = 30_000
OPENING = "opening"  # the file whose lock openings of an SQLite take turns by
CONNECT_SECONDS = 10
MIGRATING = 7_032_026  # the key of PostgreSQL's lock under which one process at a time migrates


class Database:
    """One database and its connections. Raises ConfigFault in one sentence when it can't be reached, read, or is newer than this program.

    A home with the demo city has its decisions in its own folder, whatever address is set: made-up acts and real ones never meet.
    """

    def __init__(self, home: Home, url: str | None = None):
        self._home, self._is_demo = home, home.is_demo
        self.url = _url(home, None if self._is_demo else url)
        self.place = _place(self.url)
        self._engine = _engine(self.url)
        try:
            with _opening(self.url):
                self.migrate()
        except BaseException:
            self.close()
            raise

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A transaction that only reads: one state, whatever others write meanwhile."""
        with self._spoken(), Session(_reader(self._engine)) as session:
            yield session

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """A transaction that writes: whole when the block ends well, nothing when not. On SQLite writers take turns from its start.

        Raises ConfigFault when the demo city was moved aside, or brought in, since this database was opened: it is no longer the home's.
        """
        if self._home.is_demo != self._is_demo:
            raise ConfigFault(
                "数据目录中的演示数据与正式数据已经更换，这里打开的仍是原来的决定库，没有写入任何内容。请重新启动程序后再办理。"
            )
        with self._spoken(), Session(_writer(self._engine), expire_on_commit=False) as session, session.begin():
            yield session

    def close(self) -> None:
        """Let go of all connections."""
        self._engine.dispose()

    def version(self) -> str | None:
        """The version of the tables as they stand; None before there are any."""
        with self._spoken(), _reader(self._engine).connect() as connection:
            return MigrationContext.configure(connection).get_current_revision()

    def migrate(self, to: str = "head") -> None:
        """Bring the tables up to this program's version. A database of a newer version is refused, one of ours does nothing."""
        if to == "head" and self.version() == _newest():
            return
        with self._spoken(), _writer(self._engine).connect() as connection, connection.begin():
            _migrate(connection, to)

    @contextmanager
    def _spoken(self) -> Iterator[None]:
        """What the database refuses by itself, or can't do, is said in one sentence. A broken rule of the tables is a fault of ours."""
        try:
            yield
        except IntegrityError:
            raise
        except DBAPIError as fault:
            told = _without_secrets(self.url, str(fault.orig)).strip().splitlines() or [type(fault.orig).__name__]
            raise ConfigFault(f"决定库 {self.place} 用不了：{told[0]}。请检查地址、权限、磁盘和服务是否在运行，再重试。") from fault


@cache
def _newest() -> str | None:
    """This program's version of the tables."""
    return ScriptDirectory(str(MIGRATIONS)).get_current_head()


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
        return URL.create("sqlite", database=str(sqlite_file(home)))
    try:
        parsed = make_url(re.sub(r"^postgres(ql)?(\+psycopg)?://", "postgresql+psycopg://", url))
    except (ArgumentError, ValueError):
        parsed = None  # its text holds the password
    if parsed is None or "@" in f"{parsed.host}{parsed.database}":
        raise ConfigFault(
            "DUSHU_DECISIONS 不是数据库地址，请写成 postgresql://用户:口令@主机:5432/库名；口令中的 @ : / 等符号写成 %40 %3A %2F。"
        )
    if parsed.drivername != "postgresql+psycopg":
        raise ConfigFault("DUSHU_DECISIONS 只支持 PostgreSQL，请写成 postgresql://用户:口令@主机:5432/库名；不设则用数据目录中的 SQLite。")
    return parsed


def _place(url: URL) -> str:
    """Where the database is, for people: never a password, wherever in the address it was written."""
    if url.drivername == "sqlite":
        return str(url.database)
    return URL.create("postgresql", host=url.host, port=url.port, database=url.database).render_as_string()


def _without_secrets(url: URL, told: str) -> str:
    for secret in filter(None, (url.password, url.query.get("password"))):
        told = told.replace(str(secret), "***")
    return told


def sqlite_file(home: Home) -> Path:
    """Where the decisions lie unless a server's address is set."""
    return home.decisions / "decisions.sqlite"


def _engine(url: URL) -> Engine:
    if url.drivername != "sqlite":
        return create_engine(url, pool_pre_ping=True, connect_args={"connect_timeout": CONNECT_SECONDS})
    _make_private(Path(str(url.database)))
    engine = create_engine(url, connect_args={"timeout": BUSY_MS / 1000})

    @event.listens_for(engine, "connect")
    def _open(connection, record) -> None:  # type: ignore[no-untyped-def]
        connection.isolation_level = None  # transactions are begun below, not by the driver
        for pragma in (f"busy_timeout = {BUSY_MS}", "journal_mode = wal", "synchronous = full", "foreign_keys = on"):
            connection.execute(f"pragma {pragma}")

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        # A reader that turns writer half-way may be refused at once (SQLITE_BUSY_SNAPSHOT): who means to write says so first and waits.
        connection.exec_driver_sql("begin immediate" if connection.get_execution_options().get("writes") else "begin")

    return engine


def _opening(url: URL) -> AbstractContextManager[None]:
    """On SQLite one opens at a time: a new file turns to WAL and gets its tables, and two that do so at once can lock each other out."""
    return atomic_files.in_turn(Path(str(url.database)).with_name(OPENING)) if url.drivername == "sqlite" else nullcontext()


def _make_private(file: Path) -> None:
    """A new database is its owner's alone; SQLite gives its side files the same rights. One that is there keeps what its keeper set."""
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    for made in (file, file.with_name(OPENING)):
        if not made.exists():
            made.touch(mode=0o600)


def _reader(engine: Engine) -> Engine:
    if engine.dialect.name == "sqlite":
        return engine  # a deferred transaction in WAL reads one state
    return engine.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)


def _writer(engine: Engine) -> Engine:
    return engine.execution_options(writes=True)
