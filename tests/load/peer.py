"""Slack's Web API and Teams' connector in one, which note when every message arrives, and how often."""

import contextlib
import json
import re
import time
from collections import Counter
from collections.abc import AsyncIterator

from aiohttp import web

from tests.bench.rig import free_port
from tests.platforms.slack_server import BOT, BOT_ID, TEAM

CONVERSATION = re.compile(r"/v3/conversations/([^/]+)/activities")


class Peer:
    """Where replies and posts arrive."""

    def __init__(self) -> None:
        self.url = ""
        self.arrived: dict[str, float] = {}
        """When (perf_counter) the first message came into each conversation, since it was last asked for."""
        self.times: Counter[str] = Counter()
        """How many messages came into each conversation, and into each channel as a post."""
        self._stamp = 0

    def take(self, conversation: str) -> tuple[float | None, int]:
        """When the first message came into *conversation*, and how many did; both are forgotten."""
        return self.arrived.pop(conversation, None), self.times.pop(conversation, 0)

    @contextlib.asynccontextmanager
    async def serve(self) -> AsyncIterator[None]:
        """Listen until the block is left."""
        app = web.Application(client_max_size=4 << 20)
        app.router.add_route("*", "/api/{method}", self._slack)
        app.router.add_route("*", "/{tail:v3/.*}", self._teams)
        runner = web.AppRunner(app, access_log=None, shutdown_timeout=1)
        await runner.setup()
        port = free_port()
        await web.TCPSite(runner, "127.0.0.1", port, backlog=1024).start()
        self.url = f"http://127.0.0.1:{port}/"
        try:
            yield
        finally:
            await runner.cleanup()

    def _arrives(self, conversation: str) -> None:
        self.arrived.setdefault(conversation, time.perf_counter())
        self.times[conversation] += 1

    async def _slack(self, request: web.Request) -> web.Response:
        method = request.match_info["method"]
        if method == "auth.test":
            who = {"ok": True, "team_id": TEAM, "user_id": BOT, "bot_id": BOT_ID, "team": "T", "url": self.url}
            return web.json_response(who)
        if request.content_type == "application/json":
            channel = str(json.loads(await request.read()).get("channel", ""))
        else:
            channel = str((await request.post()).get("channel", ""))
        if method == "chat.postMessage":
            self._arrives(channel)
        self._stamp += 1
        known = {"id": channel, "name": "c", "is_member": True, "is_archived": False}
        said = known if method == "conversations.info" else channel
        return web.json_response({"ok": True, "channel": said, "ts": f"1700000000.{self._stamp:06d}"})

    async def _teams(self, request: web.Request) -> web.Response:
        raw = await request.read()
        found = CONVERSATION.search(request.path)
        if found:
            self._arrives(found[1])
        elif request.method == "POST":
            self._arrives(str(json.loads(raw)["channelData"]["channel"]["id"]))
        self._stamp += 1
        return web.json_response({"id": str(self._stamp)}, status=201)
