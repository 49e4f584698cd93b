"""A SQLite file or a PostgreSQL server, spoken to in the SQL that both understand, one statement at a time.

Every statement is a transaction of its own, so that what it decides is decided. What goes wrong is a ``LedgerError``.
"""

import asyncio
import contextlib
import functools
import sqlite3
import time
from collections.abc import AsyncIterator, Mapping
from pathlib import Path
from typing import Any, Protocol, Self

from sqlalchemy import TextClause, event, text
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, DisconnectionError, SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

from bot.delivery.migrations import migrate
from bot.errors import LedgerError

PATIENCE = 10.0
"""Seconds that a locked file or a silent server is waited for."""
IDLE = 1.0
"""Seconds out of use after which a connection is asked whether it still stands."""
DRIVERS = {
    "sqlite": "sqlite+aiosqlite",
    "postgresql": "postgresql+asyncpg",
    "postgres": "postgresql+asyncpg",
}
Row = Mapping[str, Any]


class Run(Protocol):
    """Carries out one statement within a transaction."""

    async def __call__(self, sql: str, **values: object) -> list[Row]:
        """The rows that it returns."""


class Database:
    """Open connections to one database of the newest shape."""

    def __init__(self, address: URL) -> None:
        self._address = address
        self.connections = _sqlite(address) if address.drivername == DRIVERS["sqlite"] else _postgresql(address)
        """The same as ``engine``, which may not have been reached yet."""
        self._engine: AsyncEngine | None = None
        self._opening = asyncio.Lock()
        self._file: tuple[int, int] | None = None

    async def engine(self) -> AsyncEngine:
        """The connections, for a library that brings tables of its own. Raises LedgerError."""
        return await self._ready()

    @classmethod
    async def open(cls, url: str) -> Self:
        """Connect and bring the shape up to date; several processes may do so at once. Raises LedgerError."""
        base = cls(_address(url))
        try:
            await base._ready()
        except BaseException:  # nobody else could close it
            await base.close()
            raise
        return base

    @classmethod
    def later(cls, url: str) -> Self:
        """Connect when the first statement comes. Raises LedgerError for an address that can never be used."""
        return cls(_address(url))

    async def _ready(self) -> AsyncEngine:
        """The engine, once the shape is up to date; tried again at every statement until it is."""
        async with self._opening:
            engine = self._engine
            if engine is None:
                engine = self._engine = await self._connect()
                self._file = _identity(self._address)
            elif self._file != _identity(self._address):
                raise LedgerError(
                    f"The database {_named(self._address)} was removed or replaced while it was in use: put it back, "
                    "or start Signpost again to begin a new one."
                )
            return engine

    async def _connect(self) -> AsyncEngine:
        address, engine = self._address, self.connections
        if address.drivername == DRIVERS["sqlite"]:
            _make_folder(Path(str(address.database)).parent)
        try:
            async with engine.connect() as connection:
                await migrate(connection)
        except (SQLAlchemyError, OSError, TimeoutError) as error:
            await engine.dispose()
            raise LedgerError(f"The database {_named(address)} cannot be used: {_reason(error)}.") from None
        except LedgerError:
            await engine.dispose()
            raise
        return engine

    async def run(self, sql: str, **values: object) -> list[Row]:
        """Carry out one statement; the rows that it returns. Raises LedgerError when it is not certain to have been."""
        engine = await self._ready()
        try:
            async with engine.connect() as connection:
                return await _rows(connection, sql, values)
        except (SQLAlchemyError, OSError, TimeoutError) as error:
            raise LedgerError(f"The database does not answer: {_reason(error)}.") from None

    @contextlib.asynccontextmanager
    async def transaction(self, table: str) -> AsyncIterator[Run]:
        """Several statements that count together or not at all; nobody else writes to *table*. Raises LedgerError."""
        engine = await self._ready()
        postgresql = engine.dialect.name == "postgresql"
        begin = ["BEGIN", f"LOCK TABLE {table} IN SHARE ROW EXCLUSIVE MODE"] if postgresql else ["BEGIN IMMEDIATE"]
        try:
            async with engine.connect() as connection:
                for statement in begin:
                    await connection.execute(text(statement))
                try:
                    yield lambda sql, **values: _rows(connection, sql, values)
                except BaseException:
                    await connection.execute(text("ROLLBACK"))
                    raise
                await connection.execute(text("COMMIT"))
        except (SQLAlchemyError, OSError, TimeoutError) as error:
            raise LedgerError(f"The database does not answer: {_reason(error)}.") from None

    async def close(self) -> None:
        """Let go of every connection, those too that were being opened when somebody gave up waiting."""
        await asyncio.shield(self.connections.dispose())


def is_there(url: str) -> bool:
    """Whether there may be a database to read: only a SQLite file can be known to be missing without asking."""
    try:
        address = make_url(url)
    except (ArgumentError, ValueError):
        return True
    return not address.drivername.startswith("sqlite") or Path(address.database or "").is_file()


