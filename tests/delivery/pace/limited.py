"""A Slack of many workspaces that allows so many posts a second in each and one a second in a channel, and no more.

Run as ``python -m tests.delivery.pace.limited``: it prints its address, and ``GET /seen`` is what it saw.
"""

import asyncio
import time
from collections import Counter, deque
from collections.abc import Collection
from contextlib import suppress
from typing import Any

from aiohttp import web

POSTS, APART = 20, 1.0
"""Posts a workspace may get in any second; seconds between two in a channel."""


class Limited:
    """Counts every post in any second, wherever that second begins, by its own steady clock; *shut* are channels that
    take none."""

    def __init__(self, shut: Collection[str] = ()) -> None:
        self.shut = shut
        self.taken: dict[str, deque[float]] = {}
        self.last: dict[str, float] = {}
        self.at: list[float] = []
        self.posts: Counter[str] = Counter()
        self.refused: Counter[str] = Counter()

    async def api(self, request: web.Request) -> web.Response:
        """The Web API, as far as posting needs it."""
        method, workspace = request.match_info["method"], request.headers.get("Authorization", "").rpartition("-")[2]
        as_json = request.content_type == "application/json"
        given: dict[str, Any] = {**request.query, **(await request.json() if as_json else await request.post())}
        if method == "auth.test":
            return web.json_response({"ok": True, "team_id": workspace, "user_id": "U0BOT", "bot_id": "B0BOT"})
        if method == "conversations.info":
            return web.json_response({"ok": True, "channel": {"id": given.get("channel"), "is_member": True}})
        if method != "chat.postMessage":
            return web.json_response({"ok": False, "error": "unknown_method"})
        return self._post(workspace, str(given["channel"]))

    def _post(self, workspace: str, channel: str) -> web.Response:
        now, place = time.monotonic(), f"{workspace}/{channel}"
        taken = self.taken.setdefault(workspace, deque(maxlen=POSTS))
        if channel in self.shut:
            return web.json_response({"ok": False, "error": "not_in_channel"})
        if now - self.last.get(place, float("-inf")) < APART:
            self.refused["channel"] += 1
        elif len(taken) == POSTS and now - taken[0] < 1.0:
            self.refused["workspace"] += 1
        else:
            taken.append(now)
            self.last[place] = now
            self.at.append(now)
            self.posts[place] += 1
            return web.json_response({"ok": True, "channel": channel, "ts": f"{len(self.at)}.000000"})
        return web.json_response({"ok": False, "error": "ratelimited"}, status=429, headers={"Retry-After": "1"})

    async def seen(self, _: web.Request) -> web.Response:
        """How many posts, how many refused, and how long from the first to the last."""
        return web.json_response({
            "posts": len(self.at),
            "channels": len(self.posts),
            "doubled": sum(number - 1 for number in self.posts.values()),
            "refused": sum(self.refused.values()),
            "seconds": self.at[-1] - self.at[0] if self.at else 0.0,
        })  # fmt: skip


async def main() -> None:
    """Serve until ended."""
    limited = Limited()
    app = web.Application(client_max_size=1 << 20)
    app.router.add_route("*", "/api/{method}", limited.api)
    app.router.add_get("/seen", limited.seen)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0, backlog=1024).start()
    print(f"http://127.0.0.1:{runner.addresses[0][1]}", flush=True)
    await asyncio.Event().wait()


if __name__ == "__main__":
    with suppress(KeyboardInterrupt):
        asyncio.run(main())
