"""The database behind the store: where it is, its tables at first use, and transactions that are tried again when it is busy."""

from __future__ import annotations

import os
import random
import sqlite3
import threading
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TypeVar

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import URL, Connection, Engine, create_engine, event, exc, make_url, text

from store.errors import OFF, TECHNICAL, StoreError, line, passes

ROOM = Path(__file__).parent
DEFAULT_FILE = ROOM.parent / "var" / "scenarios.sqlite"
PLACE, DATABASE = "FAIRSHARE_STORE", "DATABASE_URL"
"""The settings, as environment variables: a file or ``uit``; and the address of a PostgreSQL database."""
IS_OFF = "uit"
VERSION_TABLE = "scenario_store_version"
PATIENCE = 20.0
"""How long a transaction is tried again while others are writing. [s]"""
PAUSE = 0.005
"""Between attempts, at most: a different time for everyone who waits, so that nobody is passed over. [s]"""
MIGRATING = 6_033_001
"""Key of the lock under which one process at a time makes the tables of a PostgreSQL database."""

T = TypeVar("T")


def url_from(environment: Mapping[str, str]) -> URL | None:
    """Where the store is, by the settings; None when it is off.

    ``FAIRSHARE_STORE`` names a SQLite file, or ``uit``; without it ``DATABASE_URL`` names a PostgreSQL database; without both
    it is `DEFAULT_FILE`.

    Raises
    ------
    StoreError
        For a folder where a file belongs, or a DATABASE_URL that is not of PostgreSQL.
    """
    place, address = environment.get(PLACE, "").strip(), environment.get(DATABASE, "").strip()
    if place.lower() == IS_OFF:
        return None
    if place and Path(place).expanduser().is_dir():
        raise StoreError(f"{PLACE} noemt een map. Noem een bestand in die map, bijvoorbeeld {DEFAULT_FILE.name}.")
    if place or not address:
        return URL.create("sqlite", database=str(Path(place or DEFAULT_FILE).expanduser().absolute()))
    try:
        url = make_url(address)
    except (exc.ArgumentError, ValueError):
        raise StoreError(f"{DATABASE} is geen adres. Schrijf postgresql://naam:wachtwoord@server/database.") from None
    if url.get_backend_name() not in ("postgresql", "postgres"):
        raise StoreError(f"{DATABASE} is niet van PostgreSQL. Schrijf postgresql://..., of zet {PLACE} op een bestand.")
    return url.set(drivername="postgresql+psycopg")


class Database:
    """A database with the tables of the store. Nothing is opened before the first transaction; safe to use from threads.

    Parameters
    ----------
    url : a SQLite file or a PostgreSQL database, or None: every transaction is refused with a line that says the store is off.
    """

    def __init__(self, url: URL | None) -> None:
        self.url = url
        self._lock = threading.Lock()
        self._engine: Engine | None = None
        self._file: tuple[int, int] | None = None

    def read(self, work: Callable[[Connection], T]) -> T:
        """What ``work`` finds, in one transaction."""
        return self._run(work, writes=False)

    def write(self, work: Callable[[Connection], T]) -> T:
        """What ``work`` returns once its transaction is safely on disk.

        ``work`` may run more than once: after a broken connection nobody knows whether the first time was kept, so it must
        find its own rows.
        """
        return self._run(work, writes=True)

    def close(self) -> None:
        """Close all connections; the next transaction opens new ones."""
        with self._lock:
            if self._engine is not None:
                self._engine.dispose()
            self._engine = None

    def _run(self, work: Callable[[Connection], T], writes: bool) -> T:
        if self.url is None:
            raise StoreError(OFF)
        until = time.monotonic() + PATIENCE
        while True:
            try:
                with self._ready().connect() as connection:
                    connection = connection.execution_options(writes=writes)
                    with connection.begin():
                        return work(connection)
            except TECHNICAL as error:
                if time.monotonic() > until or not passes(error):
                    raise StoreError(line(error)) from error
            time.sleep(random.uniform(0, PAUSE))

    def _ready(self) -> Engine:
        """The engine, with its tables made; opened again when the file was moved away or replaced under us."""
        with self._lock:
            if self._engine is not None and self._file != _identity(self.url):
                self._engine.dispose()
                self._engine = None
            if self._engine is None:
                engine = _engine(self.url)
                try:
                    _migrate(engine)
                except BaseException:
                    engine.dispose()
                    raise
                self._engine, self._file = engine, _identity(self.url)
            return self._engine


