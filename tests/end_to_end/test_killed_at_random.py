"""Two real processes on one PostgreSQL; one of them is killed at a random moment of posting, again and again."""

import asyncio
import random
from collections import Counter
from collections.abc import AsyncIterator
from dataclasses import dataclass
from signal import SIGKILL

import pytest
import pytest_asyncio

from bot.delivery.entry import Entry, State
from bot.delivery.ledger import Ledger
from tests.delivery.conftest import fresh_database
from tests.end_to_end.posting_stage import LEADS, Bot
from tests.platforms.slack_server import TEAM, slack_server

PLACES = [f"C{number:05d}" for number in range(30)]
CHANNELS = f"leads: {{name: Leads, platform: slack, workspace: {TEAM}, channel: {LEADS}}}\nchannels:\n" + "".join(
    f"  - {{name: {place}, platform: slack, workspace: {TEAM}, channel: {place}, reminders: [today]}}\n"
    for place in PLACES
)
MORNING = "2026-04-20T08:29:50+01:00"
KILLS, WITHIN = 3, 240.0

pytestmark = [pytest.mark.slow, pytest.mark.asyncio(loop_scope="module")]


@dataclass
class Aftermath:
    """How often each channel was posted to, and what the ledger says of it."""

    posts: Counter[str]
    states: Counter[State]


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def aftermath(postgresql: str, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Aftermath]:
    chance = random.Random(7)  # noqa: S311 -- the same moments at every run
    folder = tmp_path_factory.mktemp("random")
    database = await asyncio.to_thread(fresh_database, postgresql)
    async with slack_server() as slack:
        slack.delays["chat.postMessage"] = 0.4
        given = {"SIGNPOST_DATABASE_URL": database, "SIGNPOST_SLACK_READ_BACK": "1"}
        one, two = (Bot(folder / name, slack.url, CHANNELS, **given) for name in ("one", "two"))
        try:
            await asyncio.gather(one.start(MORNING), two.start(MORNING))
            for number in range(KILLS):
                await slack.reached("chat.postMessage", 1 + 8 * number, seconds=WITHIN)
                await asyncio.sleep(chance.uniform(0, 0.4))
                await _kill(one, two)
            async with asyncio.timeout(WITHIN):
                while len(rows := await _rows(database)) < len(PLACES) or any(_open(row) for row in rows):  # noqa: ASYNC110 -- other processes write them
                    await asyncio.sleep(2)
            yield Aftermath(Counter(str(post["channel"]) for post in slack.posted), Counter(r.state for r in rows))
        finally:
            await asyncio.gather(one.stop(), two.stop())


async def _kill(one: Bot, two: Bot) -> None:
    """Both: whichever of them holds the workspace, it is the one that vanishes in the middle."""
    await asyncio.gather(one.stop(SIGKILL), two.stop(SIGKILL))
    await asyncio.gather(one.start(MORNING), two.start(MORNING))


async def _rows(database: str) -> list[Entry]:
    ledger = await Ledger.open(database, "onlooker")
    try:
        return await ledger.rows()
    finally:
        await ledger.base.close()


def _open(row: Entry) -> bool:
    return row.state in (State.CLAIMED, State.RELEASED)


async def test_each_channel_has_its_post_once(aftermath: Aftermath) -> None:
    assert {place: aftermath.posts[place] for place in PLACES} == dict.fromkeys(PLACES, 1)


async def test_nothing_is_left_unsure_and_nobody_is_troubled(aftermath: Aftermath) -> None:
    assert aftermath.states == {State.POSTED: len(PLACES)}
    assert aftermath.posts[LEADS] == 0
