"""The real process is killed after Slack took its post and before it could write that down.

With reading back switched on, the next process finds the post; without, it repeats nothing and tells a person.
"""

import asyncio
import re
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from signal import SIGKILL
from typing import Any

import pytest
import pytest_asyncio

from tests.end_to_end.posting_stage import LEADS, Bot, until
from tests.platforms.slack_server import CHANNEL, Answer, SlackServer, slack_server

MORNING = "2026-04-20T08:29:55+01:00"
WRITTEN = "quokka marmalade"
"""What an officer wrote in the channel: it stands in the history that is looked through."""
WITHIN = 120.0
"""Seconds: a vanished process is waited for for a minute, and others share this machine."""

pytestmark = [pytest.mark.slow, pytest.mark.asyncio(loop_scope="module")]


@dataclass
class Aftermath:
    """What stood where once the second process had looked."""

    posts: list[dict[str, Any]]
    leads: list[str]
    looked: int
    metrics: str
    listed: str
    left: bytes
    """All that was written to disk."""


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def aftermath(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[dict[str, Aftermath]]:
    folder = tmp_path_factory.mktemp("killed")
    on, off = await asyncio.gather(_play(folder / "on", "1"), _play(folder / "off", ""))
    yield {"on": on, "off": off}


async def _play(folder: Path, read_back: str) -> Aftermath:
    async with slack_server() as slack:
        slack.plan("chat.postMessage", Answer(wait=20, done=True))
        slack.messages.append({"ts": "1700000000.000000", "channel": CHANNEL, "text": WRITTEN})
        bot = Bot(folder, slack.url, SIGNPOST_SLACK_READ_BACK=read_back)
        await bot.start(MORNING)
        try:
            await slack.reached("chat.postMessage", seconds=60)
            await bot.stop(SIGKILL)
            await bot.start(MORNING)
            settled = (lambda: slack.called("conversations.history")) if read_back else (lambda: _leads(slack))
            await until(settled, WITHIN)
            await asyncio.sleep(12)  # one more tick: nothing may be added
            return Aftermath(
                [post for post in slack.posted if post["channel"] == CHANNEL],
                _leads(slack),
                len(slack.called("conversations.history")),
                await bot.asked("/metrics"),
                await bot.command("reminders"),
                await asyncio.to_thread(_left, folder),
            )
        finally:
            await bot.stop()


def _left(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file())


def _leads(slack: SlackServer) -> list[str]:
    return [str(post["text"]) for post in slack.posted if post["channel"] == LEADS]


@pytest.mark.parametrize("read_back", ["on", "off"])
async def test_the_post_is_not_doubled(aftermath: dict[str, Aftermath], read_back: str) -> None:
    assert len(aftermath[read_back].posts) == 1


async def test_switched_on_the_post_is_found_and_nobody_is_troubled(aftermath: dict[str, Aftermath]) -> None:
    found = aftermath["on"]
    assert found.looked
    assert found.leads == []
    assert re.search(r"Response team: posted at 8:\d\dam", found.listed), found.listed
    assert 'signpost_posts_today{state="posted"} 1.0' in found.metrics


async def test_switched_off_the_leads_are_asked_to_look(aftermath: dict[str, Aftermath]) -> None:
    [said] = aftermath["off"].leads
    assert "may not have arrived" in said
    assert "Response team" in said
    assert "Please look in the channel" in said


async def test_switched_off_metrics_and_the_list_of_reminders_say_unsure(aftermath: dict[str, Aftermath]) -> None:
    found = aftermath["off"]
    assert 'signpost_posts_today{state="unsure"} 1.0' in found.metrics
    assert 'signpost_reminders_total{outcome="unsure",platform="slack"} 1.0' in found.metrics
    assert "Response team: may not have arrived" in found.listed


async def test_switched_off_nothing_is_marked_and_no_history_is_read(aftermath: dict[str, Aftermath]) -> None:
    assert aftermath["off"].looked == 0
    assert not aftermath["off"].posts[0].get("metadata")


async def test_what_people_wrote_in_the_channel_is_written_nowhere(aftermath: dict[str, Aftermath]) -> None:
    assert b"reminder.found" in aftermath["on"].left
    assert WRITTEN.encode() not in aftermath["on"].left