@functools.lru_cache(maxsize=256)
def _statement(sql: str) -> TextClause:
    """*sql*, read once: the ledger says the same few things thousands of times."""
    return text(sql)


async def _rows(connection: AsyncConnection, sql: str, values: Mapping[str, object]) -> list[Row]:
    result = await connection.execute(_statement(sql), dict(values))
    return [dict(row) for row in result.mappings()] if result.returns_rows else []


def _address(url: str) -> URL:
    try:
        address = make_url(url)
    except (ArgumentError, ValueError):  # a port that is no number
        raise LedgerError(
            "SIGNPOST_DATABASE_URL cannot be read: write sqlite:///path/to/file or postgresql://user@host/name."
        ) from None
    name = address.drivername.partition("+")[0]
    if name not in DRIVERS:
        raise LedgerError(
            f"SIGNPOST_DATABASE_URL names {name}, which Signpost does not speak: use sqlite:/// or postgresql://."
        )
    if name == "sqlite" and (not address.database or address.database == ":memory:"):
        raise LedgerError("SIGNPOST_DATABASE_URL names no file: a ledger that forgets would post twice.")
    query = dict(address.query)
    if name != "sqlite" and "sslmode" in query:
        query["ssl"] = query.pop("sslmode")  # libpq's word for it, as hosting services print it
    return address.set(drivername=DRIVERS[name], query=query)


def _identity(address: URL) -> tuple[int, int] | None:
    """Which file a SQLite database is just now; None for a server, or when there is none."""
    if address.drivername != DRIVERS["sqlite"]:
        return None
    try:
        found = Path(str(address.database)).stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise LedgerError(f"The folder {folder} for the database cannot be made: {error.strerror}.") from None


def _postgresql(address: URL) -> AsyncEngine:
    engine = create_async_engine(
        address,
        isolation_level="AUTOCOMMIT",
        pool_size=5,
        max_overflow=5,
        pool_timeout=PATIENCE,
        connect_args={"timeout": PATIENCE, "command_timeout": PATIENCE},
    )
    _pinged(engine)
    return engine


def _sqlite(address: URL) -> AsyncEngine:
    engine = create_async_engine(
        address,
        isolation_level="AUTOCOMMIT",
        pool_timeout=PATIENCE,
        connect_args={"timeout": PATIENCE},
    )

    @event.listens_for(engine.sync_engine, "connect")
    def _careful(connection: Any, _: Any) -> None:
        cursor = connection.cursor()
        try:
            _write_ahead(cursor)
            cursor.execute("PRAGMA synchronous = FULL")  # a claim survives the machine, not only the process
            cursor.execute("PRAGMA secure_delete = ON")  # what is deleted does not stay in the file's free pages
            cursor.close()
        except BaseException:  # also when whoever wanted it gives up: the pool does not know it yet, and would lose it
            connection.close()
            raise

    return engine


def _write_ahead(cursor: Any) -> None:
    """Switch to a write-ahead log. SQLite itself waits for nobody here, so we do, for a second."""
    for _ in range(50):
        try:
            cursor.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError as error:
            if "locked" not in str(error):
                raise
            time.sleep(0.02)  # only while several processes make one new file
        else:
            return
    cursor.execute("PRAGMA journal_mode = WAL")


def _pinged(engine: AsyncEngine) -> None:
    """Notice a restarted server before a statement is lost on a dead connection.

    SQLAlchemy's own ping comes before every statement; ours only when a connection was out of use for a while.
    """

    @event.listens_for(engine.sync_engine, "checkin")
    def _let_go(_: Any, record: Any) -> None:
        record.info["used"] = time.monotonic()

    @event.listens_for(engine.sync_engine, "checkout")
    def _taken(connection: Any, record: Any, _: Any) -> None:
        if time.monotonic() - record.info.get("used", 0.0) < IDLE:
            return
        try:
            engine.sync_engine.dialect.do_ping(connection)
        except Exception:  # noqa: BLE001 -- whatever is wrong with it
            raise DisconnectionError from None  # the pool then takes another


def _named(address: URL) -> str:
    if address.drivername == DRIVERS["sqlite"]:
        return str(address.database)
    return address.set(drivername="postgresql", password=None, query={}).render_as_string()


def _reason(error: BaseException) -> str:
    """The cause in its own words, first line only: the rest would show the statement and its values."""
    if isinstance(error, TimeoutError) or isinstance(getattr(error, "orig", None), TimeoutError):
        return f"no answer within {PATIENCE:.0f} seconds"
    cause = getattr(error, "orig", None) or error
    words = str(cause).strip().partition("\n")[0]
    words = words.rpartition(">: ")[2] or type(error).__name__  # asyncpg's errors begin with their class
    return words.rstrip(".")
