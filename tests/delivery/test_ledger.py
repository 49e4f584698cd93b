"""Claims: two processes never both win, on SQLite and on a real PostgreSQL; the shape is made by several at once."""

import asyncio
import datetime as dt
from pathlib import Path

import pytest

from bot.core.posts import Told
from bot.core.schedule import Key
from bot.delivery.ledger import Ledger
from bot.errors import LedgerError

NOW = dt.datetime(2026, 4, 20, 7, 30, tzinfo=dt.UTC)
TOLD = Told(())


def _key(number: int = 1) -> Key:
    return Key("today", f"slack:T1:C{number}", dt.date(2026, 4, 20))


async def test_of_several_processes_exactly_one_wins_each_claim(url: str) -> None:
    ledgers = [await Ledger.open(url, f"process {number}") for number in range(4)]
    for number in range(20):
        claims = await asyncio.gather(*(ledger.claim(_key(number), TOLD, NOW, NOW) for ledger in ledgers))
        assert sum(claim is not None for claim in claims) == 1
    for ledger in ledgers:
        await ledger.close()


async def test_what_was_posted_is_still_known_after_a_restart(url: str) -> None:
    ledger = await Ledger.open(url, "one")
    assert await ledger.claim(_key(), TOLD, NOW, NOW) is not None
    assert await ledger.posted(_key(), "m1", NOW, NOW)
    await ledger.close()
    again = await Ledger.open(url, "two")
    assert await again.claim(_key(), TOLD, NOW, NOW) is None
    assert [entry.message for entry in await again.rows()] == ["m1"]
    await again.close()


async def test_a_claim_that_was_let_go_can_be_taken_again(ledger: Ledger) -> None:
    claim = await ledger.claim(_key(), TOLD, NOW, NOW)
    assert claim is not None
    assert await ledger.claim(_key(), TOLD, NOW, NOW) is None
    assert await ledger.release(claim, "the channel was archived", NOW)
    assert await ledger.claim(_key(), TOLD, NOW, NOW) is not None


async def test_an_unsure_post_is_never_claimed_again(ledger: Ledger) -> None:
    claim = await ledger.claim(_key(), TOLD, NOW, NOW)
    assert claim is not None
    assert await ledger.unsure(claim, "timed out", NOW)
    assert await ledger.claim(_key(), TOLD, NOW, NOW + dt.timedelta(days=1)) is None


async def test_several_processes_may_start_on_an_empty_database_at_once(url: str) -> None:
    ledgers = await asyncio.gather(*(Ledger.open(url, f"process {number}") for number in range(4)))
    for ledger in ledgers:
        assert await ledger.wrong() == []
        await ledger.close()


@pytest.mark.parametrize(
    "url",
    ["mysql://somewhere/db", "postgresql://nobody@127.0.0.1:1/nothing", "nonsense"],
)
async def test_a_database_that_cannot_be_used_is_told_in_one_sentence(url: str) -> None:
    with pytest.raises(LedgerError) as refused:
        await Ledger.open(url)
    assert "\n" not in str(refused.value)
    assert "Traceback" not in str(refused.value)


async def test_a_file_that_is_no_database_is_told_in_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "ledger.sqlite3").write_text("this is not a database, it is a note" * 100, encoding="utf-8")
    with pytest.raises(LedgerError):
        await Ledger.open(f"sqlite:///{tmp_path}/ledger.sqlite3")