def _engine(url: URL) -> Engine:
    if url.get_backend_name() != "sqlite":
        return create_engine(url, pool_pre_ping=True, connect_args={"connect_timeout": 5})
    Path(url.database).parent.mkdir(mode=0o700, parents=True, exist_ok=True)  # text of people is in it
    engine = create_engine(url, max_overflow=30, connect_args={"timeout": PATIENCE})
    event.listen(engine, "connect", _set_up)
    event.listen(engine, "begin", _begin)
    return engine


def _set_up(connection: sqlite3.Connection, _record: object) -> None:
    """A connection of SQLite: a commit is on disk when it returns, and text that is damaged is read all the same, to be said."""
    connection.isolation_level = None  # no BEGIN of its own: `_begin` writes it
    connection.text_factory = lambda content: content.decode("utf-8", "replace")
    connection.execute("PRAGMA synchronous=FULL")
    connection.execute("PRAGMA foreign_keys=ON")


def _begin(connection: Connection) -> None:
    """Who is going to write waits for the lock at once, and so never finds that what it read has changed meanwhile.

    SQLite itself would look ten times a second whether the lock is free, and who waits could be passed over for long.
    """
    if not connection.get_execution_options().get("writes"):
        connection.exec_driver_sql("BEGIN")
        return
    file = connection.connection.driver_connection
    until = time.monotonic() + PATIENCE
    file.execute("PRAGMA busy_timeout=0")
    try:
        while not _has_lock(file, until):
            time.sleep(random.uniform(0, PAUSE))
    finally:
        file.execute(f"PRAGMA busy_timeout={round(1000 * PATIENCE)}")


def _has_lock(file: sqlite3.Connection, until: float) -> bool:
    """Begin a transaction that writes, if nobody else is writing."""
    try:
        file.execute("BEGIN IMMEDIATE")
    except sqlite3.OperationalError as error:
        if passes(error) and time.monotonic() < until:
            return False
        raise
    return True


def _identity(url: URL) -> tuple[int, int] | None:
    """Which file it is; None for a server, or when the file is gone."""
    if url.get_backend_name() != "sqlite":
        return None
    try:
        found = os.stat(url.database)
    except OSError:
        return None
    return found.st_dev, found.st_ino


def _migrate(engine: Engine) -> None:
    """Bring the tables to the newest version, in one transaction; processes that start together wait for one another.

    Raises
    ------
    StoreError
        When a newer program made the tables.
    """
    config = Config()
    config.set_main_option("script_location", str(ROOM / "migrations"))
    script = ScriptDirectory.from_config(config)
    newest = set(script.get_heads())
    if engine.dialect.name == "sqlite":
        connection = engine.raw_connection()  # outside any transaction, where the journal may be chosen
        try:
            connection.driver_connection.execute("PRAGMA journal_mode=WAL")
        finally:
            connection.close()
    with engine.connect() as connection:
        if _revisions(connection) == newest:
            return
    with engine.connect().execution_options(writes=True) as connection, connection.begin():
        if engine.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": MIGRATING})
        found = _revisions(connection)
        if found - {revision.revision for revision in script.walk_revisions()}:
            raise StoreError(
                "De bewaarplaats is gemaakt door een nieuwere versie van dit programma. Werk het programma bij."
            )
        if found != newest:
            config.attributes |= {"connection": connection, "version_table": VERSION_TABLE}
            command.upgrade(config, "head")


def _revisions(connection: Connection) -> set[str]:
    return set(MigrationContext.configure(connection, opts={"version_table": VERSION_TABLE}).get_current_heads())
