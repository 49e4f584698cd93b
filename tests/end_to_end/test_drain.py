"""Told to stop, the real process answers what had arrived, however slow the platforms are, within twenty seconds."""

import asyncio
import json
import sqlite3
from collections import Counter
from dataclasses import dataclass
from typing import Any

import pytest
import pytest_asyncio

from tests.end_to_end.always_stage import CRISIS, Stage, stage
from tests.platforms.connector_server import NEWS, activity
from tests.platforms.slack_server import CHANNEL

pytestmark = [pytest.mark.end_to_end, pytest.mark.asyncio(loop_scope="module")]

SLOW = 5.0
MESSAGES = 20
TEXTS = ("when is the dogs session", "thanks", CRISIS, "what is mindfit", "i cant do this any more")
JUST_BEFORE = "2026-04-21T08:29:52+01:00"


@dataclass
class Stopped:
    """What was left when the process had ended."""

    returned: int
    took: float
    slack: Counter[str]
    teams: Counter[str]
    asked: list[str]
    states: dict[str, str]
    log: list[dict[str, Any]]
    refused: bool


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def stopped(tmp_path_factory: pytest.TempPathFactory) -> Stopped:
    folder = tmp_path_factory.mktemp("drain")
    async with stage(folder, clock=JUST_BEFORE) as bot:
        added = activity(bot.teams.url, None, "channel", type="installationUpdate", action="add", entities=[])
        async with bot.http.post(f"http://127.0.0.1:{bot.port}/api/messages", json=added) as answer:
            assert answer.status == 201
        bot.slack.slow = bot.teams.slow = SLOW
        async with asyncio.timeout(60):  # both reminders are on their way
            while not (bot.slack.posted and [call for call in bot.teams.calls if call.path == "/v3/conversations"]):  # noqa: ASYNC110
                await asyncio.sleep(0.05)
        asked = await asyncio.gather(*(_write(bot, number) for number in range(MESSAGES)))
        stopping = asyncio.create_task(bot.stop())
        await asyncio.sleep(2)
        refused = not await _is_taken(bot)
        returned, took = await stopping
        slack = Counter(str(posted.get("thread_ts")) for posted in bot.slack.posted if posted["channel"] != CHANNEL)
        teams = Counter(str(call.body.get("replyToId")) for call in bot.teams.messages if call.body.get("replyToId"))
    with sqlite3.connect(folder / "data" / "ledger.sqlite3") as ledger:
        states = {str(channel): str(state) for channel, state in ledger.execute("SELECT channel, state FROM posts")}
    lines = (folder / "bot.log").read_text(encoding="utf-8").splitlines()
    log = [json.loads(line) for line in lines]
    return Stopped(returned, took, slack, teams, asked, states, log, refused)


async def _write(bot: Stage, number: int) -> str:
    """One message, in Slack or in Teams in turn, acknowledged; what its answer will name it by."""
    text = TEXTS[number % len(TEXTS)]
    if number % 2:
        stamp, raw = bot.event(text)
        assert await bot.send(raw) == 200
        return stamp
    name = f"f:drain-{number}"
    chat = {"id": f"a:chat-{number}", "conversationType": "personal", "tenantId": "t"}
    sent = activity(bot.teams.url, text, id=name, conversation=chat)
    async with bot.http.post(f"http://127.0.0.1:{bot.port}/api/messages", json=sent) as answer:
        assert answer.status == 201
    return name


async def _is_taken(bot: Stage) -> bool:
    """Whether a message that comes while it stops is acknowledged: then it would have to be answered."""
    try:
        return await bot.send(bot.event("hello")[1]) == 200
    except OSError:
        return False


async def test_it_ends_cleanly_within_twenty_seconds(stopped: Stopped) -> None:
    assert stopped.returned == 0
    assert stopped.took <= 20


async def test_every_acknowledged_message_is_answered_once(stopped: Stopped) -> None:
    assert stopped.slack + stopped.teams == Counter(stopped.asked)


async def test_the_reminders_that_were_on_their_way_are_known_to_have_arrived(stopped: Stopped) -> None:
    assert sorted(stopped.states.values()) == ["posted", "posted"], stopped.states
    assert any(NEWS in channel for channel in stopped.states)


async def test_nothing_new_is_acknowledged_while_it_stops(stopped: Stopped) -> None:
    assert stopped.refused


async def test_nothing_is_said_to_have_been_cut_off(stopped: Stopped) -> None:
    assert [line for line in stopped.log if "cut_off" in line["event"] or line["level"] == "error"] == []


async def test_every_line_of_the_log_is_json_with_its_event_its_level_and_its_time(stopped: Stopped) -> None:
    assert stopped.log
    assert all({"event", "level", "timestamp"} <= line.keys() for line in stopped.log)


async def test_no_line_of_the_log_holds_a_persons_words_or_name(stopped: Stopped) -> None:
    said = json.dumps(stopped.log)
    assert not [words for words in (*TEXTS, "U01ALICE", "29:officer", "A. Officer", "aad-officer") if words in said]
