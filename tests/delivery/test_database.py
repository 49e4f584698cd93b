"""Connections are let go of, whoever gives up waiting for one and whenever."""

import asyncio
import gc
import sys
from pathlib import Path

import pytest

from bot.delivery.database import Database
from bot.delivery.ledger import Ledger


@pytest.fixture
def lost(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What the collector found open."""
    gc.collect()
    found: list[str] = []
    monkeypatch.setattr(sys, "unraisablehook", lambda told: found.append(str(told.exc_value)))
    return found


async def test_no_connection_is_lost_when_whoever_asked_gives_up(tmp_path: Path, lost: list[str]) -> None:
    for number in range(200):
        base = Database.later(f"sqlite:///{tmp_path}/ledger{number % 7}.sqlite3")
        asked = [asyncio.create_task(base.run("SELECT 1 AS one")) for _ in range(3)]
        await asyncio.sleep(number * 0.00015)
        for one in asked:
            one.cancel()
        await asyncio.gather(*asked, return_exceptions=True)
        await base.close()
        del base, asked
        gc.collect()
    assert lost == []


async def test_no_connection_is_lost_when_opening_is_given_up(tmp_path: Path, lost: list[str]) -> None:
    for number in range(100):
        asked = asyncio.create_task(Ledger.open(f"sqlite:///{tmp_path}/ledger{number % 7}.sqlite3"))
        await asyncio.sleep(number * 0.0003)
        asked.cancel()
        for opened in await asyncio.gather(asked, return_exceptions=True):
            if isinstance(opened, Ledger):
                await opened.close()
        del asked, opened
        gc.collect()
    assert lost == []
