"""Databases, and a deliverer on one."""

import asyncio
import itertools
from collections.abc import AsyncIterator
from pathlib import Path

import asyncpg
import pytest

from bot.delivery.ledger import Ledger
from tests.delivery.stage import Desk, Hands, Place, london


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of an empty database, one of each kind."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path}/data/ledger.sqlite3"
    server: str = request.getfixturevalue("postgresql")
    return fresh_database(server)


def fresh_database(server: str) -> str:
    """A new database in *server*."""
    name = f"ledger_{next(_NUMBERS)}"

    async def create() -> None:
        connection = await asyncpg.connect(server)
        await connection.execute(f"CREATE DATABASE {name}")
        await connection.close()

    asyncio.run(create())
    return server.replace("/postgres?", f"/{name}?")


_NUMBERS = itertools.count(1)


@pytest.fixture
async def ledger(url: str) -> AsyncIterator[Ledger]:
    """An open ledger."""
    opened = await Ledger.open(url)
    yield opened
    await opened.close()


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Desk]:
    """A deliverer on SQLite that posts into a place which cannot be read back."""
    opened = await Ledger.open(f"sqlite:///{tmp_path}/ledger.sqlite3")
    made = Desk(opened, Place(), Hands(london("2026-04-20 06:00")))
    yield made
    made.hands.seconds += 10  # every rest is over
    await made.deliverer.close()
    await opened.close()
