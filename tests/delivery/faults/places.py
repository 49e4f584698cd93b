"""Slack's Web API and Teams' connector over real HTTP, made to misbehave as each scene wants.

One server stands in for every scene at once: a scene is the first part of the path. What a call meets is worked out
from the seed, the channel and how often that channel was called before, so that the same seed gives the same faults.
"""

import asyncio
import contextlib
import itertools
import json
import random
import time
from collections import Counter
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

TEAM, TENANT, OTHER_TENANT = "T01TEST", "11111111-2222-3333-4444-555555555555", "22222222-3333-4444-5555-666666666666"
LEADS = "C0LEADS"


@dataclass(frozen=True)
class Fault:
    """What one call meets. *arrives*: the message stands in the channel all the same.

    *status* and *headers* are the answer's, *error* is Slack's word in it; *drop* closes the connection instead of
    answering, *hang* never answers.
    """

    name: str
    status: int = 200
    error: str | None = None
    headers: tuple[tuple[str, str], ...] = ()
    arrives: bool = False
    drop: bool = False
    hang: bool = False


@dataclass(frozen=True)
class Message:
    """One that stands in a channel; *key* is the mark it carries, if any, *thread* what it answers."""

    id: str
    channel: str
    text: str
    key: str | None
    thread: str | None
    at: float


Plan = Callable[[str, str, int], Fault | None]
"""What a call meets: its kind (post, edit, notice, find), its channel, and how many of the kind came before."""


def obliging(_kind: str, _channel: str, _number: int) -> Fault | None:
    """No fault at all."""
    return None


@dataclass
class Place:
    """What stands in the channels of one scene, and what its calls meet. *delay* is the longest, in seconds."""

    seed: str
    plan: Plan = obliging
    delay: float = 0.0
    messages: list[Message] = field(default_factory=list)
    edits: Counter[str] = field(default_factory=Counter)
    met: Counter[str] = field(default_factory=Counter)
    calls: Counter[tuple[str, str]] = field(default_factory=Counter)

    def posts(self, channel: str) -> list[Message]:
        """What stands at the top level of *channel*."""
        return [one for one in self.messages if one.channel == channel and one.thread is None]

    def notices(self, message: str) -> int:
        """How many lines stand in the thread of *message*."""
        return sum(one.thread == message for one in self.messages)

    async def meet(self, kind: str, channel: str, take: Callable[[], None]) -> Fault | None:
        """Let *take* happen, or not, after a while; None when all is well."""
        number = self.calls[kind, channel]
        self.calls[kind, channel] += 1
        chance = random.Random(f"{self.seed}/{kind}/{channel}/{number}")
        fault = self.plan(kind, channel, number)
        if fault is not None:
            self.met[fault.name] += 1
        await asyncio.sleep(chance.uniform(0, self.delay))
        if fault is None or fault.arrives:
            take()
        await asyncio.sleep(chance.uniform(0, self.delay))
        return fault


class Server:
    """Serves every scene at ``url``."""

    def __init__(self) -> None:
        self.url = ""
        self.places: dict[str, Place] = {}
        self._ids = itertools.count(1_700_000_000_001)
        self._over = asyncio.Event()
        self.lag = 0.0
        """The longest that this server was late by itself, in seconds: beyond some, it is a fault of ours."""

    @contextlib.asynccontextmanager
    async def serve(self) -> AsyncIterator["Server"]:
        """Listen until the block is left."""
        app = web.Application(client_max_size=1 << 22)
        app.router.add_route("*", "/{scene}/api/{method}", self._slack)
        app.router.add_route("*", "/{scene}/teams/v3/{tail:.*}", self._teams)
        runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0, backlog=1024).start()
        self.url = f"http://127.0.0.1:{runner.addresses[0][1]}"
        watching = asyncio.create_task(self._watch())
        try:
            yield self
        finally:
            self._over.set()
            watching.cancel()
            await runner.cleanup()

    async def _watch(self) -> None:
        while True:
            asked = time.monotonic()
            await asyncio.sleep(0.05)
            self.lag = max(self.lag, time.monotonic() - asked - 0.05)

    async def _slack(self, request: web.Request) -> web.StreamResponse:
        place, method = self.places[request.match_info["scene"]], request.match_info["method"]
        given = dict(request.query)
        if request.method == "POST":
            json_sent = request.content_type == "application/json"
            given |= await request.json() if json_sent else dict(await request.post())
        if method == "auth.test":
            return web.json_response({"ok": True, "team_id": TEAM, "user_id": "U0BOT", "bot_id": "B0BOT"})
        channel = str(given.get("channel", ""))
        if method == "conversations.info":
            return web.json_response({"ok": True, "channel": {"id": channel, "is_member": True}})
        if method == "conversations.history":
            fault = await place.meet("find", channel, lambda: None)
            found = [{"ts": one.id, "metadata": _mark(one.key)} for one in place.posts(channel)]
            return await self._answer(request, fault, {"ok": True, "messages": found})
        name = next(self._ids)
        ts = f"{name // 1000}.{name % 1000:06d}"
        if method == "chat.update":
            ts = str(given["ts"])
            fault = await place.meet("edit", channel, lambda: place.edits.update([ts]))
        else:
            message = Message(
                ts, channel, str(given.get("text")), _key(given), given.get("thread_ts"), time.monotonic()
            )
            kind = "notice" if message.thread else "post"
            fault = await place.meet(kind, channel, lambda: place.messages.append(message))
        return await self._answer(request, fault, {"ok": True, "channel": channel, "ts": ts})

    async def _teams(self, request: web.Request) -> web.StreamResponse:
        place, path = self.places[request.match_info["scene"]], request.match_info["tail"]
        raw = await request.text()
        body: dict[str, Any] = json.loads(raw) if raw else {}
        name = str(next(self._ids))
        if path == "conversations":
            channel = body["channelData"]["channel"]["id"]
            made = Message(f"{channel};messageid={name} {name}", channel, raw, None, None, time.monotonic())
            fault = await place.meet("post", channel, lambda: place.messages.append(made))
            given = {"id": f"{channel};messageid={name}", "activityId": name}
        elif request.method == "PUT":
            thread = path.split("/")[1]
            begun, given = f"{thread} {path.rsplit('/', 1)[1]}", {"id": name}
            fault = await place.meet("edit", thread.partition(";")[0], lambda: place.edits.update([begun]))
        else:
            thread = path.split("/")[1]
            begun, given = f"{thread} {thread.rpartition('=')[2]}", {"id": name}
            line = Message(name, thread.partition(";")[0], raw, None, begun, time.monotonic())
            fault = await place.meet("notice", line.channel, lambda: place.messages.append(line))
        return await self._answer(request, fault, given)

    async def _answer(self, request: web.Request, fault: Fault | None, fine: dict[str, Any]) -> web.StreamResponse:
        if fault is None:
            return web.json_response(fine)
        if fault.hang:
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._over.wait(), 60)
        if fault.drop or fault.hang:
            if request.transport is not None:
                request.transport.close()
            return web.Response()
        said = {"ok": False, "error": fault.error or "internal_error"}
        return web.json_response(said, status=fault.status, headers=dict(fault.headers))


def _key(given: dict[str, Any]) -> str | None:
    mark = given.get("metadata")
    mark = json.loads(mark) if isinstance(mark, str) else mark
    return mark["event_payload"]["key"] if mark else None


def _mark(key: str | None) -> dict[str, Any]:
    return {"event_type": "signpost_reminder", "event_payload": {"key": key}} if key else {}
