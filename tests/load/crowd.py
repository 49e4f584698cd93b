"""Sends at a steady rate, whether or not the bot keeps up, and asks for what came back."""

import asyncio
import json
import time
from collections.abc import Iterator
from dataclasses import dataclass, field

import aiohttp

from tests.bench.rig import Bot, slack_event, teams_activity
from tests.load.lines import Line
from tests.load.peer import Peer

PATIENCE = 30.0
"""Seconds after the last message until what has not been answered counts as lost."""


@dataclass
class Counted:
    """What came of the messages; times in milliseconds."""

    sent: int = 0
    lost: int = 0
    doubled: int = 0
    refused: int = 0
    acknowledged: list[float] = field(default_factory=list)
    replied: dict[str, list[float]] = field(default_factory=dict)


@dataclass
class Crowd:
    """People who write to *bot*, every second one in Slack, the others in Teams."""

    http: aiohttp.ClientSession
    bot: Bot
    peer: Peer
    lines: Iterator[Line]
    counted: Counted = field(default_factory=Counted)

    def __post_init__(self) -> None:
        self._number = 0
        self._waiting: dict[str, tuple[Line, float]] = {}

    async def write(self, rate: float, count: int) -> None:
        """*count* messages, *rate* a second."""
        loop, sending = asyncio.get_running_loop(), set[asyncio.Task[None]]()
        began = loop.time()
        for number in range(count):
            await asyncio.sleep(max(0.0, began + number / rate - loop.time()))
            task = asyncio.create_task(self._one(next(self.lines)))
            sending.add(task)
            task.add_done_callback(sending.discard)
            if number % 100 == 99:
                self._collect()
        await asyncio.gather(*sending)
        until = loop.time() + PATIENCE
        while self._waiting and loop.time() < until:
            self._collect()
            await asyncio.sleep(0.05)
        self._collect()
        self.counted.lost += len(self._waiting)
        self._waiting.clear()

    async def _one(self, line: Line) -> None:
        self._number += 1
        if self._number % 2:
            path, (where, raw, headers) = "/slack/events", slack_event(self._number, line.text)
        else:
            path, (where, raw, headers) = "/api/messages", teams_activity(self._number, line.text, self.peer.url)
        began = time.perf_counter()
        self._waiting[where] = line, began
        self.counted.sent += 1
        try:
            async with self.http.post(self.bot.url + path, data=raw, headers=headers) as answer:
                await answer.read()
                self.counted.acknowledged.append(1000 * (time.perf_counter() - began))
                self.counted.refused += answer.status >= 300
        except aiohttp.ClientError:
            self.counted.refused += 1

    def _collect(self) -> None:
        """Note what has been answered since, a turn late, so that a doubled reply is seen as one."""
        for where in [where for where in self._waiting if where in self.peer.arrived]:
            (line, began), (at, times) = self._waiting.pop(where), self.peer.take(where)
            assert at is not None
            self.counted.replied.setdefault(line.kind, []).append(1000 * (at - began))
            self.counted.doubled += times > 1


async def add_to_teams(http: aiohttp.ClientSession, bot: Bot, peer: Peer, tenants: list[str]) -> None:
    """The app is added to one team in each of *tenants*."""
    for tenant in tenants:
        _, raw, _ = teams_activity(0, "", peer.url)
        added = json.loads(raw) | {
            "type": "installationUpdate",
            "action": "add",
            "id": f"added-{tenant}",
            "conversation": {"id": f"19:{tenant}@thread.tacv2", "conversationType": "channel", "tenantId": tenant},
            "channelData": {"tenant": {"id": tenant}, "team": {"id": f"19:{tenant}@thread.tacv2"}},
        }
        async with http.post(f"{bot.url}/api/messages", json=added) as answer:
            assert answer.status == 201, answer.status
